"""Coming in by a link: look, say a name, be there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from circles.database import db
from circles.membership import Circle, Invitation, Membership
from tests.form_page import FormPage
from tests.world import SAME_ORIGIN

LOOK, JOIN = "/join/invitation", "/join"
DEAD = ("unknown", "spent", "expired", "withdrawn", "without whoever made it")


@pytest.fixture
def token(world) -> str:
    return invite(world)


@pytest.fixture
def stranger(world):
    return world.client()


def invite(world, name: str = "Sam") -> str:
    invitation = Invitation.make(world.places[name])
    db.session.commit()
    return invitation.token


def dead(world, why: str) -> str:
    """A token that opens nothing."""
    invitation = Invitation.make(world.places["Sam"])
    db.session.flush()
    if why == "spent":
        invitation.redeem()
    elif why == "withdrawn":
        invitation.withdraw(world.sam)
    elif why == "expired":
        invitation.expires_at -= timedelta(days=7, seconds=1)
    elif why == "without whoever made it":
        db.session.delete(world.places["Sam"])
    db.session.commit()
    return "A" * 43 if why == "unknown" else invitation.token


def look(browser, token: str) -> FormPage:
    """The page that says who invites; looking leads there, so that going back is harmless."""
    return FormPage(browser.get(browser.post(LOOK, data={"token": token}).location))


def members(world) -> int:
    return db.session.scalar(
        select(func.count(Membership.id)).where(Membership.circle_id == world.circle.id)
    )


def test_the_invitation_tells_who_invites_and_where_to(stranger, token):
    looked = stranger.post(LOOK, data={"token": token})
    assert looked.status_code == 303, "going back sends no form again"
    page = FormPage(stranger.get(looked.location))
    assert page.status == 200
    assert "Sam invites you to" in page.words
    assert "Maple Street" in page.words
    assert page.values == {"token": token, "name": ""}
    assert page.actions == [JOIN]


def test_a_name_is_all_it_takes(world, stranger, token):
    answer = stranger.post(JOIN, data={"token": token, "name": " Noor "})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Welcome. It is good that you are here." in stranger.get("/").text
    assert ">Noor<" in stranger.get("/circle").text


def test_a_phone_stays_signed_in_when_its_browser_is_closed(stranger, token):
    answer = stranger.post(JOIN, data={"token": token, "name": "Noor"})
    cookie = answer.headers["Set-Cookie"]
    assert "Expires=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("pasted", ["http://localhost/join#{}", "#{}", " {}\n", "a b#{}"])
def test_the_whole_link_may_be_pasted(stranger, token, pasted):
    typed = pasted.format(token)
    assert look(stranger, typed).status == 200
    assert stranger.post(JOIN, data={"token": typed, "name": "Noor"}).status_code == 303


def test_looking_uses_nothing_up(world, stranger, token):
    for method, path in (("GET", JOIN), ("HEAD", JOIN), ("GET", f"{JOIN}?token={token}")):
        assert stranger.open(path, method=method).status_code == 200
    for _ in range(3):
        stranger.post(LOOK, data={"token": token})
    assert members(world) == 4
    assert stranger.post(JOIN, data={"token": token, "name": "Noor"}).status_code == 303


@pytest.mark.parametrize("path", [LOOK, JOIN])
def test_whatever_a_token_died_of_the_answer_is_the_same(world, path):
    def answer(why: str) -> tuple[int, str, dict[str, str]]:
        token = dead(world, why)
        page = FormPage(world.client().post(path, data={"token": token, "name": "Noor"}))
        assert page.values["token"] == token
        return page.status, page.words, page.errors

    answers = [answer(why) for why in DEAD]
    assert answers == [answers[0]] * len(DEAD)
    status, _, errors = answers[0]
    assert status == 410
    assert errors["token"].startswith("This invitation does not work any more.")


@pytest.mark.parametrize("path", [LOOK, JOIN])
@pytest.mark.parametrize("token", ["", " ", "x" * 10_000, "\u202ea", "a\0b", "\u200b", "ü" * 43])
def test_a_token_that_cannot_be_one_is_a_sentence_beside_it(stranger, path, token):
    page = FormPage(stranger.post(path, data={"token": token, "name": "Noor"}))
    assert page.status in (410, 422)
    assert list(page.errors) == ["token"]
    assert page.values["token"] == token


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "\u202eliam", "Ru\0th", "\u200b"])
def test_a_name_that_cannot_be_is_a_sentence_beside_it(world, stranger, token, name):
    page = FormPage(stranger.post(JOIN, data={"token": token, "name": name}))
    assert page.status == 422
    assert list(page.errors) == ["name"] == list(page.described)
    assert page.values == {"token": token, "name": name}
    assert "Sam invites you to" in page.words
    assert members(world) == 4
    assert stranger.post(JOIN, data={"token": token, "name": "Noor"}).status_code == 303


def test_a_wrong_name_and_a_dead_token_are_a_sentence(world, stranger):
    page = FormPage(stranger.post(JOIN, data={"token": dead(world, "spent"), "name": ""}))
    assert page.status in (410, 422)
    assert "This invitation does not work any more." in page.words


def test_an_empty_form_is_a_sentence(stranger):
    assert FormPage(stranger.post(JOIN, data={})).errors["token"]
    assert FormPage(stranger.post(LOOK, data={})).errors["token"]


def test_a_name_is_shown_as_words_and_nothing_else(world, stranger, token):
    name = "<script>alert(1)</script>&amp;"
    stranger.post(JOIN, data={"token": token, "name": name})
    page = stranger.get("/circle").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page


def test_who_is_signed_in_joins_a_second_circle_without_a_name(world, token):
    clara = world.client("Clara")
    page = look(clara, token)
    assert page.values == {"token": token}
    assert clara.post(JOIN, data={"token": token}).status_code == 303
    assert [c.name for c in Circle.of(world.clara)] == ["Elm Road", "Maple Street"]
    assert "Maple Street" in clara.get("/").text
    assert members(world) == 5


def test_who_is_here_already_is_told_and_the_invitation_stays_good(world, stranger, token):
    answer = world.client("Omar").post(JOIN, data={"token": token})
    assert answer.status_code == 409
    assert "You are in this circle already." in answer.text
    assert stranger.post(JOIN, data={"token": token, "name": "Noor"}).status_code == 303


def test_of_sixteen_phones_that_join_at_once_one_comes_in(app, world, token):
    def join(number: int) -> int:
        phone = app.test_client()
        form = {"token": token, "name": f"Guest {number}"}
        return phone.post(JOIN, data=form, headers=SAME_ORIGIN).status_code

    db.session.rollback()
    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(join, range(16))) == [303] + [410] * 15
    assert members(world) == 5
