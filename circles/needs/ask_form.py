"""The ask form, as a phone sends it, in the words of `NeedSchema`."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from circles.needs.address_schema import address_in
from circles.needs.answer_form import ANSWERS, answers_in, own_name
from circles.needs.answering_schema import way_in
from circles.needs.night import end_of, read_typed
from circles.needs.series_form import SeriesForm
from circles.phrase import Phrase
from circles.refusal import Invalid

ROWS = 7
"""Days one form has room for; the API takes more."""
SUNDAY = 6
WHENEVER, DAYS, REPEATING = "whenever", "days", "repeating"


def days_to_offer(today: date) -> list[date]:
    """The days that need no picking: today, tomorrow, and Sunday if it is neither."""
    sunday = today + timedelta(days=(SUNDAY - today.weekday()) % 7)
    return list(dict.fromkeys([today, today + timedelta(days=1), sunday]))


class AskForm:
    """What was typed, row by row; `rows` are the form's own names for each slot.

    `when` is `whenever`, `days` (then there is a row for each), or the one day itself: a
    form that lay open over midnight still asks for the day it showed.
    """

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.when = self._get("when") or WHENEVER
        self.rows = self._rows()

    def as_need(self) -> dict[str, Any]:
        """What `NeedSchema` loads. Raises `Invalid` where the form itself makes no sense."""
        fields = ("kind", "title", "details", "private_details")
        need: dict[str, Any] = {name: self.typed.get(name, "") for name in fields}
        need |= {"answers": answers_in(self.typed, need["kind"])}
        need |= address_in(self.typed) | way_in(self.typed)
        if self.when == REPEATING:
            return need | {"series": SeriesForm(self.typed).as_series()}
        if not self.rows:
            raise Invalid(Phrase("Please choose at least one day."), field="day_0")
        return need | {"slots": [self._slot(row) for row in self.rows]}

    def beside(self, errors: dict[str, str]) -> dict[str, str]:
        """The same sentences, each under the name of the form's own field."""
        return {
            self._own_name(path): sentence
            for path, sentence in errors.items()
            if not _is_echo(path, errors)
        }

    def _rows(self) -> list[dict[str, str]]:
        if self.when != DAYS:
            return [{"day": "when", "at": "at", "until": "until", "wanted": "wanted"}]
        rows = (
            {name: f"{name}_{n}" for name in ("day", "at", "until", "wanted")} for n in range(ROWS)
        )
        return [row for row in rows if any(map(self._get, row.values()))]

    def _slot(self, row: dict[str, str]) -> dict[str, Any]:
        wanted = self._get(row["wanted"])
        slot: dict[str, Any] = {"wanted": _number(wanted)} if wanted else {}
        if self.when == WHENEVER:
            return slot
        day, at, until = (self._get(row[name]) for name in ("day", "at", "until"))
        if not day:
            raise Invalid(Phrase("Please say which day, too."), field=row["day"])
        slot["starts_at"] = f"{day}T{at}" if at else day
        if until:
            slot["ends_at"] = end_of(day, at, until)
        return slot

    def _own_name(self, path: str) -> str:
        if path.startswith(ANSWERS):
            return own_name(path, self._get("kind"))
        parts = path.split(".")
        if parts[0] == "series":
            return SeriesForm(self.typed).own_name(parts[-1])
        if parts[0] != "slots" or len(parts) < 3 or not parts[1].isdigit():
            return path
        row = self.rows[int(parts[1])]
        begins = row["at"] if self._is_time_wrong(row) else row["day"]
        return {"ends_at": row["until"], "wanted": row["wanted"]}.get(parts[2], begins)

    def _is_time_wrong(self, row: dict[str, str]) -> bool:
        """Whether it is the time, and not the day, that cannot be read."""
        day, at = self._get(row["day"]), self._get(row["at"])
        return bool(at) and read_typed(date, day) is not None and read_typed(time, at) is None

    def _get(self, name: str) -> str:
        return self.typed.get(name, "").strip()


def _number(typed: str) -> int | str:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed


def _is_echo(path: str, errors: dict[str, str]) -> bool:
    """A day that cannot be makes an end on that day impossible too: said once."""
    return path.endswith(".ends_at") and path.replace(".ends_at", ".starts_at") in errors
