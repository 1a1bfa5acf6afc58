"""What must be true of asks, offers and promises, said once more and without a database.

The machine does each deed to the real thing and to this; then both are compared.
"""

from tests.sequences.answering import Answering
from tests.sequences.changing import Changing
from tests.sequences.passing import Passing
from tests.sequences.receiving import Receiving


class Model(Answering, Receiving, Changing, Passing):
    """A circle as it should be."""

    def __init__(self, here: set[str]) -> None:
        super().__init__(here)
        self.offers = {}
