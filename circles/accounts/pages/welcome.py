"""Someone has shown who they are, whichever way: now this screen is theirs."""

from flask import flash
from flask_babel import gettext

from circles.accounts.entrance import device_label, sign_in
from circles.accounts.person import Person
from circles.accounts.session import Session
from circles.web import me_or_nobody


def welcome_back(person: Person) -> Session:
    """Sign this person in here. Whoever was signed in here before is not any more: their news
    must not arrive on a screen that is somebody else's now."""
    if (before := me_or_nobody()) is not None:
        before.session.close()
    session = sign_in(person, device_label())
    flash(gettext("Welcome back, %(name)s.", name=person.name), "good")
    return session
