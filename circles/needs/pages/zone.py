"""Where the clock on the wall shows another time than the reader's."""

from typing import Any

from babel.dates import get_timezone_location
from flask_babel import get_locale, gettext

from circles.needs.listing import ListedSlot


def zone_of(slot: ListedSlot, home: str | None = None) -> dict[str, Any] | None:
    """By which clock a time is meant, for `<place-zone>`; nothing where there is no time.

    Without a script it is told where that is not the clock of the circle, at `home`.
    """
    if slot.row.starts is None:
        return None
    zone = slot.row.time_zone
    city = get_timezone_location(zone, locale=str(get_locale() or "en"), return_city=True)
    return {
        "name": zone,
        "at": slot.row.begins_at.isoformat(),
        "is_elsewhere": home is not None and home != zone,
        "words": gettext("%(city)s time", city=city),
    }
