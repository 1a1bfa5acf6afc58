"""Passing the role on at the end of a season, to someone who said they would like a turn."""

from typing import ClassVar

from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.season import Season, Willing
from circles.membership.stewardship_log import note
from circles.phrase import Phrase
from circles.refusal import Refusal


class NotWilling(Refusal):
    """Nobody is made to look after a circle."""

    code: ClassVar[str] = "not_willing"

    def __init__(self) -> None:
        super().__init__(Phrase("They have not said that they would like a turn."))


def hand_over(member: Membership, successor: Membership) -> None:
    """One coordinator becomes a member, and one who would like a turn a coordinator.

    The circle is locked: of two who hand over or step down at once, the second sees what the
    first did. Raises `CoordinatorsOnly` or `NotWilling`.
    """
    db.session.refresh(member.circle, with_for_update={"of": Circle})
    db.session.refresh(member)
    require_coordinator(member)
    if successor.id not in {place.id for place in Willing.in_circle(member.circle)}:
        raise NotWilling
    successor.role, member.role = "coordinator", "member"
    Willing.take_back(successor)
    Season.begin(successor)
    note("made_coordinator", member.circle, member.person, successor.person)
    note("stepped_down", member.circle, member.person)
