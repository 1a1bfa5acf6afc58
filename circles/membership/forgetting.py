"""What is forgotten of the ways in, and when."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from circles.forgetting import forgets
from circles.membership.closing import RECEIPT_KEPT, ClosingReceipt
from circles.membership.founding import FoundingLink
from circles.membership.invitation import Invitation
from circles.membership.season import Willing
from circles.membership.stewardship_log import KEPT, StewardshipEntry
from circles.membership.waiting import Waiting

AT_THE_DOOR = timedelta(days=30)
NOT_NOW = timedelta(days=7)
"""Time enough for the person to read it, and to knock again."""


@forgets(Invitation, why="A spent or expired invitation opens nothing; who came by it is no news.")
def dead_invitations(now: datetime) -> ColumnElement[bool]:
    """Invitations that were used or ran out."""
    return or_(Invitation.used_at.is_not(None), Invitation.expires_at < now)


@forgets(FoundingLink, why="A used founding link opens nothing.")
def used_founding_links(now: datetime) -> ColumnElement[bool]:
    """Founding links that were used."""
    return FoundingLink.used_at < now


@forgets(Waiting, why="A door nobody opened for a month, or a 'not now' that was there to be read.")
def unanswered_at_the_door(now: datetime) -> ColumnElement[bool]:
    """People who asked to join and were told "not now", or were not answered."""
    return or_(Waiting.asked_at <= now - AT_THE_DOOR, Waiting.declined_at <= now - NOT_NOW)


@forgets(StewardshipEntry, why="The log of looking after the circle goes back 90 days.")
def old_stewardship(now: datetime) -> ColumnElement[bool]:
    """Entries older than the log goes back."""
    return StewardshipEntry.happened_at <= now - KEPT


@forgets(ClosingReceipt, why="A receipt was there for a month to be seen; it names no one.")
def old_receipts(now: datetime) -> ColumnElement[bool]:
    """Receipts of circles that were closed more than a month ago."""
    return ClosingReceipt.closed_at <= now - RECEIPT_KEPT


@forgets(Willing, why="Who would have liked a turn a month ago is asked anew.")
def old_willingness(now: datetime) -> ColumnElement[bool]:
    """A wish for a turn that nobody took up in time."""
    return Willing.until <= now
