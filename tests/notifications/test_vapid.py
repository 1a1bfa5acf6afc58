"""Who is sending: one signature per push service and half a day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from circles import keys
from circles.notifications.channels.vapid import Signer, public_key
from tests.push_checks import Malformed, check_vapid

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
APPLE = "https://web.push.apple.com"


@pytest.fixture
def key(tmp_path: Path) -> str:
    return keys.vapid(tmp_path / "vapid.pem")


def test_a_push_service_takes_it(key: str) -> None:
    header = Signer(key, "mailto:ines@care.example").authorization(APPLE, NOW)
    assert check_vapid(header, APPLE, public_key(key), NOW.timestamp())


def test_each_service_gets_its_own(key: str) -> None:
    signer = Signer(key, "mailto:ines@care.example")
    for audience in (APPLE, "https://fcm.googleapis.com", "http://127.0.0.1:8391", APPLE):
        assert check_vapid(
            signer.authorization(audience, NOW), audience, public_key(key), NOW.timestamp()
        )
    with pytest.raises(Malformed):
        check_vapid(signer.authorization(APPLE, NOW), "https://push.example", None, NOW.timestamp())


@pytest.mark.parametrize(
    ("later", "is_kept"),
    [
        (timedelta(hours=5, minutes=59), True),
        (timedelta(hours=6), False),
        (timedelta(days=30), False),
        (timedelta(hours=-1), False),
    ],
)
def test_it_is_kept_for_six_hours_and_a_clock_set_back_renews_it(
    later: timedelta, is_kept: bool, key: str
) -> None:
    signer = Signer(key, "mailto:ines@care.example")
    first = signer.authorization(APPLE, NOW)
    then = signer.authorization(APPLE, NOW + later)
    assert (first == then) == is_kept
    assert check_vapid(then, APPLE, public_key(key), (NOW + later).timestamp())


def test_another_kind_of_key_is_refused() -> None:
    with pytest.raises(ValueError, match=r"PEM|P-256"):
        Signer("not a key", "mailto:ines@care.example")
