"""A known circle on Maple Street, and a stranger from another one."""

from contextvars import Context
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from circles import clock
from circles.accounts import Person, Session
from circles.database import db
from circles.membership import Circle, Membership
from circles.needs import (
    Address,
    Need,
    Opening,
    Recurrence,
    RepeatingRule,
    Series,
    sign_up,
)
from circles.notifications import QuietTime
from circles.offers import Offer, take_up

ZONE = "Europe/London"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class World:
    """Maple Street: Ruth, Sam (coordinator), Ines, Omar. Elm Road: Clara."""

    app: Flask
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Membership] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.circle = Circle.start("Maple Street", ZONE)
        self.other_circle = Circle.start("Elm Road", "America/New_York")
        for name in ("Ruth", "Sam", "Ines", "Omar"):
            self.add(name, role="coordinator" if name == "Sam" else "member")
        self.add("Clara", self.other_circle, role="coordinator")
        db.session.commit()

    def __getattr__(self, name: str) -> Person:
        """`world.ruth` is Ruth."""
        try:
            return self.__dict__["people"][name.capitalize()]
        except KeyError:
            raise AttributeError(name) from None

    def add(self, name: str, circle: Circle | None = None, role: Any = "member") -> Membership:
        """One more person, in Maple Street unless said otherwise."""
        person = self.people[name] = Person.arrive(name)
        place = self.places[name] = Membership.admit(circle or self.circle, person, role)
        db.session.flush()
        QuietTime.change(person, is_on=False)  # tests run at night, too
        return place

    def nights(self, *names: str) -> None:
        """Their phones are silent when everybody's are."""
        for name in names:
            QuietTime.change(self.people[name], is_on=True)
        db.session.commit()

    def circle_names(self) -> list[str]:
        """Everyone in Maple Street, as they came."""
        here = self.circle.id
        return [name for name, place in self.places.items() if place.circle_id == here]

    def ask(self, name: str = "Ruth", **changed: Any) -> Need:
        """Someone asks; a meal for tomorrow at 18:00 unless said otherwise."""
        words = {"kind": "meal", "title": "Dinner for four", "openings": [self.tomorrow()]}
        need = Need.ask(self.places[name], **(words | changed))
        db.session.commit()
        return need

    def repeat(self, name: str = "Ruth", rule: str = "FREQ=DAILY", **changed: Any) -> Need:
        """Someone asks again and again, from tomorrow at 18:00 on unless said otherwise."""
        first, starts = changed.pop("first", self.day(1)), changed.pop("starts", time(18))
        read = RepeatingRule.read(rule, first, ZONE, starts)
        ends, wanted = changed.pop("ends", None), changed.pop("wanted", 1)
        recurrence = Recurrence.beginning(read, first, starts, ends, ZONE, wanted)
        words = {"kind": "meal", "title": "Dinners"}
        need = Series.ask(self.places[name], recurrence, **(words | changed))
        db.session.commit()
        return need

    def offer(self, name: str = "Ines", **changed: Any) -> Offer:
        """Someone offers; soup, to everyone, unless said otherwise."""
        words = {"kind": "meal", "title": "Lentil soup"}
        offer = Offer.make(self.places[name], **(words | changed))
        db.session.commit()
        return offer

    def take_up(self, offer: Offer, name: str = "Ruth", **changed: Any) -> Need:
        """Someone says yes, please; for tomorrow at 18:00 unless said otherwise."""
        openings = changed.pop("openings", [self.tomorrow()])
        need = take_up(offer, self.places[name], openings, **changed)
        db.session.commit()
        return need

    def address(self, *chosen: str, for_member: str | None = None, **more: Any) -> Address:
        """To these people; everyone, if nobody is named."""
        return Address(
            [self.people[name].id for name in chosen] or None,
            self.people[for_member].id if for_member else None,
            **more,
        )

    def tomorrow(self, hour: int | None = 18, wanted: int = 1, days: int = 1) -> Opening:
        """A place some days ahead, by the circle's own clock."""
        return Opening(self.day(days), None if hour is None else time(hour), None, wanted)

    def day(self, ahead: int) -> date:
        """A calendar day, counted from today in the circle's zone."""
        return clock.today(ZONE) + timedelta(days=ahead)

    def promise(self, need: Need, name: str = "Ines", slot: int = 0, note: str = "") -> None:
        """Someone says yes."""
        sign_up(need.slots[slot], self.people[name], note)
        db.session.commit()

    def token(self, name: str) -> str:
        """A bearer token for a program of this person's."""
        session = Session.open(self.people[name], "a test", "program")
        db.session.commit()
        assert session.token
        return session.token

    def client(self, name: str | None = None) -> "Client":
        """A browser, signed in as this person or as nobody."""
        client = Client(self.app, self.app.response_class)
        if name is not None:
            client.sign_in(self.people[name])
        return client

    def at(self, moment: datetime) -> None:
        """Let it be this moment."""
        clock.set_clock(lambda: moment)

    def later(self, **ahead: float) -> None:
        """Let that much time pass."""
        self.at(clock.now() + timedelta(**ahead))


class Client(FlaskClient):
    """A browser as far as the server can tell: it says where its writes come from."""

    says: dict[str, str] = SAME_ORIGIN

    def sign_in(self, person: Person) -> None:
        """As if this person had joined on this device."""
        session = Session.open(person, "a test")
        db.session.commit()
        with self.session_transaction() as kept:
            kept["_user_id"] = session.token
            kept["_fresh"] = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        db.session.rollback()  # the test's own transaction must not stand in the way
        elsewhere = Context()  # nothing of the test's application context leaks in
        return elsewhere.run(super().open, *args, headers={**self.says, **headers}, **kwargs)
