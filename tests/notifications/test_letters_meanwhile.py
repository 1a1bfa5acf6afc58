"""What happens while others are handed in counts for the letters whose turn is still to come."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles.accounts import EmailAddress
from circles.database import db
from circles.mail import Fate, Letter
from circles.needs import Need
from circles.notifications import Preference, Rest
from circles.notifications.mailing import LEASE
from tests.notifications.mailboxes import PillarBox, give_address, round_of_letters, spread
from tests.world import World

Deed = Callable[[World], object]


class Meanwhile(PillarBox):
    """Something is done while the first letter is at the mail server."""

    def __init__(self, deed: Callable[[str], None]) -> None:
        super().__init__()
        self._deed = deed

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Fate]:
        for number, letter in enumerate(letters):
            fate = self.deliver(letter)
            if number == 0:
                self._deed("Omar" if letter.to == "ines@example.org" else "Ines")
            yield fate


@pytest.fixture
def due(world: World) -> World:
    """A letter to Ines and one to Omar are due."""
    give_address(world, "Ines", "Omar")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    world.later(minutes=11)
    return world


@pytest.mark.parametrize(
    "deed",
    [
        lambda world, name: Preference.change(world.places[name], letters="never"),
        lambda world, name: EmailAddress.forget(world.people[name].id),
        lambda world, name: Rest.begin(world.people[name]),
        lambda world, name: db.session.delete(world.places[name]),
    ],
    ids=["ends letters", "forgets the address", "rests", "leaves"],
)
def test_whoever_wants_none_any_more_gets_none(due, deed):
    def do(name: str) -> None:
        deed(due, name)
        db.session.commit()

    box = Meanwhile(do)
    assert round_of_letters(box) == 1
    assert len(box.letters) == 1


def test_what_is_withdrawn_is_told_no_more(due):
    def withdraw(_name: str) -> None:
        need = db.session.scalars(select(Need)).one()
        need.end(due.ruth.id, "withdrawn")
        db.session.commit()

    assert round_of_letters(Meanwhile(withdraw)) == 1


def test_a_clock_that_jumps_does_not_send_it_twice(due):
    """Another worker took over what was no longer held."""
    other = PillarBox()

    def jump(_name: str) -> None:
        due.later(seconds=LEASE.total_seconds() + 1)
        round_of_letters(other)

    box = Meanwhile(jump)
    round_of_letters(box)
    assert len(box.letters) == 1, "the second is no longer held"
    assert len(other.letters) == 2, "the first may come twice, with the same Message-ID"
