"""Who sees an ask: everyone here, whoever comes later too, or a few who were chosen."""

from itertools import product

import pytest
from sqlalchemy import select

from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs import Need, SignUp, sign_up
from circles.needs.address import SHOWN, readdress
from circles.needs.audience import Addressed, seen_by
from circles.needs.consent import STATES, Consent
from circles.needs.need import NeedEnded, NotYourAsk
from circles.notifications import fan_out
from circles.refusal import Invalid
from tests.form_page import FormPage

TITLE = "Someone to sit with me"


@pytest.fixture
def few(world) -> Need:
    """Ruth asks Ines and Omar, and not Sam."""
    return world.ask(title=TITLE, address=world.address("Ines", "Omar"))


@pytest.fixture
def seers(world):
    """Names of those who find the title on the board, the agenda, the inbox and the page."""

    def look(need: Need) -> dict[str, set[str]]:
        fan_out()
        pages = ("/", "/calendar", "/inbox", f"/needs/{need.id}")
        people = {page: {n for n in world.people if shows(world, n, page)} for page in pages}
        return {page.replace(str(need.id), "id"): names for page, names in people.items()}

    return look


def shows(world, name: str, page: str) -> bool:
    return TITLE in world.client(name).get(page).text


def told(world) -> set[str]:
    """Names of everyone who has news of it."""
    fan_out()
    found = set()
    for name in world.people:
        items = world.client(name).get("/inbox").text
        if TITLE in items:
            found.add(name)
    return found


def test_only_the_chosen_see_it_anywhere(few, seers):
    assert seers(few) == {
        "/": {"Ruth", "Ines", "Omar"},
        "/calendar": {"Ruth", "Ines", "Omar"},
        "/inbox": {"Ines", "Omar"},
        "/needs/id": {"Ruth", "Ines", "Omar"},
    }


def test_a_coordinator_sees_no_more_than_anyone(world, few):
    assert world.client("Sam").get(f"/needs/{few.id}").status_code == 404
    listed = world.client("Sam").get(f"/api/v1/circles/{world.circle.id}/needs").json
    assert listed["items"] == []


def test_who_joins_later_sees_what_is_for_everyone_and_nothing_else(world, few):
    world.ask(title="For everyone")
    world.add("Jo")
    db.session.commit()
    page = world.client("Jo").get("/").text
    assert "For everyone" in page
    assert TITLE not in page


def test_whoever_leaves_and_comes_back_is_a_later_joiner(world, few):
    db.session.delete(world.places["Ines"])
    db.session.commit()
    assert world.client("Ines").get(f"/needs/{few.id}").status_code == 404
    Membership.admit(world.circle, world.ines)
    db.session.commit()
    assert world.client("Ines").get(f"/needs/{few.id}").status_code == 404
    assert world.client("Omar").get(f"/needs/{few.id}").status_code == 200


def test_news_of_a_place_that_opened_reaches_the_chosen_alone(world, few, seers):
    world.promise(few, "Ines")
    SignUp.of(few.slots[0], world.ines).release()
    db.session.commit()
    assert seers(few)["/inbox"] == {"Ruth", "Ines", "Omar"}


def test_those_who_were_narrowed_away_find_nothing_of_it_in_their_inbox(world, seers):
    need = world.ask(title=TITLE)
    assert seers(need)["/inbox"] == {"Sam", "Ines", "Omar"}
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    assert seers(need)["/inbox"] == {"Ines"}
    assert seers(need)["/"] == {"Ruth", "Ines"}


def test_whoever_has_said_yes_stays(world, seers):
    need = world.ask(title=TITLE)
    world.promise(need, "Omar")
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    assert seers(need)["/needs/id"] == {"Ruth", "Ines", "Omar"}
    assert SignUp.of(need.slots[0], world.omar)


def test_only_those_to_whom_it_is_new_hear_of_it(world, few):
    fan_out()
    readdress(few, world.ruth, [world.ines.id, world.sam.id])
    db.session.commit()
    facts = db.session.scalars(select(Fact).where(Fact.kind == SHOWN)).all()
    assert [fact.detail_id for fact in facts] == [world.places["Sam"].id]
    assert told(world) == {"Sam", "Ines"}
    readdress(few, world.ruth, None)
    db.session.commit()
    facts = db.session.scalars(select(Fact).where(Fact.kind == SHOWN)).all()
    assert {fact.detail_id for fact in facts} == {world.places[n].id for n in ("Sam", "Omar")}


def test_a_yes_that_comes_as_it_is_narrowed_is_too_late(world):
    need = world.ask()
    slot = need.slots[0]
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    with pytest.raises(NeedEnded):
        sign_up(slot, world.omar)


def test_nobody_else_may_choose_and_nothing_may_be_chosen_after_the_end(world, few):
    with pytest.raises(NotYourAsk):
        readdress(few, world.ines, None)
    few.withdraw(world.ruth)
    db.session.commit()
    with pytest.raises(NeedEnded):
        readdress(few, world.ruth, None)


@pytest.mark.parametrize(
    "chosen", [lambda w: [], lambda w: [w.ruth.id], lambda w: [w.clara.id, w.ines.id]]
)
def test_at_least_one_of_this_circle_is_chosen(world, few, chosen):
    with pytest.raises(Invalid) as refused:
        readdress(few, world.ruth, chosen(world))
    assert refused.value.field == "chosen"
    db.session.rollback()
    with pytest.raises(Invalid):
        world.ask(address=type(world.address())(chosen(world)))


def test_the_rule_in_sql_and_the_rule_in_python_agree(world):
    """For every audience, state of a yes, and person."""
    asks = [
        world.ask("Sam", title=TITLE, address=world.address(*few, for_member=whom))
        for few, whom in product(((), ("Ines",)), (None, "Ruth"))
    ]
    db.session.commit()
    compared = 0
    for state, need in product(STATES, asks):
        db.session.query(Consent).update({"state": state})
        db.session.expire_all()
        for name in ("Ruth", "Sam", "Ines", "Omar"):
            person = world.people[name]
            found = select(Need.id).where(Need.id == need.id, seen_by(Need, person.id))
            assert (db.session.scalar(found) is not None) == need.is_shown_to(person.id)
            compared += 1
    assert compared == 64


def test_an_ask_takes_its_audience_along_when_it_goes(world, few):
    db.session.delete(few)
    db.session.commit()
    assert not db.session.scalars(select(Addressed)).all()


def test_the_few_stand_by_name_for_whoever_asked_and_for_nobody_else(world, few):
    page = FormPage(world.client("Ruth").get(f"/needs/{few.id}")).words
    assert "Ines and Omar see this." in page
    page = FormPage(world.client("Ines").get(f"/needs/{few.id}")).words
    assert "Only a few people see this." in page
    assert "Omar" not in page


def test_who_sees_it_is_changed_on_a_page_of_its_own(world, few):
    ruth, path = world.client("Ruth"), f"/needs/{few.id}/audience"
    form = FormPage(ruth.get(path)).values
    ines, sam, omar = (f"chosen_{world.people[name].id}" for name in ("Ines", "Sam", "Omar"))
    assert form == {"audience": "chosen", ines: "on", omar: "on"}
    assert ruth.post(path, data={"audience": "chosen", sam: "on"}).status_code == 303
    assert "Sam sees this." in ruth.get(f"/needs/{few.id}").text
    assert ruth.post(path, data={"audience": "everyone"}).status_code == 303
    assert "Everyone here sees this." in ruth.get(f"/needs/{few.id}").text


def test_names_beside_everyone_are_asked_about(world, few):
    ruth, path = world.client("Ruth"), f"/needs/{few.id}/audience"
    sam = f"chosen_{world.sam.id}"
    page = FormPage(ruth.post(path, data={"audience": "everyone", sam: "on"}))
    assert page.status == 422
    assert page.errors["chosen"].startswith("You chose names.")
    assert page.values[sam]
    page = FormPage(ruth.post(path, data={"audience": "chosen"}))
    assert page.errors == {"chosen": "Please choose at least one person."}


def test_asking_a_few_from_the_form(world, seers):
    ines = f"chosen_{world.ines.id}"
    form = {"kind": "presence", "title": TITLE, "when": str(world.day(1)), "audience": "chosen"}
    path = f"/circles/{world.circle.id}/needs"
    ruth = world.client("Ruth")
    page = FormPage(ruth.post(path, data=form))
    assert page.errors == {"chosen": "Please choose at least one person."}
    assert ruth.post(path, data=form | {ines: "on"}).status_code == 303
    need = db.session.scalars(select(Need)).one()
    assert seers(need)["/inbox"] == {"Ines"}
    assert seers(need)["/"] == {"Ruth", "Ines"}


def test_news_of_an_ask_for_everyone_reaches_everyone(world):
    world.ask(title=TITLE)
    assert told(world) == {"Sam", "Ines", "Omar"}
