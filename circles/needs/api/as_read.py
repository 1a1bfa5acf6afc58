"""What repeats, and who promised, as a program reads it."""

from typing import Any

from circles.needs.listing import Helper
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
