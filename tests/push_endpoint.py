"""Where an application server posts its pushes: checked, then faulty or taken."""

import itertools
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidTag

from tests.push_autopush import Autopush, Channel
from tests.push_checks import Malformed, check_shape, check_vapid
from tests.push_device import Device, Subscription
from tests.push_faults import Fault, Script, as_callable
from tests.push_records import Attempt, Received, Records, Refused


class Endpoint:
    """Answers `POST /wpush/<token>` for devices and for the channels of browsers."""

    def __init__(self, origin: str, records: Records, autopush: Autopush, now: Callable[[], float]):
        self._origin, self._records, self._autopush, self._now = origin, records, autopush, now
        self._devices: dict[str, Device] = {}
        self._wires: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._numbers = itertools.count(1)
        self.behave(None)

    def device(self, application_server_key: str | None) -> Device:
        """A new phone."""
        device = Device(f"device-{len(self._devices) + 1}", self._origin, application_server_key)
        self._devices[device.id] = device
        return device

    def behave(self, script: Script) -> None:
        """The script of every subscription that has none of its own."""
        self._script = as_callable(script)

    async def push(self, request: web.Request) -> web.StreamResponse:
        """One push: refused if malformed, else as scripted, else 201."""
        token, body = request.match_info["token"], await request.read()
        try:
            subscription = self._checked(token, request, body)
        except Malformed as refused:
            self._records.add("refusals", Refused(token, refused.status, refused.reason))
            return web.json_response({"reason": refused.reason}, status=refused.status)
        attempt, fault = self._attempt(subscription, request)
        answer = await fault.answer(request) if fault else None
        return answer or await self._accept(subscription, attempt, request, body)

    async def trap(self, request: web.Request) -> web.Response:
        """Where redirects lead; nobody should ever come here."""
        self._records.add("followed", request.method)
        return web.Response(status=201)

    def _checked(self, token: str, request: web.Request, body: bytes) -> Subscription:
        subscription = self._devices.get(token) or self._autopush.channel(token)
        if subscription is None:
            raise Malformed(404, "no such subscription")
        check_shape(request.headers, body)
        authorization = request.headers.get("Authorization", "")
        key = subscription.application_server_key
        self._records.signatures.add(check_vapid(authorization, self._origin, key, self._now()))
        return subscription

    def _attempt(
        self, subscription: Subscription, request: web.Request
    ) -> tuple[Attempt, Fault | None]:
        subscription.attempts += 1
        attempt = Attempt(
            device_id=subscription.id,
            number=subscription.attempts,
            at=self._now(),
            connection=self._connection(request),
            topic=request.headers.get("Topic"),
        )
        fault = subscription.fault(attempt) or self._script(attempt)
        self._records.add("attempts", replace(attempt, fault=fault))
        return attempt, fault

    def _connection(self, request: web.Request) -> int:
        number = self._wires.get(request.transport) or next(self._numbers)
        self._wires[request.transport] = number
        self._records.connections.add(number)
        return number

    async def _accept(
        self, to: Subscription, attempt: Attempt, request: web.Request, body: bytes
    ) -> web.StreamResponse:
        ttl = int(request.headers["TTL"])
        message = self._autopush.message(body, attempt.topic, ttl)
        headers = {"Location": f"{self._origin}/m/{message.version}", "TTL": str(ttl)}
        answer = web.Response(status=201, headers=headers)
        # A client that is gone never hears of its 201: then the push does not count.
        with suppress(ConnectionError), self._records.answer():
            await answer.prepare(request)
            await answer.write_eof()
            if isinstance(to, Device):
                self._open(to, attempt, request, body)
            elif isinstance(to, Channel):
                await self._autopush.deliver(to, message)
        return answer

    def _open(self, device: Device, attempt: Attempt, request: web.Request, body: bytes) -> None:
        try:
            plaintext = device.read(body)
        except (ValueError, InvalidTag):
            self._records.add("undecipherable", device.id)
            return
        received = Received(
            device_id=device.id,
            plaintext=plaintext,
            headers=request.headers,
            topic=attempt.topic,
            ttl=int(request.headers["TTL"]),
            urgency=request.headers.get("Urgency"),
            connection=attempt.connection,
            at=self._now(),
        )
        self._records.add("received", received)
