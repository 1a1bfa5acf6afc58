"""A coordinator lets someone back in who is locked out. It is never done quietly."""

from typing import ClassVar

from circles import fact
from circles.accounts import Person, ReEntry
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note
from circles.phrase import Phrase
from circles.refusal import Refusal

WAY_BACK_MADE = "re_entry.made"


class NotForYourself(Refusal):
    """Whoever can ask for it is in already."""

    code: ClassVar[str] = "re_entry_not_for_yourself"

    def __init__(self) -> None:
        super().__init__(Phrase("You are in already. For another phone, add a way back on You."))


def make_way_back(member: Membership, locked_out: Membership) -> ReEntry:
    """A link for one person of this circle. They and all coordinators are told, whoever made it,
    so that nobody can come in as another unnoticed.

    Raises `CoordinatorsOnly` or `NotForYourself`.
    """
    require_coordinator(member)
    if locked_out.person_id == member.person_id:
        raise NotForYourself
    note("re_entry", member.circle, member.person, locked_out.person)
    fact.record(WAY_BACK_MADE, member.circle_id, None, locked_out.id)
    _tell(locked_out.person, but=member.circle)
    return ReEntry.make(locked_out.person)


def make_way_back_by_hand(person: Person) -> ReEntry:
    """The same by whoever runs the server: every circle of this person is told."""
    _tell(person)
    return ReEntry.make(person)


def _tell(person: Person, but: Circle | None = None) -> None:
    """Who comes in as them comes into all their circles; so each of them hears of it."""
    for circle in Circle.of(person):
        place = Membership.of(person, circle)
        if place is not None and circle != but:
            note("re_entry", circle, None, person)
            fact.record(WAY_BACK_MADE, circle.id, None, place.id)
