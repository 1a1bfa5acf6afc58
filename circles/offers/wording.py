"""Offers in words: what to start from, and when it suits."""

from datetime import date, timedelta
from typing import Any

from circles.needs import DayOfYear, Listed
from circles.phrase import Phrase

STARTERS = {
    "meal": Phrase("A pot of soup"),
    "ride": Phrase("A seat in my car"),
    "presence": Phrase("An hour to listen"),
    "childcare": Phrase("An afternoon with the children"),
    "errand": Phrase("Something from the shop when I go"),
    "hands": Phrase("A pair of hands for an hour"),
    "lend": Phrase("A ladder to borrow"),
    "wisdom": Phrase("What I know about gardens"),
    "other": Phrase("I would gladly"),
}

ON = {
    "MO": Phrase("Mondays"),
    "TU": Phrase("Tuesdays"),
    "WE": Phrase("Wednesdays"),
    "TH": Phrase("Thursdays"),
    "FR": Phrase("Fridays"),
    "SA": Phrase("Saturdays"),
    "SU": Phrase("Sundays"),
}
TOGETHER = {
    ",".join(ON): Phrase("any day"),
    "MO,TU,WE,TH,FR": Phrase("weekdays"),
    "SA,SU": Phrase("weekends"),
}


def when_phrase(offer: Any) -> Phrase | None:
    """`Tuesdays and Thursdays, after six, until 30 March`; of an offer or a row of one."""
    parts = [part for part in (_on(offer.weekdays), _suits(offer), _until(offer)) if part]
    if not parts:
        return None
    said = parts[0]
    for part in parts[1:]:
        said = Phrase("{said}, {more}", said=said, more=part)
    return said


def next_days(offer: Any, today: date) -> list[date]:
    """The next two days that suit, from today until it ends; none where any day may."""
    suits = offer.weekdays.split(",")
    ahead = [today + timedelta(days=n) for n in range(2 * len(ON))]
    days = [day for day in ahead if list(ON)[day.weekday()] in suits]
    return [day for day in days if offer.until is None or day <= offer.until][:2]


def _on(weekdays: str) -> Phrase | None:
    if not weekdays:
        return None
    return TOGETHER.get(weekdays) or Listed([ON[day] for day in weekdays.split(",")])


def _suits(offer: Any) -> Phrase | None:
    return Phrase("{words}", words=offer.suits) if offer.suits else None


def _until(offer: Any) -> Phrase | None:
    return Phrase("until {day}", day=DayOfYear(offer.until)) if offer.until else None
