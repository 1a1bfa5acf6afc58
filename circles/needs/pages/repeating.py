"""How often, as the ask form offers it."""

from typing import Any

from flask_babel import gettext

from circles.needs.repeating_rule import WEEKDAYS
from circles.needs.series_form import RHYTHMS
from circles.needs.series_wording import A_MONDAY, DAY
from circles.web import weekday_in_short


def repeating_choices() -> dict[str, Any]:
    """The rhythms to choose from, and the weekdays by their names."""
    labels = {
        "week": gettext("Every week"),
        "two_weeks": gettext("Every two weeks"),
        "day": gettext("Every day"),
        "month": gettext("Every month, same date"),
        "month_weekday": gettext("Every month, same weekday"),
    }
    return {
        "rhythms": [{"key": rhythm, "label": labels[rhythm]} for rhythm in RHYTHMS],
        "weekdays": weekday_choices(),
    }


def weekday_choices() -> list[dict[str, str]]:
    """Each day of a week by its name, as a box to tick: `on_MO` to `on_SU`."""
    return [
        {"name": f"on_{name}", "label": weekday_in_short(A_MONDAY + n * DAY)}
        for n, name in enumerate(WEEKDAYS)
    ]
