"""Enough for now, and more after all."""

import uuid

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.enough import say_enough, take_enough_back
from circles.needs.need import Need
from circles.needs.pages.blueprint import needs
from circles.web import me


@needs.post("/needs/<uuid:need_id>/enough", endpoint="say_enough")
def say_it_is_enough(need_id: uuid.UUID) -> Response:
    """No further yes for now; nobody is told, and those that were said stand."""
    say_enough(me().visible(Need, need_id), me().person)
    flash(gettext("Good. Nobody else can say yes for now."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/more", endpoint="take_enough_back")
def open_it_again(need_id: uuid.UUID) -> Response:
    """More would help after all."""
    take_enough_back(me().visible(Need, need_id), me().person)
    flash(gettext("It is open again."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)
