"""Enough for now, by program."""

import uuid
from typing import Any

from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.enough import say_enough, take_enough_back
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.schemas import NeedSchema
from circles.web import me


@routes.post("/needs/<uuid:need_id>/enough")
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded)
def say_it_is_enough(need_id: uuid.UUID) -> dict[str, Any]:
    """Enough for now: no further yes, and those that were said stand.

    A sign-up is then refused with `enough_for_now`. Saying it twice is saying it once.
    """
    need: Need = me().visible(Need, need_id)
    say_enough(need, me().person)
    return answer_of(need)


@routes.delete("/needs/<uuid:need_id>/enough")
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded)
def open_it_again(need_id: uuid.UUID) -> dict[str, Any]:
    """More would help after all: what is free is open again."""
    need: Need = me().visible(Need, need_id)
    take_enough_back(need, me().person)
    return answer_of(need)
