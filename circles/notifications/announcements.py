"""The one thing this capability tells by itself: that the chain works."""

import uuid
from datetime import timedelta

from sqlalchemy import Select, select

from circles.announcement import Announcement, Words, announces
from circles.fact import Fact
from circles.notifications.subscription import PHONE_ADDED, PushSubscription
from circles.phrase import Phrase

WAITS_FOR_A_PHONE = timedelta(minutes=10)
"""Someone is looking at the phone; later it would only puzzle them."""


@announces(PHONE_ADDED)
class PhoneAdded(Announcement):
    """To the phone that was added or is being tried, and to no other."""

    rings_at_once = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(PushSubscription.person_id).where(PushSubscription.id == fact.detail_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words:
        return Words(
            title=Phrase("Notifications are on"),
            body=Phrase("This phone rings when there is something new in your circle."),
            line=Phrase("Notifications are on for this phone."),
            path="/you",
            tag="this-phone",
            matters_until=fact.recorded_at + WAITS_FOR_A_PHONE,
            urgent=True,
        )
