"""The real thing, as people's programs see it: the same deeds by way of the API."""

import uuid
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from circles import clock
from circles.accounts import Person
from circles.database import Base, db
from circles.forgetting import forget
from circles.membership import Membership
from circles.needs import SignUp, Slot, let_lapse, make_days_ahead, take_hands_down
from circles.notifications import Notification, fan_out
from tests.sequences.sight import MISSING
from tests.world import World

API = "/api/v1"
LATER = "Nora"


class RealCircle:
    """Maple Street with a program for each person; Clara is a stranger to it, and
    Nora one who may join."""

    def __init__(self, app: Flask, now: datetime) -> None:
        clock.set_clock(lambda: now)
        self._world = World(app)
        self.id = str(self._world.circle.id)
        self._world.add(LATER, self._world.other_circle)
        db.session.commit()
        self._programs = {name: self._world.client(name) for name in self._world.people}

    def someone_joins(self) -> None:
        """Someone comes in after the others."""
        db.session.rollback()
        Membership.admit(self._world.circle, self._world.people[LATER], "member")
        db.session.commit()

    def person_id(self, name: str) -> str:
        """As JSON says it."""
        return str(self._world.people[name].id)

    def do(self, name: str, method: str, path: str, **body: Any) -> Any:
        """(code of the refusal or None, the answer) of one call."""
        answer = self._programs[name].open(f"{API}{path}", method=method, json=body or None)
        assert answer.status_code < 500, answer.text
        if answer.status_code == 404:
            return MISSING, None
        told = answer.json if answer.data else {}
        return told.get("code"), told

    def hands(self, leader: str, slot_id: str) -> list[Any]:
        """The hands that whoever leads the ask may read now."""
        _, told = self.do(leader, "GET", f"/slots/{slot_id}/hands")
        return sorted((told or {}).get("items", []), key=lambda hand: hand["person"]["name"])

    def promised(self, slot_id: str) -> set[str]:
        """Who has promised."""
        db.session.rollback()
        theirs = select(Person.name).join(SignUp, SignUp.person_id == Person.id)
        return set(db.session.scalars(theirs.where(SignUp.slot_id == uuid.UUID(slot_id))))

    def leave(self, name: str) -> None:
        """Someone goes for good."""
        place = self._world.places[name].id
        answer = self._programs[name].delete(f"{API}/memberships/{place}")
        assert answer.status_code == 204, answer.text

    def pass_time(self, now: datetime) -> None:
        """Let it be then, and let the timetable run."""
        clock.set_clock(lambda: now)
        db.session.rollback()
        make_days_ahead()
        take_hands_down()
        let_lapse()
        forget()
        self.spread()

    def spread(self) -> None:
        """Let everyone hear what there is to hear."""
        db.session.rollback()
        fan_out()
        db.session.commit()

    def when(self, slot_id: str) -> tuple[datetime, datetime]:
        """When a day begins and is over: the calendar's rules are held elsewhere."""
        db.session.rollback()
        slot = db.session.get(Slot, uuid.UUID(slot_id))
        assert slot is not None
        assert slot.begins_at is not None
        return slot.begins_at, slot.over_at

    def heard(self) -> set[tuple[str, str]]:
        """(name, id of what about) of everything that reached an inbox."""
        db.session.rollback()
        names = {person.id: name for name, person in self._world.people.items()}
        rows = db.session.execute(select(Notification.person_id, Notification.subject_id))
        return {(names[person_id], str(subject_id)) for person_id, subject_id in rows}

    def inbox(self, name: str) -> str:
        """What this person reads of the news."""
        return self._programs[name].get(f"{API}/notifications").text


def empty_database() -> None:
    """Leave nothing of what was there."""
    db.session.rollback()
    for table in reversed(Base.metadata.sorted_tables):
        db.session.execute(delete(table))
    db.session.commit()
    db.session.remove()
