"""A circle worth looking at: Maple Street on an ordinary week."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Invitation, Membership
from circles.needs import Need, Opening, sign_up
from circles.offers import Offer

ZONE = "Europe/London"
HOME = "14 Maple Street, gate code 2284"
COMPANY = "Nothing to do. Just company."
NAMES = ("Amal", "Ines", "Jo", "Omar", "Ruth", "Sam")


def fill(base_url: str) -> Iterator[tuple[str, str]]:
    """Make the circle with its people, asks and offers; yields a name and a way in for a visitor.

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
    _offer_things(places)
    invitations = [Invitation.make(places[name]) for name in ("Sam", "Sam")]
    db.session.commit()
    for invitation in invitations:
        yield f"Invited by {invitation.invited_by.name}", invitation.url(base_url)


def _ask_for_things(places: dict[str, Membership]) -> None:
    today = clock.today(ZONE)
    dinners = Need.ask(
        places["Sam"],
        kind="meal",
        title="Dinners for Ruth’s family",
        details="Four of us this week, two small. Anything warm.",
        answers={"eaters": 4, "never": "nuts"},
        private_details=HOME,
        openings=[_on(today, ahead, time(18)) for ahead in (1, 2, 3, 4)],
    )
    for name, kind, title, details, private_details, opening in (
        ("Ruth", "ride", "A ride to the clinic", "", HOME, _on(today, 3, time(9, 15))),
        ("Amal", "presence", "Someone to sit with me", COMPANY, None, _on(today, 6, time(15))),
        ("Jo", "lend", "Could I borrow a ladder?", "", None, Opening()),
    ):
        Need.ask(
            places[name],
            kind=kind,
            title=title,
            details=details,
            private_details=private_details,
            openings=[opening],
        )
    db.session.flush()
    sign_up(dinners.slots[0], places["Ines"].person, "The lentil one Noa liked")
    sign_up(dinners.slots[3], places["Omar"].person)


def _offer_things(places: dict[str, Membership]) -> None:
    Offer.make(places["Ines"], kind="meal", title="Lentil soup on Tuesdays", weekdays="TU")
    Offer.make(
        places["Omar"], kind="presence", title="An hour to listen", suits="most evenings, by phone"
    )
    Offer.make(
        places["Amal"],
        kind="wisdom",
        title="What I know about forms and offices",
        details="I filled in a lot of them last year. Bring tea.",
    )


def _on(today: date, ahead: int, at: time) -> Opening:
    return Opening(today + timedelta(days=ahead), at)
