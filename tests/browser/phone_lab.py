"""Pages, worker and elements as they are, on a server that only notes what it is told.

Here a server may be killed, started again on the same port, made slow, or given a new release.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, abort, render_template, request
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from werkzeug.serving import BaseWSGIServer, make_server

from circles.web.assets import STATIC
from tests.web.tiny_app import tiny_app

TEMPLATES = STATIC.parent / "templates"

LAYOUT = """<!doctype html><html lang="en"><title>{% block title %}Circles{% endblock %}</title>
<link rel="manifest" href="/manifest.webmanifest">
<link rel="stylesheet" href="{{ asset('app.css') }}">
<script type="module" src="{{ asset('js/app.js') }}"></script>
<script type="module" src="{{ asset('js/elements/this-phone.js') }}"></script>
<script type="module" src="{{ asset('js/elements/phone-health.js') }}"></script>
<script type="module" src="{{ asset('js/elements/link-token.js') }}"></script>
<script type="module" src="{{ asset('js/elements/share-link.js') }}"></script>
<script type="module" src="{{ asset('js/elements/ask-form.js') }}"></script>
<script type="module" src="{{ asset('js/elements/time-zone.js') }}"></script>
<main>{% include "_partials/new_version.html" %}{% block content %}{% endblock %}</main>"""

PAGES = {
    "lab.html": LAYOUT,
    "web/offline.html": "<!doctype html><title>Offline</title><h1>You are offline</h1>"
    '<link rel="stylesheet" href="{{ asset(\'app.css\') }}">',
    "board.html": "{% extends 'lab.html' %}{% block content %}<h1>Board</h1>{% endblock %}",
    "need.html": "{% extends 'lab.html' %}{% block content %}<h1>Need</h1>{% endblock %}",
    "you.html": """{% extends 'lab.html' %}{% block content %}<h1>You</h1>
        {% include "notifications/_this_phone.html" %}
        <form method="post" action="/sign-out" data-sign-out><button>Sign out</button></form>
        {% endblock %}""",
    "soft.html": """{% extends 'lab.html' %}{% block content %}
        {% include "notifications/_this_phone_soft.html" %}{% endblock %}""",
    "join.html": """{% extends 'lab.html' %}{% block content %}
        <form method="post" action="/sign-out"><link-token></link-token>
        <div class="field"><label>Link <input name="token"></label></div></form>{% endblock %}""",
    "found.html": """{% extends 'lab.html' %}{% block content %}
        <form><link-token field="founding_token"><div class="field">
        <input name="founding_token" aria-label="Link"></div></link-token>
        <time-zone><select aria-label="Zone"><option>Africa/Abidjan<option>Asia/Tokyo
        <option>Europe/Rome</select></time-zone></form>{% endblock %}""",
    "invitation.html": """{% extends 'lab.html' %}{% block content %}
        <share-link url="https://care.example/join#abc" title="Join Maple Street">
        <button data-action="share" hidden>Share</button>
        <button data-action="copy" hidden>Copy</button>
        <p data-said="copied" hidden>Copied.</p></share-link>{% endblock %}""",
    "asking.html": """{% extends 'lab.html' %}{% block content %}
        <ask-form><form><label><input type="radio" name="kind" data-starter="Dinner">Meal</label>
        <label><input type="radio" name="kind" data-starter="A lift">Ride</label>
        <textarea name="title" aria-label="Words"></textarea></form></ask-form>{% endblock %}""",
    "elsewhere.html": """<!doctype html><title>Elsewhere</title>
        <form method="post" action="{{ request.args.to }}"><button>Go</button></form>""",
}


class PhoneLab:
    """The server, what it was told, and how it behaves."""

    def __init__(self, folder: Path, static: Path = STATIC) -> None:
        self.told: list[tuple[str, str, object]] = []
        self.key = KEY
        self.push_status = 204
        self.knows_phone = True
        self.slow = 0.0  # seconds before the push API answers
        self.app = _app(self, folder, static)
        self._server: BaseWSGIServer | None = None
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Listen; the second time on the port of the first."""
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def kill(self) -> None:
        """Refuse every connection from now on."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def heard(self, method: str, path: str) -> list[object]:
        """The bodies of what was told so."""
        return [body for told, where, body in self.told if (told, where) == (method, path)]


@contextmanager
def phone_lab(folder: Path, static: Path = STATIC) -> Iterator[PhoneLab]:
    """A lab that is listening."""
    lab = PhoneLab(folder, static)
    lab.start()
    try:
        yield lab
    finally:
        lab.kill()


def _app(lab: PhoneLab, folder: Path, static: Path) -> Flask:
    app = tiny_app(folder, static)
    app.add_template_global(lambda: lab.key, "push_key")
    app.add_template_global(lambda: False, "could_get_letters")
    app.jinja_loader = ChoiceLoader([DictLoader(PAGES), FileSystemLoader(TEMPLATES)])
    app.add_url_rule("/", "needs.show_board", lambda: _page("board"))
    app.add_url_rule("/<name>", "page", _page)
    app.add_url_rule("/moved", "moved", lambda: ("", 302, {"Location": "/need"}))
    app.add_url_rule(
        "/api/v1/push/<what>", "push", _push(lab), methods=["GET", "PUT", "DELETE", "POST"]
    )
    app.add_url_rule("/sign-out", "sign_out", _sign_out(lab), methods=["POST"])
    return app


def _page(name: str) -> str:
    if f"{name}.html" not in PAGES:
        abort(404)
    return render_template(f"{name}.html")


def _push(lab: PhoneLab):
    def answer(what: str):
        time.sleep(lab.slow)
        lab.told.append((request.method, what, request.get_json(silent=True)))
        if what == "key":
            return {"key": lab.key}
        if request.method == "GET":
            return {}, 200 if lab.knows_phone else 404
        return "", lab.push_status

    return answer


def _sign_out(lab: PhoneLab):
    def answer():
        told = request.form.to_dict() | {"from": request.headers.get("Sec-Fetch-Site")}
        lab.told.append(("POST", "sign-out", told))
        return "<!doctype html><h1>Signed out</h1>"

    return answer


KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
"""A public key, of the example in RFC 8291, section 5."""
