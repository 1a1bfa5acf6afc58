"""Frame of the HTML side. It names no capability."""

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from circles.mail import Post
from circles.post import post_of
from circles.settings import Settings
from circles.web import errors, formatting, guard, page, security, settling
from circles.web.assets import register_assets
from circles.web.errors import say
from circles.web.formatting import (
    day_at,
    day_in_full,
    day_in_short,
    day_near,
    first_weekday,
    moment,
    moment_ahead,
    month_in_full,
    spoken,
    time_in_short,
    town,
    weekday_in_full,
    weekday_in_short,
)
from circles.web.forms import new_key, sentences, shows_again
from circles.web.guard import from_anywhere, is_open, open_to_anyone
from circles.web.guessing import pay_first
from circles.web.health import checks, health
from circles.web.letters import write_letter
from circles.web.me import Me, me, me_or_nobody
from circles.web.network import network
from circles.web.onward import onward
from circles.web.page import on_every_page, remember_circle, remembered_circle
from circles.web.pocket import keep, kept

__all__ = [
    "Me",
    "checks",
    "day_at",
    "day_in_full",
    "day_in_short",
    "day_near",
    "first_weekday",
    "from_anywhere",
    "is_open",
    "keep",
    "kept",
    "mail_post",
    "me",
    "me_or_nobody",
    "moment",
    "moment_ahead",
    "month_in_full",
    "network",
    "new_key",
    "on_every_page",
    "onward",
    "open_to_anyone",
    "pay_first",
    "remember_circle",
    "remembered_circle",
    "say",
    "sentences",
    "settings",
    "shows_again",
    "spoken",
    "time_in_short",
    "town",
    "weekday_in_full",
    "weekday_in_short",
    "write_letter",
]

LANGUAGES = ("en",)
"""Languages with a kept translation; English needs none."""


def register(app: Flask) -> None:
    """Build the frame into this app: one transaction, the guard, errors, assets."""
    proxies = app.config["CIRCLES"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    settling.register(app)
    security.register(app, app.config["CIRCLES"])
    guard.register(app)
    errors.register(app)
    page.register(app)
    formatting.register(app)
    register_assets(app)
    app.add_template_global(onward)
    from circles.web.pwa import register_pwa

    register_pwa(app)
    app.register_blueprint(health)


def settings() -> Settings:
    """The operator's decisions, for edges."""
    return current_app.config["CIRCLES"]


def mail_post() -> Post | None:
    """Where this server hands letters in; nothing where it cannot write any."""
    known = settings()
    return post_of(known.smtp_url, known.mail_from, known.is_public)


def spoken_language() -> str:
    """The best of our languages for whoever asks."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
