"""After any sequence of deeds: nobody saw what is not theirs, and nothing was lost.

A few are played each time, and the same few in CI; `bin/test tests/sequences
--hypothesis-profile=long` plays 500 others on each database.
"""

import random
import secrets

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sequences.machine import AnySequence

FEW = 15


def test_after_any_sequence_it_is_as_it_should_be(app, monkeypatch):
    # Chance draws alike whichever day it draws for first, or no sequence could be played again.
    monkeypatch.setattr(secrets, "SystemRandom", lambda: random.Random(0))
    AnySequence.app = app
    is_long = settings.get_current_profile_name() == "long"
    often = settings(
        max_examples=settings.default.max_examples if is_long else FEW,
        stateful_step_count=30,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnySequence, settings=often)
