"""A circle that has lived for a while, with something in every state a page can show."""

import secrets
from datetime import timedelta

from circles import clock
from circles.accounts import Passkey, Person
from circles.database import db
from circles.membership import Circle, Invitation, Membership, Waiting
from circles.needs import Need, Series, sign_up_for_all
from circles.needs.days import call_off
from circles.notifications import fan_out
from tests.world import World

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def settle(world: World) -> dict[str, str]:
    """Let the circle live; ids of asks by their state, and the token of an invitation."""
    world.ines.rename(LONG[:40])
    elsewhere = Circle.start(LONG[:60], "Europe/London")
    Membership.admit(elsewhere, world.sam)
    _at_the_door(world)
    needs = _open_ones(world) | _ended_ones(world)
    invitation = Invitation.make(world.places["Sam"])
    passkey = _passkeys(world)
    db.session.commit()
    fan_out()
    return {name: str(need.id) for name, need in needs.items()} | {
        "day": str(needs["yours"].slots[0].id),
        "token": str(invitation.token),
        "circle": str(world.circle.id),
        "elm": str(world.other_circle.id),
        "member": str(world.places["Ines"].id),
        "passkey": str(passkey.id),
    }


def _passkeys(world: World) -> Passkey:
    """Ruth has two; no phone answers to them."""
    for name in ("Chrome on Android", LONG[:60]):
        passkey = Passkey(
            person_id=world.ruth.id,
            credential_id=secrets.token_bytes(32),
            public_key=b"x",
            sign_number=0,
            name=name,
        )
        db.session.add(passkey)
    return passkey


def _at_the_door(world: World) -> None:
    """Somebody waits, somebody is in no circle, and there is something to read once."""
    dele, lea = (world.people.setdefault(name, Person.arrive(name)) for name in ("Dele", "Lea"))
    db.session.add(lea)
    db.session.flush()
    Waiting.knock(world.circle, dele, world.ines.id)
    world.circle.covenant = "We ask. We answer as we can. We do not count."
    world.places["Ines"].about = f"No nuts; {LONG}"


def _open_ones(world: World) -> dict[str, Need]:
    days = [world.tomorrow(days=1), world.tomorrow(days=2, wanted=3), world.tomorrow(days=3)]
    asked = world.ask("Sam", openings=days, private_details="14 Maple Street, gate 2284")
    world.promise(asked, "Ines", 0, "The lentil one Noa liked")
    world.promise(asked, "Omar", 1)
    full = world.ask("Sam", kind="ride", title="A ride to the clinic")
    world.promise(full, "Omar")
    yours = world.ask(kind="presence", title="Someone to sit with me", details="Just company.")
    world.promise(yours, "Ines", note="With pleasure")
    long = world.ask("Ines", kind="wisdom", title=LONG, details=f"{LONG} {LONG}", openings=days)
    world.promise(long, "Ruth", note=LONG)
    again = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU,TH", wanted=2, title="Dinners for the family")
    sign_up_for_all(Series.of(again.id), world.ines, "The lentil one")
    world.promise(again, "Omar", slot=2)
    call_off(again.slots[1], world.ruth)
    db.session.commit()
    return {
        "series": again,
        "open": asked,
        "full": full,
        "yours": yours,
        "long": long,
        "past": _past(world),
    }


def _past(world: World) -> Need:
    now = clock.now()
    world.at(now - timedelta(days=2))
    days = [world.tomorrow(days=1), world.tomorrow(days=5)]
    need = world.ask("Omar", kind="errand", title="A few things from the shop", openings=days)
    world.promise(need, "Ines")
    clock.reset_clock()
    return need


def _ended_ones(world: World) -> dict[str, Need]:
    closed = world.ask(title="Someone to water the beans", kind="hands")
    closed.close(world.ruth)
    withdrawn = world.ask(title="A ladder", kind="lend")
    withdrawn.withdraw(world.ruth)
    db.session.commit()
    return {"closed": closed, "withdrawn": withdrawn}
