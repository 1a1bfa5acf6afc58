"""A circle begins: by the link that the server printed, once, or through an open door."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from circles import database
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, FoundingLink, Membership, found, has_any_circle
from circles.membership.founding import NotAFoundingLink
from tests.form_page import FormPage
from tests.world import World

TYPED = {"name": "Birch Lane", "your_name": "Noor", "time_zone": "Asia/Kathmandu"}


@pytest.fixture
def link(app) -> str:
    token = FoundingLink.make()
    db.session.commit()
    return token


@pytest.fixture
def stranger(app, link):
    from tests.world import Client

    return Client(app, app.response_class)


def begin(token: str | None, name: str = "Birch Lane") -> Membership:
    place = found(name, "Europe/Vienna", Person.arrive("Noor"), token)
    database.commit()
    return place


def circles() -> int:
    return db.session.scalar(select(func.count(Circle.id)))


def test_the_link_starts_a_circle_with_its_first_coordinator(link):
    place = begin(link)
    assert (place.circle.name, place.circle.time_zone) == ("Birch Lane", "Europe/Vienna")
    assert (place.person.name, place.role) == ("Noor", "coordinator")
    assert place.circle.fading_days == 30


def test_the_link_works_once(link):
    begin(link)
    with pytest.raises(NotAFoundingLink):
        begin(link)


@pytest.mark.parametrize("token", ["", "x", "\u00fcber", "a" * 200])
def test_no_other_token_starts_anything(link, token):
    with pytest.raises(NotAFoundingLink):
        begin(token)


def test_a_new_link_closes_the_one_nobody_used(link):
    newer = FoundingLink.make()
    with pytest.raises(NotAFoundingLink):
        found("Birch Lane", "Europe/Vienna", Person.arrive("Noor"), link)
    begin(newer)


def test_a_used_link_stays_used_when_a_new_one_is_made(link):
    begin(link)
    FoundingLink.make()
    with pytest.raises(NotAFoundingLink):
        begin(link)


def test_only_a_digest_of_the_link_is_kept(link):
    kept = db.session.scalar(select(FoundingLink.token_hash))
    assert len(kept) == 32
    assert link.encode() not in kept


def test_of_many_who_open_the_link_at_once_one_starts_a_circle(app, link):
    def open_it(number: int) -> str:
        with app.app_context():
            try:
                begin(link, f"Circle {number}")
            except NotAFoundingLink as no:
                db.session.rollback()
                return no.code
            return "founded"

    with ThreadPoolExecutor(8) as pool:
        came_of_it = sorted(pool.map(open_it, range(8)))
    assert came_of_it == ["founded"] + ["founding_refused"] * 7
    assert circles() == 1


def test_the_server_knows_whether_there_is_any_circle(link):
    assert not has_any_circle()
    begin(link)
    assert has_any_circle()


def test_the_page_starts_a_circle_and_signs_in(stranger, link):
    answer = stranger.post("/found", data={**TYPED, "founding_token": link})
    assert (answer.status_code, answer.location) == (303, "/")
    board = stranger.get("/")
    assert "Birch Lane" in board.text
    assert "Your circle is here. Now invite someone." in board.text


@pytest.mark.parametrize("pasted", ["http://localhost/found#{}", "  {}\n", "#{}", " x/found#{} "])
def test_the_whole_link_may_be_pasted(stranger, link, pasted):
    answer = stranger.post("/found", data={**TYPED, "founding_token": pasted.format(link)})
    assert answer.status_code == 303


def test_looking_at_the_page_uses_nothing_up(stranger, link):
    for method in ("GET", "HEAD"):
        assert stranger.open("/found", method=method).status_code == 200
        assert stranger.open(f"/found?founding_token={link}", method=method).status_code == 200
    begin(link)


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000])
def test_a_link_that_founds_nothing_is_a_sentence_beside_it(stranger, token):
    page = FormPage(stranger.post("/found", data={**TYPED, "founding_token": token}))
    assert page.status in (410, 422)
    assert list(page.errors) == ["founding_token"]
    assert page.values == {**TYPED, "founding_token": token}
    assert circles() == 0


@pytest.mark.parametrize("field", ["name", "your_name"])
@pytest.mark.parametrize("typed", ["", " ", "x" * 10_000, "\u202eliam", "Ru\0th", "\u200b"])
def test_a_name_that_cannot_be_is_a_sentence_beside_it(stranger, link, field, typed):
    form = {**TYPED, "founding_token": link, field: typed}
    page = FormPage(stranger.post("/found", data=form))
    assert page.status == 422
    assert list(page.errors) == [field] == list(page.described)
    assert page.values == form
    begin(link)


@pytest.mark.parametrize("zone", ["", "Middle/Earth", "Europe", "../etc/passwd", "x" * 10_000])
def test_a_place_that_is_nowhere_is_a_sentence_beside_it(stranger, link, zone):
    form = {**TYPED, "founding_token": link, "time_zone": zone}
    page = FormPage(stranger.post("/found", data=form))
    assert page.status == 422
    assert page.errors == {"time_zone": "Please choose a time zone from the list."}
    assert page.values == {k: v for k, v in form.items() if k != "time_zone"}


def test_no_place_is_chosen_for_anyone(stranger):
    first = stranger.get("/found").text.partition("<option")[2].partition(">")[0]
    assert first.strip() == 'value=""'


def test_an_empty_form_says_everything_that_is_missing(stranger):
    page = FormPage(stranger.post("/found", data={}))
    assert page.status == 422
    assert set(page.errors) >= {"name", "your_name", "time_zone"}


def test_who_is_signed_in_starts_a_second_circle_under_the_same_name(world: World):
    token = FoundingLink.make()
    db.session.commit()
    sam = world.client("Sam")
    assert "your_name" not in FormPage(sam.get("/found")).values
    form = {"name": "Birch Lane", "time_zone": "Europe/Vienna", "founding_token": token}
    assert sam.post("/found", data=form).status_code == 303
    assert [c.name for c in Circle.of(world.sam)] == ["Birch Lane", "Maple Street"]
    assert "Birch Lane" in sam.get("/").text


class TestOpenDoor:
    @pytest.fixture
    def environment(self, environment):
        return environment | {"CIRCLES_FOUNDING": "open"}

    def test_anyone_may_start_a_circle_without_a_link(self, stranger):
        assert "founding_token" not in FormPage(stranger.get("/found")).values
        assert stranger.post("/found", data=TYPED).status_code == 303
        assert circles() == 1

    def test_a_link_is_not_used_up_where_none_is_needed(self, stranger, link):
        stranger.post("/found", data={**TYPED, "founding_token": link})
        begin(link)

    def test_the_way_in_leads_there(self, stranger):
        assert 'href="/found"' in stranger.get("/").text


def test_a_hundred_looks_leave_a_founding_link_good(app):
    token = FoundingLink.make()
    db.session.commit()
    robot = app.test_client()
    for _ in range(50):
        assert robot.get("/found").status_code == 200
        assert robot.head("/found").status_code == 200
    assert db.session.query(FoundingLink).filter_by(used_at=None).count() == 1
    assert token
