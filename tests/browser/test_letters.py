"""Choosing letters, and ending them from a letter: with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from circles.accounts import EmailAddress
from circles.database import db
from circles.notifications import Preference
from circles.notifications.letter_end import LetterEnd
from tests.browser.chromium import phone
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_letters_are_chosen_in_the_app_and_ended_from_a_letter(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as page,
        phone(chromium, server.origin, javascript=javascript) as elsewhere,
    ):
        place, at = world.places["Ines"], f"/circles/{world.circle.id}/news"
        letter = f"/letters/{LetterEnd.secret(place.id, 'news')}"
        db.session.rollback()
        page.goto(at)
        expect(page.get_by_text("News by e-mail?")).to_have_count(0)
        EmailAddress.confirm(world.ines.id, f"{world.ines.id}@example.org")
        db.session.commit()
        page.goto(at)
        ines = Member(page, "Ines")
        page.locator("label.chip").filter(has_text="Always").click()
        page.get_by_label("A letter on Sundays").check()
        ines.tap(ines.button("Save"))
        ines.reads("Kept.")
        assert choices(world) == ("always", True)
        reader = Member(elsewhere.new_page(), "whoever reads the letter")
        reader.page.goto(letter)
        reader.reads("Then no more letters with news of this circle come.")
        assert choices(world) == ("always", True)
        reader.tap(reader.button("End them"))
        reader.reads("These letters have ended")
        assert choices(world) == ("never", True)
        page.goto(at)
        expect(page.get_by_label("Never")).to_be_checked()
        assert ines.troubles == reader.troubles == []


def choices(world) -> tuple[str, bool]:
    """What was chosen by now; nothing is held on to, for the server writes beside us."""
    db.session.expire_all()
    kept = Preference.of(world.places["Ines"])
    found = kept.letters, kept.weekly_letter
    db.session.rollback()
    return found
