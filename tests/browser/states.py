"""Every page of Circles in every state worth looking at, and how a person gets there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import render_template
from playwright.sync_api import Page

from circles import clock
from circles.database import db
from circles.membership import Circle, Invitation
from circles.needs import Need
from circles.notifications import fan_out
from tests.browser.server import Server
from tests.world import World

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

Step = Callable[[Page], object]


@dataclass(frozen=True)
class State:
    """Where: a path; `{need}` stands for the id of an ask. How: what is done there."""

    name: str
    person: str | None
    path: str
    then: tuple[Step, ...] = ()
    status: int = 200


def _press(words: str) -> Step:
    return lambda page: page.get_by_role("button", name=words, exact=True).click()


def _fill(label: str, words: str) -> Step:
    return lambda page: page.get_by_label(label).fill(words)


def _choose(words: str) -> Step:
    return lambda page: page.locator("label.chip").filter(has_text=words).click()


def _open(words: str) -> Step:
    return lambda page: page.get_by_text(words).first.click()


def _await(selector: str) -> Step:
    return lambda page: page.locator(selector).first.wait_for()


_SHEET = (lambda page: page.locator("button.bar-plus").click(), _await(".sheet:popover-open"))
_PHONE = (_await("this-phone [data-state]:not([hidden])"),)
_EMPTY_ASK = (_fill("In your own words", ""), _press("Ask"), _await(".field-error"))
_ODD_DAYS = (
    _choose("Pick days"),
    _fill("In your own words", "Dinner"),
    _open("Add more, if it helps"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    lambda page: page.locator("[name=wanted_0]").fill("21"),
    lambda page: page.locator(".form-foot button").click(),
    _await(".field-error"),
)

STATES = (
    State("way in", None, "/"),
    State("found", None, "/found"),
    State("found, wrong", None, "/found", (_press("Start the circle"), _await(".field-error"))),
    State("join", None, "/join"),
    State("join, wrong", None, f"/join#{'x' * 43}", (_await(".field-error"),)),
    State("join, named", None, "/join#{token}", (_await("input[name=name]"),)),
    State(
        "join, nameless",
        None,
        "/join#{token}",
        (_await("input[name=name]"), _press("Join the circle"), _await(".field-error")),
    ),
    State("offline", None, "/offline"),
    State("not found", None, "/nowhere", status=404),
    State("not found, signed in", "Ruth", "/nowhere", status=404),
    State("not yours", "Ruth", "/needs/{open}/edit", status=403),
    State("not allowed", None, "/not-allowed"),
    State("broken", None, "/broken"),
    State("board", "Ruth", "/", _PHONE),
    State("board, sheet", "Ruth", "/", _SHEET),
    State("board, two circles", "Sam", "/", (_open("Maple Street"),)),
    State("board, empty", "Clara", "/", _PHONE),
    State("ask", "Ruth", "/ask?kind=meal"),
    State("ask, empty", "Ruth", "/ask", _EMPTY_ASK),
    State("ask, odd days", "Ruth", "/ask?kind=meal", _ODD_DAYS),
    State("need, open", "Ruth", "/needs/{open}"),
    State("need, a word", "Ruth", "/needs/{open}", (_open("Add a word"),)),
    State("need, promised", "Ines", "/needs/{open}"),
    State("need, full", "Ruth", "/needs/{full}"),
    State("need, yours", "Ruth", "/needs/{yours}"),
    State("need, long", "Ruth", "/needs/{long}"),
    State("need, partly past", "Ruth", "/needs/{past}"),
    State("need, closed", "Ruth", "/needs/{closed}"),
    State("need, withdrawn", "Ruth", "/needs/{withdrawn}"),
    State("edit", "Ruth", "/needs/{yours}/edit"),
    State(
        "edit, wrong",
        "Ruth",
        "/needs/{yours}/edit",
        (_fill("In your own words", ""), _press("Save"), _await(".field-error")),
    ),
    State("calendar", "Ines", "/calendar"),
    State("calendar, empty", "Clara", "/calendar"),
    State("circle", "Sam", "/circle"),
    State("circle, alone", "Clara", "/circle"),
    State("invitation", "Clara", "/circle", (_press("Invite someone"), _await(".qr"))),
    State("you", "Ruth", "/you", _PHONE),
    State("you, later", "Ruth", "/you", (*_PHONE, _press("Not now"))),
    State(
        "you, wrong",
        "Ruth",
        "/you",
        (_fill("What should your circles call you?", ""), _press("Save"), _await(".field-error")),
    ),
    State("inbox", "Ruth", "/inbox"),
    State("inbox, empty", "Clara", "/inbox"),
)


def settle(world: World, server: Server) -> dict[str, str]:
    """Let the circle live for a while; what the paths of `STATES` are filled with."""
    second = Circle.start(f"The other circle of {LONG}", "Europe/London")
    world.places["Sam elsewhere"] = type(world.places["Sam"]).admit(second, world.sam, "member")
    db.session.commit()
    needs = _open_ones(world) | _ended_ones(world)
    invitation = Invitation.make(world.places["Sam"])
    db.session.commit()
    fan_out()
    ids = {name: str(need.id) for name, need in needs.items()}
    return ids | {"token": str(invitation.token), "origin": server.origin}


def _open_ones(world: World) -> dict[str, Need]:
    days = [world.tomorrow(days=1), world.tomorrow(days=2, wanted=3), world.tomorrow(days=3)]
    asked = world.ask("Sam", openings=days, private_details="14 Maple Street, gate 2284")
    world.promise(asked, "Ines", 0, "The lentil one Noa liked")
    world.promise(asked, "Omar", 1)
    full = world.ask("Sam", kind="ride", title="A ride to the clinic")
    world.promise(full, "Omar")
    yours = world.ask(kind="presence", title="Someone to sit with me", details="Just company.")
    world.promise(yours, "Ines", note="With pleasure")
    long = world.ask("Ines", kind="wisdom", title=LONG, details=f"{LONG} {LONG}", openings=days)
    world.promise(long, "Ruth", note=LONG)
    return {"open": asked, "full": full, "yours": yours, "long": long, "past": _past(world)}


def _past(world: World) -> Need:
    now = clock.now()
    world.at(now - timedelta(days=2))
    days = [world.tomorrow(days=1), world.tomorrow(days=5)]
    need = world.ask("Omar", kind="errand", title="A few things from the shop", openings=days)
    world.promise(need, "Ines")
    clock.reset_clock()
    return need


def _ended_ones(world: World) -> dict[str, Need]:
    closed = world.ask(title="Someone to water the beans", kind="hands")
    closed.close(world.ruth)
    withdrawn = world.ask(title="A ladder", kind="lend")
    withdrawn.withdraw(world.ruth)
    db.session.commit()
    return {"closed": closed, "withdrawn": withdrawn}


def stage(page: Page, world: World, server: Server) -> None:
    """Let `/broken` and `/not-allowed` show pages that a healthy server shows nobody on request."""
    templates = {"/broken": "web/broken.html", "/not-allowed": "web/not_allowed.html"}
    for path, template in templates.items():
        with world.app.test_request_context("/"):
            body = render_template(template)
        page.route(f"{server.origin}{path}", _answer(body))


def _answer(body: str) -> Callable[..., None]:
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
