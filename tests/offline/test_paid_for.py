"""A request that pays a price commits in its middle; with one key it is done once all the same."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from circles.accounts import Person, ReEntry, Session
from circles.database import db
from circles.membership import Invitation

AT_ONCE = 4


def all_at_once(world, send) -> list[int]:
    db.session.rollback()  # the test's own transaction must not stand in the way

    def one(_number: int) -> Any:
        with world.app.app_context():
            return send(world.client())

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(one, range(AT_ONCE)))
    db.session.rollback()
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("again", range(3))
def test_four_arrivals_with_one_key_are_one_person(world, again):
    invitation = Invitation.make(world.places["Sam"], "open")
    db.session.commit()
    sent = {"token": invitation.token, "name": "Dele"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    told = all_at_once(world, lambda c: c.post("/api/v1/arrivals", json=sent, headers=key))
    assert told == [201] * AT_ONCE
    people = select(func.count()).select_from(Person).where(Person.name == "Dele")
    assert db.session.scalar(people) == 1


@pytest.mark.parametrize("again", range(3))
def test_a_trembling_thumb_comes_back_once(world, again):
    made = ReEntry.make(world.ruth)
    db.session.commit()
    sent = {"token": f"#{made.token}", "idempotency_key": str(uuid.uuid4())}
    told = all_at_once(world, lambda c: c.post("/come-back", data=sent))
    assert told == [303] * AT_ONCE
    assert db.session.scalar(select(func.count()).select_from(Session)) >= 1
