"""A push sent at once and by hand, to see what the push service says of it."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import select

from circles import clock
from circles.accounts import Person, Session
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.notifications.channels import payload
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.push import Push, PushClient
from circles.notifications.letter import LOCALE
from circles.notifications.subscription import PHONE_ADDED, PushSubscription
from circles.settings import Settings

Phone = tuple[str, PushSubscription]
"""What its person calls the device, and where its pushes go."""


def phones_of(person: Person, device: str = "") -> Sequence[Phone]:
    """The phones of this person that ring; those alone whose name has these letters in it."""
    found = (
        select(Session.label, PushSubscription)
        .join(Session, Session.id == PushSubscription.session_id)
        .where(PushSubscription.person_id == person.id, Session.label.icontains(device))
        .order_by(Session.label, PushSubscription.id)
    )
    return [(label, phone) for label, phone in db.session.execute(found)]


def ring(phones: Sequence[Phone], settings: Settings) -> list[tuple[str, Answer]]:
    """Send each of these a push, past the queue and the worker; what was answered."""
    pushes = [(label, _push(phone, settings.base_url)) for label, phone in phones]
    db.session.rollback()  # nothing is held while it is on the wire
    return asyncio.run(_send(pushes, settings))


async def _send(pushes: Sequence[tuple[str, Push]], settings: Settings) -> list[tuple[str, Answer]]:
    async with PushClient(settings) as client:
        return [(label, await client.send(push)) for label, push in pushes]


def _push(phone: PushSubscription, base_url: str) -> Push:
    happened = Fact(kind=PHONE_ADDED, recorded_at=clock.now(), detail_id=phone.id)
    words = announcement_for(PHONE_ADDED).words(happened, phone.person_id)
    assert words is not None
    return Push(
        endpoint=phone.endpoint,
        p256dh=phone.p256dh,
        auth=phone.auth,
        full=payload.full(words, base_url, LOCALE),
        short=payload.short(words, base_url, LOCALE),
        topic=payload.topic(words),
        urgent=words.urgent,
        matters_until=words.matters_until,
    )
