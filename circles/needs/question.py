"""A question that goes with a kind: optional, short, and asked only where its answer helps."""

from dataclasses import dataclass
from typing import Literal

from circles.phrase import Phrase

Type = Literal["number", "choice", "flag", "line", "lines"]

Told = int | bool | str
"""An answer: a number, a choice's key, words, or yes."""

LINE_LENGTH = 200
YES = "yes"
"""How a yes is kept, and what its box in a form sends."""

EITHER = Phrase("Either is fine")


@dataclass(frozen=True)
class Choice:
    """One of a few answers to tap."""

    key: str
    label: Phrase


@dataclass(frozen=True)
class Question:
    """What is asked, and who sees the answer.

    `longest` is the most characters of an answer in words, or the greatest number. `in_short`
    says the answer beside a day and on the board. What `is_private` tells where somebody lives:
    it is sealed and seen as private details are. What `comes_first` stands in the open; the
    rest waits behind "Add more".
    """

    key: str
    label: Phrase
    type: Type = "line"
    longest: int = LINE_LENGTH
    choices: tuple[Choice, ...] = ()
    unsaid: Phrase = EITHER
    hint: Phrase | None = None
    in_short: str | None = None
    is_private: bool = False
    comes_first: bool = False

    def read(self, kept: str) -> Told:
        """The answer that was kept so."""
        if self.type == "number":
            return int(kept)
        return True if self.type == "flag" else kept

    def write(self, told: Told) -> str:
        """How an answer is kept."""
        return YES if told is True else str(told)

    def say(self, told: Told) -> Phrase | str:
        """The answer in words; a yes says it all by its question."""
        labels = {choice.key: choice.label for choice in self.choices}
        return labels.get(str(told), str(told)) if self.type != "flag" else ""
