"""A push service on localhost: the real protocol, checked, decrypted and faulty on demand.

    with PushService() as service:
        phone = service.device()            # .endpoint, .p256dh, .auth
        service.behave([503, Hang()])       # the first two pushes, then well again
        ...
        assert service.received[0].json["notification"]["title"]

Stock Firefox connects to `service.websocket`; everybody else is plain HTTP at `service.origin`,
or TLS where a certificate is given.
"""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.push_autopush import Autopush, Channel
from tests.push_device import Device
from tests.push_endpoint import Endpoint
from tests.push_faults import Script
from tests.push_records import Ack, Attempt, Received, Records, Refused


class PushService:
    """Runs in a thread of its own between `with` and its end. `now` gives seconds since 1970.
    With a `chain` of certificates it speaks TLS; `origin` is the address of a door before it."""

    def __init__(
        self,
        now: Callable[[], float] = time.time,
        chain: Path | None = None,
        origin: str | None = None,
    ):
        self._records = Records()
        self._tls = _speaking_for(chain) if chain else None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        here = f"{'https://localhost' if chain else 'http://127.0.0.1'}:{self.port}"
        self.origin = origin or here
        self.websocket = f"ws://127.0.0.1:{self.port}/"
        self._autopush = Autopush(self.origin, self._records, now)
        self._endpoint = Endpoint(self.origin, self._records, self._autopush, now)

    def __enter__(self) -> "PushService":
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="push service")
        self._thread.start()
        if not ready.wait(60):
            raise RuntimeError("the push service did not start")
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)

    def device(self, application_server_key: str | None = None) -> Device:
        """A new phone. With a key, only pushes signed by that key are taken."""
        return self._endpoint.device(application_server_key)

    def disconnect(self) -> None:
        """Drop the connections of all browsers; they come back by themselves."""
        asyncio.run_coroutine_threadsafe(self._autopush.disconnect(), self._loop).result(60)

    def behave(self, script: Script) -> None:
        """From now on answer as the script says, for every subscription without its own."""
        self._endpoint.behave(script)

    @property
    def received(self) -> list[Received]:
        """Pushes to devices, decrypted, whose 201 has been written."""
        return self._records.settled("received")

    @property
    def attempts(self) -> list[Attempt]:
        """Every well-formed push that arrived, with the fault it met."""
        return self._records.settled("attempts")

    @property
    def refusals(self) -> list[Refused]:
        """Pushes that were malformed: our own mistakes."""
        return self._records.settled("refusals")

    @property
    def undecipherable(self) -> list[str]:
        """Ids of devices, once per push that was answered 201 but could not be decrypted."""
        return self._records.settled("undecipherable")

    @property
    def acks(self) -> list[Ack]:
        """What browsers said of the pushes they were given."""
        return self._records.settled("acks")

    @property
    def followed(self) -> list[str]:
        """Methods of requests that followed a redirect into the trap."""
        return self._records.settled("followed")

    @property
    def connections(self) -> int:
        """How many TCP connections carried a push."""
        return len(self._records.connections)

    @property
    def signatures(self) -> int:
        """How many different VAPID signatures were seen."""
        return len(self._records.signatures)

    @property
    def channels(self) -> list[Channel]:
        """Subscriptions of browsers, oldest first; a channel can `behave` like a device."""
        return self._autopush.channels

    @property
    def browsers(self) -> int:
        """How many browsers are connected now."""
        return self._autopush.connected

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 60) -> Any:
        """Block until the predicate is true and return its value; AssertionError after `timeout`.

        It is asked again whenever something arrives, and twice a second.
        """
        return self._records.wait_for(predicate, timeout)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_get("/", self._autopush.socket)
        app.router.add_post("/wpush/{token}", self._endpoint.push)
        app.router.add_route("*", "/elsewhere", self._endpoint.trap)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        site = web.SockSite(runner, self._listener, ssl_context=self._tls)
        self._loop.run_until_complete(site.start())
        self._loop.call_soon(ready.set)
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()


def _speaking_for(chain: Path) -> ssl.SSLContext:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(chain)
    return tls
