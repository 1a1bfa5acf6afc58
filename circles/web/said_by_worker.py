"""What the service worker says of a yes that was given on a notification.

It says no word of anyone, because it may say it on a lock screen.
"""

from typing import Any

from flask_babel import gettext as _


def answers() -> dict[str, Any]:
    """The sentences of `static/js/worker/answers.js`; it puts the day where `{day}` stands."""
    again = _("Open Circles to say yes, or try it here once more.")
    return {
        "can": _("I can"),
        "thanks": {
            "title": _("Thank you!"),
            "on": _("You said yes for {day}."),
            "done": _("You said yes."),
        },
        "waits": {
            "title": _("Thank you!"),
            "body": _("It waits for a yes. You will hear of it."),
        },
        "late": {
            "title": _("Someone was first"),
            "on": _("{day} is still open."),
            "open": _("There is still room."),
            "full": _("Thank you! Everything here is taken care of now."),
        },
        "gone": {
            "title": _("This is no longer asked for"),
            "body": _("Thank you all the same."),
        },
        "signedOut": {
            "title": _("You are signed out on this phone"),
            "body": _("Come in again, and the ask is still there."),
        },
        "offline": {"title": _("You seem to be offline"), "body": again},
        "broken": {"title": _("That did not work just now"), "body": again},
    }
