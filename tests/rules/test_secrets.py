"""Nothing that opens a door stands in the database, in a log or in an address a server sees."""

import logging
import re

import pytest
from sqlalchemy import select

from circles.accounts.sign_in_code import SignInCode
from circles.database import db
from circles.membership import FoundingLink, Invitation
from tests.accounts.test_by_email import Pillar, post

TOKEN = re.compile(r"#([\w-]{43})")
CODE = re.compile(r'<strong dir="ltr">([^<]+)</strong>')


@pytest.fixture
def seen(own_app, caplog) -> list[str]:
    """Every address that the server was asked for; and its log is listened to."""
    from flask import request

    caplog.set_level(logging.DEBUG)
    addresses: list[str] = []
    own_app.before_request(lambda: addresses.append(request.url))
    return addresses


def secrets_of_a_life(world) -> set[str]:
    """Every way in and back is made and used once, and once made and left alone."""
    sam, found = world.client("Sam"), {world.token("Ruth"), FoundingLink.make()}
    place = f"/memberships/{world.places['Ruth'].id}/re-entry"
    db.session.commit()
    for _ in range(2):
        made = sam.post(f"/circles/{world.circle.id}/invitations").location
        sam.post(f"{made}/code")
        page = sam.get(made).get_data(as_text=True)
        found |= {*TOKEN.findall(page), *CODE.findall(page)}
        sam.post("/you/carry")
        found |= set(CODE.findall(sam.get("/you/carry").get_data(as_text=True)))
        found |= set(TOKEN.findall(sam.get(sam.post(place).location).get_data(as_text=True)))
    found |= digits_of_a_life(world)
    use(world, found)
    return {secret.replace(" ", "") for secret in found}


def digits_of_a_life(world) -> set[str]:
    """Digits on their way, digits whose letter is out, and an address confirmed by some."""
    box, browsers = Pillar(), [world.client("Ruth"), world.client("Ines"), world.client()]
    for browser, name in zip(browsers, ("ruth", "ines"), strict=False):
        browser.post("/you/address", data={"email": f"{name}@example.org"})
    post(box)
    found = {box.code(), *(letter.to for letter in box.letters)}
    browsers[0].post("/you/address/code", data={"code": box.code()})
    browsers[2].post("/sign-in/email", data={"email": "ines@example.org"})
    codes = db.session.scalars(select(SignInCode)).all()
    return found | {one.code for one in codes if one.code_sealed}


def use(world, found: set[str]) -> None:
    for secret in sorted(found):
        world.client().post("/join/invitation", data={"token": secret})
        world.client().post("/come-back", data={"token": secret})
        world.client().post("/sign-in/code", data={"code": secret[:40]})


def dump() -> str:
    """Every value of every row, as text and as bytes."""
    parts = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            parts += [repr(value) for value in row]
    return "\n".join(parts)


def test_no_secret_is_kept_or_told(world, seen, caplog):
    secrets = secrets_of_a_life(world)
    assert len(secrets) >= 12
    kept, said, asked = dump(), caplog.text, "\n".join(seen)
    assert asked.count("/join/invitation") >= 8
    for secret in secrets:
        assert secret not in kept
        assert secret not in said
        assert secret not in asked


def test_a_secret_that_is_kept_is_found(world):
    invitation = Invitation.make(world.places["Sam"], note="x" * 43)
    db.session.commit()
    assert invitation.note in dump()
