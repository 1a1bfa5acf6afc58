"""Not this time, told to whoever asked in person."""

import uuid

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.need import Need
from circles.needs.pages.blueprint import needs
from circles.needs.regret import say_not_this_time
from circles.web import me


@needs.post("/needs/<uuid:need_id>/regret", endpoint="regret")
def regret(need_id: uuid.UUID) -> Response:
    """Not this time; whoever asked reads so, and no reason."""
    need: Need = me().visible(Need, need_id)
    say_not_this_time(need, me().person)
    name = need.posted_by.name
    flash(gettext("%(name)s reads “not this time”. No reason is given.", name=name), "kind")
    return redirect(url_for(".show_circle_board", circle_id=need.circle_id), 303)
