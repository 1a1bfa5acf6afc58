"""Where one is signed in, and signing out there."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts.entrance import sign_out as close_this
from circles.accounts.lost_device import keep_only
from circles.accounts.pages.blueprint import accounts
from circles.accounts.session import Session
from circles.database import db
from circles.web import me


@accounts.get("/you/devices")
def show_devices() -> str:
    """Each phone and each program that is signed in as oneself."""
    return render_template(
        "accounts/devices.html",
        devices=[
            {
                "id": session.id,
                "label": session.label,
                "is_this": session.id == me().session.id,
                "is_program": session.kind == "program",
                "opened_at": session.opened_at,
            }
            for session in db.session.scalars(Session.visible_to(me().person))
        ],
    )


@accounts.post("/devices/<uuid:session_id>/sign-out")
def sign_out_device(session_id: uuid.UUID) -> Response:
    """Sign one device out: at once, wherever it is, and it rings no more."""
    session: Session = me().visible(Session, session_id)
    if session.id == me().session.id:
        close_this(me().session)
        answer = redirect("/", 303)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    session.close()
    flash(gettext("That device is signed out, and rings no more."), "good")
    return redirect(url_for(".show_devices"), 303)


@accounts.post("/devices/sign-out-others")
def sign_out_others() -> Response:
    """Sign every device out but this one."""
    keep_only(me().session, me().person)
    flash(gettext("Every other device is signed out."), "good")
    return redirect(url_for(".show_devices"), 303)
