"""News by e-mail: where no phone took it, once, by the bell that phones ring by."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles import clock
from circles.accounts import EmailAddress
from circles.database import db
from circles.needs import remind
from circles.notifications import Mailing, Notification, Preference, Rest, fan_out
from tests.notifications.mailboxes import PillarBox, round_of_letters, spread
from tests.push_device import Device
from tests.world import World

Phone = Callable[[str], Device]
Deliver = Callable[[], None]


def choose(world: World, name: str = "Ines", **chosen: object) -> None:
    Preference.change(world.places[name], **chosen)
    db.session.commit()


def told(box: PillarBox) -> list[str]:
    return [letter.subject for letter in box.letters]


def outcomes() -> list[str | None]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Mailing.outcome)), key=str)


def later(world: World, box: PillarBox, **ahead: float) -> PillarBox:
    world.later(**ahead)
    round_of_letters(box)
    return box


def test_what_no_phone_took_goes_by_mail_after_ten_minutes_and_once(world, box):
    world.ask("Ruth")
    spread()
    assert told(later(world, box, minutes=9)) == []
    assert told(later(world, box, minutes=2)) == ["A new ask in your circle"]
    assert box.letters[0].to == "ines@example.org"
    assert told(later(world, box, hours=3)) == ["A new ask in your circle"]
    assert outcomes() == ["sent"]


def test_what_a_phone_took_does_not(world, box, phone: Phone, deliver: Deliver):
    phone("Ines")
    world.ask("Ruth")
    spread()
    deliver()
    assert told(later(world, box, minutes=11)) == []
    assert outcomes() == ["taken"]


def test_one_phone_of_two_is_enough(world, box, phone: Phone, deliver: Deliver):
    phone("Ines")
    phone("Ines").behave(500)
    world.ask("Ruth")
    spread()
    deliver()
    assert told(later(world, box, minutes=11)) == []


def test_what_the_push_service_does_not_take_goes_by_mail(world, box, phone, deliver, service):
    phone("Ines")
    service.behave(500)
    world.ask("Ruth")
    spread()
    deliver()
    assert told(later(world, box, minutes=11)) == ["A new ask in your circle"]


def test_whoever_chose_it_gets_both_and_at_once(world, box, phone, deliver, service):
    choose(world, letters="always")
    phone("Ines")
    world.ask("Ruth")
    spread()
    deliver()
    assert told(later(world, box, seconds=1)) == ["A new ask in your circle"]
    assert len(service.received) == 1


@pytest.mark.parametrize(
    "chosen",
    [{"letters": "never"}, {"news": "mine"}, {"news": "nothing"}, {"kinds": ["ride"]}],
)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_choice_holds_before_and_meanwhile(world, box, chosen, when):
    if when == "before":
        choose(world, **chosen)
    world.ask("Ruth")
    spread()
    choose(world, **chosen)
    assert told(later(world, box, minutes=11)) == []


def test_nobody_without_a_confirmed_address_is_written_to(world, box):
    world.ask("Ines")
    spread()
    assert told(later(world, box, minutes=11)) == []
    assert outcomes() == []


def test_without_a_mail_server_nothing_is_written_down(world, box):
    world.ask("Ruth")
    db.session.rollback()
    fan_out()
    assert outcomes() == []


def test_an_address_taken_back_meanwhile_gets_nothing(world, box):
    world.ask("Ruth")
    spread()
    EmailAddress.forget(world.ines.id)
    db.session.commit()
    assert told(later(world, box, minutes=11)) == []
    assert outcomes() == ["moot"]


def test_whoever_rests_is_asked_for_nothing(world, box):
    world.ask("Ruth")
    spread()
    Rest.begin(world.ines)
    db.session.commit()
    assert told(later(world, box, minutes=11)) == []


def test_a_place_that_is_filled_is_not_written_of(world, box):
    need = world.ask("Ruth")
    spread()
    world.promise(need, "Omar")
    assert told(later(world, box, minutes=11)) == []


def test_what_was_read_in_the_app_meanwhile_is_not_written_of(world, box):
    world.ask("Ruth")
    spread()
    Notification.read_all(world.ines)
    db.session.commit()
    assert told(later(world, box, minutes=11)) == []
    assert outcomes() == ["moot"]


def test_a_night_is_waited_for(world, box):
    world.nights("Ines")
    world.at(datetime(2026, 11, 24, 22, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    assert told(later(world, box, minutes=11)) == []
    world.at(datetime(2026, 11, 25, 8, 5, tzinfo=UTC))
    assert told(later(world, box)) == [], "a phone has its ten minutes in the morning, too"
    assert told(later(world, box, minutes=6)) == ["A new ask in your circle"]


def test_a_worker_that_was_away_sends_nothing_stale(world, box):
    world.ask("Ruth", openings=[world.tomorrow(days=6)])
    spread()
    assert told(later(world, box, hours=48)) == []
    assert outcomes() == ["too_late"]


def test_a_worker_that_was_away_lets_phones_ring_first(world, box, phone, deliver):
    phone("Ines")
    world.ask("Ruth")
    spread()
    assert told(later(world, box, hours=1)) == []
    deliver()
    assert told(later(world, box, minutes=11)) == []
    assert outcomes() == ["taken"]


def test_several_things_are_told_in_one_letter(world, box):
    for title in ("Dinner", "Supper", "Breakfast"):
        world.ask("Ruth", title=title)
    spread()
    assert told(later(world, box, minutes=11)) == ["A few things are new in your circle"]
    assert box.letters[0].text.count("A new ask in your circle") == 3
    assert outcomes() == ["folded", "folded", "sent"]


def test_the_third_letter_of_a_day_waits_for_the_morning(world, box):
    for _ in range(3):
        world.ask("Ruth", openings=[world.tomorrow(days=4)])
        spread()
        later(world, box, minutes=30)
    assert len(box.letters) == 2
    world.at(datetime(2026, 11, 25, 8, 11, tzinfo=UTC))
    round_of_letters(box)
    assert len(box.letters) == 3


def test_spreading_twice_changes_nothing(world, box):
    world.ask("Ruth")
    spread()
    spread()
    assert outcomes() == [None]


def test_letters_end_with_the_place_in_the_circle(world, box):
    world.ask("Ruth")
    spread()
    db.session.delete(world.places["Ines"])
    db.session.commit()
    assert outcomes() == []
    assert told(later(world, box, minutes=11)) == []


def test_a_reminder_comes_ten_minutes_after_it_would_ring(world, box):
    need = world.ask("Ruth", openings=[world.tomorrow(hour=18, days=0)])
    world.promise(need, "Ines")
    remind()
    spread()
    world.at(datetime(2026, 11, 24, 17, 5, tzinfo=UTC))
    remind()
    spread()
    found = told(later(world, box, minutes=11))
    assert len(found) == 1, found
    assert clock.now().hour == 17
