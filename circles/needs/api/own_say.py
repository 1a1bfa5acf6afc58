"""The say of whoever an ask is for, for programs."""

import uuid
from typing import Any

from circles.needs.address_schema import ConsentSchema
from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.consent import ChangedMeanwhile, NotYoursToSay
from circles.needs.need import Need, NeedEnded
from circles.needs.own_say import answer
from circles.needs.schemas import NeedSchema
from circles.web import me


@routes.post("/needs/<uuid:need_id>/consent")
@routes.arguments(ConsentSchema)
@routes.response(200, NeedSchema)
@routes.refuses(NotYoursToSay, NeedEnded, ChangedMeanwhile)
def consent(typed: dict[str, Any], need_id: uuid.UUID) -> dict[str, Any]:
    """Yes to what somebody asks for you, or rather not: then it is withdrawn with its words.

    After a yes, `agrees: false` takes it back: nobody but you two sees it until you say yes again.
    With `read`, the `mark` of what was read, a yes is to that and to nothing that changed since.
    """
    need: Need = me().visible(Need, need_id)
    answer(need, me().person, **typed)
    return answer_of(need)
