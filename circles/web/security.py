"""What every answer carries, and which writes are let in.

No page needs a token against forgery: browsers say where a request comes from.
The rule and the headers follow the OWASP cheat sheets on CSRF and HTTP headers.
"""

from flask import Flask, Response, abort, current_app, request

from circles.settings import Settings
from circles.web.guard import is_from_anywhere
from circles.web.settling import SAFE

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

LONGEST_REQUEST = 256 * 1024
"""Bytes. A page of emoji, pasted by mistake and percent-encoded, still comes back filled in."""


def register(app: Flask, settings: Settings) -> None:
    """Guard this app. Cookies are `__Host-` and Secure unless it runs on plain HTTP."""
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-circles" if secure else "circles",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # pages refresh it; a cached file must not carry it
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 400,  # what browsers allow at most
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
    )
    app.before_request(_refuse_cross_site)
    app.after_request(_add_headers)
    if secure:
        app.after_request(_add_hsts)


def _refuse_cross_site() -> None:
    """Only our own pages may write, and programs, which carry no cookie.

    Browsers send `Sec-Fetch-Site`, older ones at least `Origin`. What sends neither
    is no browser; it is let in when it brings no cookie that could be abused.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE or is_from_anywhere(view):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        allowed = site == "same-origin"
    elif origin is not None:
        allowed = _is_ours(origin)
    else:
        allowed = not request.cookies
    if not allowed:
        abort(403)


def _is_ours(origin: str) -> bool:
    """Whether this is our address. On HTTPS a page of it over plain HTTP is anyone's."""
    scheme, _, host = origin.partition("://")
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return host == request.host and (scheme == "https" or (scheme == "http" and not secure))


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _add_hsts(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
