"""The month on a phone and on a table, without a script, and by keyboard."""

import pytest

from tests.browser.signed_in import furnished, signed_in

WIDE = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False}


@pytest.fixture
def world(server):
    with furnished(server) as world:
        need = world.ask(title="Soup", openings=[world.tomorrow(days=day) for day in range(1, 29)])
        world.promise(need, "Ines", slot=20)
        yield world


@pytest.fixture
def day(world):
    return world.day(21)


@pytest.mark.looked_at_once
def test_on_a_phone_the_month_comes_when_asked_and_a_day_leads_down(chromium, server, world, day):
    with signed_in(chromium, server, world, "Ines", javascript=False) as page:
        page.goto("/calendar")
        assert not page.locator(".month").is_visible()
        assert page.locator(".week-strip").is_visible()
        page.get_by_role("link", name="Month").click()
        if world.day(0).month != day.month:
            page.get_by_role("link", name="The next month").click()
        cell = page.locator(f"a.month-day[href='#d{day.isoformat()}']")
        cell.wait_for()
        assert not page.locator(".month-entries").first.is_visible()
        assert cell.locator(".week-sign--yours").is_visible()
        cell.focus()
        page.keyboard.press("Enter")
        assert page.url.endswith(f"#d{day.isoformat()}")
        assert page.locator(f"#d{day.isoformat()}").get_by_text("You said yes").is_visible()


@pytest.mark.looked_at_once
def test_on_a_table_the_month_is_there_and_leads_to_the_asks(chromium, server, world, day):
    with signed_in(chromium, server, world, "Ines", javascript=False, **WIDE) as page:
        page.goto(f"/calendar?month={day:%Y-%m}")
        assert page.locator(".month-entry--yours").get_by_text("yours").count() == 1
        page.goto("/calendar")
        assert page.locator(".month").is_visible()
        assert not page.locator(".week-strip").is_visible()
        page.get_by_role("table").get_by_role("link", name="Soup").first.click()
        page.get_by_role("heading", name="Soup", level=1).wait_for()


def test_a_link_is_made_opened_by_a_calendar_and_taken_back(chromium, server, world):
    with signed_in(chromium, server, world, "Ines", javascript=False) as page:
        page.goto("/calendar")
        page.get_by_role("link", name="Your days in your own calendar").click()
        page.get_by_role("button", name="Make a link").click()
        path = page.get_by_label("Your link").input_value().rpartition("/calendar/")[2]
        with chromium.new_context() as elsewhere:
            calendar, address = elsewhere.request, f"{server.origin}/calendar/{path}"
            assert "SUMMARY:A meal" in calendar.get(address).text()
            page.get_by_role("button", name="Take back").click()
            page.get_by_text("That link opens nothing any more.").wait_for()
            assert calendar.get(address).status == 404
