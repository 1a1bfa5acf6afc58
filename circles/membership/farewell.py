"""What becomes of someone's circles when they go for good.

They leave each as anyone does. A circle in which nobody else is ends with them, at once: nobody
is there to be given notice. One that others are in keeps someone who looks after it.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from circles import fact
from circles.accounts import Farewell, Meaning, Person, SpokenCode
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.closing import destroy
from circles.membership.invitation import Invitation
from circles.membership.membership import Membership
from circles.membership.parting import (
    LastCoordinator,
    OnlyYou,
    leave,
    lock_circles,
    what_keeps_here,
    what_leaving_means,
)
from circles.membership.waiting import Waiting
from circles.phrase import Phrase


def _hold(person: Person) -> None:
    """Lock every circle of theirs, in the order of their ids: two who go from the same two
    circles wait for each other in one of them, and never crosswise."""
    mine = select(Membership.circle_id).where(Membership.person_id == person.id)
    lock_circles(Circle.id.in_(mine))
    if alone := [place.circle_id for place in _places(person) if _is_alone(place)]:
        # Nobody comes in between this look and the end of it.
        ending = select(Circle.id).where(Circle.id.in_(alone)).order_by(Circle.id)
        db.session.execute(ending.with_for_update(of=Circle))


def _means(person: Person) -> Sequence[Meaning]:
    doors = [waiting for waiting in Waiting.of(person) if waiting.declined_at is None]
    return [*map(_of_circle, _places(person)), *map(_of_door, doors)]


def _of_circle(place: Membership) -> Meaning:
    circle, reason = place.circle, what_keeps_here(place)
    if isinstance(reason, OnlyYou):
        return Meaning(circle.name, _of_a_circle_of_one(circle))
    if isinstance(reason, LastCoordinator):
        first = Phrase("Pass on looking after {circle} first.", circle=circle.name)
        return Meaning(circle.name, (), first, f"/circles/{circle.id}/members")
    return Meaning(circle.name, what_leaving_means(place))


def _of_a_circle_of_one(circle: Circle) -> list[Phrase]:
    sentences = [Phrase("Nobody else is in it. It ends with you, at once.")]
    if Waiting.at_the_door_of(circle):
        sentences.append(Phrase("Someone waits at its door, which nobody will open then."))
    return sentences


def _is_alone(place: Membership) -> bool:
    return isinstance(what_keeps_here(place), OnlyYou)


def _of_door(waiting: Waiting) -> Meaning:
    return Meaning(waiting.circle.name, [Phrase("You do not wait at its door any more.")])


def _go(person: Person) -> None:
    """Those that go on without them first: what ends with them takes the person along."""
    codes = select(Invitation.id).where(Invitation.invited_by_id == person.id)
    db.session.execute(
        delete(SpokenCode).where(SpokenCode.opens_id.in_(codes)),
        execution_options={"synchronize_session": False},
    )
    places, alone = _places(person), []
    doors = [waiting.id for waiting in Waiting.of(person)]
    fact.forget_about([*doors, *(place.id for place in places)])
    for place in places:
        if _is_alone(place):
            alone.append(place.circle_id)
        else:
            leave(place)
    db.session.flush()
    for circle_id in alone:
        destroy(circle_id)


def _places(person: Person) -> Sequence[Membership]:
    """Where they are, by the circles' names, as it is now."""
    mine = (
        select(Membership)
        .options(joinedload(Membership.circle), joinedload(Membership.person))
        .where(Membership.person_id == person.id)
        .execution_options(populate_existing=True)
    )
    return sorted(db.session.scalars(mine), key=lambda place: (place.circle.name, place.id))


CIRCLES = Farewell(_go, hold=_hold, means=_means)
