"""The circle in a sentence: what is still open in the next days, of asks and never of a person.

It never becomes a number that grows: beyond ten it says "many".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from babel.lists import format_list

from circles.needs.kind import KIND_KEYS
from circles.needs.listing import ListedNeed
from circles.needs.wording import WEEK
from circles.phrase import Phrase, Plural

NUMBERS = (
    Phrase("one"),
    Phrase("two"),
    Phrase("three"),
    Phrase("four"),
    Phrase("five"),
    Phrase("six"),
    Phrase("seven"),
    Phrase("eight"),
    Phrase("nine"),
    Phrase("ten"),
)
MOST = len(NUMBERS)
"""More than these are many, however many they are."""
NAMED = 3
"""Kinds named in one sentence; a fourth would make it a list."""


class Listed(Phrase):
    """Several things, joined as the reader's language joins them: `a, b and c`."""

    def __init__(self, things: Sequence[Phrase]) -> None:
        super().__init__(" ".join(f"{{t{n}}}" for n in range(len(things))), **_named(things))
        self.things = things

    def say(self, locale: str = "en") -> str:
        """For example `a ride, two meals and a question`."""
        region = "en_GB" if locale == "en" else locale
        return format_list([thing.say(locale) for thing in self.things], locale=region)


def sentence_of(needs: Iterable[ListedNeed], today: date) -> Phrase | None:
    """What is open from today until the same weekday, said of these asks; nothing if nothing
    is. Every day that has room is one thing, however many people are wanted on it."""
    open_days = [
        need.row.kind
        for need in needs
        for slot in need.slots
        if slot.is_open and slot.row.day is not None and slot.row.day - today <= WEEK
    ]
    if not open_days:
        return None
    if len(open_days) > MOST:
        return Phrase("Many things are still open in the next days.")
    kinds = [kind for kind in KIND_KEYS if kind in open_days]
    things = [_thing(kind, open_days.count(kind)) for kind in kinds[:NAMED]]
    if len(kinds) > NAMED:
        others = sum(open_days.count(kind) for kind in kinds[NAMED:])
        things.append(Plural("something else", "other things", others))
    return Plural(
        "{things} is still open in the next days.",
        "{things} are still open in the next days.",
        len(open_days),
        things=Listed(things),
    )


def _thing(kind: str, n: int) -> Phrase:
    number = NUMBERS[n - 1]
    return {
        "meal": Plural("a meal", "{number} meals", n, number=number),
        "ride": Plural("a ride", "{number} rides", n, number=number),
        "presence": Plural("a time together", "{number} times together", n, number=number),
        "childcare": Plural(
            "a time with the children", "{number} times with the children", n, number=number
        ),
        "errand": Plural("an errand", "{number} errands", n, number=number),
        "hands": Plural("a pair of hands", "{number} pairs of hands", n, number=number),
        "lend": Plural("something to borrow", "{number} things to borrow", n, number=number),
        "wisdom": Plural("a question", "{number} questions", n, number=number),
        "other": Plural("a wish", "{number} wishes", n, number=number),
    }[kind]


def _named(things: Sequence[Phrase]) -> dict[str, Phrase]:
    return {f"t{n}": thing for n, thing in enumerate(things)}
