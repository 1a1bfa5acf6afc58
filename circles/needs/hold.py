"""An ask held open while something is added beneath it."""

from sqlalchemy.exc import InvalidRequestError

from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.need import Need, NeedEnded


def hold_open(need: Need) -> None:
    """Let nobody end or delete it before this transaction is over, and let two who add to it
    come one after the other. Raises `NeedEnded` where it ended, or is gone with its author."""
    try:
        db.session.refresh(need, with_for_update={"of": Need})
    except InvalidRequestError:
        raise NeedEnded from None
    if not need.is_open:
        raise NeedEnded


def require_sight(need: Need, person: Person) -> None:
    """For whoever holds an ask, and is about to be in it: they see it, and keep their place in its
    circle. Whoever leaves at this moment lets go of what is said here too, or has left already,
    and it is too late, as it is where it was narrowed away from them. Raises `NeedEnded`."""
    if not Membership.hold(person.id, need.circle_id) or not need.is_shown_to(person.id):
        raise NeedEnded
