"""What all news of an ask and its days have in common."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from circles.announcement import About, Announcement, offer_topic
from circles.database import db
from circles.fact import Fact
from circles.needs.kind import KINDS
from circles.needs.need import Need
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot

for kind in KINDS:
    offer_topic(kind.key, kind.label)


class OfAnAsk(Announcement):
    """News of an ask and its days."""

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        promises = selectinload(Need.slots).selectinload(Slot.sign_ups)
        asks = select(Need).where(Need.id.in_(subject_ids))
        state = (Need.consent, Need.enough, Need.answering, Need.regret)
        people = map(joinedload, (Need.posted_by, Need.for_member, *state))
        everything = (*people, selectinload(Need.addressed), promises.joinedload(SignUp.person))
        return db.session.scalars(asks.options(*everything)).unique().all()

    @classmethod
    def about(cls, fact: Fact) -> About | None:
        """An ask is about what it asks for. To whoever leads it, it is their own matter."""
        if not cls.is_an_ask:
            return None
        row = db.session.execute(
            select(Need.kind, Need.posted_by_id, Need.for_member_id).where(
                Need.id == fact.subject_id
            )
        ).one_or_none()
        if row is None:
            return None
        kind, *owners = row
        return About(kind, frozenset(owner for owner in owners if owner is not None))
