"""You, as a program sees you."""

import uuid
from typing import Any

from flask import jsonify

from circles.accounts.entrance import forget_here, sign_out
from circles.accounts.export import export_of
from circles.accounts.farewell import NotYet, go_for_good
from circles.accounts.person import Person
from circles.accounts.schemas import DeviceSchema, PersonSchema
from circles.accounts.session import Session
from circles.api import Routes, page
from circles.database import db
from circles.web import me

routes = Routes("accounts", "You, and what is signed in as you.")


@routes.get("/me")
@routes.response(200, PersonSchema)
def show_me() -> Person:
    """Who is signed in."""
    return me().person


@routes.patch("/me")
@routes.arguments(PersonSchema)
@routes.response(200, PersonSchema)
def update_me(typed: dict[str, Any]) -> Person:
    """Be called something else."""
    me().person.rename(typed["name"])
    return me().person


@routes.delete("/me")
@routes.response(204)
@routes.refuses(NotYet)
def say_farewell() -> None:
    """Go for good: you leave every circle, and nothing of you is kept.

    Places you had taken open again, and your asks are withdrawn. A circle in which nobody else
    is ends with you, at once. Where you are the only one who looks after a circle, pass that on
    first (`not_yet`). No token of yours opens anything afterwards.
    """
    go_for_good(me().person)
    forget_here()


@routes.get("/me/devices")
@routes.response(200, page(DeviceSchema))
def list_devices() -> dict[str, Any]:
    """Where you are signed in, programs included."""
    current = me().session.id
    return {
        "items": [
            {
                "id": session.id,
                "label": session.label,
                "kind": session.kind,
                "opened_at": session.opened_at,
                "is_current": session.id == current,
            }
            for session in db.session.scalars(Session.visible_to(me().person))
        ],
        "next": None,
    }


@routes.delete("/me/devices/<uuid:session_id>")
@routes.response(204)
def sign_device_out(session_id: uuid.UUID) -> None:
    """Sign a device out; it is out at once, and rings no more."""
    me().visible(Session, session_id).close()


@routes.get("/me/export")
@routes.response(200, {"type": "object"}, description="Your own words")
def export() -> Any:
    """What you wrote, and nothing of anyone else."""
    return jsonify(export_of(me().person))


@routes.delete("/me/devices/current")
@routes.response(204)
def sign_this_out() -> None:
    """Sign out: the token, or the cookie, that this request came with opens nothing any more."""
    sign_out(me().session)
