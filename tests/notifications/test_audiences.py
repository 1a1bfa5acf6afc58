"""A push service as a whole: pauses it asked for, and the breaker."""

import logging
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from circles.notifications.channels.audiences import FIRST_BREAK, LONGEST_BREAK, Audiences
from circles.notifications.channels.outcomes import Answer, Try, outcome_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
APPLE, MOZILLA = "https://web.push.apple.com", "https://updates.push.services.mozilla.com"


class Services(Audiences):
    """Audiences, and a shorter way to say what happened."""

    def hear(
        self,
        status: int,
        phone: uuid.UUID | None = None,
        after: str | None = None,
        at: datetime = NOW,
    ) -> None:
        answer = Answer(status, "", after)
        outcome = outcome_of(answer, Try(1, at, at + timedelta(days=1), 0.5))
        self.note(APPLE, phone or uuid.uuid4(), answer, outcome, at)


def test_a_pause_is_kept_for_that_service_alone() -> None:
    services = Services()
    services.hear(429, after="60")
    assert services.paused(NOW) == [APPLE]
    assert MOZILLA not in services.paused(NOW)
    assert services.paused(NOW + timedelta(seconds=61)) == []
    assert services.next_end(NOW) == NOW + timedelta(seconds=60)


def test_three_refused_phones_open_the_breaker(caplog: pytest.LogCaptureFixture) -> None:
    services, phones = Services(), [uuid.uuid4() for _ in range(3)]
    for phone in phones:
        services.hear(201, phone)
    services.hear(403, phones[0])
    services.hear(401, phones[1])
    assert services.paused(NOW) == []
    with caplog.at_level(logging.ERROR):
        services.hear(400, phones[2])
    assert services.paused(NOW) == [APPLE]
    assert services.next_end(NOW) == NOW + FIRST_BREAK
    assert "nothing is lost" in caplog.text


def test_one_phone_refused_many_times_does_not_where_others_were_heard() -> None:
    services, phone = Services(), uuid.uuid4()
    services.hear(201)
    for _ in range(20):
        services.hear(403, phone)
    assert services.paused(NOW) == []


def test_strangers_that_never_took_a_push_do_not() -> None:
    services = Services()
    services.hear(201)
    for _ in range(20):
        services.hear(403)
    assert services.paused(NOW) == []


def test_the_only_phone_opens_it_as_well() -> None:
    services, phone = Services(), uuid.uuid4()
    for _ in range(3):
        services.hear(403, phone)
    assert services.paused(NOW) == [APPLE]


def test_a_push_that_was_taken_in_between_shows_that_it_is_not_us() -> None:
    services = Services()
    for status in (403, 403, 201, 403, 403):
        services.hear(status)
    assert services.paused(NOW) == []


def test_each_break_is_twice_as_long_up_to_an_hour() -> None:
    services, now, breaks = Services(), NOW, []
    for _ in range(10):
        for _ in range(3):
            services.hear(403, at=now)
        end = services.next_end(now)
        assert end is not None
        breaks.append(end - now)
        now = end + timedelta(seconds=1)
    assert breaks[:3] == [FIRST_BREAK, 2 * FIRST_BREAK, 4 * FIRST_BREAK]
    assert breaks[-1] == LONGEST_BREAK


def test_refusals_that_were_on_their_way_do_not_lengthen_it() -> None:
    services = Services()
    for _ in range(32):
        services.hear(403)
    assert services.next_end(NOW) == NOW + FIRST_BREAK
