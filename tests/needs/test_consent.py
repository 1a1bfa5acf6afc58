"""Asking for someone else: nobody knows of it before their yes, and it stays theirs after it."""

import pytest
from sqlalchemy import select

from circles.accounts import Person, go_for_good
from circles.database import db
from circles.forgetting import forget
from circles.membership.parting import leave, what_leaving_means
from circles.needs import Need, SignUp, sign_up
from circles.needs.address import readdress
from circles.needs.consent import (
    DECLINED,
    TAKEN_BACK,
    Consent,
    NotYoursToSay,
    OnlyTheyWiden,
    YesComesFirst,
)
from circles.needs.need import NeedEnded, NotYourAsk
from circles.needs.own_say import answer
from circles.needs.sign_up import OwnAsk
from circles.notifications import fan_out
from tests.form_page import FormPage

TITLE = "Dinners for Ruth"
FOR_RUTH = "Sam would like to ask for you"


@pytest.fixture
def need(world) -> Need:
    """Sam would like to ask for Ruth."""
    return world.ask(
        "Sam", title=TITLE, private_details="gate 2284", address=world.address(for_member="Ruth")
    )


@pytest.fixture
def say(world, need):
    """Ruth says yes, or rather not."""

    def answered(agrees: bool, name: str = "Ruth") -> None:
        answer(need, world.people[name], agrees)
        db.session.commit()

    return answered


def say_yes(ruth, need: Need):
    """On the page, where it is read."""
    read = FormPage(ruth.get(f"/needs/{need.id}")).values["read"]
    return ruth.post(f"/needs/{need.id}/consent", data={"agrees": "true", "read": read})


def inbox(world, name: str) -> str:
    fan_out()
    return FormPage(world.client(name).get("/inbox")).words


def knowing(world, need: Need) -> set[str]:
    """Names of those to whom any page speaks of it."""
    pages = ("/", "/calendar", "/inbox", f"/needs/{need.id}")
    fan_out()
    return {
        name
        for name in world.people
        if any(TITLE in world.client(name).get(page).text for page in pages)
    }


def test_until_the_yes_only_the_two_know_of_it(world, need):
    assert knowing(world, need) == {"Sam", "Ruth"}
    assert f"{FOR_RUTH}: {TITLE}" in inbox(world, "Ruth")
    assert TITLE not in inbox(world, "Sam")


def test_with_the_yes_everyone_hears_of_it_and_whoever_asked(world, need, say):
    say(True)
    assert knowing(world, need) == {"Sam", "Ruth", "Ines", "Omar"}
    assert f"Sam asks for Ruth: {TITLE}" in inbox(world, "Ines")
    assert f"Ruth says yes: {TITLE}" in inbox(world, "Sam")
    assert TITLE not in inbox(world, "Ruth")
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}")).words
    assert "Asked by Sam, with Ruth’s yes" in page


def test_with_the_yes_only_those_it_speaks_to_hear_of_it(world):
    few = world.address("Ines", for_member="Ruth")
    need = world.ask("Sam", title=TITLE, address=few)
    answer(need, world.ruth, True)
    db.session.commit()
    assert knowing(world, need) == {"Sam", "Ruth", "Ines"}


def test_rather_not_takes_every_word_away_and_gives_no_reason(world, need, say):
    inbox(world, "Ruth")
    say(False)
    assert (need.ended_as, need.title, need.details, need.private_details) == (
        "withdrawn",
        "",
        "",
        None,
    )
    assert need.consent.state == DECLINED
    assert "Not this time." in inbox(world, "Sam")
    page = FormPage(world.client("Sam").get(f"/needs/{need.id}")).words
    assert "Something for Ruth" in page
    assert "Not this time." in page
    assert knowing(world, need) == set()
    assert world.client("Ines").get(f"/needs/{need.id}").status_code == 404


def test_rather_not_is_forgotten_after_two_days(world, need, say):
    say(False)
    key = need.id
    world.later(hours=47)
    forget()
    assert db.session.get(Need, key)
    world.later(hours=2)
    forget()
    db.session.expire_all()
    assert db.session.get(Need, key) is None
    assert not db.session.scalars(select(Consent)).all()


def test_a_yes_taken_back_hides_it_again(world, need, say):
    say(True)
    world.promise(need, "Ines")
    say(False)
    assert need.consent.state == TAKEN_BACK
    assert knowing(world, need) == {"Sam", "Ruth"}
    assert not db.session.scalars(select(SignUp)).all()
    assert "Something you had said yes to is no longer needed." in inbox(world, "Ines")
    assert "had said yes" not in inbox(world, "Omar")
    assert f"For now nobody else sees this: {TITLE}" in inbox(world, "Sam")
    say(True)
    assert knowing(world, need) == {"Sam", "Ruth", "Ines", "Omar"}


def test_nobody_else_says_yes_for_them(world, need, say):
    for name in ("Sam", "Ines"):
        with pytest.raises(NotYoursToSay):
            say(True, name)
    own = world.ask("Ruth")
    with pytest.raises(NotYoursToSay):
        answer(own, world.ruth, True)


def test_after_the_end_there_is_nothing_to_say(world, need, say):
    need.withdraw(world.sam)
    db.session.commit()
    with pytest.raises(NeedEnded):
        say(True)


def test_nobody_promises_before_the_yes(world, need, say):
    with pytest.raises(YesComesFirst):
        sign_up(need.slots[0], world.sam)
    say(True)
    with pytest.raises(OwnAsk):
        sign_up(need.slots[0], world.ruth)
    assert sign_up(need.slots[0], world.sam)


def test_both_hear_of_a_promise(world, need, say):
    say(True)
    inbox(world, "Ruth")
    world.promise(need, "Ines")
    for name in ("Ruth", "Sam"):
        assert f"Ines can: {TITLE}" in inbox(world, name)


def test_both_lead_it_and_nobody_else(world, need, say):
    say(True)
    for name in ("Sam", "Ruth"):
        need.change(world.people[name], title=f"{TITLE}, by {name}")
        db.session.commit()
        assert "gate 2284" in world.client(name).get(f"/needs/{need.id}").text
    with pytest.raises(NotYourAsk):
        need.change(world.ines, title="Mine")
    assert "gate 2284" not in world.client("Ines").get(f"/needs/{need.id}").text
    need.close(world.ruth)
    assert need.ended_as == "closed"


def test_one_of_the_two_hears_when_the_other_changes_it(world, need, say):
    say(True)
    inbox(world, "Ruth")
    need.change(world.sam, title=f"{TITLE}, no nuts")
    db.session.commit()
    assert f"This has other words now: {TITLE}, no nuts" in inbox(world, "Ruth")
    assert "other words" not in inbox(world, "Ines")


def test_a_yes_to_a_few_is_no_yes_to_more(world):
    need = world.ask("Sam", title=TITLE, address=world.address("Ines", for_member="Ruth"))
    readdress(need, world.sam, [world.ines.id, world.omar.id])  # before the yes
    answer(need, world.ruth, True)
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    with pytest.raises(OnlyTheyWiden):
        readdress(need, world.sam, [world.ines.id, world.omar.id])
    db.session.rollback()
    readdress(need, world.ruth, None)
    readdress(need, world.sam, [world.omar.id])
    db.session.commit()
    assert knowing(world, need) == {"Sam", "Ruth", "Omar"}


def test_who_leaves_hands_on_what_has_a_yes_and_withdraws_the_rest(world, need, say):
    say(True)
    waiting = world.ask("Sam", title="Not yet", address=world.address(for_member="Ruth"))
    world.places["Ines"].role = "coordinator"
    db.session.commit()
    means = [str(phrase) for phrase in what_leaving_means(world.places["Sam"])]
    assert "What was asked for someone who said yes to it stays, as their own ask." in means
    leave(world.places["Sam"])
    db.session.commit()
    assert need.is_open
    assert (need.posted_by_id, need.for_member_id, need.consent) == (world.ruth.id, None, None)
    assert waiting.ended_as == "withdrawn"
    assert "Asked by you" in world.client("Ruth").get(f"/needs/{need.id}").text


def test_when_they_leave_it_is_withdrawn(world, need, say):
    say(True)
    leave(world.places["Ruth"])
    db.session.commit()
    assert need.ended_as == "withdrawn"


def test_when_they_go_for_good_it_goes_and_helpers_hear_of_it(world, need, say):
    say(True)
    world.promise(need, "Ines")
    key = need.id
    go_for_good(world.ruth)
    db.session.commit()
    db.session.expire_all()
    assert db.session.get(Need, key) is None
    assert "Something you had said yes to is no longer needed." in inbox(world, "Ines")


def test_when_whoever_asked_goes_for_good_it_stays_theirs(world, need, say):
    say(True)
    world.promise(need, "Omar")
    world.places["Ines"].role = "coordinator"
    go_for_good(world.sam)
    db.session.commit()
    db.session.expire_all()
    kept = db.session.get(Need, need.id)
    assert (kept.posted_by_id, kept.for_member_id) == (world.ruth.id, None)
    assert SignUp.of(kept.slots[0], world.omar)
    assert not db.session.scalars(select(Person).where(Person.name == "Sam")).all()


def test_the_board_of_the_one_it_is_for_begins_with_it(world, need):
    world.ask("Ines", title="Today", openings=[world.tomorrow(days=0, hour=None)])
    page = world.client("Ruth").get("/")
    assert page.text.index(FOR_RUTH.split()[1]) < page.text.index("Today")
    assert f"/needs/{need.id}/consent" in FormPage(page).actions
    assert "Waits for the yes of" in FormPage(world.client("Sam").get("/")).words
    yes = say_yes(world.client("Ruth"), need)
    assert yes.location == f"/needs/{need.id}"
    assert f"/needs/{need.id}/consent" not in FormPage(world.client("Ruth").get("/")).actions


def test_the_page_lets_them_say_what_they_like(world, need):
    ruth, path = world.client("Ruth"), f"/needs/{need.id}"
    assert "would like to ask for you" in FormPage(ruth.get(path)).words
    assert f"{path}/consent" not in FormPage(world.client("Sam").get(path)).actions
    say_yes(ruth, need)
    assert "Take my yes back" in ruth.get(path).text
    ruth.post(f"{path}/consent", data={"agrees": "false"})
    assert "For now nobody else sees this." in ruth.get(path).text
    assert ruth.post(f"{path}/consent", data={"agrees": "perhaps"}).status_code == 422
