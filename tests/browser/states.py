"""Every page of Circles in every state worth looking at, and how a person gets there."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from circles.needs import KINDS
from tests.browser.lived_in import LONG

Step = Callable[[Page], object]


@dataclass(frozen=True)
class State:
    """Whose page it is, where, and what is done there; `{open}` is the id of an open ask."""

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


def _unhide(selector: str) -> Step:
    show = "all => { for (const element of all) element.hidden = false; }"
    return lambda page: page.eval_on_selector_all(selector, show)


def _rest(page: Page) -> None:
    """Unless they rest since an earlier visit."""
    if page.get_by_role("button", name="Two weeks").count():
        page.get_by_role("button", name="Two weeks").click()


_SHEET = (lambda page: page.locator("button.bar-plus").click(), _await(".sheet:popover-open"))
_SWITCHER = (lambda page: page.locator(".switcher summary").click(), _await(".switcher-list"))
_PHONE = (_await("this-phone [data-state]:not([hidden])"),)
_UNHIDE = (
    *_PHONE,
    _unhide("[data-state], [data-said], [data-new-version]"),
)
_PASSKEYS = (_await("passkey-add [data-state]:not([hidden])"),)
_UNHIDE_PASSKEYS = (*_PASSKEYS, _unhide("[data-state], [data-said]"))
_WRONG_PASSKEY = (
    lambda page: page.eval_on_selector("passkey-sign-in form", "form => form.submit()"),
    _await(".notice--sorry"),
)
_EMPTY_ASK = (_fill("In your own words", ""), _press("Ask"), _await(".field-error"))
_A_FEW = (
    _choose("A few people"),
    lambda page: page.get_by_label("Omar").check(),
    lambda page: page.get_by_label("Sam").check(),
)
_FOR_SOMEONE = (
    _open("Asking for someone else?"),
    _fill("Or someone outside, by name", "Mr Brown"),
    lambda page: page.locator(".form-foot button").click(),
    _await(".field-error"),
)
_NOBODY = (_choose("A few people"), _press("Save"), _await(".field-error"))
_NO_ADDRESS = (_fill("Your e-mail address", "ruth"), _press("Send me the digits"))
_ADDRESS = (
    # Another one each time: an address gets five letters an hour.
    lambda page: page.get_by_label("Your e-mail address").fill(f"{uuid.uuid4()}@{LONG[:40]}.org"),
    _press("Send me the digits"),
    _await("[autocomplete=one-time-code]"),
)
_PUT_ASIDE = (
    lambda page: page.get_by_role("button", name="Not this time").first.click(),
    _await("[data-said=put-aside]:not([hidden])"),
)
_ENDLESS_THANKS = (
    _open("A thank you for"),
    lambda page: page.locator("[name=thanks]").first.fill(f"{LONG} " * 20),
    lambda page: page.get_by_role("button", name="Say thank you").first.click(),
    _await(".field-error"),
)
_ODD_DAYS = (
    _choose("Pick days"),
    _fill("In your own words", "Dinner"),
    _open("Add more, if it helps"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    lambda page: page.locator("[name=wanted_0]").fill("21"),
    lambda page: page.locator(".form-foot button").click(),
    _await(".field-error"),
)

_REPEATING = (_choose("Repeating"), _choose("Tue"), _await("[data-sentence]:not([hidden])"))
_WRONG_REPEATING = (
    _choose("Repeating"),
    lambda page: page.locator("[name=first]").fill("2020-01-01"),
    lambda page: page.locator("[name=each_until]").fill("10:00"),
    lambda page: page.locator(".form-foot button").click(),
    _await(".field-error"),
)
_WRONG_DAY = (
    _open("One more day"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    _press("Ask for this day, too"),
    _await(".field-error"),
)
_FEED = (
    lambda page: page.locator("form[action='/calendar/feed'] button, .link-field").first.wait_for(),
    lambda page: page.locator(".link-field").count() or _press("Make a link")(page),
    _await(".link-field"),
)
_MORE = _open("Add more, if it helps")
_WRONG_ANSWERS = (
    _fill("How many eat", "41"),
    _MORE,
    _fill("Rather not", LONG * 3),
    _press("Ask"),
    _await(".field-error"),
)
_KINDS = (
    *(State(f"ask, {kind.key}", "Ruth", f"/ask?kind={kind.key}", (_MORE,)) for kind in KINDS),
    State("ask, wrong answers", "Ruth", "/ask?kind=meal", _WRONG_ANSWERS),
    State("need, answered", "Ruth", "/needs/{answered}"),
    State("need, answered, yours", "Sam", "/needs/{answered}"),
    State("need, the way", "Ines", "/needs/{ride}"),
    State("need, the way, unread", "Ruth", "/needs/{ride}"),
    State("need, enough", "Ruth", "/needs/{enough}"),
    State("need, enough, yours", "Omar", "/needs/{enough}"),
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
    State("come back", None, "/sign-in", (_await("passkey-sign-in form:not([hidden])"),)),
    State("come back, whatever happens", None, "/sign-in", (_unhide("[data-said]"),)),
    State("come back, wrong passkey", None, "/sign-in", _WRONG_PASSKEY),
    State("come back, wrong", None, "/sign-in", (_press("Come in"), _await(".field-error"))),
    State("come back, no address", None, "/sign-in", (*_NO_ADDRESS, _await(".field-error"))),
    State("come back by link", None, "/come-back"),
    State("come back by e-mail", None, "/sign-in", _ADDRESS),
    State("address", "Ruth", "/you/address"),
    State("address, wrong", "Ruth", "/you/address", (*_NO_ADDRESS, _await(".field-error"))),
    State("address, digits", "Sam", "/you/address", _ADDRESS),
    State("devices", "Ruth", "/you/devices"),
    State("passkeys", "Ruth", "/you/passkeys", _PASSKEYS),
    State("passkeys, whatever the browser", "Ruth", "/you/passkeys", _UNHIDE_PASSKEYS),
    State(
        "passkeys, nameless",
        "Ruth",
        "/you/passkeys",
        (
            *_PASSKEYS,
            _fill("What do you want to call it?", ""),
            _press("Add a passkey"),
            _await(".field-error"),
        ),
    ),
    State("passkeys, none yet", "Ines", "/you/passkeys", _PASSKEYS),
    State("passkey", "Ruth", "/passkeys/{passkey}"),
    State("carry", "Ruth", "/you/carry", (_press("Make a code"), _await("strong"))),
    State("closing", "Sam", "/circles/{circle}/closing"),
    State("log", "Ruth", "/circles/{circle}/log"),
    State("leaving", "Ines", "/circles/{circle}/leaving"),
    State("leaving, the last one", "Sam", "/circles/{circle}/leaving"),
    State("farewell", "Ruth", "/you/farewell"),
    State("leaving, alone", "Clara", "/circles/{elm}/leaving"),
    State("farewell, alone", "Clara", "/you/farewell"),
    State("farewell, not yet", "Sam", "/you/farewell"),
    State("settings", "Sam", "/circles/{circle}/settings"),
    State(
        "settings, wrong",
        "Sam",
        "/circles/{circle}/settings",
        (_fill("What is the circle called?", ""), _press("Save"), _await(".field-error")),
    ),
    State("member", "Sam", "/memberships/{member}"),
    State("member, you", "Ines", "/memberships/{member}"),
    State("removal", "Sam", "/memberships/{member}/removal"),
    State(
        "way back",
        "Sam",
        "/memberships/{member}",
        (_press("Let them back in on another phone"), _await(".qr")),
    ),
    State("at the door", "Dele", "/"),
    State("in no circle", "Lea", "/"),
    State("offline", None, "/offline"),
    State("not found", None, "/nowhere", status=404),
    State("not found, signed in", "Ruth", "/nowhere", status=404),
    State("not yours", "Ruth", "/needs/{open}/edit", status=403),
    State("not allowed", None, "/not-allowed"),
    State("broken", None, "/broken"),
    State("board", "Ruth", "/", _PHONE),
    State("board, sheet", "Ruth", "/", _SHEET),
    State("board, two circles", "Sam", "/", _SWITCHER),
    State("board, the door", "Sam", "/circles/{circle}", _PHONE),
    State("board, put aside", "Ruth", "/", _PUT_ASIDE),
    State("board, empty", "Clara", "/", _PHONE),
    State("ask", "Ruth", "/ask?kind=meal"),
    State("ask, empty", "Ruth", "/ask", _EMPTY_ASK),
    State("ask, a few", "Ruth", "/ask?kind=presence", _A_FEW),
    State("ask, for someone", "Ruth", "/ask?kind=meal", _FOR_SOMEONE),
    State("ask, odd days", "Ruth", "/ask?kind=meal", _ODD_DAYS),
    State("ask, repeating", "Ruth", "/ask?kind=meal", _REPEATING),
    State("ask, repeating, wrong", "Ruth", "/ask?kind=meal", _WRONG_REPEATING),
    State("need, series", "Sam", "/needs/{series}"),
    State("need, series, a word", "Sam", "/needs/{series}", (_open("Add a word"),)),
    State("need, series, promised", "Ines", "/needs/{series}"),
    State("need, series, yours", "Ruth", "/needs/{series}"),
    State("days", "Ruth", "/needs/{series}/days"),
    State("days, one more, wrong", "Ruth", "/needs/{series}/days", _WRONG_DAY),
    State("day", "Ruth", "/slots/{day}/day"),
    State("need, open", "Ruth", "/needs/{open}"),
    State("need, a word", "Ruth", "/needs/{open}", (_open("Add a word"),)),
    State("need, promised", "Ines", "/needs/{open}"),
    State("need, an empty word", "Ruth", "/needs/{open}", (_press("Send"), _await(".field-error"))),
    State("need, put aside", "Ruth", "/needs/{open}", (_await(".put-aside:not([hidden])"),)),
    State("need, thanked", "Ruth", "/needs/{thanked}"),
    State("need, saying thanks", "Sam", "/needs/{thanked}", (_open("A thank you for"),)),
    State("need, endless thanks", "Sam", "/needs/{thanked}", _ENDLESS_THANKS),
    State("need, still needed", "Ruth", "/needs/{lapsing}"),
    State("need, on other days", "Ruth", "/needs/{passed}"),
    State("need, full", "Ruth", "/needs/{full}"),
    State("need, yours", "Ruth", "/needs/{yours}"),
    State("need, long", "Ruth", "/needs/{long}"),
    State("need, partly past", "Ruth", "/needs/{past}"),
    State("need, closed", "Ruth", "/needs/{closed}"),
    State("need, withdrawn", "Ruth", "/needs/{withdrawn}"),
    State("need, few", "Sam", "/needs/{few}"),
    State("need, among few", "Ines", "/needs/{few}"),
    State("need, proposed", "Ruth", "/needs/{proposed}"),
    State("need, waits", "Sam", "/needs/{proposed}"),
    State("need, with a yes", "Ruth", "/needs/{given}"),
    State("need, for another", "Ines", "/needs/{given}"),
    State("need, yes taken back", "Ruth", "/needs/{hidden}"),
    State("need, not this time", "Sam", "/needs/{declined}"),
    State("need, for someone outside", "Ines", "/needs/{outside}"),
    State("who sees it", "Sam", "/needs/{few}/audience"),
    State("who sees it, nobody", "Ruth", "/needs/{outside}/audience", _NOBODY),
    *_KINDS,
    State("edit", "Ruth", "/needs/{yours}/edit"),
    State("edit, answered", "Sam", "/needs/{answered}/edit"),
    State(
        "edit, wrong",
        "Ruth",
        "/needs/{yours}/edit",
        (_fill("In your own words", ""), _press("Save"), _await(".field-error")),
    ),
    State("calendar", "Ines", "/calendar"),
    State("calendar, empty", "Clara", "/calendar"),
    State("calendar, month", "Ines", "/calendar?month={month}"),
    State("calendar, month, elsewhere", "Sam", "/calendar?month={month}"),
    State("calendar, an empty month", "Clara", "/calendar?month={far}"),
    State("calendar, no month", "Ruth", "/calendar?month=soon", status=422),
    State("feed", "Ruth", "/calendar/feed"),
    State("feed, made", "Ines", "/calendar/feed", _FEED),
    State(
        "feed, whatever the browser",
        "Ines",
        "/calendar/feed",
        (*_FEED, _unhide("[data-action], [data-said]")),
    ),
    State("circle", "Sam", "/circle"),
    State("circle, two circles", "Sam", "/circle", _SWITCHER),
    State("calendar, two circles", "Sam", "/calendar", _SWITCHER),
    State("circle, alone", "Clara", "/circle"),
    State("invitation", "Clara", "/circle", (_press("Invite someone"), _await(".qr"))),
    State("you", "Ruth", "/you", _PHONE),
    State("you, whatever the phone", "Ruth", "/you", _UNHIDE),
    State("you, at the door", "Dele", "/you", _PHONE),
    State("you, resting", "Clara", "/you", (_rest, _await("text=You are resting"))),
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
