"""Going for good: nothing of a person stays.

Each capability declares a `Farewell`: what it means there, in sentences, and what it lets go of.
What hangs on the person's row goes with the row; a farewell is for what does not, and for those
who have to hear of it.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select

from circles import fact
from circles.accounts.email_address import EmailAddress
from circles.accounts.person import Person
from circles.accounts.session import Session
from circles.accounts.sign_in_code import SignInCode
from circles.accounts.spoken_code import SpokenCode
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal

QUIETLY = {"synchronize_session": False}


class NotYet(Refusal):
    """Somebody would be left in the lurch; the sentence says what to do first."""

    code: ClassVar[str] = "not_yet"


@dataclass(frozen=True)
class Meaning:
    """What going for good means in one place."""

    place: str
    sentences: Sequence[Phrase]
    first: Phrase | None = None
    """What has to be done before."""
    path: str = ""
    """Where that is done."""


def _nothing(_person: Person) -> None:
    pass


def _no_meaning(_person: Person) -> Sequence[Meaning]:
    return ()


@dataclass(frozen=True)
class Farewell:
    """What one capability does when a person goes for good.

    `hold` locks what must not change meanwhile; `means` only reads, also for the preview.
    """

    let_go: Callable[[Person], None]
    hold: Callable[[Person], None] = _nothing
    means: Callable[[Person], Sequence[Meaning]] = _no_meaning


farewells: list[Farewell] = []
"""From the ground up. They let go from the top down: whoever stands on others' rows, first."""


def what_going_means(person: Person) -> list[Meaning]:
    """What becomes of everything this person has, place by place, without numbers."""
    return [meaning for farewell in farewells for meaning in farewell.means(person)]


def go_for_good(person: Person) -> None:
    """Delete a person and all that is theirs. Raises `NotYet`.

    Every device is signed out before anything else is locked, so that news on its way to one
    of them is out first, or not at all. Of two who press at once, both are gone.
    """
    person_id = person.id
    Session.close_others(person)
    for farewell in farewells:
        farewell.hold(person)
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    _require_nothing_first(person)
    for farewell in reversed(farewells):
        farewell.let_go(person)
    fact.forget_about([person_id])
    fact.forget_actor(person_id)
    _drop_codes(person_id)
    db.session.execute(delete(Person).where(Person.id == person_id), execution_options=QUIETLY)


def _drop_codes(person_id: uuid.UUID) -> None:
    """Those on their way to them: nothing but what they open says whose they are."""
    address = select(EmailAddress.address_digest).where(EmailAddress.person_id == person_id)
    for codes in (
        delete(SpokenCode).where(SpokenCode.opens_id == person_id),
        delete(SignInCode).where(SignInCode.address_digest.in_(address)),
    ):
        db.session.execute(codes, execution_options=QUIETLY)


def _require_nothing_first(person: Person) -> None:
    for meaning in what_going_means(person):
        if meaning.first is not None:
            raise NotYet(meaning.first)
