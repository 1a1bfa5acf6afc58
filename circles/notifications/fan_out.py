"""From a fact to the people who may hear of it.

Each fact is spread in one transaction: inbox rows, deliveries and the mark that it is
done. Killed before the commit, nothing of it happened and the next sweep begins anew;
several workers spread different facts. The number of statements does not grow with the
circle.
"""

import logging
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from circles import clock
from circles.announcement import announced_kinds, announcement_for
from circles.database import db
from circles.fact import Fact
from circles.notifications.delivery import WORTH_SENDING, Delivery
from circles.notifications.mailing_list import mail_to, places_of
from circles.notifications.notification import Notification
from circles.notifications.preference import Preference, preferences_in
from circles.notifications.rest import Rest
from circles.notifications.subscription import PHONE_ADDED, PushSubscription
from circles.notifications.upsert import upsert

log = logging.getLogger(__name__)


def fan_out(by_mail: bool = False) -> int:
    """Spread what is not spread yet, the oldest first; how many deliveries that made. Letters are
    made ready only by mail, where this server can write any.

    A fact that cannot be spread is left for the next sweep and does not hold up the rest.
    """
    deliveries, left = 0, set[uuid.UUID]()
    while (fact := _next(left)) is not None:
        key, kind = fact.id, fact.kind
        try:
            deliveries += _spread(fact, by_mail)
            db.session.commit()
        except Exception:
            db.session.rollback()
            left.add(key)
            log.exception("A fact of kind %s could not be spread.", kind)
    db.session.rollback()
    return deliveries


def hearers_among(fact: Fact, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who may hear of it at this moment."""
    hearer = _hearers(fact)
    return set(db.session.scalars(select(hearer).where(hearer.in_(people))))


def _next(left: Collection[uuid.UUID]) -> Fact | None:
    """The oldest fact that waits and that no other worker is spreading."""
    return db.session.scalar(
        select(Fact)
        .where(Fact.spread_at.is_(None), Fact.id.not_in(left))
        .order_by(Fact.recorded_at, Fact.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _spread(fact: Fact, by_mail: bool) -> int:
    """Who did it is needed to leave them out, and is not kept after that. Places are held before
    inbox lines, in the order in which one who leaves lets go of them."""
    is_told = fact.kind in announced_kinds()
    places = places_of(_hearers(fact), fact) if by_mail and is_told else ()
    phones = _tell(fact) if is_told else 0
    mail_to(places, fact)
    _answered_by_actor(fact)
    _drop_lines_of_others(fact)
    fact.spread_at, fact.actor_id = clock.now(), None
    return phones


def _answered_by_actor(fact: Fact) -> None:
    """Whoever answers news has seen it: no dot stays for an ask they said yes to."""
    is_silent = fact.kind in announced_kinds() and announcement_for(fact.kind).leaves_no_trace
    if fact.actor_id is not None and not is_silent:
        Notification.answer(fact.actor_id, fact.subject_id, fact.recorded_at)


def _drop_lines_of_others(fact: Fact) -> None:
    if fact.kind in announced_kinds() and announcement_for(fact.kind).is_the_last_word:
        others = Notification.person_id.not_in(select(_hearers(fact, in_inbox=True)))
        lines = delete(Notification).where(Notification.subject_id == fact.subject_id, others)
        db.session.execute(lines, execution_options={"synchronize_session": False})


def _tell(fact: Fact) -> int:
    phones = _phones(fact)
    if fact.kind != PHONE_ADDED:
        _fold_into_inboxes(fact)
    _deliver_to(fact, phones)
    return len(phones)


def _hearers(fact: Fact, in_inbox: bool = False) -> Any:
    """The column of ids of everyone who may hear of a fact. Nobody hears of their own
    deed, and no ask reaches whoever rests; what is asked of one alone waits in their inbox."""
    announcement = announcement_for(fact.kind)
    everyone = announcement.hearers(fact).subquery()
    others = select(everyone.c[0])
    if announcement.is_an_ask and not (in_inbox and announcement.is_in_person):
        others = others.where(everyone.c[0].not_in(Rest.resting()))
    if fact.actor_id is not None:
        others = others.where(everyone.c[0] != fact.actor_id)
    return others.distinct().subquery().c[0]


def _phones(fact: Fact) -> Sequence[Row[uuid.UUID, uuid.UUID]]:
    """(subscription, person) of the phones of each hearer who wants to be rung for it, held
    until the deliveries to them stand: a phone that signs out meanwhile waits, or is not
    among them."""
    phones = select(PushSubscription.id, PushSubscription.person_id)
    if fact.kind == PHONE_ADDED:
        phones = phones.where(PushSubscription.id == fact.detail_id)
    else:
        phones = phones.where(PushSubscription.person_id.in_(select(_hearers(fact))))
    found = db.session.execute(phones.with_for_update(read=True, key_share=True)).all()
    return found if announcement_for(fact.kind).rings_at_once else _wanted(fact, found)


def _wanted(
    fact: Fact, phones: Sequence[Row[uuid.UUID, uuid.UUID]]
) -> Sequence[Row[uuid.UUID, uuid.UUID]]:
    """Those of these phones whose person's choice lets it ring."""
    if not phones:
        return phones
    about = announcement_for(fact.kind).about(fact)
    chosen, otherwise = preferences_in(fact.circle_id), Preference.default()
    return [row for row in phones if chosen.get(row[1], otherwise).lets_ring(about, row[1])]


def _fold_into_inboxes(fact: Fact) -> None:
    """One row per person and subject: newer news takes its place and is unread again.

    In the order of their ids, so that two workers with news of one subject do not wait
    for each other's rows crosswise.
    """
    rows = [
        {
            "id": uuid.uuid4(),
            "person_id": person_id,
            "kind": fact.kind,
            "circle_id": fact.circle_id,
            "subject_id": fact.subject_id,
            "detail_id": fact.detail_id,
            "happened_at": fact.recorded_at,
            "read_at": None,
        }
        for person_id in sorted(db.session.scalars(select(_hearers(fact, in_inbox=True))))
    ]
    if rows:
        db.session.connection().execute(_folding(), rows)


def _folding() -> Any:
    new = upsert(Notification)
    named = ("kind", "circle_id", "detail_id", "happened_at", "read_at")
    return new.on_conflict_do_update(
        index_elements=["person_id", "subject_id"],
        set_={name: new.excluded[name] for name in named},
        where=Notification.happened_at <= new.excluded.happened_at,
    )


def _deliver_to(fact: Fact, phones: Sequence[Row[uuid.UUID, uuid.UUID]]) -> None:
    rows = [
        {
            "id": uuid.uuid4(),
            "fact_id": fact.id,
            "subscription_id": subscription_id,
            "person_id": person_id,
            "due_at": fact.recorded_at,
            "matters_until": fact.recorded_at + WORTH_SENDING,
            "attempts": 0,
        }
        for subscription_id, person_id in phones
    ]
    if rows:
        once = upsert(Delivery).on_conflict_do_nothing(
            index_elements=["fact_id", "subscription_id"]
        )
        db.session.connection().execute(once, rows)
