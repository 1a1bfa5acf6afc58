"""A person at one phone: they go by what they read on the screen, and tap it."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.chromium import wait_until

# A refusal is a page of its own; that the browser notes its status is no fault of ours.
_EXPECTED = "Failed to load resource"


class Member:
    """`taps` counts what they tapped, `troubles` what the browser complained of."""

    def __init__(self, page: Page, name: str):
        self.page = page
        self.name = name
        self.taps = 0
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._listen)

    def found(self, link: str, circle: str) -> None:
        """Start a circle behind the link that the server printed."""
        self.page.goto(link)
        self.paste("Paste the founding link", link)
        self.type("What is the circle called?", circle)
        self.type("What should the circle call you?", self.name)
        self.page.get_by_label("Where is the circle at home?").select_option("Europe/London")
        self.tap(self.button("Start the circle"))
        self.reads("Your circle is here. Now invite someone.")

    def invite(self) -> str:
        """An invitation link, as it stands on the page."""
        self.go("Circle")
        self.tap(self.button("Invite someone"))
        return self.page.get_by_label("The link").input_value()

    def join(
        self,
        link: str,
        circle: str,
        invited_by: str,
        waits: bool = False,
        by_poster: bool = False,
    ) -> None:
        """Come in by a link, or wait at the door; what it says is read before the name is
        typed."""
        self.page.goto(link)
        self.paste("Paste the invitation link you were given", link)
        self.reads("You found the door of" if by_poster else f"{invited_by} invites you to")
        self.page.get_by_role("heading", name=circle, exact=True).wait_for()
        self.type("What should the circle call you?", self.name)
        self.tap(self.button("Ask to join" if by_poster else "Join the circle"))
        if waits:
            self.reads(f"You asked to join {circle}")
        else:
            self.reads("Welcome. It is good that you are here.")

    def paste(self, label: str, link: str) -> None:
        """Without JavaScript the link is pasted; with it there is nothing left to paste."""
        field = self.page.get_by_label(label)
        if field.is_visible() and not field.input_value():
            field.fill(link)
            go_on = self.button("Continue")
            if go_on.count():
                self.tap(go_on)

    def ask(self, kind: str, day: str) -> None:
        """Ask with the words that are offered for a kind."""
        self.tap(self.page.locator("button.bar-plus"))
        self.tap(self.page.get_by_role("link", name=kind, exact=True))
        self.tap(self.page.locator("label.chip").filter(has_text=day))
        self.tap(self.button("Ask"))
        self.reads("Your circle hears of it now.")

    def open(self, title: str) -> None:
        """From the board to the page of one ask."""
        self.go("Board")
        self.tap(self.page.get_by_role("link", name=title, exact=True))
        self.page.get_by_role("heading", level=1, name=title).wait_for()

    def go(self, place: str) -> None:
        """By the bar at the bottom, to `Board`, `Calendar`, `Circle` or `You`."""
        bar = self.page.get_by_role("navigation", name="Main")
        self.tap(bar.get_by_role("link", name=place, exact=True))
        bar.locator("[aria-current=page]").get_by_text(place).wait_for()

    def hears(self, line: str) -> None:
        """Look at the news again and again until this is among it, and new."""

        def is_there() -> bool:
            self.page.goto("/inbox")
            news = re.compile(rf"^New:.*{re.escape(line)}")
            return self.page.get_by_role("link", name=news).count() > 0

        wait_until(self.page, is_there)

    def has_seen_the_news(self) -> None:
        """Nothing in the inbox is new any more."""
        self.page.goto("/inbox")
        self.page.wait_for_load_state("networkidle")  # opening it is seeing it, with a script
        self.page.goto("/inbox")
        if self.button("I have seen these").is_visible():
            self.tap(self.button("I have seen these"))
        self.button("I have seen these").wait_for(state="detached")

    def reads(self, words: str) -> None:
        """These words are on the page, at once or soon."""
        try:
            self.page.get_by_text(words).first.wait_for()
        except TooLate as late:
            there = self.page.locator("main").inner_text()
            raise AssertionError(f"{self.name} looks for {words!r} in:\n{there}") from late

    def does_not_read(self, words: str) -> None:
        """These words are nowhere on the page, not even out of sight."""
        assert words not in self.page.content()

    def button(self, words: str) -> Locator:
        """The first button that says so; what only a screen reader adds may follow."""
        return self.page.get_by_role(
            "button", name=re.compile(rf"^{re.escape(words)}\s*(:|$)")
        ).first

    def chip(self, words: str) -> Locator:
        """One of several choices that are shown side by side."""
        return self.page.locator("label.chip").filter(has_text=words)

    def choose(self, name: str) -> None:
        """Tick the box that says so."""
        self.tap(self.page.get_by_label(name, exact=True))

    @property
    def today(self) -> date:
        """The day it is in the circle."""
        return datetime.now(ZoneInfo("Europe/London")).date()

    def type(self, label: str, words: str) -> None:
        """Fill a field in."""
        self.page.get_by_label(label).fill(words)

    def tap(self, what: Locator) -> None:
        """One tap."""
        self.taps += 1
        what.tap()

    def _listen(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") == "error" and not text.startswith(_EXPECTED):
            self.troubles.append(text)
