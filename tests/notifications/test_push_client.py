"""The wire: kept open, cut in time, never led elsewhere, never to a neighbour."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest

from circles import clock
from circles.notifications.channels import push
from circles.notifications.channels.addresses import NotPublic, PublicAddresses
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.push import Push, PushClient
from circles.settings import Settings
from tests.push_device import Device
from tests.push_faults import Hang, Redirect, Reset, Slow, Status
from tests.push_service import PushService


def to(device: Device, full: bytes = b"{}", endpoint: str | None = None) -> Push:
    return Push(
        endpoint=endpoint or device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        full=full,
        short=b"short",
        topic="t",
        urgent=False,
        matters_until=clock.now() + timedelta(hours=1),
    )


def send(settings: Settings, pushes: Sequence[Push], timeout: float = push.TIMEOUT) -> list[Answer]:
    async def together() -> list[Answer]:
        async with PushClient(settings, timeout) as client:
            return await asyncio.gather(*(client.send(push) for push in pushes))

    return asyncio.run(together())


def test_many_pushes_share_connections_and_one_signature(
    settings: Settings, service: PushService
) -> None:
    service.behave(Slow(0.005))
    devices = [service.device() for _ in range(200)]
    answers = send(settings, [to(device) for device in devices])
    assert {answer.status for answer in answers} == {201}
    assert len(service.received) == 200
    assert service.connections <= push.IN_FLIGHT
    assert service.signatures == 1


def test_what_hangs_is_cut(settings: Settings, service: PushService) -> None:
    service.behave(Hang())
    began = time.monotonic()
    (answer,) = send(settings, [to(service.device())], timeout=0.5)
    assert (answer.status, answer.meaning) == (None, "failing")
    assert time.monotonic() - began < 5


def test_ten_seconds_are_the_limit() -> None:
    assert push.TIMEOUT == 10


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(code: int, settings: Settings, service: PushService) -> None:
    service.behave(Redirect(code=code))
    (answer,) = send(settings, [to(service.device())])
    assert (answer.status, answer.meaning) == (code, "elsewhere")
    assert service.followed == []


def test_a_reset_is_an_answer_too(settings: Settings, service: PushService) -> None:
    service.behave(Reset())
    (answer,) = send(settings, [to(service.device())])
    assert answer.meaning == "failing"


def test_the_reason_of_a_no_is_kept_for_the_log(settings: Settings, service: PushService) -> None:
    service.behave(Status(403, 7))
    (answer,) = send(settings, [to(service.device())])
    assert answer.said.startswith('403 {"errno": 403}')
    assert answer.retry_after == "7"


def test_a_subscription_that_is_not_allowed_any_more_is_not_sent_to(
    settings: Settings, service: PushService
) -> None:
    (answer,) = send(settings, [to(service.device(), endpoint="http://127.0.0.1:1/x")])
    assert answer.meaning == "unfit"


def test_a_known_name_that_leads_to_a_neighbour_is_not_connected(
    settings: Settings, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rebound(*_name: object, **_more: object) -> list[dict[str, object]]:
        return [{"host": "127.0.0.1", "port": service.port, "hostname": "x", "family": 2}]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", rebound)
    device = service.device()
    (answer,) = send(settings, [to(device, endpoint="https://web.push.apple.com/x")])
    assert answer.meaning == "failing"
    assert "no public address" in answer.said
    assert service.attempts == []


def test_names_of_this_machine_lead_nowhere_unless_vouched_for() -> None:
    async def look_up(name: str, port: int) -> object:
        return await PublicAddresses({("localhost", 8391)}).resolve(name, port)

    with pytest.raises(NotPublic):
        asyncio.run(look_up("localhost", 443))
    assert asyncio.run(look_up("localhost", 8391))
