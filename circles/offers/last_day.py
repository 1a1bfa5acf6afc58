"""Until when something is offered: a day, in the circle's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from circles import clock
from circles.needs import HORIZON
from circles.phrase import Phrase
from circles.refusal import Invalid


def end_of(day: date | None, zone: str) -> datetime | None:
    """The instant from which that day is past; raises `Invalid` for one that cannot be."""
    if day is None:
        return None
    today = clock.today(zone)
    if day < today:
        raise Invalid(Phrase("That day has passed already."), field="until")
    if day > today + HORIZON:
        far = Phrase("That is more than two years ahead. Is the year right?")
        raise Invalid(far, field="until")
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return midnight.astimezone(UTC)
