"""Words under an ask, company, thanks, and "yes, still needed", for programs."""

import uuid
from typing import Any

from circles.api import AfterSchema, page
from circles.cursor import read_cursor, write_cursor
from circles.database import db
from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.companion import Companion, OwnCompany, companions_of
from circles.needs.lapse import DaysHavePassed, renew
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.schemas import NeedSchema
from circles.needs.talk_schemas import CompanionSchema, MessageSchema, ThanksSchema
from circles.needs.thanks import NobodyToThank, Thanks
from circles.needs.thread import Message, NotYourWords, thread_of
from circles.web import me


@routes.get("/needs/<uuid:need_id>/messages")
@routes.arguments(AfterSchema, location="query")
@routes.response(200, page(MessageSchema))
def list_messages(asked: dict[str, Any], need_id: uuid.UUID) -> dict[str, Any]:
    """What was written under an ask, the newest first."""
    need = me().visible(Need, need_id)
    found = thread_of(need.id, read_cursor(asked["after"]))
    return {
        "items": [
            {
                "id": row.id,
                "written_by": {"id": row.person_id, "name": row.name},
                "written_at": row.written_at,
                "words": row.words,
            }
            for row in found.messages
        ],
        "next": write_cursor(found.after),
    }


@routes.post("/needs/<uuid:need_id>/messages")
@routes.arguments(MessageSchema)
@routes.response(201, MessageSchema)
@routes.refuses(NeedEnded)
def write_message(typed: dict[str, Any], need_id: uuid.UUID) -> dict[str, Any]:
    """Write to everyone this ask is for."""
    written = Message.write(me().visible(Need, need_id), me().person, typed["words"])
    return {
        "id": written.id,
        "written_by": me().person,
        "written_at": written.written_at,
        "words": written.words,
    }


@routes.delete("/messages/<uuid:message_id>")
@routes.response(204)
@routes.refuses(NotYourWords)
def take_message_back(message_id: uuid.UUID) -> None:
    """Take your own words back."""
    me().visible(Message, message_id).take_back(me().person)


@routes.get("/needs/<uuid:need_id>/companions")
@routes.response(200, page(CompanionSchema))
def list_companions(need_id: uuid.UUID) -> dict[str, Any]:
    """Who is with whoever asked, by name."""
    need = me().visible(Need, need_id)
    found = companions_of(need.id)
    there = [{"person": {"id": row.person_id, "name": row.name}} for row in found]
    return {"items": there, "next": None}


@routes.put("/needs/<uuid:need_id>/companion")
@routes.response(204)
@routes.refuses(NeedEnded, OwnCompany)
def be_with_them(need_id: uuid.UUID) -> None:
    """I'm with you. Saying it twice is saying it once."""
    Companion.come(me().visible(Need, need_id), me().person)


@routes.delete("/needs/<uuid:need_id>/companion")
@routes.response(204)
def be_with_them_no_more(need_id: uuid.UUID) -> None:
    """Take it back; nobody is told."""
    Companion.go(me().visible(Need, need_id), me().person)


@routes.get("/needs/<uuid:need_id>/thanks")
@routes.response(200, page(ThanksSchema))
def list_thanks(need_id: uuid.UUID) -> dict[str, Any]:
    """What was said to you here; for whoever asked, what they said. They fade in 7 days."""
    need = me().visible(Need, need_id)
    said = Thanks.visible_to(me().person).where(Thanks.need_id == need.id)
    found = db.session.scalars(said.order_by(Thanks.to_id))
    return {"items": [_thanks(one) for one in found], "next": None}


@routes.put("/needs/<uuid:need_id>/thanks/<uuid:person_id>")
@routes.arguments(ThanksSchema, required=False)
@routes.response(200, ThanksSchema)
@routes.refuses(NotYourAsk, NobodyToThank)
def say_thanks(typed: dict[str, Any], need_id: uuid.UUID, person_id: uuid.UUID) -> dict[str, Any]:
    """Thank one who said yes, from the day itself until two days after it.

    Only they can read it. Saying it again takes the place of what was said before.
    """
    need = me().visible(Need, need_id)
    return _thanks(Thanks.say(need, me().person, person_id, typed.get("words", "")))


@routes.post("/needs/<uuid:need_id>/renewal")
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded, DaysHavePassed)
def renew_need(need_id: uuid.UUID) -> dict[str, Any]:
    """Yes, still needed: without a day, it stays for thirty days more."""
    need: Need = me().visible(Need, need_id)
    renew(need, me().person)
    return answer_of(need)


def _thanks(thanks: Thanks) -> dict[str, Any]:
    return {"to": thanks.to_id, "words": thanks.words, "fades_at": thanks.fades_at}
