"""The few questions of role, all in one place. Everything else is scoping: what someone may
not see does not exist for them."""

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
