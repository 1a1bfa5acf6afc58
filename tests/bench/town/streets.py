"""Streets full of phones, each a circle of its own: Ruth's, who asks, and her neighbours'.

To one phone several things are told in one, and the third of a day waits for the morning. So
every ask of a bench is asked in a street of its own.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from flask import Flask

from circles import clock
from circles.accounts import Person, Session
from circles.database import db
from circles.membership import Circle, Membership
from circles.notifications import PushSubscription, QuietTime
from tests.bench.town.misbehaving import Phone, Services
from tests.world import ZONE

NEIGHBOURS = 4


@dataclass(frozen=True)
class Street:
    """Where one ask is asked, and the phones it is to ring."""

    name: str
    circle_id: uuid.UUID
    token: str
    phones: Sequence[Phone]

    @property
    def told(self) -> list[str]:
        """The phones that must hear of what is asked here."""
        return [phone.id for phone in self.phones if phone.fate == "told"]


class Town:
    """Grows by a street whenever one is wanted. May be asked by several threads."""

    def __init__(self, app: Flask, services: Services, phones: int) -> None:
        self._app, self._services, self._phones = app, services, phones
        self._numbers = count(1)

    def street(self) -> Street:
        """A new one."""
        phones = self._services.phones(self._phones)
        with self._app.app_context():
            try:
                return self._build(f"Street {next(self._numbers)}", phones)
            finally:
                db.session.remove()

    def _build(self, name: str, phones: Sequence[Phone]) -> Street:
        circle = Circle.start(name, ZONE)
        ruth, *neighbours = (_move_in(circle, number) for number in range(NEIGHBOURS + 1))
        program = Session.open(ruth, "a bench", "program")
        owners = [neighbours[number % NEIGHBOURS] for number in range(len(phones))]
        sessions = [Session.open(owner, "a phone") for owner in owners]
        db.session.flush()
        db.session.add_all(map(_subscribed, sessions, phones))
        db.session.commit()
        assert program.token
        return Street(name, circle.id, program.token, phones)


def _move_in(circle: Circle, number: int) -> Person:
    person = Person.arrive(f"Neighbour {number}")
    Membership.admit(circle, person, "coordinator" if number == 0 else "member")
    db.session.flush()
    QuietTime.change(person, is_on=False)  # benches run at night, too
    return person


def _subscribed(session: Session, phone: Phone) -> PushSubscription:
    """As if it had turned notifications on and had the first push already."""
    address = urlsplit(phone.endpoint)
    return PushSubscription(
        session_id=session.id,
        person_id=session.person_id,
        endpoint=phone.endpoint,
        audience=f"{address.scheme}://{address.netloc}",
        p256dh=phone.p256dh,
        auth=phone.auth,
        created_at=clock.now(),
    )
