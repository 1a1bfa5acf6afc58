"""Letters that are held are put into words, each by itself."""

import logging
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from circles.accounts import EmailAddress
from circles.database import db
from circles.mail import Letter
from circles.membership import Circle
from circles.notifications.channels.email import Stationery
from circles.notifications.ending import ALONE, Beside, Ending, try_again
from circles.notifications.mail_desk import MailDesk
from circles.notifications.mailing import MailClaim
from circles.notifications.preference import ALWAYS
from circles.notifications.weekly import MailWeek, week_for

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """A letter that is held, and what is to be handed in; or its ending, where nothing is."""

    claim: MailClaim
    letter: Letter | None = None
    ending: Ending | None = None
    beside: Beside = ALONE


def write_all(claims: Sequence[MailClaim], desk: Stationery) -> list[Written]:
    """What is to be handed in of what is held. One that cannot be written holds up no other."""
    addresses = EmailAddress.among({claim.person_id for claim in claims})
    circles = _names({claim.circle_id for claim in claims})
    news = MailDesk([claim for claim in claims if claim.fact_id is not None])
    found = []
    for claim in claims:
        known, name = addresses.get(claim.person_id), circles.get(claim.circle_id)
        try:
            found.append(_write_one(claim, known, name, desk, news))
        except Exception:
            db.session.rollback()
            log.exception("A letter could not be written; it is tried again later.")
            found.append(Written(claim, ending=try_again(claim)))
    return found


def _write_one(
    claim: MailClaim, known: EmailAddress | None, name: str | None, desk: Stationery, news: MailDesk
) -> Written:
    to = known.words if known is not None else None
    if known is None or to is None or name is None:
        return Written(claim, ending=Ending("moot"))
    told = week_for(claim) if claim.fact_id is None else news.say(claim)
    if isinstance(told, Ending):
        return Written(claim, ending=told)
    if isinstance(told, MailWeek):
        return Written(claim, desk.week(to, name, claim, told), beside=Beside((), known.id))
    beside = Beside(told.along, known.id, is_fallback=told.letters != ALWAYS)
    return Written(claim, desk.news(to, name, claim, told), beside=beside)


def _names(circles: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(select(Circle.id, Circle.name).where(Circle.id.in_(circles)))
    return {row.id: row.name for row in rows}
