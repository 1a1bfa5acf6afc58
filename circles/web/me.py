"""Who is asking, and what they may see."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, g
from flask_login import current_user

from circles.database import db


class Me:
    """The person behind this request. What they may not see does not exist for them."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.person = session.person
        self.places: Sequence[Any] = ()

    @property
    def circles(self) -> list[Any]:
        """The circles they are in, as far as a page has read them."""
        return [place.circle for place in self.places]

    def visible(self, noun: type[Any], key: uuid.UUID) -> Any:
        """The row of this noun with this id, if this person may see it; else 404."""
        found = db.session.scalar(noun.visible_to(self.person).where(noun.id == key))
        if found is None:
            abort(404)
        return found


def me() -> Me:
    """The person who is signed in; 401 for anyone else."""
    found = me_or_nobody()
    if found is None:
        abort(401)
    return found


def me_or_nobody() -> Me | None:
    """The person who is signed in, if there is one."""
    if "me" not in g:
        signed_in = current_user._get_current_object()
        g.me = Me(signed_in) if signed_in.is_authenticated else None
    return g.me
