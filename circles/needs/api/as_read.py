"""Days, what repeats, and who promised, as a program reads them."""

from datetime import datetime
from typing import Any

from circles.needs.listed_slot import Helper, ListedSlot
from circles.needs.schemas import wall_clock
from circles.needs.series import Series
from circles.needs.series_schemas import wall_clock_of
from circles.needs.series_wording import series_sentence
from circles.web import me, say


def series_as_read(series: Series, standing: list[Helper]) -> dict[str, Any]:
    """A series with whoever promised every time."""
    starts_at, ends_at = wall_clock_of(series)
    recurrence = series.recurrence
    return {
        "id": series.id,
        "rule": series.rule,
        "sentence": say(series_sentence(recurrence)),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "until": recurrence.rule.until,
        "time_zone": series.time_zone,
        "wanted": series.wanted,
        "standing_sign_ups": [sign_up_as_read(helper) for helper in standing],
    }


def sign_up_as_read(helper: Helper) -> dict[str, Any]:
    """One promise, for one day or for every time."""
    return {
        "person": {"id": helper.person_id, "name": helper.name},
        "note": helper.note,
        "is_yours": helper.person_id == me().person.id,
    }


def slot_as_read(slot: ListedSlot) -> dict[str, Any]:
    """A day with whoever said yes to it."""
    starts_at, ends_at = wall_clock(slot.row)
    return {
        "id": slot.row.id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": slot.row.time_zone,
        "wanted": slot.row.wanted,
        "is_over": slot.is_over,
        "is_full": slot.is_full,
        "is_called_off": slot.row.is_called_off,
        "state": slot.state_of(me().person.id),
        "sign_ups": [sign_up_as_read(helper) for helper in slot.helpers],
    }


def way_as_read(way: str, until: datetime | None) -> dict[str, Any]:
    """How people say yes."""
    return {"answering": way, "hands_until": until}
