"""From news of a meal to the choice that silences it: three taps, with JavaScript and without."""

import pytest

from circles.database import db
from circles.notifications import Preference, QuietTime
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_three_taps_from_news_to_silence(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as page,
    ):
        need_id, ines = world.ask("Ruth").id, Member(page, "Ines")
        db.session.rollback()
        page.goto(f"/needs/{need_id}")  # the first tap, on the notification
        ines.tap(page.get_by_role("link", name="Choose what rings"))
        ines.tap(ines.button("No rings for: Meal"))
        ines.reads("That does not ring any more. You still find it in the app.")
        assert not page.get_by_label("Meal", exact=True).is_checked()
        for chosen in ("The words", "20:00"):
            page.locator("label.chip").filter(has_text=chosen).click()
        ines.tap(ines.button("Save"))
        ines.reads("Kept.")
        page.goto("/you/news")
        page.get_by_label("From").fill("22:00")
        ines.tap(ines.button("Save"))
        ines.reads("Kept.")
        ines.tap(page.get_by_role("button", name="Only what is mine"))
        ines.reads("That does not ring any more.")
        page.goto("/you/news")
        ines.reads("Only what is yours rings.")
        db.session.expire_all()
        kept = Preference.of(world.places["Ines"])
        assert (kept.news, kept.lock_screen, kept.evening_at.hour) == ("mine", "words", 20)
        assert "meal" not in kept.kinds
        assert QuietTime.of(world.ines).begins.hour == 22
        assert ines.troubles == []
