"""The same doors as in `test_matrix`, tried by those who are no members: somebody who waits to be
welcomed, somebody who was signed out, and nobody at all."""

import uuid

import pytest

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from tests.rules.test_matrix import DOORS, knock, known, told  # noqa: F401 - a fixture
from tests.rules.test_routes import OPEN
from tests.web.routes import is_way_in


@pytest.fixture
def dele(world):
    """A browser of somebody at the door of Maple Street."""
    person = world.people["Dele"] = Person.arrive("Dele")
    Waiting.knock(world.circle, person, world.ines.id)
    db.session.commit()
    return world.client("Dele")


@pytest.mark.parametrize("endpoint", DOORS)
def test_to_whoever_waits_at_the_door_nothing_exists(endpoint, dele, known):  # noqa: F811
    there = knock(dele, endpoint, known)
    not_there = knock(dele, endpoint, {name: uuid.uuid4() for name in known})
    assert there.status_code == 404
    assert told(there) == told(not_there)


@pytest.mark.parametrize("endpoint", sorted(DOORS.keys() - OPEN.keys()))
def test_a_signed_out_device_is_nobody(endpoint, world, known):  # noqa: F811
    ruth = world.client("Ruth")
    assert ruth.post("/sign-out").status_code == 303
    shut_out(knock(ruth, endpoint, known))
    shut_out(knock(world.client(), endpoint, known))


def shut_out(answer) -> None:
    """Led to the way in, or told to sign in."""
    assert is_way_in(answer) or answer.status_code == 401, answer.status
