"""A push service that speaks HTTP/2 by a library of its own, and does as it is told.

service = Http2Service()
with TlsServer(authority, service, "h2") as server:
    ...
    assert service.told[0].fields["ttl"]
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded
from h2.settings import Settings
from hyperframe.frame import GoAwayFrame

Act = Callable[[H2Connection, int], bytes | None]
"""What is done when a push has come whole on a stream. Frames that the library would not send
are returned, and go before what it sends."""


@dataclass
class Told:
    """One push as it came."""

    fields: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


def created(connection: H2Connection, stream: int) -> None:
    """Takes it."""
    fields = [(":status", "201"), ("ttl", "60"), ("location", f"https://localhost/m/{stream}")]
    connection.send_headers(stream, fields, end_stream=True)


def goodbye(last: int) -> bytes:
    """Nothing that came on later streams has been begun with."""
    return GoAwayFrame(0, last_stream_id=last).serialize()


class Http2Service:
    """Call it with what a `TlsServer` hands it. `told` fills with what came."""

    def __init__(self, act: Act = created, settings: dict[int, int] | None = None) -> None:
        self.told: list[Told] = []
        self._act, self._settings = act, settings or {}

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        ours = dict(connection.local_settings) | self._settings
        connection.local_settings = Settings(client=False, initial_values=ours)
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        pushes: dict[int, Told] = {}
        while data := await reader.read(65_536):
            for event in connection.receive_data(data):
                writer.write(self._take(connection, pushes, event) or b"")
            writer.write(connection.data_to_send())

    def _take(
        self, connection: H2Connection, pushes: dict[int, Told], event: Event
    ) -> bytes | None:
        match event:
            case RequestReceived():
                pushes[event.stream_id] = Told(dict(event.headers))
            case DataReceived():
                pushes[event.stream_id].body += event.data
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case StreamEnded():
                self.told.append(pushes.pop(event.stream_id))
                return self._act(connection, event.stream_id)
        return None
