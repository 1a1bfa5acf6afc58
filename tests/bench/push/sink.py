"""A push service that only takes: TLS, HTTP/2 or HTTP/1.1, a process of its own, and quick.

    with Sink(Authority(folder), audiences=3) as sink:
        sink.endpoints(200)      # as many different addresses, spread over the audiences
        sink.counts()            # {"pushes": ..., "handshakes": ..., "signatures": ...}

It reads what it must to answer: were it as thorough as the service of the tests, it would be what
is measured. Only with `looks` does it read the headers of HTTP/2, to count signatures.
"""

import asyncio
import json
import ssl
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from hpack import Decoder

from tests.authority import Authority

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING, WINDOW = 0, 1, 4, 6, 8
END_STREAM, END_HEADERS, ACK, PADDED, PRIORITY = 1, 4, 1, 8, 32
MANY_STREAMS = b"\x00\x03\x00\x00\x00\x64"  # a setting: a hundred at once, as is usual
LOCATION = b"https://localhost/m/gAAAAABnW0k3m5sTq2v"


@dataclass
class Counts:
    """What came."""

    pushes: int = 0
    handshakes: int = 0
    versions: list[str] = field(default_factory=list)
    signatures: set[bytes] = field(default_factory=set)


class Wire(asyncio.Protocol):
    """One connection of either protocol."""

    def __init__(self, counts: Counts, delay: float, looks: bool) -> None:
        self._counts, self._delay, self._looks = counts, delay, looks
        self._data = bytearray()
        self._headers = Decoder()
        self._answers: list[bytes] = []

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        version = transport.get_extra_info("ssl_object").selected_alpn_protocol() or "http/1.1"
        self._counts.handshakes += 1
        self._counts.versions = sorted({*self._counts.versions, version})
        self._read = self._read_http1
        if version == "h2":
            self._read = self._read_preface
            transport.write(_frame(SETTINGS, 0, 0, MANY_STREAMS) + _grant(0, 2**30))

    def data_received(self, data: bytes) -> None:
        self._data += data
        self._read()
        answers, self._answers = b"".join(self._answers), []
        if answers:
            self._transport.write(answers)

    def _read_preface(self) -> None:
        if len(self._data) >= len(PREFACE):
            del self._data[: len(PREFACE)]
            self._read = self._read_http2
            self._read()

    def _read_http2(self) -> None:
        data, at, end = self._data, 0, len(self._data)
        while end - at >= 9:
            after = at + 9 + int.from_bytes(data[at : at + 3], "big")
            if after > end:
                break
            stream = int.from_bytes(data[at + 5 : at + 9], "big")
            self._take(data[at + 3], data[at + 4], stream, bytes(data[at + 9 : after]))
            at = after
        del data[:at]

    def _take(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        if kind == SETTINGS and not flags & ACK:
            self._answers.append(_frame(SETTINGS, ACK, 0, b""))
        elif kind == PING and not flags & ACK:
            self._answers.append(_frame(PING, ACK, 0, payload))
        elif kind == HEADERS and self._looks:
            self._look(flags, payload)
        elif kind == DATA and flags & END_STREAM:
            self._answer(_frame(HEADERS, END_STREAM | END_HEADERS, stream, CREATED))

    def _look(self, flags: int, payload: bytes) -> None:
        assert flags & (END_HEADERS | PADDED) == END_HEADERS, "no client measured here does that"
        block = payload[5:] if flags & PRIORITY else payload
        headers = dict(self._headers.decode(block, raw=True))
        self._counts.signatures.add(headers[b"authorization"])

    def _read_http1(self) -> None:
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            headers = dict(_named(line) for line in bytes(self._data[:end]).split(b"\r\n")[1:])
            after = end + 4 + int(headers.get(b"content-length", b"0"))
            if len(self._data) < after:
                return
            del self._data[:after]
            self._counts.signatures.add(headers.get(b"authorization", b""))
            self._answer(HTTP1_CREATED)

    def _answer(self, answer: bytes) -> None:
        self._counts.pushes += 1
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, answer)
        else:
            self._answers.append(answer)


def _named(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    head = len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big")
    return head + payload


def _grant(stream: int, octets: int) -> bytes:
    return _frame(WINDOW, 0, stream, octets.to_bytes(4, "big"))


def _literal(name: bytes, value: bytes) -> bytes:
    return b"\x00" + bytes((len(name),)) + name + bytes((len(value),)) + value


CREATED = b"\x08\x03201" + _literal(b"ttl", b"86400") + _literal(b"location", LOCATION)
HTTP1_CREATED = (
    b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nTTL: 86400\r\nLocation: "
    + LOCATION
    + b"\r\n\r\n"
)


class Sink:
    """The process, seen from outside; ended by its id."""

    def __init__(
        self,
        authority: Authority,
        audiences: int = 1,
        delay: float = 0,
        looks: bool = False,
        versions: tuple[str, ...] = ("h2", "http/1.1"),
    ) -> None:
        chain = str(authority.chain)
        self._told = json.dumps([chain, audiences, delay, looks, versions])

    def __enter__(self) -> "Sink":
        command = [sys.executable, "-m", "tests.bench.push.sink", self._told]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self.origins = [f"https://localhost:{port}" for port in self._ask("")]
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def endpoints(self, count: int) -> list[str]:
        """That many addresses of phones, in turn at each audience."""
        some = self.origins
        return [f"{some[n % len(some)]}/wpush/v2/gAAAAABn{n:0>150}" for n in range(count)]

    def counts(self) -> dict[str, Any]:
        """What came since this was asked last."""
        return self._ask("\n")

    def _ask(self, line: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


async def _serve(
    chain: str, audiences: int, delay: float, looks: bool, versions: list[str]
) -> None:
    trust, loop = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), asyncio.get_running_loop()
    trust.load_cert_chain(chain)
    trust.set_alpn_protocols(versions)
    counts, ports = [Counts()], []
    for _ in range(audiences):
        made: Callable[[], Wire] = lambda: Wire(counts[0], delay, looks)  # noqa: E731
        server = await loop.create_server(made, "127.0.0.1", 0, ssl=trust, backlog=512)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)

    def tell() -> None:
        if not sys.stdin.readline():
            loop.stop()
        told = asdict(counts[0]) | {"signatures": len(counts[0].signatures)}
        counts[0].__init__(signatures=set())  # type: ignore[misc]
        print(json.dumps(told), flush=True)

    loop.add_reader(sys.stdin, tell)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(*json.loads(sys.argv[1])))
