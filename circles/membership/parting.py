"""Leaving a circle, or being removed from it: quietly, and at once.

What a member has in other capabilities is let go of by those themselves: each declares a
`Parting`, which says in a sentence what it means, and does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import InvalidRequestError

from circles.accounts import ReEntry
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.invitation import Invitation
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note
from circles.phrase import Phrase
from circles.refusal import Forbidden, Nature, Refusal


class LastCoordinator(Refusal):
    """There is always someone who looks after who is in the circle."""

    code: ClassVar[str] = "last_coordinator"

    def __init__(self) -> None:
        super().__init__(
            Phrase("You are the only one who looks after this circle. Pass that on first.")
        )


class OnlyYou(Refusal):
    """Nobody would be left; that is closing, and it is done with notice."""

    code: ClassVar[str] = "only_you"

    def __init__(self) -> None:
        super().__init__(Phrase("You are the only one here. You can close the circle instead."))


class Equals(Forbidden):
    """Coordinators do not put each other out: a quarrel must not be won by who taps first."""

    code: ClassVar[str] = "coordinators_are_equals"

    def __init__(self) -> None:
        super().__init__(Phrase("They look after this circle as you do. Only they can step down."))


class Gone(Refusal):
    """Someone was quicker, perhaps one's own other thumb."""

    code: ClassVar[str] = "not_here_any_more"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(Phrase("They are not in this circle any more."))


@dataclass(frozen=True)
class Parting:
    """What one capability lets go of when a member leaves."""

    applies: Callable[[Membership], bool]
    means: Phrase | None
    """What the member reads of it before; nothing where there is nothing to see."""
    let_go: Callable[[Membership], None]


partings: list[Parting] = []
"""In the order in which they are done."""


def what_leaving_means(member: Membership) -> list[Phrase]:
    """What happens to what this member has here, in sentences and without numbers."""
    told = ((one.means, one.applies) for one in partings)
    return [means for means, applies in told if means is not None and applies(member)]


def leave(member: Membership) -> None:
    """Go; no reason is asked. Raises `LastCoordinator`, `OnlyYou` or `Gone`."""
    lock(member)
    require_another_coordinator(member)
    note("left", member.circle, member.person)
    _part(member)


def remove(actor: Membership, member: Membership) -> None:
    """Put someone out of the circle. Raises `CoordinatorsOnly`, `Equals` or `Gone`."""
    lock(actor, member)
    require_coordinator(actor)
    if member.is_coordinator:
        raise Equals
    note("removed", member.circle, actor.person, member.person)
    _part(member)


def lock(*members: Membership) -> None:
    """Of two who change who is in a circle at once, the second sees what the first did.

    Raises `Gone` where one of these went meanwhile.
    """
    lock_circles(Circle.id == members[0].circle_id)
    try:
        for member in members:
            db.session.refresh(member, ["role"])
    except InvalidRequestError:
        raise Gone from None


def lock_circles(which: ColumnElement[bool]) -> None:
    """In the order of their ids, so that two who leave the same two circles never wait crosswise.

    Whoever asks or says yes meanwhile only holds on to the circle's key, and is not in the way:
    they hold a slot that a leaver wants, and would wait for the circle that the leaver has.
    """
    locked = select(Circle.id).where(which).order_by(Circle.id)
    db.session.execute(locked.with_for_update(key_share=True, of=Circle))


def require_another_coordinator(member: Membership) -> None:
    """Let pass whoever is not the last coordinator. Raises `LastCoordinator` or `OnlyYou`."""
    refusal = what_keeps_here(member)
    if refusal is not None:
        raise refusal


def what_keeps_here(member: Membership) -> LastCoordinator | OnlyYou | None:
    """Why this member cannot leave just now, if there is a reason."""
    if not member.is_coordinator:
        return None
    others = _others(member)
    if not others:
        return OnlyYou()
    return None if any(place.is_coordinator for place in others) else LastCoordinator()


def _others(member: Membership) -> list[Membership]:
    others = select(Membership).where(
        Membership.circle_id == member.circle_id, Membership.id != member.id
    )
    as_they_are_now = others.execution_options(populate_existing=True)
    return list(db.session.scalars(as_they_are_now))


def _part(member: Membership) -> None:
    """With what they had made or were given here: links of theirs must not outlive it."""
    ReEntry.forget(member.person)
    Invitation.forget_all_by(member)
    _let_go(member)
    place = select(Membership.id).where(Membership.id == member.id)
    db.session.execute(place.with_for_update(of=Membership))
    _let_go(member)  # of what they said until a moment ago; from now on they cannot
    db.session.delete(member)


def _let_go(member: Membership) -> None:
    for parting in partings:
        if parting.applies(member):
            parting.let_go(member)
