"""Not this time, for programs."""

import uuid

from circles.needs.api.frame import routes
from circles.needs.need import Need, NeedEnded
from circles.needs.regret import NotAskedInPerson, YouSaidYes, say_not_this_time
from circles.web import me


@routes.put("/needs/<uuid:need_id>/regret")
@routes.response(204)
@routes.refuses(NotAskedInPerson, NeedEnded, YouSaidYes)
def regret(need_id: uuid.UUID) -> None:
    """Not this time, for whoever was asked in person: for something they had offered.

    It ends the ask. Whoever asked reads `not_this_time`, and no reason; for you it is gone.
    """
    say_not_this_time(me().visible(Need, need_id), me().person)
