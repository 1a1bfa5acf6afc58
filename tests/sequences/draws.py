"""What the deeds are drawn from, and when they may be drawn."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from tests.sequences.ask import AT_ONCE, RAISE_HANDS, YES_FIRST
from tests.sequences.circle import LATER
from tests.sequences.looking import HERE

LEAVER = "Omar"
WAYS = (AT_ONCE, AT_ONCE, YES_FIRST, RAISE_HANDS)
FEW, MOST = 3, 9
"""Asks at once, so that much happens to each."""
TWO_DAYS = ((0, 1), (1, 2))  # days ahead, how many are wanted

people, askers = st.sampled_from((*HERE, LATER)), st.sampled_from(HERE)
which = st.integers(0, MOST - 1)
audiences = st.sampled_from((None, None, {"Ines"}, {"Omar", "Ruth"}, {"Ines", "Sam"}, {"Omar"}))
other_ways = st.sampled_from((AT_ONCE, YES_FIRST))
whoms = st.sampled_from((None, None, None, *HERE))
openings = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 2)),
    min_size=1,
    max_size=3,
    unique_by=lambda day: day[0],
)

few_asks = precondition(lambda machine: len(machine.model.asks) < MOST)
some_ask = precondition(lambda machine: machine.model.asks)
some_hands = precondition(lambda machine: machine.model.has_hands_up())
some_offer = precondition(lambda machine: machine.model.offers)
some_series = precondition(lambda machine: machine.series)
