"""Who hears of what is done to look after a circle, and in which words."""

import uuid
from datetime import timedelta

from sqlalchemy import Select, or_, select

from circles.announcement import Announcement, Words, announces
from circles.fact import Fact
from circles.membership.circle import circle_with
from circles.membership.closing import CLOSING, STAYS
from circles.membership.membership import Membership, member_with, people_in
from circles.membership.role import ROLE_CHANGED
from circles.membership.waiting import KNOCKED, OPENED, waiting_with
from circles.membership.way_back import WAY_BACK_MADE
from circles.phrase import Phrase

A_WHILE = timedelta(days=7)
"""News of how a circle is looked after may wait for a phone that is off for a week."""


@announces(CLOSING)
class CircleCloses(Announcement):
    """Everyone hears that the circle ends, as long as it is going to."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return people_in(fact.circle_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        circle = circle_with(fact.circle_id)
        if circle is None or circle.closes_at is None:
            return None
        return Words(
            title=Phrase("A circle is going to close"),
            body=Phrase("In fourteen days. Take your words along."),
            line=Phrase("{circle} closes soon. Take your words along.", circle=circle.name),
            path=f"/circles/{circle.id}/closing",
            tag=f"closing-{circle.id}",
            matters_until=circle.closes_at,
        )


@announces(STAYS)
class CircleStays(Announcement):
    """Everyone hears that it does not end after all."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return people_in(fact.circle_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        circle = circle_with(fact.circle_id)
        if circle is None or circle.closes_at is not None:
            return None
        return Words(
            title=Phrase("Your circle stays"),
            body=Phrase("It does not close after all."),
            line=Phrase("{circle} stays. It does not close after all.", circle=circle.name),
            path=_members(fact),
            tag=f"closing-{circle.id}",
            matters_until=fact.recorded_at + A_WHILE,
        )


@announces(WAY_BACK_MADE)
class WayBackMade(Announcement):
    """The person it lets in, and all coordinators, whoever made it: nobody comes in as another
    unnoticed."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        concerned = or_(Membership.id == fact.subject_id, Membership.role == "coordinator")
        return select(Membership.person_id).where(Membership.circle_id == fact.circle_id, concerned)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        place = member_with(fact.subject_id)
        if place is None:
            return None
        line = Phrase("A link was made that lets {name} back in.", name=place.person.name)
        if place.person_id == reader_id:
            line = Phrase(
                "A link was made that lets you back in. If you did not ask for it, tell a "
                "coordinator."
            )
        return Words(
            title=Phrase("A way back in was made"),
            body=Phrase("Open Circles to see for whom."),
            line=line,
            path="/you/devices" if place.person_id == reader_id else _members(fact),
            tag=f"way-back-{place.id}",
            matters_until=fact.recorded_at + A_WHILE,
        )


@announces(ROLE_CHANGED)
class RoleChanged(Announcement):
    """Nobody looks after a circle without hearing of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Membership.person_id).where(Membership.id == fact.subject_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        place = member_with(fact.subject_id)
        if place is None or not place.is_coordinator:
            return None
        return Words(
            title=Phrase("You look after your circle now"),
            body=Phrase("Together with whoever does already."),
            line=Phrase("You look after {circle} now.", circle=place.circle.name),
            path=_members(fact),
            tag=f"role-{place.id}",
            matters_until=fact.recorded_at + A_WHILE,
        )


@announces(KNOCKED)
class DoorKnocked(Announcement):
    """Coordinators hear that someone would like to join, until one of them has answered."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return people_in(fact.circle_id).where(Membership.role == "coordinator")

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        waiting = waiting_with(fact.subject_id)
        if waiting is None or waiting.declined_at is not None:
            return None
        return Words(
            title=Phrase("Someone is at the door"),
            body=Phrase("They would like to join your circle."),
            line=Phrase("{name} would like to join.", name=waiting.person.name),
            path=_members(fact),
            tag=str(waiting.id),
            matters_until=fact.recorded_at + A_WHILE,
        )


@announces(OPENED)
class DoorOpened(Announcement):
    """Whoever waited hears that they are in."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Membership.person_id).where(Membership.id == fact.subject_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        place = member_with(fact.subject_id)
        if place is None:
            return None
        return Words(
            title=Phrase("You are welcome"),
            body=Phrase("The door of your circle is open."),
            line=Phrase("You are welcome in {circle}.", circle=place.circle.name),
            path=f"/circles/{place.circle_id}",
            tag=str(place.id),
            matters_until=fact.recorded_at + A_WHILE,
        )


def _members(fact: Fact) -> str:
    """Where the circle's own page is, whichever circle a phone looks at."""
    return f"/circles/{fact.circle_id}/members"
