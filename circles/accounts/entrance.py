"""How Flask-Login finds the session behind a request: a cookie or a bearer token."""

from flask import Flask, Request, request
from flask import session as cookie
from flask_login import LoginManager, login_user, logout_user

from circles.accounts.person import Person
from circles.accounts.session import Session

login_manager = LoginManager()

BROWSER = "passkey_browser"
"""Where the cookie keeps the token that this browser's challenges are bound to."""
CAME_WITH = "looked_at"
"""Where the cookie keeps what someone came with, an invitation, before they said who they are."""


def register(app: Flask) -> None:
    """Let this app know who is signed in."""
    app.config["SESSION_PROTECTION"] = None  # a change of network must not sign a phone out
    login_manager.init_app(app)


def sign_in(person: Person, device: str) -> Session:
    """Open a session for this device and put its token into the signed cookie.

    Whatever else the cookie kept goes: codes and links that whoever was here before has made are
    not for the next. An invitation that was looked at on the way in is, and what ties another
    open page to this browser says nothing of anyone.
    """
    stays = {name: cookie[name] for name in (CAME_WITH, BROWSER) if name in cookie}
    cookie.clear()
    cookie.update(stays)
    opened = Session.open(person, device)
    login_user(opened)
    cookie.permanent = True  # a phone that closes its browser stays signed in
    return opened


def sign_out(session: Session) -> None:
    """Close this device's session; its push subscription goes with it."""
    session.close()
    forget_here()


def forget_here() -> None:
    """Nothing in this browser's cookie says any more who was here."""
    logout_user()
    cookie.clear()


def device_label() -> str:
    """A few plain words for the browser that asks, such as `Firefox on Android`."""
    agent = request.headers.get("User-Agent", "")
    browser = _first(
        agent, {"Firefox": "Firefox", "Edg": "Edge", "Chrom": "Chrome", "Safari": "Safari"}
    )
    system = _first(
        agent,
        {
            "iPhone": "iPhone",
            "iPad": "iPad",
            "Android": "Android",
            "Windows": "Windows",
            "Mac OS": "Mac",
            "Linux": "Linux",
        },
    )
    return " on ".join(part for part in (browser, system) if part) or "A device"


def _first(agent: str, names: dict[str, str]) -> str:
    return next((name for sign, name in names.items() if sign in agent), "")


@login_manager.user_loader
def _by_cookie(token: str) -> Session | None:
    """A program that sends a token means that one, whatever cookie comes along."""
    if _bearer_of(request):
        return _by_bearer(request)
    found = Session.of_token(token)
    return found if found is not None and found.kind == "device" else None


@login_manager.request_loader
def _by_bearer(asked: Request) -> Session | None:
    token = _bearer_of(asked)
    return Session.of_token(token) if token else None


def _bearer_of(asked: Request) -> str:
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
