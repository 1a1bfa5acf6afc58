"""What someone offers, to take along."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from circles.accounts import Person, exports
from circles.database import db
from circles.offers.offer import Offer


@exports
def offers_of(person: Person) -> dict[str, object]:
    """Each offer, paused ones too, by its words."""
    mine = (
        select(Offer)
        .options(joinedload(Offer.circle))
        .where(Offer.offered_by_id == person.id)
        .order_by(Offer.title, Offer.id)
    )
    return {
        "offers": [
            {
                "circle": offer.circle.name,
                "kind": offer.kind,
                "title": offer.title,
                "details": offer.details,
                "suits": offer.suits,
                "weekdays": offer.weekdays.split(",") if offer.weekdays else [],
                "until": offer.until.isoformat() if offer.until else None,
                "is_paused": offer.is_paused,
            }
            for offer in db.session.scalars(mine)
        ]
    }
