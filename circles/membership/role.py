"""Who looks after the circle: taking the role on, and stepping down."""

from circles import fact
from circles.membership.membership import Membership
from circles.membership.parting import Equals, lock, require_another_coordinator
from circles.membership.permissions import require_coordinator
from circles.membership.season import Season, Willing
from circles.membership.stewardship_log import note

ROLE_CHANGED = "role.changed"


def change_role(actor: Membership, member: Membership, role: str) -> None:
    """Make a member a coordinator, or step down oneself; what is so already stays so.

    Raises `CoordinatorsOnly`, `Equals`, `LastCoordinator`, `OnlyYou` or `Gone`.
    """
    lock(actor, member)
    require_coordinator(actor)
    if role == member.role:
        return
    if role == "coordinator":
        _make_coordinator(actor, member)
    elif member.id == actor.id:
        _step_down(member)
    else:
        raise Equals


def _make_coordinator(actor: Membership, member: Membership) -> None:
    member.role = "coordinator"
    Willing.take_back(member)
    Season.begin(member)
    note("made_coordinator", member.circle, actor.person, member.person)
    fact.record(ROLE_CHANGED, member.circle_id, actor.person_id, member.id)


def _step_down(member: Membership) -> None:
    require_another_coordinator(member)
    member.role = "member"
    note("stepped_down", member.circle, member.person)
