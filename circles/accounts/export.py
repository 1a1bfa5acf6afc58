"""One's own words, to take along.

Each capability adds what a person wrote in it: their words and nothing of anyone else, and no
record of what they did for whom, for none is kept.
"""

from collections.abc import Callable
from typing import Any

from circles.accounts.email_address import EmailAddress
from circles.accounts.person import Person

Words = dict[str, Any]
Part = Callable[[Person], Words]

_parts: list[Part] = []


def exports(part: Part) -> Part:
    """Declare a part of what a person may take along: names to plain JSON values."""
    _parts.append(part)
    return part


def export_of(person: Person) -> Words:
    """Everything this person wrote, as plain JSON values."""
    words: Words = {}
    for part in _parts:
        words |= part(person)
    return words


@exports
def _you(person: Person) -> Words:
    known = EmailAddress.of(person)
    return {"name": person.name, "email": known.words if known else None}
