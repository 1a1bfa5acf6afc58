"""After any sequence of deeds: nobody saw what is not theirs, and nothing was lost.

A few are played each time, and the same few in CI; `bin/test tests/sequences
--hypothesis-profile=long` plays 500 others on each database.
"""

import secrets
from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from circles.needs.hand import Hand
from tests.sequences.machine import AnySequence

FEW = 8


class Alphabet:
    """Chance that draws the same people each time, or no sequence could be played again."""

    @staticmethod
    def sample(hands: Sequence[Hand], places: int) -> Sequence[Hand]:
        return sorted(hands, key=lambda hand: hand.person.name)[:places]


def test_after_any_sequence_it_is_as_it_should_be(app, monkeypatch):
    monkeypatch.setattr(secrets, "SystemRandom", Alphabet)
    AnySequence.app = app
    is_long = settings.get_current_profile_name() == "long"
    often = settings(
        max_examples=settings.default.max_examples if is_long else FEW,
        stateful_step_count=30,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnySequence, settings=often)
