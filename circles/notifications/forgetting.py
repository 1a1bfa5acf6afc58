"""News is forgotten once it has done its work.

Who heard that a place opened, or that an ask ended, tells who had promised. So inbox
rows of answers go as fast as promises do, read or not, and no row outlives the shortest
time a circle may keep an ask (`docs/decisions/0006-the-inbox-is-no-ledger.md`).
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from circles.announcement import announced_kinds, announcement_for
from circles.fact import Fact
from circles.forgetting import forgets
from circles.membership import SHORTEST_FADING
from circles.notifications.delivery import Delivery
from circles.notifications.mailing import Mailing
from circles.notifications.notification import Notification
from circles.notifications.rest import Rest

AFTER_ITS_WORK = timedelta(hours=48)
LONGER_THAN_A_SUNDAY = timedelta(hours=72)
"""A day lasts for 50 hours around the world; whoever travels gets one letter of a week."""
UNREAD = timedelta(days=SHORTEST_FADING)


@forgets(Delivery, why="the phone has it, or never will; 48 hours are for finding faults")
def settled_deliveries(now: datetime) -> ColumnElement[bool]:
    return Delivery.settled_at <= now - AFTER_ITS_WORK


@forgets(Mailing, why="the letter is out, or never will be; 48 hours are for finding faults")
def settled_letters(now: datetime) -> ColumnElement[bool]:
    is_news = Mailing.fact_id.is_not(None)
    return or_(and_(is_news, _is_over(now - AFTER_ITS_WORK)), _is_over(now - LONGER_THAN_A_SUNDAY))


def _is_over(before: datetime) -> ColumnElement[bool]:
    return or_(Mailing.settled_at <= before, Mailing.matters_until <= before)


@forgets(Fact, why="it was told 48 hours ago, or nobody could be told for so long")
def told_facts(now: datetime) -> ColumnElement[bool]:
    on_its_way = exists().where(Delivery.fact_id == Fact.id, Delivery.settled_at.is_(None))
    told = and_(Fact.spread_at <= now - AFTER_ITS_WORK, ~on_its_way)
    unspread = and_(Fact.spread_at.is_(None), Fact.recorded_at <= now - UNREAD)
    return or_(told, unspread)


@forgets(Rest, why="a rest that is over is nobody's business, its person's included")
def ended_rests(now: datetime) -> ColumnElement[bool]:
    return Rest.until <= now


@forgets(Notification, why="read or told of a promise 48 hours ago, or not read for a week")
def old_inbox_rows(now: datetime) -> ColumnElement[bool]:
    before = now - AFTER_ITS_WORK
    fleeting = [kind for kind in announced_kinds() if announcement_for(kind).is_fleeting]
    other = aliased(Notification)
    told = select(other.subject_id).where(other.kind.in_(fleeting), other.happened_at <= before)
    return or_(
        Notification.read_at <= before,
        Notification.subject_id.in_(told),  # of everyone: who kept an older line would stand out
        Notification.happened_at <= now - UNREAD,
    )
