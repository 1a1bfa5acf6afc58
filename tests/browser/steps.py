"""What is done on a page to bring it into a state worth looking at."""

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


def press(words: str) -> Step:
    return lambda page: page.get_by_role("button", name=words, exact=True).click()


def fill(label: str, words: str) -> Step:
    return lambda page: page.get_by_label(label).fill(words)


def choose(words: str) -> Step:
    return lambda page: page.locator("label.chip").filter(has_text=words).click()


def unfold(words: str) -> Step:
    """Tap open what is folded; a draft that was kept may have opened it already."""

    def tap_open(page: Page) -> None:
        summary = page.get_by_text(words).first
        if not summary.evaluate("(summary) => summary.closest('details').open"):
            summary.click()

    return tap_open


def appears(selector: str) -> Step:
    return lambda page: page.locator(selector).first.wait_for()


def unhide(selector: str) -> Step:
    show = "all => { for (const element of all) element.hidden = false; }"
    return lambda page: page.eval_on_selector_all(selector, show)


def rest(page: Page) -> None:
    """Unless they rest since an earlier visit."""
    if page.get_by_role("button", name="Two weeks").count():
        page.get_by_role("button", name="Two weeks").click()


SHEET = (lambda page: page.locator("button.bar-plus").click(), appears(".sheet:popover-open"))
SHEET_OFFER = (*SHEET, lambda page: page.get_by_label("Offer something").check(force=True))
SWITCHER = (lambda page: page.locator(".switcher summary").click(), appears(".switcher-list"))
PHONE = (appears("this-phone [data-state]:not([hidden])"),)
UNHIDE = (
    *PHONE,
    unhide("[data-state], [data-said], [data-new-version], [data-arrived], [data-platform]"),
)
PASSKEYS = (appears("passkey-add [data-state]:not([hidden])"),)
UNHIDE_PASSKEYS = (*PASSKEYS, unhide("[data-state], [data-said]"))
WRONG_PASSKEY = (
    lambda page: page.eval_on_selector("passkey-sign-in form", "form => form.submit()"),
    appears(".notice--sorry"),
)
EMPTY_ASK = (fill("In your own words", ""), press("Ask"), appears(".field-error"))
A_FEW = (
    choose("A few people"),
    lambda page: page.get_by_label("Omar").check(),
    lambda page: page.get_by_label("Sam", exact=True).check(),
)
FOR_SOMEONE = (
    unfold("Asking for someone else?"),
    fill("Or someone outside, by name", "Mr Brown"),
    lambda page: page.locator(".form-foot button").click(),
    appears(".field-error"),
)
NOBODY = (choose("A few people"), press("Save"), appears(".field-error"))
NO_ADDRESS = (fill("Your e-mail address", "ruth"), press("Send me the digits"))
ADDRESS = (
    # Another one each time: an address gets five letters an hour.
    lambda page: page.get_by_label("Your e-mail address").fill(f"{uuid.uuid4()}@{LONG[:40]}.org"),
    press("Send me the digits"),
    appears("[autocomplete=one-time-code]"),
)
PUT_ASIDE = (
    # By what it does: a request to Ruth alone has a button of the same name, which declines it.
    lambda page: page.locator("[data-action=put-aside]:visible").first.click(),
    appears("[data-said=put-aside]:not([hidden])"),
)
ENDLESS_THANKS = (
    unfold("A thank you for"),
    lambda page: page.locator("[name=thanks]").first.fill(f"{LONG} " * 20),
    lambda page: page.get_by_role("button", name="Say thank you").first.click(),
    appears(".field-error"),
)
ODD_DAYS = (
    choose("Pick days"),
    fill("In your own words", "Dinner"),
    unfold("Add more, if it helps"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    lambda page: page.locator("[name=wanted_0]").fill("21"),
    lambda page: page.locator(".form-foot button").click(),
    appears(".field-error"),
)

REPEATING = (choose("Repeating"), choose("Tue"), appears("[data-sentence]:not([hidden])"))
WRONG_REPEATING = (
    choose("Repeating"),
    lambda page: page.locator("[name=first]").fill("2020-01-01"),
    lambda page: page.locator("[name=each_until]").fill("10:00"),
    lambda page: page.locator(".form-foot button").click(),
    appears(".field-error"),
)
WRONG_DAY = (
    unfold("One more day"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    press("Ask for this day, too"),
    appears(".field-error"),
)
SAME_TIMES = (fill("From", "09:00"), fill("Until", "09:00"), press("Save"))
FEED = (
    lambda page: page.locator("form[action='/calendar/feed'] button, .link-field").first.wait_for(),
    lambda page: page.locator(".link-field").count() or press("Make a link")(page),
    appears(".link-field"),
)
MORE = unfold("Add more, if it helps")
WRONG_ANSWERS = (
    fill("How many eat", "41"),
    MORE,
    fill("Rather not", LONG * 3),
    press("Ask"),
    appears(".field-error"),
)
KINDS = (
    *(State(f"ask, {kind.key}", "Ruth", f"/ask?kind={kind.key}", (MORE,)) for kind in KINDS),
    State("ask, wrong answers", "Ruth", "/ask?kind=meal", WRONG_ANSWERS),
    State("need, answered", "Ruth", "/needs/{answered}"),
    State("need, answered, yours", "Sam", "/needs/{answered}"),
    State("need, the way", "Ines", "/needs/{ride}"),
    State("need, the way, unread", "Ruth", "/needs/{ride}"),
    State("need, enough", "Ruth", "/needs/{enough}"),
    State("need, enough, yours", "Omar", "/needs/{enough}"),
)

WRONG_OFFER = (
    fill("In your own words", ""),
    choose("A few people"),
    unfold("Add more, if it helps"),
    fill("Until, if there is an end", "2020-01-01"),
    press("Offer"),
    appears(".field-error"),
)
WRONG_REQUEST = (
    choose("Pick days"),
    lambda page: page.locator("[name=day_0]").fill("2020-01-01"),
    press("Yes, please"),
    appears(".field-error"),
)
OFFERS = (
    State("offer something", "Ruth", "/offer?kind=meal", (unfold("Add more, if it helps"),)),
    State("offer something, wrong", "Ruth", "/offer?kind=meal", WRONG_OFFER),
    State("offers", "Ruth", "/offers"),
    State("offers, none", "Clara", "/offers"),
    State("offer", "Ines", "/offers/{offer}", (unfold("Add more, if it helps"),)),
    State("offer, wrong", "Ines", "/offers/{offer}", WRONG_REQUEST),
    State("offer, long", "Ines", "/offers/{offer_long}"),
    State("offer, taken up", "Ruth", "/offers/{offer_long}"),
    State("offer, yours", "Ruth", "/offers/{offer_few}"),
    State("offer, paused", "Ruth", "/offers/{offer_paused}"),
    State("offer, does it stand", "Ruth", "/offers/{offer_asked}"),
    State("offer, edit", "Ruth", "/offers/{offer_few}/edit"),
    State("need, in person", "Ruth", "/needs/{request}"),
    State("need, asked in person", "Ruth", "/needs/{requested}"),
    State("need, not this time, in person", "Ruth", "/needs/{refused}"),
    State("ask, with a hint", "Ruth", "/ask?kind=meal"),
    State("ask, again", "Ruth", "/ask?again={refused}"),
)
HANDS = (
    State("ask, raising hands", "Ruth", "/ask?kind=meal", (MORE, choose("Raise hands"))),
    State("need, who waits", "Ruth", "/needs/{waits}"),
    State("need, waiting", "Ines", "/needs/{waits}"),
    State("need, hands up", "Ruth", "/needs/{raised}"),
    State("need, your hand is up", "Ines", "/needs/{raised}"),
    State("need, choosing", "Ruth", "/needs/{choosing}"),
    State("need, being chosen", "Ines", "/needs/{choosing}"),
    State(
        "need, nobody chosen",
        "Ruth",
        "/needs/{choosing}",
        (
            lambda page: page.get_by_role("button", name="That is my choice").click(),
            appears(".field-error"),
        ),
    ),
)
