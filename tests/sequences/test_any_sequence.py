"""After any sequence of deeds: nobody saw what is not theirs, and nothing was lost."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sequences.machine import AnySequence

OFTEN = settings(
    max_examples=8,
    derandomize=True,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_after_any_sequence_it_is_as_it_should_be(app):
    AnySequence.app = app
    run_state_machine_as_test(AnySequence, settings=OFTEN)
