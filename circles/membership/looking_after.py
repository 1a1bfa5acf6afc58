"""Changing what a circle is called and how it lives."""

from typing import Any

from circles.membership.membership import Membership, everyone_reads_it_anew
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note


def change_circle(member: Membership, **settings: Any) -> None:
    """Give the circle of this coordinator new settings; for every member to see in the log.

    A new covenant is read by everyone once, and whoever writes it has read it.
    Raises `CoordinatorsOnly`.
    """
    require_coordinator(member)
    changed = {k: v for k, v in settings.items() if getattr(member.circle, k) != v}
    if not changed:
        return
    if "covenant" in changed:
        everyone_reads_it_anew(member.circle)
        member.has_read_covenant = True
    member.circle.change(**changed)
    note("changed_circle", member.circle, member.person)
