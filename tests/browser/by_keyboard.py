"""A person without a mouse or a touch screen: they go by what they read, and by Tab and Enter."""

from playwright.sync_api import Locator

from tests.browser.member import Member

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
MOST_STOPS = 80

# Whether the focus is on it; a label is reached by its box, and of several boxes that are one
# choice by the one that is chosen.
IS_THERE = """(what) => {
  const active = document.activeElement;
  const box = what.control ?? what;
  const siblings = box.type === "radio" && active.type === "radio" && active.name === box.name;
  const around = what.closest("a, button, summary");
  return [what, box, around].includes(active) || what.contains(active) || siblings;
}"""
IS_ON = "(what) => (what.control ?? what) === document.activeElement"
IS_CHOICE = """(what) => ["radio", "checkbox"].includes((what.control ?? what).type)"""
MOST_CHOICES = 12


class ByKeyboard(Member):
    """Taps nothing: each tap is a way there by Tab, and a key."""

    def tap(self, what: Locator) -> None:
        what.wait_for()
        self._go_to(what)
        if not what.evaluate(IS_CHOICE):
            self.page.keyboard.press("Enter")
        elif not self._is_chosen_by_arrows(what):
            self.page.keyboard.press("Space")

    def _go_to(self, what: Locator) -> None:
        for _ in range(MOST_STOPS):
            if what.evaluate(IS_THERE):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.name} does not get to {what} by Tab")

    def _is_chosen_by_arrows(self, what: Locator) -> bool:
        """Along a choice of one, which arrows change; a box to tick is there already."""
        for moved in range(MOST_CHOICES):
            if what.evaluate(IS_ON):
                return moved > 0
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"{self.name} does not get to {what} by arrows")
