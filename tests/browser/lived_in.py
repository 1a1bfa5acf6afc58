"""A circle that has lived for a while, with something in every state a page can show."""

import secrets
from datetime import timedelta

from circles import clock
from circles.accounts import EmailAddress, Passkey, Person
from circles.database import db
from circles.membership import Circle, Invitation, Membership, Waiting
from circles.needs import Need, Opening, Series, let_lapse, sign_up_for_all
from circles.needs.answering import RAISE_HANDS, YES_FIRST, put_way_on
from circles.needs.companion import Companion
from circles.needs.days import call_off
from circles.needs.enough import say_enough
from circles.needs.own_say import answer
from circles.needs.regret import say_not_this_time
from circles.needs.thanks import Thanks
from circles.needs.thread import Message
from circles.notifications import fan_out
from circles.notifications.letter_end import LetterEnd
from circles.offers import Offer, ask_whether_offers_stand
from tests.world import World

HANDS = ("Someone for the evening", "A place in the boat", "Who feeds the hens")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def settle(world: World) -> dict[str, str]:
    """Let the circle live; ids of asks by their state, and the token of an invitation."""
    world.ines.rename(LONG[:40])
    elsewhere = Circle.start(LONG[:60], "Europe/London")
    Membership.admit(elsewhere, world.sam)
    _at_the_door(world)
    _elsewhere(world, elsewhere)
    needs = _open_ones(world) | _ended_ones(world) | _lapsing_ones(world)
    needs["thanked"] = _thanked(world)
    _talk_beneath(world, needs)
    offers = _offered(world)
    needs |= _taken_up(world, offers)
    invitation = Invitation.make(world.places["Sam"])
    passkey = _passkeys(world)
    _addresses(world)
    db.session.commit()
    fan_out()
    return {name: str(one.id) for name, one in (needs | offers).items()} | {
        "day": str(needs["yours"].slots[0].id),
        "token": str(invitation.token),
        "circle": str(world.circle.id),
        "elm": str(world.other_circle.id),
        "member": str(world.places["Ines"].id),
        "passkey": str(passkey.id),
        "letter": LetterEnd.secret(world.places["Omar"].id, "news"),
        "month": f"{world.day(3):%Y-%m}",
        "far": f"{world.day(400):%Y-%m}",
    }


def _addresses(world: World) -> None:
    """Ines gets letters; those to Omar come back."""
    for person in (world.ines, world.omar):
        EmailAddress.confirm(person.id, f"{person.id}@{LONG[:40]}.org")
    back = EmailAddress.of(world.omar)
    assert back is not None
    db.session.execute(EmailAddress.note_refusal(back.id))


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
    few = world.ask("Sam", title="A word with a few", address=world.address("Ines", "Omar"))
    more = _for_others(world) | _answered_ones(world, days) | _repeating(world) | _hands(world)
    return more | {
        "few": few,
        "open": asked,
        "full": full,
        "yours": yours,
        "long": long,
        "past": _past(world),
    }


def _repeating(world: World) -> dict[str, Need]:
    again = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU,TH", wanted=2, title="Dinners for the family")
    sign_up_for_all(Series.of(again.id), world.ines, "The lentil one")
    world.promise(again, "Omar", slot=2)
    call_off(again.slots[1], world.ruth)
    db.session.commit()
    return {"series": again}


def _hands(world: World) -> dict[str, Need]:
    """Answered after a yes; by hands that are up still; and by hands among which Ruth chooses."""
    days = [world.tomorrow(days=3, wanted=2), world.tomorrow(days=4)]
    waits, raised, choosing = (world.ask(title=title, openings=days) for title in HANDS)
    for need, way in ((waits, YES_FIRST), (raised, RAISE_HANDS), (choosing, RAISE_HANDS)):
        put_way_on(need, way)
        for name in ("Ines", "Omar", "Sam"):
            world.promise(need, name, note=LONG if name == "Omar" else "")
    choosing.answering.hands_until = clock.now() - timedelta(minutes=1)
    db.session.commit()
    return {"waits": waits, "raised": raised, "choosing": choosing}


def _for_others(world: World) -> dict[str, Need]:
    """In each state of a yes; Sam asks for Ruth."""
    proposed, given, hidden, declined = (
        world.ask("Sam", kind="hands", title=title, address=world.address(for_member="Ruth"))
        for title in ("Someone to mow the lawn", "Wood for the stove", "The gutter", "A door")
    )
    answer(given, world.ruth, True)
    answer(hidden, world.ruth, True)
    answer(hidden, world.ruth, False)
    answer(declined, world.ruth, False)
    outside = world.ask("Ruth", address=world.address(for_name=LONG[:60], attested=True))
    return {
        "proposed": proposed,
        "given": given,
        "hidden": hidden,
        "declined": declined,
        "outside": outside,
    }


def _elsewhere(world: World, circle: Circle) -> None:
    """Sam has said yes in another circle, too."""
    place = world.add("Noa", circle)
    place.person.rename(LONG[:30])
    need = world.ask("Noa", kind="hands", title=LONG, openings=[world.tomorrow(days=3)])
    world.promise(need, "Sam")


def _answered_ones(world: World, days: list[Opening]) -> dict[str, Need]:
    meal = {"eaters": 4, "never": f"Nuts, {LONG}", "rather_not": "Fish", "door": "leave"}
    answered = world.ask(
        "Sam",
        title="Dinners for a while",
        openings=days,
        answers={**meal, "bring_when": "After 6", "dishes": "back", "no_reply": True},
    )
    world.promise(answered, "Ines", 0, "The lentil one Noa liked")
    world.promise(answered, "Omar", 1, "Soup")
    way = {
        "from": "14 Maple Street",
        "to": f"The clinic, {LONG}",
        "may_move": True,
        "back": "maybe",
    }
    ride = world.ask("Sam", kind="ride", title="To the eye clinic", answers=way)
    world.promise(ride, "Ines")
    enough = world.ask("Omar", kind="presence", title="Company", openings=days)
    world.promise(enough, "Ines")
    say_enough(enough, world.omar)
    return {"answered": answered, "ride": ride, "enough": enough}


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


def _lapsing_ones(world: World) -> dict[str, Need]:
    """Over for some days: one without a day, one with days that have passed."""
    now = clock.now()
    world.at(now - timedelta(days=36))
    waiting = world.ask(kind="lend", title="A ladder for the attic", openings=[Opening()])
    world.at(now - timedelta(days=6))
    passed = world.ask(kind="ride", title="A ride to the sea")
    clock.reset_clock()
    let_lapse()
    return {"lapsing": waiting, "passed": passed}


def _thanked(world: World) -> Need:
    """Sam asked without a day; Ines and Ruth said yes, and he has thanked Ruth."""
    whenever = [Opening(wanted=2)]
    need = world.ask("Sam", kind="hands", title="A pair of hands", openings=whenever)
    world.promise(need, "Ines")
    world.promise(need, "Ruth")
    Thanks.say(need, world.sam, world.ruth.id, f"The shelf holds. {LONG}")
    return need


def _offered(world: World) -> dict[str, Offer]:
    """In every state: standing, to a few, paused, and asked whether it still stands."""
    now = clock.now()
    world.at(now - timedelta(weeks=9))
    long_ago = world.offer("Ruth", kind="hands", title="Two hands for an hour")
    clock.reset_clock()
    ask_whether_offers_stand()
    paused = world.offer("Ruth", title="Bread on Fridays", weekdays="FR")
    paused.pause(world.ruth)
    long = {"title": LONG, "suits": LONG, "details": f"{LONG} {LONG}"}
    return {
        "offer_asked": long_ago,
        "offer_paused": paused,
        "offer_long": world.offer("Omar", kind="presence", weekdays="MO,TU,WE,TH", **long),
        "offer_few": world.offer("Ruth", kind="wisdom", title="Gardens", chosen=[world.ines.id]),
        "offer": world.offer("Sam", title="Lentil soup", weekdays="TU", until=world.day(30)),
        "offer_yours": world.offer("Ruth", kind="lend", title="A ladder to borrow"),
    }


def _taken_up(world: World, offers: dict[str, Offer]) -> dict[str, Need]:
    """What Ines would like of Ruth, and what Ruth would have liked of Sam and of Omar."""
    refused = world.take_up(world.offer("Sam", kind="ride", title="A seat in my car"), "Ruth")
    say_not_this_time(refused, world.sam)
    return {
        "request": world.take_up(offers["offer_yours"], "Ines", details=LONG),
        "requested": world.take_up(offers["offer_long"], "Ruth"),
        "refused": refused,
    }


def _talk_beneath(world: World, needs: dict[str, Need]) -> None:
    for person, words in (
        (world.ines, "I’ll make the lentil one Noa liked. Leave the dish on the step whenever."),
        (world.ruth, "You are good. No nuts, please."),
        (world.sam, LONG),
    ):
        world.later(minutes=1)
        Message.write(needs["open"], person, words)
    clock.reset_clock()
    for companion in (world.omar, world.ines):
        Companion.come(needs["open"], companion)
        Companion.come(needs["full"], companion)
    Companion.come(needs["full"], world.ruth)
