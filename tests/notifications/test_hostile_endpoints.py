"""Addresses that someone chose to harm us: refused, or cut in time, and nothing is reached.

Sixty and more of them, with real sockets. `connected` hears of every connection that this process
begins, whoever begins it.
"""

import asyncio
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from circles import clock
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.push import Push, PushClient
from circles.notifications.endpoint import Endpoint, UnfitSubscription
from circles.settings import Settings
from tests.authority import Authority
from tests.push_device import Device
from tests.push_misbehaviour import HTTP1, HTTP2, hangs
from tests.tls_server import Behaviour, TlsServer

LIMIT = 1.5  # seconds instead of ten
LOADED = 8  # seconds more that a busy machine may take

REFUSED = {
    "no TLS": "http://fcm.googleapis.com/x",
    "an odd port": "https://fcm.googleapis.com:8443/x",
    "the port of SSH": "https://web.push.apple.com:22/x",
    "a user name": "https://sam@fcm.googleapis.com/x",
    "a user name and password": "https://sam:secret@fcm.googleapis.com/x",
    "a known name as user name": "https://fcm.googleapis.com@127.0.0.1/x",
    "a known name before a backslash": "https://fcm.googleapis.com\\@127.0.0.1/x",
    "a look-alike in front": "https://evilfcm.googleapis.com/x",
    "a look-alike behind": "https://fcm.googleapis.com.example/x",
    "no dot boundary": "https://evilpush.apple.com/x",
    "a domain alone": "https://push.apple.com/x",
    "a domain in the path": "https://example.org/.push.apple.com",
    "a domain in the query": "https://example.org/?x=.push.apple.com",
    "a domain in the fragment": "https://example.org/#.push.apple.com",
    "a dot at the end": "https://fcm.googleapis.com./x",
    "two dots": "https://x..push.apple.com/x",
    "a dot in front": "https://.push.apple.com/x",
    "loopback": "https://127.0.0.1/x",
    "loopback by name": "https://localhost/x",
    "loopback, short": "https://127.1/x",
    "loopback, decimal": "https://2130706433/x",
    "loopback, octal": "https://0177.0.0.1/x",
    "loopback, hexadecimal": "https://0x7f000001/x",
    "loopback, IPv6": "https://[::1]/x",
    "loopback, mapped into IPv6": "https://[::ffff:127.0.0.1]/x",
    "loopback, mapped and in hexadecimal": "https://[::ffff:7f00:1]/x",
    "nowhere": "https://0.0.0.0/x",
    "the cloud's own address": "https://169.254.169.254/latest/meta-data",
    "link-local": "https://[fe80::1]/x",
    "link-local with a zone": "https://[fe80::1%25eth0]/x",
    "a neighbour": "https://192.168.0.1/x",
    "Cyrillic letters": "https://fcm.googleарis.com/x",
    "full-width letters": "https://\uff46cm.googleapis.com/x",
    "an ideographic dot": "https://web。push.apple.com/x",
    "punycode": "https://xn--fcm-googleapis-x.com/x",
    "upper case": "https://FCM.GOOGLEAPIS.COM.example/x",
    "percent signs in the host": "https://%66cm.googleapis.com/x",
    "a new line": "https://fcm.googleapis.com/x\r\nX: y",
    "a space": "https://fcm.googleapis.com /x",
    "a NUL": "https://fcm.googleapis.com\0.example/x",
    "a tab": "https://fcm.goo\tgleapis.com/x",
    "another scheme": "file:///etc/passwd",
    "no scheme": "//fcm.googleapis.com/x",
    "a script": "javascript:alert(1)",
    "an endless path": "https://fcm.googleapis.com/" + "x" * 5000,
    "a port out of range": "https://fcm.googleapis.com:99999/x",
    "an empty host": "https:///x",
}

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
]

_connected: list[Any] = []


@pytest.fixture(scope="session", autouse=True)
def hook() -> None:
    """Python cannot take such a hook away again; it only listens."""
    sys.addaudithook(
        lambda event, told: _connected.append(told[1]) if event == "socket.connect" else None
    )


@pytest.fixture
def connected() -> list[Any]:
    """Where connections were begun to, in this test."""
    _connected.clear()
    return _connected


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def send(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Sends one push; the answer, which must come in time."""
    for name, value in authority.environment("one").items():
        monkeypatch.setenv(name, value)

    def one(endpoint: str, vouched: str = "") -> Answer:
        given = {"CIRCLES_INSTANCE_PATH": str(tmp_path), "CIRCLES_PUSH_ALLOWED_ORIGINS": vouched}
        began = time.monotonic()
        answer = asyncio.run(sent(Settings.from_environment(given), endpoint))
        assert time.monotonic() - began < LIMIT + LOADED
        return answer

    return one


async def sent(settings: Settings, endpoint: str) -> Answer:
    device = Device("phone", "https://localhost", None)
    async with PushClient(settings, LIMIT) as client:
        return await client.send(
            Push(
                endpoint=endpoint,
                p256dh=device.p256dh,
                auth=device.auth,
                full=b"{}",
                short=b"short",
                topic="t",
                urgent=False,
                matters_until=clock.now() + timedelta(hours=1),
            )
        )


@contextmanager
def watched(behave: Behaviour, authority: Authority, version: str | None) -> Iterator[TlsServer]:
    with TlsServer(authority, behave, version) as server:
        yield server


@pytest.mark.parametrize("name", REFUSED)
def test_an_address_off_the_list_is_refused_and_not_connected(
    name: str, send: Callable, connected: list[Any]
) -> None:
    with pytest.raises(UnfitSubscription):
        Endpoint.parse(REFUSED[name], ())
    assert send(REFUSED[name]).meaning == "unfit"
    assert connected == []


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("host", ["web.push.apple.com", "x.notify.windows.com"])
def test_a_known_name_that_leads_inside_is_not_connected(
    host: str, address: str, send: Callable, connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_info(address)])
    answer = send(f"https://{host}/x")
    assert answer.meaning == "failing"
    assert "no public address" in answer.said
    assert connected == []


def test_a_name_that_changes_its_mind_is_asked_once(
    send: Callable, connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when it is checked, private when it is used: the second answer is never asked for."""
    answers = iter(["198.51.100.7", "127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_info(next(answers))])
    monkeypatch.setattr(
        "circles.notifications.channels.addresses.is_public", lambda a: a == "198.51.100.7"
    )
    assert send("https://web.push.apple.com/x").meaning == "failing"
    assert {where[0] for where in connected} <= {"198.51.100.7"}
    assert len(list(answers)) == 2


@pytest.mark.parametrize("name", HTTP1)
def test_a_service_of_http1_is_cut(name: str, send: Callable, authority: Authority) -> None:
    check_cut(name, send, HTTP1[name], authority, "http/1.1")


@pytest.mark.parametrize("name", HTTP2)
def test_a_service_of_http2_is_cut(name: str, send: Callable, authority: Authority) -> None:
    check_cut(name, send, HTTP2[name], authority, "h2")


def test_a_service_that_never_shakes_hands_is_cut(send: Callable, authority: Authority) -> None:
    check_cut("no TLS", send, hangs, authority, None)


@pytest.mark.parametrize("version", ["h2", "http/1.1"])
def test_a_certificate_of_nobody_is_not_trusted(
    version: str, send: Callable, authority: Authority, tmp_path: Path
) -> None:
    with watched(hangs, Authority(tmp_path), version) as server:
        answer = send(f"{server.origin}/x", server.origin)
    assert answer.meaning == "failing"
    assert "certificate" in answer.said.lower()


def check_cut(
    name: str, send: Callable, behave: Behaviour, authority: Authority, version: str | None
) -> None:
    """The push comes to an end in time, and nobody was led elsewhere."""
    _connected.clear()
    with watched(behave, authority, version) as server:
        answer = send(f"{server.origin}/x", server.origin)
        assert {where[1] for where in _connected if where[0] in ("127.0.0.1", "::1")} == {
            server.port
        }
    meant = {"redirects inside": "elsewhere", "never ends a good body": "sent"}
    refused = {
        "drips a reason",
        "never ends a body",
        "never ends chunks",
        "has a huge body",
        "bombs",
    }
    wanted = {meant.get(name, "our_fault" if name in refused else "failing"), "failing"}
    assert answer.meaning in wanted


def _info(address: str) -> tuple[Any, ...]:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 443, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
