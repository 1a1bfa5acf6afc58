"""Changing what a circle is called and how it lives."""

from typing import Any

from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note


def change_circle(member: Membership, **settings: Any) -> None:
    """Give the circle of this coordinator new settings; for every member to see in the log.

    Whoever writes the covenant has read it. Raises `CoordinatorsOnly`.
    """
    require_coordinator(member)
    if settings.get("covenant", member.circle.covenant) != member.circle.covenant:
        member.has_read_covenant = True
    member.circle.change(**settings)
    note("changed_circle", member.circle, member.person)
