"""The push service of the tests is itself tested: it must refuse, decrypt, count and fail well."""

import asyncio
import subprocess
import sys
import time

import pytest
import requests
from aiohttp import ClientSession, TCPConnector
from cryptography.hazmat.primitives.asymmetric import ec

from tests.base64url import to_bytes
from tests.push_device import decrypt
from tests.push_faults import Hang, Redirect, Reset, Slow, Status, faulty_mix, http_date
from tests.push_records import Attempt
from tests.push_sender import Sender
from tests.push_service import PushService


@pytest.fixture
def service():
    with PushService() as running:
        yield running


@pytest.fixture(scope="module")
def sender():
    return Sender()


def test_the_example_of_the_standard_is_read():
    secret = int.from_bytes(to_bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big")
    body = to_bytes(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
        "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy"
        "4a-fN"
    )
    private = ec.derive_private_key(secret, ec.SECP256R1())
    plaintext = decrypt(body, private, to_bytes("BTBZMqHH6r4Tts7J_aSIgg"))
    assert plaintext == b"When I grow up, I want to be a watermelon"


def test_a_push_is_decrypted_and_recorded(service, sender):
    phone, other = service.device(), service.device()
    answer = sender.send(phone.subscription, {"a": "bell"}, Topic="need-1", Urgency="high", TTL="7")
    assert answer.status_code == 201
    assert answer.headers["TTL"] == "7"
    assert answer.headers["Location"].startswith(service.origin)
    (received,) = service.received
    assert (received.device_id, received.json) == (phone.id, {"a": "bell"})
    assert (received.topic, received.ttl, received.urgency) == ("need-1", 7, "high")
    assert other.id not in {r.device_id for r in service.received}


def test_connections_and_signatures_are_counted(service, sender):
    phone = service.device()
    headers = sender.headers(phone.endpoint)
    body = sender.encrypt(phone.subscription, 1)
    for _ in range(3):
        sender.post(phone.endpoint, body, headers)
    assert (service.connections, service.signatures) == (1, 1)
    Sender().send(phone.subscription, 2)
    assert (service.connections, service.signatures) == (2, 2)


def test_a_flipped_bit_is_noticed(service, sender):
    phone = service.device()
    body = bytearray(sender.encrypt(phone.subscription, "hello"))
    body[-1] ^= 1
    assert sender.post(phone.endpoint, bytes(body)).status_code == 201
    assert service.undecipherable == [phone.id]
    assert service.received == []


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"TTL": None}, 400),
        ({"TTL": "soon"}, 400),
        ({"TTL": "-1"}, 400),
        ({"Content-Encoding": None}, 400),
        ({"Content-Encoding": "aesgcm"}, 400),
        ({"Topic": "t" * 33}, 400),
        ({"Topic": "a need"}, 400),
        ({"Urgency": "now"}, 400),
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer token"}, 401),
        ({"Authorization": "vapid t=a.b.c"}, 401),
    ],
)
def test_a_malformed_header_is_refused(service, sender, header, status):
    phone = service.device()
    headers = {k: v for k, v in (sender.headers(phone.endpoint) | header).items() if v is not None}
    answer = sender.post(phone.endpoint, sender.encrypt(phone.subscription, 1), headers)
    assert answer.status_code == status
    assert service.refusals[0].status == status
    assert service.received == service.attempts == []


@pytest.mark.parametrize(
    "claim",
    [
        {"aud": "https://push.example"},
        {"aud": None},
        {"exp": 0},
        {"exp": "later"},
        {"exp": int(time.time()) + 25 * 3600},
        {"sub": "mailto:sam@localhost"},
        {"sub": "mailto:sam@kitchen.local"},
        {"sub": "https://localhost/contact"},
    ],
)
def test_a_wrong_claim_is_refused(service, sender, claim):
    phone = service.device()
    headers = sender.headers(phone.endpoint, **claim)
    answer = sender.post(phone.endpoint, sender.encrypt(phone.subscription, 1), headers)
    assert answer.status_code == 403, answer.text
    assert service.received == []


def test_the_contact_may_be_a_page(service, sender):
    phone = service.device()
    headers = sender.headers(phone.endpoint, sub="https://circle.example/contact")
    body = sender.encrypt(phone.subscription, 1)
    assert sender.post(phone.endpoint, body, headers).status_code == 201


def test_a_signature_of_another_key_is_refused(service, sender):
    phone = service.device()
    good, other = sender.headers(phone.endpoint), Sender()
    forged = good["Authorization"].split("k=")[0] + "k=" + other.public_key
    body = sender.encrypt(phone.subscription, 1)
    answer = sender.post(phone.endpoint, body, good | {"Authorization": forged})
    assert answer.status_code == 403


def test_only_the_key_of_the_subscription_may_send(service, sender):
    phone = service.device(application_server_key=sender.public_key)
    assert sender.send(phone.subscription, 1).status_code == 201
    assert Sender().send(phone.subscription, 1).status_code == 403


def test_4096_bytes_are_taken_and_one_more_is_not(service, sender):
    phone = service.device()
    room = 4096 - 86 - 17  # header of the record; last-record mark and tag
    fits = sender.encrypt(phone.subscription, "x" * (room - 2))
    assert len(fits) == 4096
    assert sender.post(phone.endpoint, fits).status_code == 201
    assert sender.post(phone.endpoint, fits + b"x").status_code == 413


def test_an_unknown_endpoint_is_404(service, sender):
    assert sender.post(f"{service.origin}/wpush/nobody", b"").status_code == 404


def test_a_list_is_served_one_by_one_and_then_all_is_well(service, sender):
    phone = service.device()
    service.behave([410, Status(429, retry_after=3), None, 503])
    answers = [sender.send(phone.subscription, n) for n in range(5)]
    assert [a.status_code for a in answers] == [410, 429, 201, 503, 201]
    assert answers[1].headers["Retry-After"] == "3"
    assert [r.json for r in service.received] == [2, 4]
    assert [a.number for a in service.attempts] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 429, 500, 503])
def test_a_status_holds_until_told_otherwise(service, sender, status):
    phone = service.device()
    service.behave(status)
    assert {sender.send(phone.subscription, n).status_code for n in range(2)} == {status}
    service.behave(None)
    assert sender.send(phone.subscription, 3).status_code == 201


def test_a_device_has_a_script_of_its_own(service, sender):
    gone, well = service.device(), service.device()
    gone.behave(410)
    assert sender.send(gone.subscription, 1).status_code == 410
    assert sender.send(well.subscription, 1).status_code == 201


def test_a_callable_sees_the_attempt(service, sender):
    phone = service.device()
    service.behave(lambda attempt: 500 if attempt.number < 3 else None)
    assert [sender.send(phone.subscription, n).status_code for n in range(3)] == [500, 500, 201]


def test_retry_after_may_be_a_date(service, sender):
    phone = service.device()
    service.behave(Status(503, retry_after=http_date(0)))
    answer = sender.send(phone.subscription, 1)
    assert answer.headers["Retry-After"] == "Thu, 01 Jan 1970 00:00:00 GMT"


def test_hanging_never_answers(service, sender):
    phone = service.device()
    phone.behave(Hang())
    body = sender.encrypt(phone.subscription, 1)
    with pytest.raises(requests.Timeout):
        sender.post(phone.endpoint, body, timeout=0.3)
    assert len(service.attempts) == 1
    assert service.received == []


def test_slow_answers_in_the_end(service, sender):
    phone = service.device()
    phone.behave(Slow(0.3))
    begun = time.monotonic()
    assert sender.send(phone.subscription, 1).status_code == 201
    assert time.monotonic() - begun >= 0.3


def test_a_reset_is_a_real_reset(service, sender):
    phone = service.device()
    phone.behave(Reset())
    with pytest.raises(requests.ConnectionError) as error:
        sender.send(phone.subscription, 1)
    assert "Connection reset by peer" in str(error.value)


def test_a_redirect_tells_whether_it_was_followed(service, sender):
    phone = service.device()
    phone.behave(Redirect())
    answer = sender.send(phone.subscription, 1)
    assert (answer.status_code, service.followed) == (307, [])
    headers = sender.headers(phone.endpoint)
    requests.post(
        phone.endpoint, sender.encrypt(phone.subscription, 1), headers=headers, timeout=30
    )
    assert service.followed == ["POST"]


def test_the_faulty_mix_is_the_same_for_the_same_seed(service):
    numbers = range(1, 200)

    def mix(seed):
        draw = faulty_mix(seed)
        return [draw(Attempt("device-1", n, at=0, connection=1, topic=None)) for n in numbers]

    assert mix(1) == mix(1) != mix(2)
    assert 0.15 < sum(f is not None for f in mix(1)) / len(numbers) < 0.45


def test_a_push_whose_sender_died_before_the_answer_does_not_count(service, sender):
    phone = service.device()
    phone.behave([Slow(0.5)])
    arguments = [phone.endpoint, phone.p256dh, phone.auth]
    child = subprocess.Popen([sys.executable, "-c", _POST, *arguments])
    service.wait_for(lambda: service.attempts)
    child.kill()
    child.wait()
    phone.behave([Slow(0.6)])
    sender.send(phone.subscription, "after")
    assert [r.json for r in service.received] == ["after"]


def test_300_pushes_take_less_than_a_second_of_cpu(service, sender):
    phones = [service.device() for _ in range(20)]
    bodies = [(p.endpoint, sender.encrypt(p.subscription, n)) for n in range(15) for p in phones]
    headers = sender.headers(phones[0].endpoint)
    begun = time.process_time()  # of this process: its own client and the service together
    asyncio.run(_post_all(bodies, headers))
    assert time.process_time() - begun < 1
    assert len(service.received) == 300
    assert service.connections <= 8


async def _post_all(bodies, headers):
    async with ClientSession(connector=TCPConnector(limit=8)) as client:
        posts = [client.post(endpoint, data=body, headers=headers) for endpoint, body in bodies]
        for answer in await asyncio.gather(*posts):
            assert answer.status == 201


_POST = """
import sys
from tests.push_records import Attempt
from tests.push_sender import Sender
endpoint, p256dh, auth = sys.argv[1:]
Sender().send({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}, "before")
"""
