"""News is forgotten once it has done its work."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_

from circles.fact import Fact
from circles.forgetting import forgets
from circles.notifications.delivery import Delivery
from circles.notifications.notification import Notification

AFTER_ITS_WORK = timedelta(hours=48)
UNREAD = timedelta(days=30)


@forgets(Delivery, why="the phone has it, or never will; 48 hours are for finding faults")
def settled_deliveries(now: datetime) -> ColumnElement[bool]:
    return Delivery.settled_at <= now - AFTER_ITS_WORK


@forgets(Fact, why="everyone was told 48 hours ago, or nobody could be told for 30 days")
def told_facts(now: datetime) -> ColumnElement[bool]:
    on_its_way = exists().where(Delivery.fact_id == Fact.id, Delivery.settled_at.is_(None))
    told = and_(Fact.spread_at <= now - AFTER_ITS_WORK, ~on_its_way)
    return or_(told, Fact.recorded_at <= now - UNREAD)


@forgets(Notification, why="read 48 hours ago, or not read for 30 days")
def old_inbox_rows(now: datetime) -> ColumnElement[bool]:
    return or_(
        Notification.read_at <= now - AFTER_ITS_WORK,
        Notification.happened_at <= now - UNREAD,
    )
