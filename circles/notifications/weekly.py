"""The weekly letter: Sunday at five in the afternoon, on the clock of whoever gets it.

By then a weekend is quiet and the week still ahead: there is time to say yes to Monday, and it is
neither at night nor at work anywhere. It is asked for, so no quiet time holds it back. After a
day it is late, and the week has none.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from circles import clock
from circles.accounts import EmailAddress
from circles.database import db, reading
from circles.membership import Circle, Membership
from circles.notifications.ending import Ending
from circles.notifications.mailing import MailClaim, Mailing
from circles.notifications.preference import Preference
from circles.notifications.quiet_time import QuietTime
from circles.notifications.rest import Rest
from circles.notifications.upsert import upsert
from circles.week import Week, week_of

AT = time(17)
WORTH_READING = timedelta(hours=24)


@dataclass(frozen=True)
class MailWeek:
    """What a weekly letter tells, at how much its reader lets be told."""

    week: Week
    level: str


def note_weeks() -> None:
    """Make ready the letters of a Sunday that has come, for whoever wants them and does not rest.
    Asked again it changes nothing, and looking keeps nobody waiting."""
    with reading():
        rows = list(_weeks(clock.now()))
    if not rows:
        return
    there = _held([row["membership_id"] for row in rows])
    rows = [row for row in rows if row["membership_id"] in there]
    if rows:
        once = upsert(Mailing).on_conflict_do_nothing(index_elements=["membership_id", "sunday"])
        db.session.connection().execute(once, rows)
    db.session.commit()


def _held(places: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these places that are still there, held until the letters stand: whoever leaves
    meanwhile waits, or is not among them."""
    found = select(Membership.id).where(Membership.id.in_(places)).order_by(Membership.id)
    return set(db.session.scalars(found.with_for_update(read=True, key_share=True)))


def week_for(claim: MailClaim) -> MailWeek | Ending:
    """What the letter says now; moot for whoever rests or wants none any more, and where nothing
    is open or promised."""
    now = clock.now()
    if now >= claim.matters_until:
        return Ending("too_late")
    chosen = db.session.scalar(
        select(Preference)
        .join(Membership, Membership.id == Preference.membership_id)
        .where(
            Membership.id == claim.membership_id,
            Preference.weekly_letter,
            Membership.person_id.not_in(Rest.resting()),
        )
    )
    week = week_of(claim.circle_id, claim.person_id) if chosen is not None else None
    if chosen is None or week is None:
        return Ending("moot")
    return MailWeek(week, chosen.lock_screen)


def _weeks(now: datetime) -> Iterator[dict[str, Any]]:
    stand = _standing(now)
    for membership_id, at_home, chosen in db.session.execute(_wanted()):
        sunday, due_at = _last_sunday(ZoneInfo(chosen or at_home), now)
        if now < due_at + WORTH_READING and (membership_id, sunday) not in stand:
            yield {
                "id": uuid.uuid4(),
                "membership_id": membership_id,
                "sunday": sunday,
                "due_at": due_at,
                "matters_until": due_at + WORTH_READING,
                "attempts": 0,
            }


def _standing(now: datetime) -> set[tuple[uuid.UUID, date | None]]:
    """(membership, Sunday) of the letters that are made ready already."""
    lately = Mailing.sunday > (now - timedelta(days=9)).date()
    rows = db.session.execute(select(Mailing.membership_id, Mailing.sunday).where(lately))
    return {(row.membership_id, row.sunday) for row in rows}


def _wanted() -> Any:
    """(membership, zone of the circle, zone of the person) of whoever wants one."""
    place = Membership
    return (
        select(place.id, Circle.time_zone, QuietTime.time_zone)
        .join(Preference, Preference.membership_id == place.id)
        .join(EmailAddress, EmailAddress.person_id == place.person_id)
        .join(Circle, Circle.id == place.circle_id)
        .outerjoin(QuietTime, QuietTime.person_id == place.person_id)
        .where(
            Preference.weekly_letter,
            EmailAddress.refused_at.is_(None),
            place.person_id.not_in(Rest.resting()),
        )
        .order_by(place.id)
    )


def _last_sunday(zone: ZoneInfo, now: datetime) -> tuple[date, datetime]:
    """The last one on which that time has come, and when it came."""
    today = now.astimezone(zone).date()
    sunday = today - timedelta(days=today.isoweekday() % 7)
    at = _moment(sunday, zone)
    if at > now:
        sunday -= timedelta(days=7)
        at = _moment(sunday, zone)
    return sunday, at


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, AT, zone).astimezone(UTC)
