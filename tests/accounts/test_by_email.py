"""Coming back by eight digits in a letter: who gets one, what it opens, how often one may try."""

import re

import pytest
from sqlalchemy import select

from circles import create_app, sealing
from circles.accounts import EmailAddress, post_codes
from circles.accounts.sign_in_code import SignInCode, bare_digits
from circles.database import db
from circles.mail import Letter
from circles.web import write_letter
from tests.form_page import FormPage
from tests.world import Client

RUTHS = "ruth@example.org"


class Pillar:
    """A pillar box that keeps what is handed in, or answers as it is told."""

    def __init__(self, fate: str = "sent") -> None:
        self.fate = fate
        self.letters: list[Letter] = []

    def deliver(self, letter: Letter) -> str:
        self.letters.append(letter)
        return self.fate

    def code(self) -> str:
        """The digits in the newest letter."""
        return re.search(r"\d{4} \d{4}", self.letters[-1].text)[0]


@pytest.fixture
def pillar(world) -> Pillar:
    EmailAddress.confirm(world.ruth.id, RUTHS)
    db.session.commit()
    return Pillar()


def post(pillar: Pillar) -> Pillar:
    post_codes(pillar, write_letter)
    return pillar


def asked(world, email: str = RUTHS):
    """A browser that asked for digits."""
    browser = world.client()
    answer = browser.post("/sign-in/email", data={"email": email, "next": "/calendar"})
    assert answer.status_code == 303, answer.text
    return browser


def typed(browser, code: str):
    return browser.post("/sign-in/email/code", data={"code": code, "next": "/calendar"})


def is_signed_in(browser) -> bool:
    return browser.get("/you").status_code == 200


@pytest.mark.parametrize("email", [RUTHS, " Ruth@Example.org "])
def test_the_digits_of_the_letter_let_one_in(world, pillar, email):
    browser = asked(world, email)
    (letter,) = post(pillar).letters
    assert letter.to == RUTHS, "to the address that was confirmed, however it was typed"
    answer = typed(browser, pillar.code())
    assert answer.location == "/calendar"
    assert is_signed_in(browser)
    assert "Ruth" in browser.get("/you").text


def test_an_address_nobody_gave_gets_no_letter_and_the_same_answer(world, pillar):
    known, unknown = (
        world.client().post("/sign-in/email", data={"email": email})
        for email in (RUTHS, "nobody@example.org")
    )
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [letter.to for letter in post(pillar).letters] == [RUTHS]


def test_the_page_reads_the_same_for_an_address_nobody_gave(world, pillar):
    pages = [
        asked(world, email).get("/sign-in/email").text for email in (RUTHS, "nobo@example.org")
    ]
    assert pages[0].replace(RUTHS, "X") == pages[1].replace("nobo@example.org", "X")


def test_digits_work_once(world, pillar):
    browser = asked(world)
    code = post(pillar).code()
    typed(browser, code)
    browser.post("/sign-out")
    assert typed(browser, code).status_code == 410


def test_digits_work_only_where_they_were_asked_for(world, pillar):
    browser, other = asked(world), asked(world, "nobody@example.org")
    post(pillar)
    assert typed(world.client(), pillar.code()).status_code == 410
    assert typed(other, pillar.code()).status_code == 410
    assert typed(browser, pillar.code()).status_code == 303


def test_digits_run_out_after_ten_minutes(world, pillar):
    browser = asked(world)
    post(pillar)
    world.later(minutes=10)
    answer = typed(browser, pillar.code())
    assert answer.status_code == 410
    assert "Look at the newest letter" in FormPage(answer).errors["code"]


def test_five_wrong_tries_and_the_right_one_comes_too_late(world, pillar):
    browser = asked(world)
    right = post(pillar).code()
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"
    assert [typed(browser, wrong).status_code for _ in range(5)] == [410] * 5
    answer = typed(browser, right)
    assert answer.status_code == 429
    assert "ask for new digits" in FormPage(answer).errors["code"]
    assert not is_signed_in(browser)


def test_new_digits_are_not_to_be_had_without_end(world, pillar):
    """Five codes an hour to one address, whoever asks from wherever."""
    answers = []
    for number in range(6):
        came_from = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = world.client().post(
            "/sign-in/email", data={"email": RUTHS}, environ_base=came_from
        )
        answers.append(answer.status_code)
    assert answers == [303] * 5 + [429]


def test_a_network_is_braked(world, pillar):
    answers = [
        world.client().post("/sign-in/email", data={"email": f"r{n}@example.org"}).status_code
        for n in range(31)
    ]
    assert answers[-2:] == [303, 429]


@pytest.mark.parametrize(
    "alike", ["ruth@groß.example", "ruth@groſs.example", "ruth@gross.ｅxample"]
)
def test_a_look_alike_of_an_address_gets_no_letter(world, alike):
    EmailAddress.confirm(world.ruth.id, "ruth@gross.example")
    db.session.commit()
    box = Pillar()
    answer = world.client().post("/sign-in/email", data={"email": alike})
    post(box)
    assert answer.status_code in (303, 422)
    assert box.letters == []


def test_tries_are_counted_across_processes_and_a_restart(world, pillar, settings):
    """One browser's cookie, carried to a second application on the same database."""
    browser = asked(world)
    right = post(pillar).code()
    cookie = browser.get_cookie("circles").value
    restarted = create_app(settings)
    for number in range(5):
        other = Client(restarted if number % 2 else world.app, world.app.response_class)
        other.set_cookie("circles", cookie)
        assert typed(other, "0000 0001").status_code == 410
    assert typed(browser, right).status_code == 429
    assert not is_signed_in(browser)


def test_whoever_asked_for_nothing_here_uses_up_nobodys_tries(world, pillar):
    browser = asked(world)
    for _ in range(7):
        assert typed(world.client(), "1234 5678").status_code == 410
    assert typed(browser, post(pillar).code()).status_code == 303


def test_a_lost_sealing_key_breaks_nothing(world, pillar):
    """The address cannot be read any more: no letter, and a page that offers to give one anew."""
    browser = asked(world)
    sealing.use_key(b"x" * 32)
    assert post(pillar).letters == []
    ruth = world.client("Ruth")
    assert ruth.get("/you/address").status_code == 200
    assert ruth.get("/you/export").json["email"] is None
    assert browser.get("/sign-in/email").status_code == 200


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ruth",
        "ruth@",
        "@example.org",
        "a b@example.org",
        '"a b"@example.org',
        "=?utf-8?q?a=0ab?=@x.example",
        "x" * 300,
    ],
)
def test_what_is_no_address_comes_back_with_a_sentence(world, pillar, email):
    page = FormPage(world.client().post("/sign-in/email", data={"email": email}))
    assert page.status == 422
    assert page.errors["email"]
    assert page.values["email"] == email


def test_digits_may_be_typed_in_any_script(world):
    assert bare_digits(" ١٢٣٤-5678 ") == "12345678"


def test_whoever_was_signed_in_here_before_is_not_any_more(world, pillar):
    browser = asked(world)
    post(pillar)
    browser.sign_in(world.sam)
    typed(browser, pillar.code())
    assert "Ruth" in browser.get("/you").text


def test_looking_changes_nothing_and_leads_to_where_one_can_go_on(world, pillar):
    assert world.client().get("/sign-in/email").location == "/sign-in?next=/"
    browser = asked(world)
    for _ in range(3):
        assert browser.get("/sign-in/email").status_code == 200
    post(pillar)
    typed(browser, pillar.code())
    assert browser.get("/sign-in/email").location == "/"


def test_old_codes_are_forgotten_with_their_address(world, pillar):
    from circles import forgetting

    asked(world)
    world.later(minutes=11)
    forgetting.forget()
    assert db.session.scalars(select(SignInCode)).all() == []


@pytest.fixture
def public(environment):
    """A server that others reach, and that has no mail server."""
    environment |= {
        "CIRCLES_BASE_URL": "https://care.example",
        "CIRCLES_VAPID_CONTACT": "mailto:you@care.example",
    }


@pytest.mark.usefixtures("public")
def test_without_a_mail_server_there_is_no_such_way(world):
    at = {"base_url": "https://care.example"}
    assert "e-mail" not in world.client().get("/sign-in", **at).text
    answer = world.client().post("/sign-in/email", data={"email": RUTHS}, **at)
    assert answer.status_code == 404
