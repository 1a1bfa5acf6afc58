"""A rule said no.

A refusal carries a sentence for people and a code for machines. It knows nothing
of HTTP: `nature` says what sort of no it is, and each surface maps that once.
"""

from typing import ClassVar, Literal

from circles.phrase import Phrase

Nature = Literal["invalid", "conflict", "forbidden", "gone", "missing", "too_often"]


class Refusal(Exception):
    """Raised by a noun when its rule says no; `field` names what was typed wrongly."""

    code: ClassVar[str] = "refused"
    nature: ClassVar[Nature] = "conflict"

    def __init__(self, phrase: Phrase, field: str | None = None, **facts: object) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase
        self.field = field
        self.facts = facts


class Invalid(Refusal):
    """What was given cannot be right, whoever gives it."""

    code = "invalid"
    nature = "invalid"


class Forbidden(Refusal):
    """Seen, but not theirs to do."""

    code = "forbidden"
    nature = "forbidden"
