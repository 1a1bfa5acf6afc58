"""A circle worth looking at: Maple Street on an ordinary week."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Invitation, Membership
from circles.needs import Need, Opening, sign_up

ZONE = "Europe/London"
NAMES = ("Amal", "Ines", "Jo", "Omar", "Ruth", "Sam")


def fill(base_url: str) -> Iterator[tuple[str, str]]:
    """Make the circle with its people and asks; yields a name and a way in for a visitor.

    The people of the demo have no devices. Each link lets one new person join them.
    """
    circle = Circle.start("Maple Street", ZONE)
    places = {
        name: Membership.admit(
            circle, Person.arrive(name), "coordinator" if name == "Sam" else "member"
        )
        for name in NAMES
    }
    db.session.flush()
    _ask_for_things(places)
    invitations = [Invitation.make(places[name]) for name in ("Sam", "Ines")]
    db.session.commit()
    for invitation in invitations:
        yield f"Invited by {invitation.invited_by.name}", invitation.url(base_url)


def _ask_for_things(places: dict[str, Membership]) -> None:
    today = clock.today(ZONE)
    dinners = Need.ask(
        places["Sam"],
        kind="meal",
        title="Dinners for Ruth’s family",
        details="Four of us this week, two small. Anything warm. No nuts, please.",
        private_details="14 Maple Street, gate code 2284",
        openings=[_evening(today, ahead) for ahead in (1, 2, 3, 4)],
    )
    Need.ask(
        places["Ruth"],
        kind="ride",
        title="A ride to the clinic",
        private_details="14 Maple Street, gate code 2284",
        openings=[Opening(today + timedelta(days=3), time(9, 15))],
    )
    Need.ask(
        places["Amal"],
        kind="presence",
        title="Someone to sit with me",
        details="Nothing to do. Just company.",
        openings=[Opening(today + timedelta(days=6), time(15))],
    )
    Need.ask(
        places["Jo"],
        kind="lend",
        title="Could I borrow a ladder?",
        openings=[Opening()],
    )
    db.session.flush()
    sign_up(dinners.slots[0], places["Ines"].person, "The lentil one Noa liked")
    sign_up(dinners.slots[3], places["Omar"].person)


def _evening(today: date, ahead: int) -> Opening:
    return Opening(today + timedelta(days=ahead), time(18))
