"""Pushes over HTTP/2: many on one connection, and what a service may do to that."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.settings import SettingCodes

from circles import clock
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.push import Push, PushClient
from circles.settings import Settings
from tests.authority import Authority
from tests.push_checks import check_shape, check_vapid
from tests.push_device import Device
from tests.push_http2 import Http2Service, created, goodbye
from tests.tls_server import TlsServer

Send = Callable[..., list[Answer]]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def send(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Sends so many pushes together to one device at a server."""
    for name, value in authority.environment("one").items():
        monkeypatch.setenv(name, value)

    def together(
        server: TlsServer, count: int, timeout: float = 30, length: int = 0
    ) -> list[Answer]:
        pushes = [to(device_at(server), n, length) for n in range(count)]
        return asyncio.run(sent(settings_for(server, tmp_path), pushes, timeout))

    return together


async def sent(settings: Settings, pushes: Sequence[Push], timeout: float) -> list[Answer]:
    async with PushClient(settings, timeout) as client:
        return await asyncio.gather(*(client.send(push) for push in pushes))


def settings_for(server: TlsServer, folder: Path) -> Settings:
    given = {"INSTANCE_PATH": str(folder), "PUSH_ALLOWED_ORIGINS": server.origin}
    return Settings.from_environment({f"CIRCLES_{name}": value for name, value in given.items()})


_devices: dict[str, Device] = {}


def device_at(server: TlsServer) -> Device:
    return _devices.setdefault(server.origin, Device("phone", server.origin, None))


def to(device: Device, number: int, length: int) -> Push:
    return Push(
        endpoint=f"{device.endpoint}?n={number}",
        p256dh=device.p256dh,
        auth=device.auth,
        full=b"full %d" % number + bytes(length),
        short=b"short",
        topic="t",
        urgent=False,
        matters_until=clock.now() + timedelta(hours=1),
    )


@contextmanager
def serving(
    authority: Authority, act: Callable = created, **settings: int
) -> Iterator[tuple[TlsServer, Http2Service]]:
    codes = {SettingCodes[name.upper()]: value for name, value in settings.items()}
    service = Http2Service(act, codes)
    with TlsServer(authority, service, "h2") as server:
        yield server, service


def test_many_pushes_share_one_connection(authority: Authority, send: Send) -> None:
    with serving(authority) as (server, service):
        answers = send(server, 300)
        assert {answer.status for answer in answers} == {201}
        assert server.connections == 1
        device = device_at(server)
        came = {told.fields[":path"]: device.read(bytes(told.body)) for told in service.told}
        assert came == {f"/wpush/phone?n={n}": b"full %d" % n for n in range(300)}


def test_a_push_comes_with_its_headers(authority: Authority, send: Send) -> None:
    with serving(authority) as (server, service):
        send(server, 2)
        for told in service.told:
            fields = told.fields
            named = {"TTL": fields["ttl"], "Content-Encoding": fields["content-encoding"]}
            check_shape(named | {"Topic": fields["topic"]}, bytes(told.body))
            now = clock.now().timestamp()
            assert check_vapid(fields["authorization"], server.origin, None, now)
            assert fields[":authority"] == server.origin.removeprefix("https://")
            assert (fields[":method"], fields[":scheme"]) == ("POST", "https")


def test_no_more_are_under_way_than_the_service_wants(authority: Authority, send: Send) -> None:
    most = []

    def count(connection: H2Connection, stream: int) -> None:
        most.append(connection.open_inbound_streams)
        created(connection, stream)

    with serving(authority, count, max_concurrent_streams=3) as (server, _service):
        answers = send(server, 40)
    assert {answer.status for answer in answers} == {201}, answers[0].said
    assert max(most) <= 3


def test_more_than_a_window_goes_when_it_opens_again(authority: Authority, send: Send) -> None:
    with serving(authority) as (server, service):
        assert {answer.status for answer in send(server, 60, length=3000)} == {201}
        assert sum(len(told.body) for told in service.told) > 2 * 65_535


def test_the_reason_of_a_no_is_kept_for_the_log(authority: Authority, send: Send) -> None:
    def refuse(connection: H2Connection, stream: int) -> None:
        connection.send_headers(stream, [(":status", "429"), ("retry-after", "7")])
        connection.send_data(stream, b"too many of them", end_stream=True)

    with serving(authority, refuse) as (server, _service):
        (answer,) = send(server, 1)
    assert (answer.status, answer.retry_after) == (429, "7")
    assert answer.said == "429 too many of them"


def test_what_a_leaving_service_has_begun_with_is_still_heard(
    authority: Authority, send: Send
) -> None:
    """It says goodbye first and answers then, as a server that restarts does."""
    waiting: list[int] = []

    def leave(connection: H2Connection, stream: int) -> bytes | None:
        waiting.append(stream)
        if len(waiting) < 5:
            return None
        for each in waiting:
            created(connection, each)
        return goodbye(last=max(waiting))

    with serving(authority, leave) as (server, service):
        answers = send(server, 5)
    assert [answer.status for answer in answers] == [201] * 5
    assert len(service.told) == 5, "none of them was sent twice"


def test_what_it_did_not_begin_with_goes_on_a_new_connection(
    authority: Authority, send: Send
) -> None:
    left = []

    def leave_once(connection: H2Connection, stream: int) -> bytes | None:
        if left or stream == 1:
            return created(connection, stream)
        if stream < 5:
            return None
        left.append(stream)
        return goodbye(last=2)

    with serving(authority, leave_once) as (server, _service):
        answers = send(server, 3)
    assert [answer.status for answer in answers] == [201] * 3
    assert server.connections == 2


@pytest.mark.parametrize("last", [0, 2**31 - 1])
def test_a_service_that_only_says_goodbye_is_not_asked_forever(
    last: int, authority: Authority, send: Send
) -> None:
    def leave(connection: H2Connection, stream: int) -> bytes:
        return goodbye(last)

    with serving(authority, leave) as (server, _service):
        (answer,) = send(server, 1, timeout=1)
    assert answer.meaning == "failing"
    assert server.connections <= 2


def test_a_stream_that_was_refused_goes_once_more(authority: Authority, send: Send) -> None:
    def refuse_first(connection: H2Connection, stream: int) -> None:
        if stream == 1:
            connection.reset_stream(stream, ErrorCodes.REFUSED_STREAM)
        else:
            created(connection, stream)

    with serving(authority, refuse_first) as (server, _service):
        (answer,) = send(server, 1)
    assert answer.status == 201


def test_a_stream_that_was_reset_is_not_sent_again_at_once(
    authority: Authority, send: Send
) -> None:
    def reset(connection: H2Connection, stream: int) -> None:
        connection.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)

    with serving(authority, reset) as (server, service):
        (answer,) = send(server, 1)
    assert answer.meaning == "failing"
    assert len(service.told) == 1
