"""What someone wrote beneath asks, and what becomes of it when they go.

Going for good, it goes with the person: `ON DELETE CASCADE`, and leaving each circle before.
"""

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select

from circles.accounts import Person, exports
from circles.database import db
from circles.membership import Membership, Parting
from circles.needs.audience import thanks_by
from circles.needs.companion import Companion
from circles.needs.need import Need
from circles.needs.thanks import Thanks
from circles.needs.thread import Message
from circles.phrase import Phrase


@exports
def messages_of(person: Person) -> dict[str, object]:
    """What they wrote under asks; in no order of deeds, but of words."""
    written = select(Message.words).where(Message.written_by_id == person.id)
    return {"messages": sorted(db.session.scalars(written))}


@exports
def thanks_of(person: Person) -> dict[str, object]:
    """The kind words they said; to whom is not theirs to take along."""
    said = select(Thanks.words).join(Need).where(thanks_by(Need, person.id))
    return {"thanks": sorted(db.session.scalars(said.where(Thanks.words != "")))}


def _asks_in(member: Membership) -> Select[tuple[object]]:
    return select(Need.id).where(Need.circle_id == member.circle_id)


def _messages(member: Membership) -> ColumnElement[bool]:
    mine = Message.written_by_id == member.person_id
    return mine & Message.need_id.in_(_asks_in(member))


def _has_written(member: Membership) -> bool:
    return bool(db.session.scalar(select(exists().where(_messages(member)))))


def _unsay(member: Membership) -> None:
    db.session.execute(delete(Message).where(_messages(member)))


def _kindness(member: Membership) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where they are with someone; and thanks, said by them or to them."""
    here = _asks_in(member)
    own = here.where(thanks_by(Need, member.person_id))
    to_them = (Thanks.to_id == member.person_id) & Thanks.need_id.in_(here)
    beside = (Companion.person_id == member.person_id) & Companion.need_id.in_(here)
    return beside, or_(to_them, Thanks.need_id.in_(own))


def _has_kindness(member: Membership) -> bool:
    beside, thanks = _kindness(member)
    return bool(db.session.scalar(select(or_(exists().where(beside), exists().where(thanks)))))


def _end_kindness(member: Membership) -> None:
    beside, thanks = _kindness(member)
    db.session.execute(delete(Companion).where(beside))
    db.session.execute(delete(Thanks).where(thanks))


UNSAID = Parting(_has_written, Phrase("What was written in threads here is deleted."), _unsay)
NO_LONGER_BESIDE = Parting(
    _has_kindness,
    Phrase("“I’m with you” and words of thanks end here, too."),
    _end_kindness,
)
