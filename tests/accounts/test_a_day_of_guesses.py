"""Ten thousand guesses in one day, from as many addresses as one likes: how many reach a secret,
and how likely one of them is right (at most 1 in 10,000)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from circles import clock, create_app
from circles.accounts import CODE_TRIES, Guesses, TooManyGuesses, beginning
from circles.accounts.sign_in_code import DIGITS, LIFETIME, TO_ADDRESS, TRIES
from circles.accounts.spoken_code import ALPHABET, FINDS, LENGTH
from circles.database import db

# It is arithmetic; that the limit holds on PostgreSQL, too, is in test_codes.py.
pytestmark = pytest.mark.looked_at_once

GUESSES = 10_000
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)
BOUND = 1 / 10_000


@pytest.fixture
def spread_over_a_day(world, settings) -> Callable[[Callable[[], None]], int]:
    """Guess again and again, evenly over the day, at two servers in turn that are started anew
    at noon; how many guesses were let through."""

    def guess(pay: Callable[[], None]) -> int:
        reached, servers = 0, [create_app(settings), create_app(settings)]
        db.session.rollback()
        for number in range(GUESSES):
            world.at(MIDNIGHT + timedelta(days=1) * number / GUESSES)
            if number == GUESSES // 2:
                servers = [create_app(settings), create_app(settings)]  # a restart
            with servers[number % 2].app_context():
                try:
                    pay()
                    db.session.commit()
                    reached += 1
                except TooManyGuesses:
                    db.session.rollback()
        return reached

    return guess


def test_a_code_that_is_read_aloud(spread_over_a_day):
    reached = spread_over_a_day(lambda: Guesses.take(CODE_TRIES, beginning("abcd efg hjk")))
    assert 200 < reached <= 245
    assert reached / len(ALPHABET) ** (LENGTH - FINDS) < BOUND


def test_digits_in_a_letter(spread_over_a_day):
    """Whoever has used a browser's tries up asks for new digits, as long as that is let through."""
    codes: list[datetime] = []

    def guess() -> None:
        if not codes or clock.now() - codes[-1] >= LIFETIME or not is_left(len(codes)):
            Guesses.take(TO_ADDRESS, "ruth@example.org")
            codes.append(clock.now())
            Guesses.take(TRIES, f"browser {len(codes)}")

    reached = spread_over_a_day(guess)
    assert 500 < reached <= 650
    assert reached / 10**DIGITS < BOUND


def is_left(browser: int) -> bool:
    """Take one of this browser's tries, if there is one."""
    try:
        Guesses.take(TRIES, f"browser {browser}")
    except TooManyGuesses:
        return False
    return True
