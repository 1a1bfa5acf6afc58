"""Who may hear of an ask: whoever may see it."""

import uuid

from sqlalchemy import Select, or_, select

from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs.audience import seen_by
from circles.needs.need import Need


def those_who_see(fact: Fact) -> Select[uuid.UUID]:
    """Ids of everyone in its circle to whom the ask of this fact is shown."""
    return _here(fact).where(seen_by(Need, Membership.person_id))


def those_asked(fact: Fact) -> Select[uuid.UUID]:
    """The same without the two who knew of it before the others, where there are two."""
    leads = Membership.person_id.in_((Need.posted_by_id, Need.for_member_id))
    return those_who_see(fact).where(or_(Need.for_member_id.is_(None), ~leads))


def those_who_lead(fact: Fact) -> Select[uuid.UUID]:
    """Ids of whoever asked, and of the member it is asked for."""
    them = or_(
        Membership.person_id == Need.posted_by_id, Membership.person_id == Need.for_member_id
    )
    return _here(fact).where(them)


def ask_shown(fact: Fact, reader_id: uuid.UUID) -> Need | None:
    """The ask of a fact, if it is still open and this reader may see it now."""
    need = db.session.get(Need, fact.subject_id)
    return need if need is not None and need.is_open and need.is_shown_to(reader_id) else None


def _here(fact: Fact) -> Select[uuid.UUID]:
    joined = Membership.circle_id == Need.circle_id
    return select(Membership.person_id).join(Need, joined).where(Need.id == fact.subject_id)
