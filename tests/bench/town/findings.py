"""What is true in the end: of what was acknowledged, of what the phones got, of what is kept."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from circles.database import db, reading
from circles.fact import Fact
from circles.needs import Need
from circles.notifications import Delivery, Notification, PushSubscription
from tests.bench.town.askers import Ask, Askers
from tests.bench.town.misbehaving import Services, Told
from tests.bench.town.streets import NEIGHBOURS

News = dict[tuple[str, str], list[Told]]


@dataclass(frozen=True)
class Findings:
    """Counts; all but the first three should be nothing, and `repeated` next to nothing."""

    acknowledged: int
    tries: int
    pushes: int
    missing: int
    doubled: int
    unlike: int
    lost: int
    repeated: int
    differing: int
    unread: int
    """Lines that an inbox lacks, or has too many."""
    not_as_fated: int
    """Phones that are gone and still known, or refused and not kept."""
    wrong: int

    @property
    def share(self) -> float:
        """Of the pushes, how many were repeated."""
        return self.repeated / max(self.pushes, 1)


def on_its_way() -> set[str]:
    """The endpoints that something is still due at."""
    phone = PushSubscription
    due = select(phone.endpoint).join(Delivery, Delivery.subscription_id == phone.id)
    with reading():
        return set(db.session.scalars(due.where(Delivery.settled_at.is_(None))))


def is_all_spread() -> bool:
    """Whether every ask has become deliveries."""
    with reading():
        waiting = db.session.scalar(select(Fact.id).where(Fact.spread_at.is_(None)).limit(1))
    return waiting is None


def find(askers: Askers, services: Services) -> Findings:
    """Look at the database and at the push services."""
    db.session.rollback()
    asks, news, wrong = askers.acknowledged, _news(services), services.wrong()
    due = [(phone, f"/needs/{ask.need_id}") for ask in asks for phone in ask.street.told]
    again = [told for key in due if key in news for told in [news[key]] if len(told) > 1]
    titles = Counter(db.session.scalars(select(Need.title)))
    there = {str(key) for key in db.session.scalars(select(Need.id))}
    return Findings(
        acknowledged=len(asks),
        tries=askers.tries,
        pushes=len(due),
        missing=sum(ask.need_id not in there for ask in asks),
        doubled=sum(titles[ask.title] > 1 for ask in asks),
        unlike=len(askers.unlike),
        lost=sum(key not in news for key in due),
        repeated=sum(len(told) - 1 for told in again),
        differing=sum(_differs(told) for told in again),
        unread=_unread(asks),
        not_as_fated=_not_as_fated(asks),
        wrong=wrong.malformed + wrong.undecipherable + wrong.followed,
    )


def _news(services: Services) -> News:
    news = defaultdict[tuple[str, str], list[Told]](list)
    for told in services.told():
        news[told.phone, told.path].append(told)
    return news


def _differs(told: Sequence[Told]) -> int:
    first = told[0]
    return sum((one.tag, one.topic) != (first.tag, first.topic) for one in told[1:])


def _unread(asks: Sequence[Ask]) -> int:
    each = select(Notification.subject_id, func.count()).group_by(Notification.subject_id)
    lines = {str(subject): count for subject, count in db.session.execute(each)}
    return sum(abs(lines.get(ask.need_id, 0) - NEIGHBOURS) for ask in asks)


def _not_as_fated(asks: Sequence[Ask]) -> int:
    known, due = set(db.session.scalars(select(PushSubscription.endpoint))), on_its_way()
    phones = [phone for ask in asks for phone in ask.street.phones]
    return sum(
        phone.endpoint in known if phone.fate == "gone" else phone.endpoint not in due
        for phone in phones
        if phone.fate != "told"
    )
