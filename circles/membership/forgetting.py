"""What is forgotten of the ways in, and when."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_

from circles.forgetting import forgets
from circles.membership.founding import FoundingLink
from circles.membership.invitation import Invitation


@forgets(Invitation, why="A spent or expired invitation opens nothing; who came by it is no news.")
def dead_invitations(now: datetime) -> ColumnElement[bool]:
    """Invitations that were used or ran out."""
    return or_(Invitation.used_at.is_not(None), Invitation.expires_at < now)


@forgets(FoundingLink, why="A used founding link opens nothing.")
def used_founding_links(now: datetime) -> ColumnElement[bool]:
    """Founding links that were used."""
    return FoundingLink.used_at < now
