"""How long someone looks after a circle before they are asked whether another would like a turn.

Nobody is put out of the role: when a season ends, the circle is asked, once. Whoever would like
a turn says so; the coordinator hands over to them, or stays another season.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, Select, delete, exists, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person, alphabetical
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.phrase import Phrase
from circles.refusal import Refusal

SEASON = timedelta(days=91)
"""Three months."""
WILLING = timedelta(days=30)
"""How long "I would like a turn" stands before it has to be said again."""

SEASON_ENDED = "season.ended"


class NoSeason(Refusal):
    """Only a coordinator has a season."""

    code: ClassVar[str] = "no_season"

    def __init__(self) -> None:
        super().__init__(Phrase("Only a coordinator can stay another season."))


class Season(db.Model):
    """Until when one coordinator looks after the circle, and whether the circle was asked."""

    __tablename__ = "season"

    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), unique=True
    )
    ends_at: Mapped[datetime] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()

    @classmethod
    def begin(cls, member: Membership) -> None:
        """A season from today, the first or another. Raises `NoSeason`."""
        if not member.is_coordinator:
            raise NoSeason
        mine = select(cls).where(cls.membership_id == member.id).with_for_update(of=cls)
        found = db.session.scalar(mine)
        ends_at = clock.now() + SEASON
        if found is None:
            db.session.add(cls(membership_id=member.id, ends_at=ends_at, asked_at=None))
        else:
            found.ends_at, found.asked_at = ends_at, None

    @classmethod
    def over_in(cls, circle: Circle) -> Sequence[Membership]:
        """The coordinators of a circle whose season is over, by name."""
        return _by_name(
            select(Membership)
            .join(cls, cls.membership_id == Membership.id)
            .where(
                Membership.circle_id == circle.id,
                Membership.role == "coordinator",
                cls.ends_at <= clock.now(),
            )
        )


class Willing(db.Model):
    """Someone would like a turn at looking after the circle."""

    __tablename__ = "willing"

    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), unique=True
    )
    until: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def say(cls, member: Membership) -> None:
        """I would like a turn. Saying it again is saying it anew."""
        cls.take_back(member)
        db.session.add(cls(membership_id=member.id, until=clock.now() + WILLING))

    @classmethod
    def take_back(cls, member: Membership) -> None:
        """Not this season, after all."""
        db.session.execute(delete(cls).where(cls.membership_id == member.id))

    @classmethod
    def in_circle(cls, circle: Circle) -> Sequence[Membership]:
        """Members who would like a turn, by name."""
        return _by_name(
            select(Membership)
            .join(cls, cls.membership_id == Membership.id)
            .where(
                Membership.circle_id == circle.id,
                Membership.role == "member",
                cls.until > clock.now(),
            )
        )


def turn_seasons() -> None:
    """The timetable's deed: give every coordinator a season, end those of whoever stepped down,
    and ask each circle once when one is over. What was missed is done by the next run."""
    has_one = exists().where(Season.membership_id == Membership.id)
    new = select(Membership).where(Membership.role == "coordinator", ~has_one)
    for member in db.session.scalars(new).all():
        Season.begin(member)
    members = select(Membership.id).where(Membership.role == "member")
    db.session.execute(delete(Season).where(Season.membership_id.in_(members)))
    for season in db.session.scalars(_unasked()).all():
        season.asked_at = clock.now()
        fact.record(SEASON_ENDED, season.membership.circle_id, None, season.membership_id)
    db.session.commit()


def whose_season_is_over(membership_id: uuid.UUID) -> Person | None:
    """Whose season a fact is about, while they look after the circle and it is over."""
    found = db.session.scalar(
        select(Membership)
        .join(Season, Season.membership_id == Membership.id)
        .options(joinedload(Membership.person))
        .where(
            Membership.id == membership_id,
            Membership.role == "coordinator",
            Season.ends_at <= clock.now(),
        )
    )
    return found.person if found else None


def _unasked() -> Select[Season]:
    return (
        select(Season)
        .where(Season.ends_at <= clock.now(), Season.asked_at.is_(None))
        .with_for_update(of=Season, skip_locked=True)
    )


def _by_name(members: Select[Membership]) -> Sequence[Membership]:
    found = db.session.scalars(members.options(joinedload(Membership.person)))
    return sorted(found, key=lambda place: (alphabetical(place.person.name), place.id))
