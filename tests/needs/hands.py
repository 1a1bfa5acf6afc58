"""Asks that are not answered at once, and those who have raised a hand."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import Need, Slot, sign_up
from circles.needs.answering import RAISE_HANDS, YES_FIRST, put_way_on
from circles.needs.hand import Hand


def yes_first(world, name: str = "Ruth", **changed) -> Need:
    """Someone asks, and says yes to each first."""
    return _in_this_way(world.ask(name, **changed), YES_FIRST)


def raised(world, name: str = "Ruth", **changed) -> Need:
    """Someone asks for the day after tomorrow, and lets hands be raised until tomorrow evening."""
    openings = changed.pop("openings", [world.tomorrow(days=2)])
    return _in_this_way(world.ask(name, openings=openings, **changed), RAISE_HANDS)


def _in_this_way(need: Need, way: str) -> Need:
    put_way_on(need, way)
    db.session.commit()
    return need


def wave(world, need: Need, *names: str, slot: int = 0, note: str = "") -> None:
    """These people say "I can"."""
    for name in names:
        sign_up(need.slots[slot], world.people[name], note)
    db.session.commit()


def until(need: Need) -> datetime:
    """When hands go down."""
    assert need.answering.hands_until
    return need.answering.hands_until


def hands_down(world, need: Need, **later: float) -> None:
    """Let it be the moment at which hands go down, or a little later."""
    world.at(until(need) + timedelta(**later))


def up(slot: Slot) -> list[str]:
    """Whose hands are up."""
    db.session.expire_all()
    found = select(Hand).where(Hand.slot_id == slot.id)
    return sorted(hand.person.name for hand in db.session.scalars(found))


def coming(slot: Slot) -> list[str]:
    """Who has promised."""
    db.session.expire_all()
    return sorted(promise.person.name for promise in slot.sign_ups)


def hand_of(slot: Slot, person) -> Hand:
    hand = Hand.of(slot, person)
    assert hand is not None
    return hand


def facts(kind: str) -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.kind == kind)))


def told(kind: str) -> list[uuid.UUID]:
    """Ids of those who hear of each fact of a kind."""
    found = facts(kind)
    return [
        one for fact in found for one in db.session.scalars(announcement_for(kind).hearers(fact))
    ]


def hand_that_waits(world, asked_by: str, name: str) -> Hand:
    """One that waits for a yes, in an ask of its own."""
    need = yes_first(world, asked_by)
    wave(world, need, name)
    return hand_of(need.slots[0], world.people[name])
