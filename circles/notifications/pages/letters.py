"""Letters: whether somebody can get any, and ending them from the letter itself (RFC 8058)."""

from typing import Any

from flask import g, render_template, request
from werkzeug.exceptions import BadRequest

from circles.accounts import EmailAddress
from circles.notifications.letter_end import LetterEnd
from circles.notifications.pages.blueprint import notifications
from circles.notifications.preference import NoLetters
from circles.web import from_anywhere, mail_post, me, open_to_anyone

CHOICES = ("letters", "weekly_letter")


def gets_letters() -> bool:
    """Whether letters can be sent, and whoever looks has said where to."""
    return mail_post() is not None and _address() is not None


def require_letters(chosen: dict[str, Any]) -> None:
    """Let pass what does not choose letters, and whoever can get them. Raises `NoLetters`."""
    if chosen.keys() & set(CHOICES) and not gets_letters():
        raise NoLetters


@notifications.app_template_global("could_get_letters")
def could_get_letters() -> bool:
    """Whether letters can be sent, and all that is missing is where to."""
    return mail_post() is not None and _address() is None


@notifications.app_template_global("letters_come_back")
def letters_come_back() -> bool:
    """Whether a mail server said that nobody can be written to at the address of whoever looks."""
    known = _address()
    return known is not None and known.refused_at is not None


def _address() -> EmailAddress | None:
    """Of whoever looks; asked for once, however often a page wants to know."""
    if "email_address" not in g:
        g.email_address = EmailAddress.of(me().person)
    return g.email_address


@notifications.get("/letters/<secret>")
@open_to_anyone
def show_letter_end(secret: str) -> str:
    """One button. Looking at it changes nothing: programs follow every link in a letter."""
    found = LetterEnd.at(secret)
    if found.has_come:
        return render_template("notifications/letters_ended.html")
    return render_template("notifications/letter_end.html", sort=found.sort)


@notifications.post("/letters/<secret>")
@open_to_anyone
@from_anywhere
def end_letters(secret: str) -> str:
    """End them at once, for whoever has the letter; mail programs ask without being anybody."""
    found = LetterEnd.at(secret)
    if request.form.get("List-Unsubscribe") != "One-Click":
        raise BadRequest
    found.end()
    return render_template("notifications/letters_ended.html")
