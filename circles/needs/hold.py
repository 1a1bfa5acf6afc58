"""An ask held open while something is added beneath it."""

from sqlalchemy.exc import InvalidRequestError

from circles.database import db
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
