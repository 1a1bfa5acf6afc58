"""What a yes or a no makes of each state a consent can be in."""

import pytest

from circles.needs.consent import AGREED, DECLINED, PROPOSED, TAKEN_BACK, Consent


@pytest.mark.parametrize(
    ("state", "agrees", "after"),
    [
        (PROPOSED, True, AGREED),
        (PROPOSED, False, DECLINED),
        (AGREED, True, AGREED),
        (AGREED, False, TAKEN_BACK),
        (TAKEN_BACK, True, AGREED),
        (TAKEN_BACK, False, TAKEN_BACK),
        (DECLINED, True, DECLINED),
        (DECLINED, False, DECLINED),
    ],
)
def test_what_a_yes_or_a_no_makes_of_each_state(state, agrees, after):
    consent = Consent(state=state)
    assert consent.hear(agrees) == (state != after)
    assert consent.state == after
