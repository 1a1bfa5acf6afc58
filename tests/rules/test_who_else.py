"""The same doors as in `test_matrix`, tried by those who are no members: somebody who waits to be
welcomed, somebody who was signed out, and nobody at all."""

import pytest

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from tests.rules.repository import none_of
from tests.rules.test_matrix import DOORS, doors_that_tell, knock, known  # noqa: F401 - a fixture
from tests.rules.test_routes import OPEN
from tests.web.routes import is_way_in


@pytest.fixture
def dele(world):
    """A browser of somebody at the door of Maple Street."""
    person = world.people["Dele"] = Person.arrive("Dele")
    Waiting.knock(world.circle, person, world.ines.id)
    db.session.commit()
    return world.client("Dele")


def test_to_whoever_waits_at_the_door_nothing_exists(dele, known):  # noqa: F811
    none_of(doors_that_tell(dele, known))


def test_a_signed_out_device_is_nobody(world, known):  # noqa: F811
    ruth = world.client("Ruth")
    assert ruth.post("/sign-out").status_code == 303
    for device in (ruth, world.client()):
        none_of(
            f"{endpoint} answers {answer.status}"
            for endpoint in DOORS.keys() - OPEN.keys()
            if not is_shut(answer := knock(device, endpoint, known))
        )


def is_shut(answer) -> bool:
    """Led to the way in, or told to sign in."""
    return is_way_in(answer) or answer.status_code == 401
