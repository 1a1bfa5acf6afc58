"""Who comes in where: every route that names something, tried by everybody.

Ruth asks, Ines has said yes, Omar looks on, Sam coordinates. Clara belongs to another circle, and
to her everything is as if it did not exist: the same bytes as for something that does not.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from circles import clock
from circles.accounts import Passkey, Person, Session
from circles.calendar import Feed
from circles.database import db
from circles.membership import Invitation, Waiting
from circles.membership.season import Willing
from circles.needs import Opening
from circles.needs.thread import Message
from tests.needs.hands import hand_that_waits
from tests.rules.repository import none_of

MEMBERS = ("Ruth", "Sam", "Ines", "Omar")
SETTINGS = {"name": "Elm", "time_zone": "Europe/London", "fading_days": "14"}
NEED = {"kind": "meal", "title": "Dinner for four"}
CHOICES = {"news": "mine", "lock_screen": "nothing", "evening_at": "", "minutes_before": "0"}
A_DAY = {"day_0": (clock.now() + timedelta(days=5)).date().isoformat()}


@dataclass(frozen=True)
class Door:
    """A route, how it is knocked at, and who is let in; the other members get `refused`."""

    method: str
    opens_to: tuple[str, ...]
    refused: int = 404
    form: dict[str, str] = field(default_factory=dict)
    json: dict[str, Any] | None = None
    once: bool = False
    """Whether it closes behind the first who comes in."""


DOORS = {
    "accounts.sign_out_device": Door("POST", ("Ruth",), once=True),
    "accounts.show_passkey": Door("GET", ("Ruth",)),
    "accounts.rename_passkey": Door("POST", ("Ruth",), form={"name": "Blue phone"}),
    "accounts.remove_passkey": Door("POST", ("Ruth",), once=True),
    "accounts_api.sign_device_out": Door("DELETE", ("Ruth",), once=True),
    "calendar.show_circle_agenda": Door("GET", MEMBERS),
    "calendar.revoke_feed": Door("POST", ("Ruth",), once=True),
    "calendar.send_feed": Door("GET", ()),  # opened by a secret, and by nothing one is
    "calendar.send_slot": Door("GET", MEMBERS),
    "membership.let_back_in": Door("POST", ("Sam",), refused=403),
    "membership.show_way_back": Door("GET", ("Sam",), refused=403),
    "membership.invite": Door("POST", MEMBERS),
    "membership.show_invitation": Door("GET", ("Ines", "Sam")),
    "membership.withdraw_invitation": Door("POST", ("Ines", "Sam"), once=True),
    "membership.welcome": Door("POST", ("Sam",), refused=403, once=True),
    "membership.decline": Door("POST", ("Sam",), refused=403, once=True),
    "membership_api.welcome": Door("POST", ("Sam",), refused=403, once=True),
    "membership.make_code": Door("POST", ("Ines", "Sam")),
    "membership.show_poster": Door("GET", ("Ines", "Sam")),
    "membership.show_members": Door("GET", MEMBERS),
    "membership.show_member": Door("GET", MEMBERS),
    "membership.update_about": Door("POST", ("Omar",), refused=403),
    "membership.update_role": Door("POST", ("Sam",), refused=403, form={"role": "coordinator"}),
    "membership.show_removal": Door("GET", ("Sam",), refused=403),
    "membership.remove_member": Door("POST", ("Sam",), refused=403, once=True),
    "membership.show_settings": Door("GET", ("Sam",), refused=403),
    "membership.update_settings": Door("POST", ("Sam",), refused=403, form=SETTINGS),
    "membership.read_covenant": Door("POST", MEMBERS),
    "membership.show_log": Door("GET", MEMBERS),
    "membership.show_leaving": Door("GET", MEMBERS),
    "membership.leave_circle": Door("POST", ("Ruth", "Ines", "Omar"), refused=409),
    "membership_api.update_circle": Door("PATCH", ("Sam",), refused=403, json={"name": "Elm"}),
    "membership_api.update_membership": Door(
        "PATCH", ("Sam",), refused=403, json={"role": "coordinator"}
    ),
    "membership_api.end_membership": Door("DELETE", ("Omar", "Sam"), refused=403, once=True),
    "membership.like_a_turn": Door("POST", MEMBERS),
    "membership.rather_not": Door("POST", MEMBERS),
    "membership.stay": Door("POST", ("Sam",), refused=409),
    "membership.hand_over_to": Door("POST", ("Sam",), refused=403, once=True),
    "membership.show_closing": Door("GET", MEMBERS),
    "membership.propose_to_close": Door("POST", ("Sam",), refused=403),
    "membership.withdraw_from_closing": Door("POST", ("Sam",), refused=403),
    "membership.show_closed": Door("GET", ()),  # the circle is there still
    "membership_api.show_circle": Door("GET", MEMBERS),
    "membership_api.list_members": Door("GET", MEMBERS),
    "membership_api.invite": Door("POST", MEMBERS, json={"kind": "personal"}),
    "membership_api.withdraw_invitation": Door("DELETE", ("Ines", "Sam"), once=True),
    "notifications.show_circle_choices": Door("GET", MEMBERS),
    "notifications.update_circle_choices": Door("POST", MEMBERS, form=CHOICES),
    "notifications.hear_less": Door("POST", MEMBERS, form={"less": "mine"}),
    "notifications_api.show_preferences": Door("GET", MEMBERS),
    "notifications_api.update_preferences": Door("PATCH", MEMBERS, json={"news": "mine"}),
    "notifications.show_letter_end": Door("GET", ()),  # opened by a secret, as a feed
    "notifications.end_letters": Door("POST", (), form={"List-Unsubscribe": "One-Click"}),
    "needs.show_circle_board": Door("GET", MEMBERS),
    "needs.ask": Door("POST", MEMBERS, form={**NEED, "when": "whenever", "wanted": "1"}),
    "needs.show_need": Door("GET", MEMBERS),
    "needs.show_edit": Door("GET", ("Ruth",), refused=403),
    "needs.show_days": Door("GET", ("Ruth",), refused=403),
    "needs.add": Door("POST", ("Ruth",), refused=403, form=A_DAY),
    "needs.show_day": Door("GET", ("Ruth",), refused=403),
    "needs.move_day": Door("POST", ("Ruth",), refused=403, form=A_DAY),
    "needs.call_day_off": Door("POST", ("Ruth",), refused=403, once=True),
    "needs.sign_up_for_all": Door("POST", ("Sam", "Ines", "Omar"), refused=409),
    "needs.release_all": Door("POST", MEMBERS),
    "needs.update": Door("POST", ("Ruth",), refused=403, form=NEED),
    "needs.say_enough": Door("POST", ("Ruth",), refused=403),
    "needs.take_enough_back": Door("POST", ("Ruth",), refused=403),
    "needs.close": Door("POST", ("Ruth",), refused=403),
    "needs.withdraw": Door("POST", ("Ruth",), refused=403),
    "needs.consent": Door("POST", (), refused=403, form={"agrees": "true"}),  # it is for herself
    "needs.regret": Door("POST", (), refused=403),  # nobody is asked for it in person
    "needs_api.regret": Door("PUT", (), refused=403),
    "needs.show_audience": Door("GET", ("Ruth",), refused=403),
    "needs.update_audience": Door("POST", ("Ruth",), refused=403, form={"audience": "everyone"}),
    "needs.sign_up": Door("POST", ("Sam", "Ines", "Omar"), refused=409),
    "needs.release": Door("POST", MEMBERS),
    "needs.write": Door("POST", MEMBERS, form={"words": "How are you?"}),
    "needs.take_back": Door("POST", ("Ines",), refused=403, once=True),
    "needs.answer_to_hand": Door(
        "POST", ("Ruth",), refused=403, form={"agrees": "true"}, once=True
    ),
    "needs.draw_hands": Door("POST", ("Ruth",), refused=403, form={"by": "chance"}),
    "needs.come": Door("POST", ("Sam", "Ines", "Omar"), refused=409),
    "needs.go": Door("POST", MEMBERS),
    "needs.thank": Door("POST", ("Ruth",), refused=403),
    "needs.renew": Door("POST", ("Ruth",), refused=403),
    "needs_api.list_messages": Door("GET", MEMBERS),
    "needs_api.write_message": Door("POST", MEMBERS, json={"words": "How are you?"}),
    "needs_api.take_message_back": Door("DELETE", ("Ines",), refused=403, once=True),
    "needs_api.list_companions": Door("GET", MEMBERS),
    "needs_api.be_with_them": Door("PUT", ("Sam", "Ines", "Omar"), refused=409),
    "needs_api.be_with_them_no_more": Door("DELETE", MEMBERS),
    "needs_api.list_thanks": Door("GET", MEMBERS),
    "needs_api.say_thanks": Door("PUT", ("Ruth",), refused=403, json={}),
    "needs_api.renew_need": Door("POST", ("Ruth",), refused=403),
    "needs_api.list_needs": Door("GET", MEMBERS),
    "needs_api.ask": Door("POST", MEMBERS, json=NEED),
    "needs_api.show_need": Door("GET", MEMBERS),
    "needs_api.update_need": Door("PATCH", ("Ruth",), refused=403, json={"title": "Supper"}),
    "needs_api.say_it_is_enough": Door("POST", ("Ruth",), refused=403),
    "needs_api.open_it_again": Door("DELETE", ("Ruth",), refused=403),
    "needs_api.close_need": Door("POST", ("Ruth",), refused=403),
    "needs_api.withdraw_need": Door("POST", ("Ruth",), refused=403),
    "needs_api.consent": Door("POST", (), refused=403, json={"agrees": True}),
    "needs_api.say_yes": Door("PUT", ("Sam", "Ines", "Omar"), refused=409, json={}),
    "needs_api.step_back": Door("DELETE", MEMBERS),
    "needs_api.list_hands": Door("GET", ("Ruth",), refused=403),
    "needs_api.answer_to_hand": Door("PUT", ("Ruth",), json={"agrees": True}, once=True),
    "needs_api.draw_hands": Door("POST", ("Ruth",), refused=403, json={}),
    "needs_api.add_slot": Door("POST", ("Ruth",), refused=403, json={}),
    "needs_api.update_slot": Door("PATCH", ("Ruth",), refused=403, json={"wanted": 5}),
    "needs_api.call_slot_off": Door("DELETE", ("Ruth",), refused=403, once=True),
    "needs_api.say_yes_to_all": Door("PUT", ("Sam", "Ines", "Omar"), refused=409, json={}),
    "needs_api.step_back_from_all": Door("DELETE", MEMBERS),
    "offers.offer": Door("POST", MEMBERS, form=NEED),
    "offers.show_offer": Door("GET", MEMBERS),
    "offers.show_edit": Door("GET", ("Ruth",), refused=403),
    "offers.update": Door("POST", ("Ruth",), refused=403, form=NEED),
    "offers.pause": Door("POST", ("Ruth",), refused=403),
    "offers.renew": Door("POST", ("Ruth",), refused=403),
    "offers.take_back": Door("POST", ("Ruth",), refused=403, once=True),
    "offers.ask": Door("POST", ("Sam", "Ines", "Omar"), refused=409, form=NEED),
    "offers_api.list_offers": Door("GET", MEMBERS),
    "offers_api.make_offer": Door("POST", MEMBERS, json=NEED),
    "offers_api.show_offer": Door("GET", MEMBERS),
    "offers_api.update_offer": Door("PATCH", ("Ruth",), refused=403, json={"title": "Supper"}),
    "offers_api.take_offer_back": Door("DELETE", ("Ruth",), refused=403, once=True),
    "offers_api.say_yes_please": Door("POST", ("Sam", "Ines", "Omar"), refused=409, json={}),
}


@pytest.fixture
def known(world) -> dict[str, uuid.UUID]:
    """What the routes name, by the names of their arguments."""
    need = world.ask("Ruth", openings=[world.tomorrow(wanted=4), Opening()])
    repeating = world.repeat("Ruth", rule="FREQ=WEEKLY", wanted=4)
    world.promise(need, "Ines")
    world.promise(need, "Ines", slot=1)
    message = Message.write(need, world.ines, "Gladly")
    invitation = Invitation.make(world.places["Ines"])
    phone = Session.open(world.ruth, "an old phone")
    passkey = passkey_of(world.ruth)
    waiting = Waiting.knock(world.circle, Person.arrive("Dele"), world.ines.id)
    Willing.say(world.places["Omar"])
    feed = feed_of(phone)
    db.session.commit()
    return {
        "feed_id": feed.id,
        "secret": uuid.uuid4(),
        "circle_id": world.circle.id,
        "need_id": need.id,
        "slot_id": need.slots[0].id,
        "series_id": repeating.slots[0].series_id,
        "message_id": message.id,
        "offer_id": world.offer("Ruth").id,
        "hand_id": hand_that_waits(world, "Ruth", "Omar").id,
        "person_id": world.ines.id,
        "invitation_id": invitation.id,
        "session_id": phone.id,
        "passkey_id": passkey.id,
        "waiting_id": waiting.id,
        "membership_id": world.places["Omar"].id,
    }


def feed_of(device: Session) -> Feed:
    db.session.flush()
    return Feed.make(device)


def passkey_of(person: Person) -> Passkey:
    """One that no phone has."""
    passkey = Passkey(
        person_id=person.id, credential_id=b"x", public_key=b"x", sign_number=0, name="A phone"
    )
    db.session.add(passkey)
    return passkey


def knock(client: FlaskClient, endpoint: str, names: dict[str, uuid.UUID]) -> Any:
    door = DOORS[endpoint]
    app = client.application
    (rule,) = (rule for rule in app.url_map.iter_rules(endpoint) if door.method in rule.methods)
    named = {name: names[name] for name in rule.arguments}
    address = app.url_map.bind("localhost").build(endpoint, named, method=door.method)
    sent = {"data": door.form} if door.json is None else {"json": door.json}
    return client.open(address, method=door.method, **sent)


def test_every_route_that_names_something_has_its_door(app):
    named = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments} - {"web.asset"}
    assert named == DOORS.keys()


@pytest.mark.parametrize("endpoint", DOORS)
def test_a_member_comes_in_where_the_door_says(endpoint, world, known):
    door = DOORS[endpoint]
    outside = [name for name in MEMBERS if name not in door.opens_to]
    inside = door.opens_to[:1] if door.once else door.opens_to
    # Those who are refused go first, while nothing has changed yet.
    answers = {name: knock(world.client(name), endpoint, known) for name in (*outside, *inside)}
    refused = {name for name, answer in answers.items() if answer.status_code == door.refused}
    assert refused == set(outside)
    none_of(
        f"{name} gets {answers[name].status}" for name in inside if answers[name].status_code >= 400
    )


# Whoever is refused everywhere changes nothing, so one circle is enough to knock at every door.


def test_to_a_stranger_nothing_exists(world, known):
    none_of(doors_that_tell(world.client("Clara"), known))


def test_whoever_has_left_is_a_stranger(world, known):
    ines = world.client("Ines")
    db.session.delete(world.places["Ines"])
    db.session.commit()
    none_of(doors_that_tell(ines, known))


def doors_that_tell(client: FlaskClient, known: dict[str, uuid.UUID]) -> Iterator[str]:
    """Those that answer otherwise than for what does not exist."""
    nowhere = {name: uuid.uuid4() for name in known}
    for endpoint in DOORS:
        there, not_there = knock(client, endpoint, known), knock(client, endpoint, nowhere)
        if there.status_code != 404 or told(there) != told(not_there):
            yield f"{endpoint} answers {there.status}, and otherwise {not_there.status}"


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Everything that an answer tells, but for the time."""
    headers = {name: value for name, value in answer.headers if name not in {"Date"}}
    return answer.status_code, answer.data, headers
