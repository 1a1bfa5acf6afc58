"""The table of outcomes: each answer does exactly what it says there."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from circles.notifications.channels.outcomes import (
    FAULT_WAIT,
    LONGEST_PAUSE,
    LONGEST_WAIT,
    WORDS,
    Answer,
    Outcome,
    Try,
    outcome_of,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)
SOON = Outcome(None, NOW + timedelta(seconds=1), matters_until=UNTIL)
OUR_FAULT = (400, 401, 402, 403, 405, 406, 411, 422, 451)
ELSEWHERE = (300, 301, 302, 303, 307, 308)
FAILING = (100, 500, 501, 502, 504, 511, 599, 600, None)


def said(
    status: int | None, retry_after: str | None = None, attempts: int = 1, chance: float = 0.5
) -> Outcome:
    tried = Try(attempts, NOW, UNTIL, chance)
    return outcome_of(Answer(status, "", retry_after), tried)


def wait(outcome: Outcome) -> float:
    assert outcome.retry_at is not None
    return (outcome.retry_at - NOW).total_seconds()


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_taken_is_sent(status: int) -> None:
    assert said(status) == Outcome("sent")


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_gone(status: int) -> None:
    assert said(status) == Outcome("gone")


@pytest.mark.parametrize("status", OUR_FAULT)
def test_our_fault_alarms_and_waits_a_minute_and_deletes_nothing(status: int) -> None:
    outcome = said(status)
    assert outcome.word is None
    assert outcome.is_alarming
    assert wait(outcome) == FAULT_WAIT.total_seconds()
    assert outcome.pause_until is None


def test_too_long_is_refused_with_an_alarm() -> None:
    assert said(413) == Outcome("refused", is_alarming=True)


@pytest.mark.parametrize("status", [*ELSEWHERE, *FAILING])
def test_failing_backs_off(status: int | None) -> None:
    assert said(status) == SOON


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 1),
        ("999999999", 3600),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 1),
        (format_datetime(NOW + timedelta(days=1), usegmt=True), 3600),
    ],
)
def test_busy_is_left_alone_as_long_as_it_says(status: int, retry_after: str, seconds: int) -> None:
    outcome = said(status, retry_after, chance=0)
    assert outcome.word is None
    assert outcome.pause_until == NOW + timedelta(seconds=seconds)
    assert wait(outcome) == seconds


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("retry_after", [None, "", "soon", "-5", "9" * 5000, "Mon, 99 Foo", "1e3"])
def test_busy_without_a_time_backs_off(status: int, retry_after: str | None) -> None:
    assert said(status, retry_after) == SOON


def test_a_subscription_that_cannot_be_sent_to_is_refused() -> None:
    tried = Try(1, NOW, NOW + timedelta(days=1), 0.5)
    assert outcome_of(Answer(None, is_unfit=True), tried).word == "refused"


@pytest.mark.parametrize("status", [None, 301, 403, 429, 500, 503])
def test_nothing_is_planned_for_after_it_matters(status: int | None) -> None:
    tried = Try(9, NOW, NOW + timedelta(milliseconds=400), 0.5)
    outcome = outcome_of(Answer(status), tried)
    assert outcome.word == "given_up"
    assert outcome.retry_at is None


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait(said(500, attempts=n)) for n in range(1, 13)]
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT.total_seconds()
    assert wait(said(500, attempts=10_000)) == LONGEST_WAIT.total_seconds()


def test_waits_are_spread() -> None:
    chance = random.Random(1)
    waits = [wait(said(500, attempts=5, chance=chance.random())) for _ in range(200)]
    assert min(waits) >= 8
    assert max(waits) <= 24
    assert len(set(waits)) > 150


def test_every_status_has_an_outcome_and_only_two_delete() -> None:
    for status in range(100, 1000):
        outcome = said(status, retry_after="3")
        assert outcome.word in (None, "gone", *WORDS)
        assert (outcome.word == "gone") == (status in (404, 410))
        if outcome.word is None:
            assert 0 < wait(outcome) <= LONGEST_PAUSE.total_seconds() * 1.5
