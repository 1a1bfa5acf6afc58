"""News of what happens beneath asks is read in few statements, however much there is of it."""

from circles.accounts import Person
from circles.database import db
from circles.needs import Opening, let_lapse
from circles.needs.companion import Companion
from circles.needs.thanks import Thanks
from circles.needs.thread import Message
from circles.notifications import fan_out
from circles.notifications.inbox import inbox
from tests.needs.hands import wave, yes_first
from tests.statements import statements
from tests.world import World


def live(world: World, times: int) -> None:
    """Ruth is written to, has company, is thanked, and is asked, that often each."""
    for _ in range(times):
        talked, quiet = world.ask("Ruth"), world.ask("Ruth")
        theirs = world.ask("Sam", openings=[Opening()])
        world.promise(theirs, "Ruth")
        world.later(seconds=1)  # of two things in one moment, either may be the newer
        Message.write(talked, world.ines, "How many?")
        Companion.come(quiet, world.omar)
        Thanks.say(theirs, world.sam, world.ruth.id, "")
        wave(world, yes_first(world), "Ines")
    db.session.commit()
    fan_out()


def test_an_inbox_full_of_it_takes_as_many_statements_as_one_with_a_little(world):
    world.ask("Ruth", title="Over")
    world.later(days=5)
    let_lapse()
    live(world, 1)
    few, lines = read(world)
    assert set(lines) >= {
        "Ines wrote about Dinner for four",
        "Omar is with you: Dinner for four",
        "Sam says thank you: Dinner for four",
        "Ines can. Is that all right? Dinner for four",
        "Is this still needed? Over",
    }
    live(world, 5)
    many, lines = read(world)
    assert lines.count("Omar is with you: Dinner for four") == 6
    assert many == few


def read(world: World) -> tuple[int, list[str]]:
    """How many statements Ruth's news takes, and what it says."""
    key = world.ruth.id
    db.session.rollback()
    with world.app.app_context(), statements() as sent:  # a session that has read nothing yet
        lines = [str(item.words.line) for item in inbox(db.session.get(Person, key)).items]
    return len(sent), lines
