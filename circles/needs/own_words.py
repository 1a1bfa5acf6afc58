"""What someone asked for, and the notes to their promises, to take along."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from circles.accounts import Person, exports
from circles.database import db
from circles.needs.hand import Hand
from circles.needs.need import Need
from circles.needs.sign_up import SignUp
from circles.needs.standing_sign_up import StandingSignUp


@exports
def asks_of(person: Person) -> dict[str, object]:
    """Each ask that is still kept, with its days; in no order of deeds, but of words."""
    mine = (
        select(Need)
        .options(joinedload(Need.circle), selectinload(Need.slots))
        .where(Need.posted_by_id == person.id)
        .order_by(Need.title, Need.id)
    )
    return {
        "asks": [
            {
                "circle": need.circle.name,
                "kind": need.kind,
                "title": need.title,
                "details": need.details,
                "private_details": need.private_words,
                "for_name": need.for_name,
                "answers": need.answers | need.private_answers,
                "days": [slot.day.isoformat() for slot in need.slots if slot.day],
            }
            for need in db.session.scalars(mine).unique()
        ]
    }


@exports
def notes_of(person: Person) -> dict[str, object]:
    """The words beside promises that are still kept."""
    notes = select(SignUp.note).where(SignUp.person_id == person.id, SignUp.note != "")
    return {"notes": sorted(db.session.scalars(notes))}


@exports
def hand_notes_of(person: Person) -> dict[str, object]:
    """The words beside hands that are up."""
    notes = select(Hand.note).where(Hand.person_id == person.id, Hand.note != "")
    return {"notes_beside_raised_hands": sorted(db.session.scalars(notes))}


@exports
def standing_notes_of(person: Person) -> dict[str, object]:
    """The words beside promises for every time."""
    notes = select(StandingSignUp.note).where(
        StandingSignUp.person_id == person.id, StandingSignUp.note != ""
    )
    return {"notes_for_every_time": sorted(db.session.scalars(notes))}
