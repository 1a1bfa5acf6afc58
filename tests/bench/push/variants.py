"""The ways to send a push to many phones that are measured beside ours."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pywebpush import WebPusher, webpush

from tests.base64url import to_text
from tests.bench.push.many_phones import Rung

MESSAGE = "x" * 330
"""As long as news of an ask is."""
CONTACT = "mailto:sam@care.example"
IN_FLIGHT = 32
SCRIPT = Path(__file__).parent / "web_push.cjs"

Subscription = Mapping[str, Any]


class Sender:
    """Whoever sends: a VAPID key, as a file and as text."""

    def __init__(self, folder: Path) -> None:
        private = ec.generate_private_key(ec.SECP256R1())
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.key_file = folder / "vapid.pem"
        self.key_file.write_bytes(pem)
        self.private_key = to_text(private.private_numbers().private_value.to_bytes(32, "big"))
        point = private.public_key()
        self.public_key = to_text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def loop(self, subscriptions: Sequence[Subscription]) -> Rung:
        """(a) `webpush()` again and again, as its README shows."""
        return _timed(len(subscriptions), lambda: self._each(subscriptions))

    def session(self, subscriptions: Sequence[Subscription]) -> Rung:
        """(b) The same with one session."""
        with requests.Session() as one:
            return _timed(
                len(subscriptions), lambda: self._each(subscriptions, requests_session=one)
            )

    def cryptography(self, subscriptions: Sequence[Subscription]) -> Rung:
        """(d) Encrypting alone, by pywebpush, on one core."""

        def encrypt() -> None:
            for one in subscriptions:
                WebPusher(one).encode(MESSAGE.encode(), content_encoding="aes128gcm")

        return _timed(len(subscriptions), encrypt)

    def web_push(
        self, subscriptions: Sequence[Subscription], packages: Path, environment: Mapping[str, str]
    ) -> Rung:
        """(c) The npm package, 32 at once; started and loaded before the clock starts."""
        job = {
            "subscriptions": list(subscriptions),
            "message": MESSAGE,
            "in_flight": IN_FLIGHT,
            "public_key": self.public_key,
            "private_key": self.private_key,
        }
        script = shutil.copy(SCRIPT, packages)
        told = subprocess.run(
            ["node", script],
            input=json.dumps(job),
            env=os.environ | dict(environment),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        took = json.loads(told.stdout)
        return Rung(len(subscriptions), took["seconds"], took["cpu"])

    def _each(self, subscriptions: Sequence[Subscription], **more: Any) -> None:
        for one in subscriptions:
            webpush(
                one,
                MESSAGE,
                vapid_private_key=str(self.key_file),
                vapid_claims={"sub": CONTACT},
                **more,
            )


def packages_of_node(folder: Path) -> Path | None:
    """A folder in which `web-push` is installed; None where that cannot be done."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None
    command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "web-push"]
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)
    return folder if done.returncode == 0 else None


@contextmanager
def in_environment(given: Mapping[str, str]) -> Iterator[None]:
    """With these variables, for what runs in this process."""
    before = dict(os.environ)
    os.environ.update(given)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _timed(pushes: int, send: Callable[[], None]) -> Rung:
    began, cpu = time.monotonic(), time.process_time()
    send()
    return Rung(pushes, time.monotonic() - began, time.process_time() - cpu)
