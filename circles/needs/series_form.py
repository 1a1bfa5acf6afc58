"""The part of the ask form for what repeats, in the words of `SeriesSchema`."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from circles.needs.night import end_of, read_typed
from circles.needs.repeating_rule import WEEKDAYS, day_of_every_month, nth_of_its_weekday
from circles.phrase import Phrase
from circles.refusal import Invalid

RHYTHMS = ("week", "two_weeks", "day", "month", "month_weekday")
WEEKLY = "week"


class SeriesForm:
    """What was typed. Weekdays are `on_MO` to `on_SU`; without one, it is that of the first day."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed

    def as_series(self) -> dict[str, Any]:
        """What `SeriesSchema` loads. Raises `Invalid` where the form itself makes no sense."""
        first, at, until = (self._get(name) for name in ("first", "each_at", "each_until"))
        if not first:
            raise Invalid(Phrase("Please say on which day it begins."), field="first")
        series: dict[str, Any] = {
            "rule": self._rule(first),
            "starts_at": f"{first}T{at}" if at else first,
            "until": self._get("last") or None,
        }
        if wanted := self._get("wanted"):
            series["wanted"] = int(wanted) if _is_number(wanted) else wanted
        if until:
            series["ends_at"] = end_of(first, at, until)
        return series

    def own_name(self, part: str) -> str:
        """The form's own field for a part of a series."""
        at = "each_at" if self._is_time_wrong() else "first"
        return {"rule": "rhythm", "starts_at": at, "ends_at": "each_until", "until": "last"}.get(
            part, part
        )

    def _is_time_wrong(self) -> bool:
        """Whether it is the time, and not the day, that cannot be read."""
        day, at = self._get("first"), self._get("each_at")
        return bool(at) and read_typed(date, day) is not None and read_typed(time, at) is None

    def _rule(self, first: str) -> str:
        rhythm, day = self._get("rhythm") or WEEKLY, read_typed(date, first)
        on = [name for name in WEEKDAYS if self._get(f"on_{name}")]
        if rhythm == "day":
            return "FREQ=DAILY"
        if rhythm == "month":
            return f"FREQ=MONTHLY;BYMONTHDAY={day_of_every_month(day)}" if day else "FREQ=MONTHLY"
        if rhythm == "month_weekday" and day:
            return f"FREQ=MONTHLY;BYDAY={nth_of_its_weekday(day)}{WEEKDAYS[day.weekday()]}"
        if rhythm not in RHYTHMS:
            return rhythm
        every = ";INTERVAL=2" if rhythm == "two_weeks" else ""
        return f"FREQ=WEEKLY{every}" + (f";BYDAY={','.join(on)}" if on else "")

    def _get(self, name: str) -> str:
        return self.typed.get(name, "").strip()


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10
