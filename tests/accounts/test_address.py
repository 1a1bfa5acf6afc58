"""An address as a way back: given, shown to be one's own, changed, forgotten."""

from circles.accounts import EmailAddress
from circles.database import db
from tests.accounts.test_by_email import RUTHS, Pillar, pillar, post  # noqa: F401 - a fixture
from tests.form_page import FormPage

NEW = "ruth@new.example.org"


def give(browser, email: str = NEW):
    return browser.post("/you/address", data={"email": email})


def confirm(browser, code: str):
    return browser.post("/you/address/code", data={"code": code})


def address_of(person) -> str | None:
    db.session.rollback()
    found = EmailAddress.of(person)
    return found.address if found else None


def test_an_address_counts_once_its_letter_was_read(world):
    ines, box = world.client("Ines"), Pillar()
    assert give(ines).location == "/you/address/code"
    assert address_of(world.ines) is None
    assert NEW in ines.get("/you/address/code").text
    assert confirm(ines, post(box).code()).location == "/you/address"
    assert address_of(world.ines) == NEW
    assert NEW in ines.get("/you/address").text


def test_the_letter_asks_whose_it_is(world):
    box = Pillar()
    give(world.client("Ines"))
    (letter,) = post(box).letters
    assert (letter.to, letter.subject) == (NEW, "Is this your address?")


def test_another_address_takes_its_place(world, pillar):  # noqa: F811
    ruth = world.client("Ruth")
    give(ruth)
    confirm(ruth, post(pillar).code())
    assert address_of(world.ruth) == NEW


def test_an_address_is_one_persons(world, pillar):  # noqa: F811
    ines = world.client("Ines")
    give(ines, RUTHS.upper())
    page = FormPage(confirm(ines, post(pillar).code()))
    assert page.status == 409
    assert "someone else’s" in page.errors["code"]
    assert address_of(world.ines) is None
    assert address_of(world.ruth) == RUTHS


def test_wrong_digits_come_back_with_a_sentence(world):
    ines = world.client("Ines")
    give(ines)
    page = FormPage(confirm(ines, "1234 5678"))
    assert page.status == 410
    assert "Look at the newest letter" in page.errors["code"]


def test_digits_for_an_address_sign_nobody_in(world, pillar):  # noqa: F811
    ruth = world.client("Ruth")
    give(ruth)
    code = post(pillar).code()
    assert ruth.post("/sign-in/email/code", data={"code": code}).status_code == 410
    assert confirm(ruth, code).status_code == 303


def test_whoever_signs_in_meanwhile_does_not_get_the_address(world):
    browser, box = world.client("Ines"), Pillar()
    give(browser)
    browser.sign_in(world.omar)
    assert confirm(browser, post(box).code()).status_code == 410
    assert address_of(world.omar) is None


def test_an_address_is_forgotten_at_once(world, pillar):  # noqa: F811
    ruth = world.client("Ruth")
    assert ruth.post("/you/address/removal").status_code == 303
    assert address_of(world.ruth) is None
    world.client().post("/sign-in/email", data={"email": RUTHS})
    assert post(pillar).letters == []


def test_one_takes_it_along(world, pillar):  # noqa: F811
    assert world.client("Ruth").get("/you/export").json["email"] == RUTHS
    assert world.client("Ines").get("/you/export").json["email"] is None


def test_nobody_else_sees_it(world, pillar):  # noqa: F811
    give(world.client("Ruth"))
    for name in ("Sam", "Clara"):
        pages = [world.client(name).get(path).text for path in ("/you/address", "/circle")]
        assert not any("ruth@" in page for page in pages)


def test_without_an_address_there_is_nothing_to_type(world):
    assert world.client("Ines").get("/you/address/code").location == "/you/address"
