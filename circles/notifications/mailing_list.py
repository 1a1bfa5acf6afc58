"""To whom news goes by e-mail as well, should no phone of theirs take it."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from circles import clock
from circles.accounts import EmailAddress
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.notifications.delivery import WORTH_SENDING
from circles.notifications.mailing import PATIENCE, Mailing
from circles.notifications.preference import ALWAYS, NEVER, Preference, preferences_in
from circles.notifications.upsert import upsert

Places = Sequence[Row[uuid.UUID, uuid.UUID]]


def mail_to(places: Places, fact: Fact) -> None:
    """Make ready a letter for each of these places whose person has not chosen otherwise. Whether
    it is needed is asked when it is due: in some minutes from now, for a phone that was not tried
    while no worker was there has had no chance."""
    if not places:
        return
    about = announcement_for(fact.kind).about(fact)
    chosen, otherwise = preferences_in(fact.circle_id), Preference.default()
    rows = []
    for membership_id, person_id in places:
        preference = chosen.get(person_id, otherwise)
        if preference.letters != NEVER and preference.lets_ring(about, person_id):
            rows.append(_row(fact, membership_id, preference))
    if rows:
        once = upsert(Mailing).on_conflict_do_nothing(index_elements=["membership_id", "fact_id"])
        db.session.connection().execute(once, rows)


def places_of(hearers: Any, fact: Fact) -> Places:
    """(membership, person) of those of these hearers who have an address and are in the circle,
    held until the letters stand: whoever leaves meanwhile waits, or is not among them. Where all
    ring at once there is no letter."""
    if announcement_for(fact.kind).rings_at_once:
        return ()
    found = (
        select(Membership.id, Membership.person_id)
        .join(EmailAddress, EmailAddress.person_id == Membership.person_id)
        .where(
            Membership.circle_id == fact.circle_id,
            Membership.person_id.in_(select(hearers)),
            EmailAddress.refused_at.is_(None),
        )
        .order_by(Membership.id)
    )
    held = found.with_for_update(read=True, key_share=True, of=Membership)
    return db.session.execute(held).all()


def _row(fact: Fact, membership_id: uuid.UUID, preference: Preference) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": uuid.uuid4(),
        "membership_id": membership_id,
        "fact_id": fact.id,
        "due_at": now if preference.letters == ALWAYS else now + PATIENCE,
        "matters_until": fact.recorded_at + WORTH_SENDING,
        "attempts": 0,
    }
