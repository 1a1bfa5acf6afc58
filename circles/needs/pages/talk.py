"""Words under an ask, company, thanks, and "yes, still needed"."""

import uuid

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from circles.needs.companion import Companion
from circles.needs.lapse import renew as renew_need
from circles.needs.need import Need
from circles.needs.pages.blueprint import needs
from circles.needs.pages.need import need_page
from circles.needs.talk_schemas import MessageSchema, ThanksSchema
from circles.needs.thanks import Thanks
from circles.needs.thread import Message
from circles.web import me, sentences, shows_again


@needs.post("/needs/<uuid:need_id>/messages")
@shows_again(need_page)
def write(need_id: uuid.UUID) -> Response:
    """A word to everyone it is for."""
    need = me().visible(Need, need_id)
    words = MessageSchema().load({"words": request.form.get("words", "")})["words"]
    Message.write(need, me().person, words)
    return redirect(url_for(".show_need", need_id=need_id, _anchor="talk"), 303)


@needs.post("/messages/<uuid:message_id>/taking-back")
def take_back(message_id: uuid.UUID) -> Response:
    """Unsaid."""
    message: Message = me().visible(Message, message_id)
    need_id = message.need_id
    message.take_back(me().person)
    flash(gettext("It is taken back."), "kind")
    return redirect(url_for(".show_need", need_id=need_id, _anchor="talk"), 303)


@needs.post("/needs/<uuid:need_id>/companion")
def come(need_id: uuid.UUID) -> Response:
    """I'm with you."""
    need: Need = me().visible(Need, need_id)
    Companion.come(need, me().person)
    flash(gettext("%(name)s sees that you are there.", name=need.posted_by.name), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/companion/leaving")
def go(need_id: uuid.UUID) -> Response:
    """Not any more; nobody is told."""
    Companion.go(me().visible(Need, need_id), me().person)
    flash(gettext("It is taken back. Nobody is told."), "kind")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/thanks/<uuid:person_id>")
def thank(need_id: uuid.UUID, person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Kind words to one who said yes, or a thank you without words."""
    need = me().visible(Need, need_id)
    typed = request.form.get("thanks", "")
    try:
        words = ThanksSchema().load({"words": typed})["words"]
    except ValidationError as wrong:
        refused = {"to": str(person_id), "thanks": typed, "error": sentences(wrong)["words"]}
        return need_page(need_id, form=refused, errors={}), 422
    Thanks.say(need, me().person, person_id, words)
    flash(gettext("They read it, and nobody else."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/renewal")
def renew(need_id: uuid.UUID) -> Response:
    """Yes, still needed."""
    renew_need(me().visible(Need, need_id), me().person)
    flash(gettext("Good. It stays on the board."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)
