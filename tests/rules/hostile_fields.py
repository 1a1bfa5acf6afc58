"""Every field into which somebody may type words, how they are sent, and where they are shown."""

from collections.abc import Callable
from typing import Any

from circles.membership import Invitation
from circles.needs import KINDS, Need
from circles.needs.kind import Kind
from circles.needs.question import Question
from circles.needs.thread import Message

FIRST = 5_000
"""Characters of a long text that are sent where several go in one request."""

Field = tuple[str, str, Callable[[str], dict[str, Any]], str]
"""Method, address, what is sent, and the page that shows it; `{…}` are ids."""


def in_words(kind: Kind) -> list[Question]:
    """The questions of a kind that are answered by typing."""
    return [question for question in kind.questions if question.type in ("line", "lines")]


FIELDS: dict[str, Field] = {
    "a person's name": ("PATCH", "/api/v1/me", lambda t: {"name": t}, "/circle"),
    "a circle's name": ("PATCH", "/api/v1/circles/{circle}", lambda t: {"name": t}, "/circle"),
    "words of welcome": (
        "PATCH",
        "/api/v1/circles/{circle}",
        lambda t: {"welcome_words": t},
        "/circles/{circle}/settings",
    ),
    "a covenant": ("PATCH", "/api/v1/circles/{circle}", lambda t: {"covenant": t}, "/"),
    "an ask's title": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"title": t},
        "/needs/{need}",
    ),
    "an ask's details": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"details": t},
        "/needs/{need}",
    ),
    "an address": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"private_details": t},
        "/needs/{need}",
    ),
    **{
        f"answers about {kind.key}": (
            "PATCH",
            f"/api/v1/needs/{{{kind.key}}}",
            lambda t, kind=kind: {
                "answers": {question.key: t[:FIRST] for question in in_words(kind)}
            },
            f"/needs/{{{kind.key}}}",
        )
        for kind in KINDS
        if in_words(kind)
    },
    **{
        f"an offer's {name}": (
            "PATCH",
            "/api/v1/offers/{offer}",
            lambda t, name=name: {name: t},
            "/offers/{offer}",
        )
        for name in ("title", "details", "suits")
    },
    "a note": (
        "PUT",
        "/api/v1/slots/{slot}/sign-up",
        lambda t: {"note": t},
        "/needs/{others}",
    ),
    "a note for every time": (
        "PUT",
        "/api/v1/series/{series}/sign-up",
        lambda t: {"note": t},
        "/needs/{repeating}",
    ),
    "a word in a thread": (
        "POST",
        "/api/v1/needs/{need}/messages",
        lambda t: {"words": t},
        "/needs/{need}",
    ),
    "words of thanks": (
        "PUT",
        "/api/v1/needs/{need}/thanks/{ines}",
        lambda t: {"words": t},
        "/needs/{need}",
    ),
    "whom an ask is for": (
        "POST",
        "/api/v1/circles/{circle}/needs",
        lambda t: {"kind": "meal", "title": "Dinner", "for_name": t, "attested": True},
        "/",
    ),
    "whom an invitation is for": (
        "POST",
        "/api/v1/circles/{circle}/invitations",
        lambda t: {"kind": "personal", "note": t},
        "/circle",
    ),
}

ADDED: dict[str, tuple[type, str]] = {
    "a word in a thread": (Message, "words"),
    "whom an ask is for": (Need, "for_name"),
    "whom an invitation is for": (Invitation, "note"),
}
"""What comes of fields whose words stand beside those that are there, and where they are kept."""

FORMS: dict[str, tuple[str, Callable[[str], dict[str, str]], str]] = {
    "what helps to care for someone": (
        "/memberships/{member}/about",
        lambda t: {"about": t},
        "/memberships/{member}",
    ),
    "a name in a form": ("/you", lambda t: {"name": t}, "/circle"),
    "an e-mail address": ("/you/address", lambda t: {"email": t}, "/you/address"),
    "digits": ("/you/address/code", lambda t: {"code": t}, "/you/address"),
    "a code read aloud": ("/join/invitation", lambda t: {"token": t}, "/join"),
}
"""Address, what is sent, and the page that shows it: words that come by a form alone."""
