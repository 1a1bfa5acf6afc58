"""The few questions of role, all in one place. Everything else is scoping: what someone may
not see does not exist for them."""

from sqlalchemy import select

from circles.accounts import Person, asks_verification
from circles.database import db
from circles.membership.membership import Membership
from circles.phrase import Phrase
from circles.refusal import Forbidden


class CoordinatorsOnly(Forbidden):
    """Seen by every member, done by those who look after the circle this season."""

    code = "coordinators_only"

    def __init__(self) -> None:
        super().__init__(Phrase("Only a coordinator of this circle can do this."))


def require_coordinator(member: Membership) -> None:
    """Let coordinators pass; raises `CoordinatorsOnly`."""
    if not member.is_coordinator:
        raise CoordinatorsOnly


def may_admit(member: Membership) -> bool:
    """Whether whom they invite comes straight in, or waits for a welcome."""
    return member.is_coordinator


@asks_verification
def looks_after_a_circle(person: Person) -> Phrase | None:
    """Who can let people in and out comes back by a passkey that knows it is they."""
    found = select(Membership.id).where(
        Membership.person_id == person.id, Membership.role == "coordinator"
    )
    looks_after = db.session.scalar(found.limit(1)) is not None
    return Phrase("You look after a circle.") if looks_after else None
