"""The letter on Sundays: at five on each person's clock, of what is open to them, once."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from circles.database import db
from circles.forgetting import forget
from circles.needs import Opening
from circles.notifications import Mailing, Preference, QuietTime, Rest, note_weeks, weekly
from circles.week import week_of
from tests.notifications.mailboxes import PillarBox, give_address, round_of_letters
from tests.world import World

FIVE = datetime(2026, 11, 29, 17, tzinfo=UTC)
"""A Sunday, in London."""


@pytest.fixture
def box(world: World) -> PillarBox:
    """Ines wants the letter, and something is open on Tuesday."""
    give_address(world, "Ines", "Omar")
    Preference.change(world.places["Ines"], weekly_letter=True)
    world.at(datetime(2026, 11, 28, 12, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    return PillarBox()


def look(world: World, box: PillarBox, at: datetime | None = None) -> list[str]:
    if at is not None:
        world.at(at)
    db.session.rollback()
    note_weeks()
    round_of_letters(box)
    return [letter.to for letter in box.letters]


def test_it_comes_on_sunday_at_five_and_once(world, box):
    assert look(world, box, FIVE.replace(hour=16, minute=59)) == []
    assert look(world, box, FIVE) == ["ines@example.org"]
    for hour in (18, 23):
        assert len(look(world, box, FIVE.replace(hour=hour))) == 1
    world.ask("Ruth", openings=[world.tomorrow(days=8)])
    assert len(look(world, box, FIVE.replace(month=12, day=6))) == 2


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Tokyo", 8), ("America/New_York", 22), ("Asia/Kathmandu", 12)]
)
def test_it_goes_by_the_clock_of_whoever_gets_it(world, box, zone, hour):
    QuietTime.change(world.ines, time_zone=zone)
    db.session.commit()
    assert look(world, box, FIVE.replace(hour=hour - 1)) == []
    assert len(look(world, box, FIVE.replace(hour=hour, minute=1))) == 1


def test_after_a_day_the_week_has_none(world, box):
    assert look(world, box, datetime(2026, 11, 30, 17, tzinfo=UTC)) == []
    assert db.session.scalars(select(Mailing)).all() == []


def test_a_worker_that_was_away_still_sends_it_on_monday_morning(world, box):
    assert len(look(world, box, datetime(2026, 11, 30, 9, tzinfo=UTC))) == 1


def test_one_that_could_not_go_out_within_a_day_does_not(world, box):
    box.fate = "later"
    look(world, box, FIVE)
    box.letters.clear()
    box.fate = "sent"
    assert look(world, box, datetime(2026, 11, 30, 17, 1, tzinfo=UTC)) == []


def test_whoever_rests_gets_none(world, box):
    Rest.begin(world.ines)
    db.session.commit()
    assert look(world, box, FIVE) == []


def test_a_choice_made_meanwhile_holds(world, box):
    world.at(FIVE)
    note_weeks()
    Preference.change(world.places["Ines"], weekly_letter=False)
    db.session.commit()
    round_of_letters(box)
    assert box.letters == []


def test_it_tells_what_is_open_by_day_and_kind(world, box):
    look(world, box, FIVE)
    (letter,) = box.letters
    assert letter.subject == "Your circle this week"
    assert "A meal is still open in the next days." in letter.text
    assert "- Tuesday 1 December: A meal" in letter.text
    assert "Ruth" not in letter.text + letter.html
    assert "Dinner for four" not in letter.text
    assert f"https://care.example/circles/{world.circle.id}" in letter.text


def test_it_says_as_much_as_a_lock_screen_may(world, box):
    Preference.change(world.places["Ines"], lock_screen="words")
    db.session.commit()
    look(world, box, FIVE)
    assert "- Tuesday 1 December: Dinner for four, 18:00" in box.letters[0].text
    Preference.change(world.places["Ines"], lock_screen="nothing")
    db.session.execute(Mailing.__table__.delete())
    db.session.commit()
    look(world, box)
    blank = box.letters[1]
    assert blank.subject == "Something new in your circle"
    for word in ("meal", "Tuesday", "Dinner", "Maple"):
        assert word not in blank.text + blank.html


def test_ones_own_yes_is_in_it_and_no_place_that_is_filled(world, box):
    ride = world.ask("Ruth", kind="ride", openings=[world.tomorrow(days=2, wanted=2)])
    world.promise(ride, "Ines")
    world.promise(world.ask("Ruth", kind="errand", openings=[world.tomorrow(days=2)]), "Omar")
    look(world, box, FIVE)
    text = box.letters[0].text
    assert "You said yes to this:\n\n- Monday 30 November: A ride" in text
    assert text.count("A ride") == 1, "it has room for others, and not for her again"
    assert "errand" not in text


def test_ones_own_yes_without_a_day_is_in_it_last(world, box):
    for days, hour in ((None, None), (2, 18)):
        day = Opening() if days is None else world.tomorrow(hour, days=days)
        world.promise(world.ask("Ruth", kind="errand", openings=[day]), "Ines")
    look(world, box, FIVE)
    own = box.letters[0].text.partition("You said yes to this:")[2]
    assert "- Monday 30 November: An errand\n- Whenever it suits: An errand" in own


def test_looking_again_keeps_nobody_waiting(world, box):
    world.at(FIVE)
    db.session.rollback()
    note_weeks()
    with db.engine.begin() as writer:  # as anybody else who writes
        writer.execute(update(Mailing).values(attempts=0))
        note_weeks()


def test_one_who_leaves_meanwhile_fails_no_other(world, box, monkeypatch):
    def weeks(now):
        found = list(whole(now))
        return [*found, found[0] | {"id": uuid.uuid4(), "membership_id": uuid.uuid4()}]

    whole = weekly._weeks
    monkeypatch.setattr(weekly, "_weeks", weeks)
    assert look(world, box, FIVE) == ["ines@example.org"]


def test_it_is_made_of_what_whoever_gets_it_may_see(world, box):
    world.ask("Ruth", kind="ride", address=world.address("Omar"))
    look(world, box, FIVE)
    assert "ride" not in box.letters[0].text


def test_ones_own_ask_is_nothing_to_say_yes_to(world):
    world.ask("Ruth")
    assert week_of(world.circle.id, world.ruth.id) is None
    assert week_of(world.circle.id, world.ines.id) is not None


def test_where_there_is_nothing_there_is_no_letter(world, box):
    Preference.change(world.places["Omar"], weekly_letter=True)
    db.session.commit()
    assert look(world, box, FIVE.replace(month=12, day=6)) == []
    assert set(db.session.scalars(select(Mailing.outcome))) == {"moot"}


def test_whoever_flies_across_the_date_line_gets_it_once(world, box):
    QuietTime.change(world.ines, time_zone="Pacific/Kiritimati")
    db.session.commit()
    assert len(look(world, box, datetime(2026, 11, 29, 3, tzinfo=UTC))) == 1
    QuietTime.change(world.ines, time_zone="Pacific/Pago_Pago")
    db.session.commit()
    world.at(datetime(2026, 12, 1, 3, 2, tzinfo=UTC))
    forget()
    assert len(look(world, box)) == 1
