"""The side of the push service that stock Firefox connects to.

Text frames of JSON on the WebSocket subprotocol `push-notification`: the browser says hello,
registers channels, is sent notifications and acknowledges each with a code.
"""

import itertools
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from tests.base64url import to_text
from tests.push_device import Subscription
from tests.push_records import Ack, Records


@dataclass(frozen=True)
class Message:
    """An encrypted push on its way to a browser."""

    version: str
    body: bytes
    topic: str | None
    expires: float


class Channel(Subscription):
    """A subscription of a browser. What it has not acknowledged waits here."""

    def __init__(self, origin: str, agent: str, channel_id: str, key: str | None):
        super().__init__(uuid.uuid4().hex, origin, key)
        self.agent, self.channel_id = agent, channel_id
        self.waiting: dict[str, Message] = {}

    def keep(self, message: Message) -> None:
        """Hold a message; one with the same topic that still waits is replaced."""
        kept = self.waiting.values()
        replaced = [m.version for m in kept if m.topic is not None and m.topic == message.topic]
        for version in replaced:
            del self.waiting[version]
        self.waiting[message.version] = message


class Autopush:
    """Browsers by their user agent id, and the frames they exchange with us."""

    def __init__(self, origin: str, records: Records, now: Callable[[], float]):
        self._origin, self._records, self._now = origin, records, now
        self._subscriptions: dict[str, Channel] = {}
        self._agents: dict[str, web.WebSocketResponse | None] = {}
        self._versions = itertools.count(1)
        self._sent: dict[str, Channel] = {}

    @property
    def connected(self) -> int:
        """How many browsers are connected now."""
        return sum(1 for socket in self._agents.values() if socket is not None)

    @property
    def channels(self) -> list[Channel]:
        """All registered channels, oldest first."""
        return list(self._subscriptions.values())

    def channel(self, token: str) -> Channel | None:
        """The channel behind an endpoint."""
        return self._subscriptions.get(token)

    def message(self, body: bytes, topic: str | None, ttl: int) -> Message:
        """A message with the next version; it lives for `ttl` seconds."""
        return Message(f"v{next(self._versions)}", body, topic, self._now() + ttl)

    async def deliver(self, channel: Channel, message: Message) -> None:
        """Send at once where the browser is connected, else keep until it is."""
        channel.keep(message)
        self._sent[message.version] = channel
        socket = self._agents.get(channel.agent)
        if socket is not None and not socket.closed:
            await socket.send_json(_notification(channel, message))

    async def disconnect(self) -> None:
        """Close every connection."""
        for socket in [socket for socket in self._agents.values() if socket is not None]:
            await socket.close(code=1012)  # "service restart"

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of a browser, from hello to goodbye."""
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        agent = ""
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            if said.get("messageType") == "hello":
                agent = await self._hello(socket, said)
            else:
                await self._answer(socket, agent, said)
        if self._agents.get(agent) is socket:
            self._agents[agent] = None
        return socket

    async def _hello(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> str:
        agent = said.get("uaid")
        if agent not in self._agents:
            agent = uuid.uuid4().hex
        self._agents[agent] = socket
        greeting = {"messageType": "hello", "uaid": agent, "status": 200}
        await socket.send_json(greeting | {"use_webpush": True, "broadcasts": {}})
        for channel in [c for c in self.channels if c.agent == agent]:
            for message in list(channel.waiting.values()):
                if message.expires > self._now():
                    await socket.send_json(_notification(channel, message))
        self._wake()
        return agent

    async def _answer(
        self, socket: web.WebSocketResponse, agent: str, said: dict[str, Any]
    ) -> None:
        kind = said.get("messageType", "ping")
        if kind == "register":
            await socket.send_json(self._register(agent, said))
        elif kind == "unregister":
            await socket.send_json(self._unregister(said))
        elif kind == "ack":
            for update in said["updates"]:
                self._note(update["version"], update.get("code", 100))
        elif kind == "nack":
            self._note(said["version"], said.get("code", 301))
        elif kind == "ping":
            await socket.send_str("{}")

    def _register(self, agent: str, said: dict[str, Any]) -> dict[str, Any]:
        channel = Channel(self._origin, agent, said["channelID"], said.get("key"))
        self._subscriptions[channel.id] = channel
        self._wake()
        answer = {"messageType": "register", "status": 200, "channelID": channel.channel_id}
        return answer | {"pushEndpoint": channel.endpoint}

    def _unregister(self, said: dict[str, Any]) -> dict[str, Any]:
        for channel in self.channels:
            if channel.channel_id == said["channelID"]:
                channel.waiting.clear()
                channel.behave(410)
        self._wake()
        return {"messageType": "unregister", "status": 200, "channelID": said["channelID"]}

    def _note(self, version: str, code: int) -> None:
        # The channel is looked up in what was sent, not in what waits: after ack 100 a nack may
        # still follow, when the worker failed to show the push.
        channel = self._sent[version]
        channel.waiting.pop(version, None)
        self._records.add("acks", Ack(channel.id, version, code))

    def _wake(self) -> None:
        with self._records.changed:
            self._records.changed.notify_all()


def _notification(channel: Channel, message: Message) -> dict[str, Any]:
    return {
        "messageType": "notification",
        "channelID": channel.channel_id,
        "version": message.version,
        "data": to_text(message.body),
        "headers": {"encoding": "aes128gcm"},
    }
