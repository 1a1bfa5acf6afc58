"""The nine kinds of things a person may ask for."""

from dataclasses import dataclass

from circles.needs import questionnaire as ask
from circles.needs.question import Question
from circles.phrase import Phrase


@dataclass(frozen=True)
class Kind:
    """One kind: its key, what a chip says, what a lock screen may say, words to start from,
    and the few questions that make it work."""

    key: str
    label: Phrase
    discreet: Phrase
    starter: Phrase
    questions: tuple[Question, ...] = ()


KINDS = (
    Kind("meal", Phrase("Meal"), Phrase("A meal"), Phrase("A warm dinner for us"), ask.MEAL),
    Kind("ride", Phrase("Ride"), Phrase("A ride"), Phrase("A ride to an appointment"), ask.RIDE),
    Kind(
        "presence",
        Phrase("Presence"),
        Phrase("Company"),
        Phrase("Someone to sit with me"),
        ask.PRESENCE,
    ),
    Kind(
        "childcare",
        Phrase("Childcare"),
        Phrase("Childcare"),
        Phrase("Someone to mind the children"),
        ask.CHILDCARE,
    ),
    Kind(
        "errand",
        Phrase("Errand"),
        Phrase("An errand"),
        Phrase("A few things from the shop"),
        ask.ERRAND,
    ),
    Kind(
        "hands",
        Phrase("Hands"),
        Phrase("A pair of hands"),
        Phrase("A pair of hands for an hour"),
        ask.HANDS,
    ),
    Kind(
        "lend",
        Phrase("Something to borrow"),
        Phrase("Something to borrow"),
        Phrase("Could I borrow something?"),
        ask.LEND,
    ),
    Kind("wisdom", Phrase("Wisdom"), Phrase("A question"), Phrase("Does anyone know about this?")),
    Kind(
        "other",
        Phrase("Something else"),
        Phrase("Something else"),
        Phrase("It would help if"),
        ask.OTHER,
    ),
)

KIND_KEYS = tuple(kind.key for kind in KINDS)
_by_key = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> Kind:
    """The kind with this key; raises `KeyError`."""
    return _by_key[key]
