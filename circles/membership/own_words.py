"""What someone wrote about themselves in their circles, to take along."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from circles.accounts import Person, exports
from circles.database import db
from circles.membership.membership import Membership


@exports
def circles_of(person: Person) -> dict[str, Any]:
    """Each circle by name, with the words about oneself there."""
    mine = (
        select(Membership)
        .options(joinedload(Membership.circle))
        .where(Membership.person_id == person.id)
    )
    found = sorted(db.session.scalars(mine), key=lambda place: (place.circle.name, place.id))
    return {"circles": [{"name": place.circle.name, "about": place.about} for place in found]}
