"""The yes of whoever an ask is for, and rather not."""

import uuid

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.address_schema import ConsentSchema
from circles.needs.consent import AGREED
from circles.needs.need import Need
from circles.needs.own_say import answer
from circles.needs.pages.blueprint import needs
from circles.needs.pages.need import need_page
from circles.web import me, shows_again


@needs.post("/needs/<uuid:need_id>/consent")
@shows_again(need_page)
def consent(need_id: uuid.UUID) -> Response:
    """Yes, rather not, or a yes taken back."""
    need: Need = me().visible(Need, need_id)
    said = {name: request.form.get(name, "") for name in ("agrees", "read")}
    answer(need, me().person, **ConsentSchema().load(said))
    if need.consent is not None and need.consent.state == AGREED:
        flash(gettext("Good. It is asked now, with your yes."), "good")
    elif need.is_open:
        flash(gettext("Nobody else sees it now."), "kind")
    else:
        flash(gettext("It is gone. No reason is given."), "kind")
        return redirect(url_for(".show_circle_board", circle_id=need.circle_id), 303)
    return redirect(url_for(".show_need", need_id=need_id), 303)
