"""Going for good: the page says what it means, and afterwards nothing of the person is there."""

import uuid
from typing import get_args

import pytest

from circles.accounts import EmailAddress, Passkey, Person, ReEntry, Session, SpokenCode
from circles.accounts.passkey_challenge import PasskeyChallenge, Purpose
from circles.accounts.sign_in_code import SignInCode
from circles.database import db
from circles.fact import Fact
from circles.membership import Invitation, Waiting
from circles.membership.season import Willing
from circles.membership.way_back import make_way_back
from circles.notifications import Delivery, Notification, PushSubscription, fan_out
from circles.offline.replay import StoredAnswer
from tests.accounts.passkeys import add as add_passkey
from tests.api.program import Program
from tests.authenticator import Authenticator
from tests.notifications.phones import add_phone
from tests.push_device import Device
from tests.push_service import PushService
from tests.rules.test_secrets import dump

NAME = "Zwetschge"
WORDS = ("Quittenbrot", "Kellertreppe", "Haustür 2284", "Sauerteig", "Holunder", "Tante Mirl")
ADDRESS, PASSKEY = "zwetschge@care.example", "Handy"


@pytest.fixture
def service():
    with PushService() as running:
        yield running


@pytest.fixture
def environment(environment, service):
    return environment | {"CIRCLES_PUSH_ALLOWED_ORIGINS": service.origin}


@pytest.fixture
def phone(service) -> Device:
    return service.device()


def live(world, phone: Device) -> None:
    """Ruth does here whatever one can do."""
    world.ruth.rename(NAME)
    add_phone(world, "Ruth", phone)
    program, key = Program(world, "Ruth"), {"Idempotency-Key": str(uuid.uuid4())}
    asked = program.open(
        f"/circles/{world.circle.id}/needs",
        method="POST",
        headers=key,
        json={"kind": "meal", "title": WORDS[0], "details": WORDS[1], "private_details": WORDS[2]},
    )
    assert asked.status_code == 201
    promise_and_ask(world)
    add_passkey(world.client("Ruth"), Authenticator(), PASSKEY)
    give_ways_back(world.ruth)
    theirs = world.places["Ruth"]
    theirs.about = WORDS[4]
    SpokenCode.make("invitation", Invitation.make(theirs, note=WORDS[5]).id)
    Willing.say(theirs)
    Waiting.knock(world.other_circle, world.ruth, world.clara.id)
    Waiting.knock(world.circle, Person.arrive("Dele"), world.ruth.id)
    make_way_back(world.places["Sam"], theirs)
    db.session.commit()
    fan_out()
    world.ask("Sam", title="Not spread yet")


def give_ways_back(person: Person) -> None:
    EmailAddress.confirm(person.id, ADDRESS)
    for adds_for in (None, person):
        SignInCode.ask(ADDRESS, "en", adds_for)
    for purpose in get_args(Purpose):
        PasskeyChallenge.make(purpose, "a browser", person)
    SpokenCode.make("device", person.id)


def promise_and_ask(world) -> None:
    for title, days in (("Soup", 3), ("Bread", 1)):
        need = world.ask("Sam", title=title, openings=[world.tomorrow(days=days, wanted=2)])
        world.promise(need, "Ruth", note=WORDS[3])
    asked = world.ask("Ruth", title=WORDS[0], openings=[world.tomorrow()])
    world.promise(asked, "Ines")
    over = world.ask("Ruth", title=WORDS[1])
    over.close(world.ruth)
    db.session.commit()


def test_afterwards_nothing_of_them_is_there(world, phone):
    live(world, phone)
    person, place = world.ruth.id, world.places["Ruth"].id
    kept = dump()
    for trace in (NAME, PASSKEY, str(person), str(place), *WORDS[:2], *WORDS[3:]):
        assert trace in kept, f"{trace} would not be missed"
    assert world.client("Ruth").post("/you/farewell").location == "/"
    db.session.expire_all()
    assert_gone(person, place)
    fan_out()
    assert_gone(person, place)


def assert_gone(person: uuid.UUID, place: uuid.UUID) -> None:
    kept = dump()
    for trace in (NAME, PASSKEY, str(person), person.hex, str(place), place.hex, *WORDS):
        assert trace not in kept
    nobodys = (PushSubscription, Delivery, Willing, StoredAnswer, ReEntry, SpokenCode)
    nobodys += (EmailAddress, SignInCode, Passkey, PasskeyChallenge)
    assert not [noun for noun in nobodys if db.session.query(noun).count()]
    assert not db.session.query(Notification).filter_by(person_id=person).count()
    assert not db.session.query(Fact).filter_by(kind="phone.added").count()


def test_what_others_were_answered_stays(world):
    sam = Program(world, "Sam")
    address, key = f"/circles/{world.circle.id}/needs", {"Idempotency-Key": str(uuid.uuid4())}
    asked = {"kind": "meal", "title": "Soup"}
    first = sam.open(address, method="POST", headers=key, json=asked)
    assert Program(world, "Ruth").delete("/me").status_code == 204
    again = sam.open(address, method="POST", headers=key, json=asked)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.data == first.data


def test_the_log_goes_on_with_someone(world):
    world.places["Ines"].role = "coordinator"
    db.session.commit()
    world.client("Ines").post(f"/memberships/{world.places['Ruth'].id}/re-entry")
    world.client("Ines").post("/you/farewell")
    page = world.client("Omar").get(f"/circles/{world.circle.id}/log").text
    assert "<bdi>Someone</bdi> left." in page
    assert "lets <bdi>Ruth</bdi> back in" in page
    assert "Ines" not in page


def test_whoever_went_is_signed_out_everywhere_and_the_phone_is_emptied(world):
    here, elsewhere, program = world.client("Ruth"), world.client("Ruth"), Program(world, "Ruth")
    answer = here.post("/you/farewell")
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "nothing of you is kept" in here.get("/").text
    assert elsewhere.get("/you").status_code == 302
    assert program.get("/me").status_code == 401
    with here.session_transaction() as kept:
        assert {name for name in kept if not name.startswith("_perm")} == set()


def test_looking_changes_nothing(world):
    ruth = world.client("Ruth")
    page = ruth.get("/you/farewell").text
    assert "data-sign-out" in page
    assert 'href="/you/export"' in page
    assert ruth.get("/you").status_code == 200
    assert "/you/farewell" in ruth.get("/you").text


def test_a_program_goes_for_good(world):
    ruth, person = Program(world, "Ruth"), world.ruth.id
    answer = ruth.open("/me", method="DELETE", headers={"Idempotency-Key": str(uuid.uuid4())})
    assert (answer.status_code, answer.data) == (204, b"")
    assert ruth.get("/me").status_code == 401
    assert db.session.query(Session).filter_by(person_id=person).count() == 0


def test_a_program_is_told_what_comes_first(world):
    sam = Program(world, "Sam")
    problem = sam.delete("/me")
    assert problem.status_code == 409
    assert problem.json["code"] == "not_yet"
    assert problem.json["detail"] == "Pass on looking after Maple Street first."
    assert sam.get("/me").status_code == 200, "a refusal signs nobody out"


def test_whoever_is_in_no_circle_goes_too(world):
    world.people["Lea"] = Person.arrive("Lea")
    db.session.commit()
    assert world.client("Lea").post("/you/farewell").status_code == 303
    db.session.expire_all()
    assert db.session.query(Person).filter_by(name="Lea").count() == 0
