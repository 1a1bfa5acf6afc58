"""Adding a passkey, and coming back by it, as a browser does."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from flask import Flask

from circles.accounts import Passkey
from circles.database import db
from tests.authenticator import Authenticator
from tests.world import Client


def options_to_add(client: Client, name: str = "My phone") -> dict[str, Any]:
    """What the browser is asked in order to make a passkey."""
    answer = client.post("/you/passkeys/challenge", data={"name": name})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def send_new(client: Client, credential: str, name: str = "My phone") -> Any:
    """The form that the page sends once the phone has made a passkey."""
    return client.post("/you/passkeys", data={"name": name, "credential": credential})


def add(client: Client, key: Authenticator, name: str = "My phone", **lies: Any) -> Any:
    """The two steps of adding one."""
    return send_new(client, key.make(options_to_add(client, name), **lies), name)


def options_to_sign_in(client: Client) -> dict[str, Any]:
    """What the browser is asked in order to sign in."""
    answer = client.post("/sign-in/passkey/challenge")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def send_answer(client: Client, credential: str, **more: str) -> Any:
    """The form that the page sends once the phone has signed."""
    return client.post("/sign-in/passkey", data={"credential": credential, **more})


def sign_in(client: Client, key: Authenticator, **lies: Any) -> Any:
    """The two steps of signing in."""
    return send_answer(client, key.sign(options_to_sign_in(client), **lies))


def who(client: Client) -> str | None:
    """Who is signed in on this browser."""
    answer = client.get("/api/v1/me")
    return answer.get_json()["name"] if answer.status_code == 200 else None


def all_at_once(app: Flask, sends: list[Callable[[], Any]]) -> list[int]:
    """What each is told, lowest first."""
    start, told = Barrier(len(sends)), []

    def tap(send: Callable[[], Any]) -> None:
        start.wait()
        with app.app_context():
            told.append(send().status_code)

    threads = [Thread(target=tap, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def kept() -> list[Passkey]:
    """Every passkey in the database."""
    db.session.rollback()
    return list(db.session.scalars(db.select(Passkey)))
