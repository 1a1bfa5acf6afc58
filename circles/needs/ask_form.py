"""The ask form, as a phone sends it, in the words of `NeedSchema`."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from circles.phrase import Phrase
from circles.refusal import Invalid

ROWS = 7
"""Days one form has room for; the API takes more."""
SUNDAY = 6


def choices(today: date) -> dict[str, date | None]:
    """What "when" offers besides picking days; the key is what the form sends."""
    days: dict[str, date | None] = {"today": today, "tomorrow": today + timedelta(days=1)}
    weekend = next_sunday(today)
    if weekend not in days.values():
        days["weekend"] = weekend
    return days | {"whenever": None}


def next_sunday(today: date) -> date:
    """The coming Sunday; today, if it is one."""
    return today + timedelta(days=(SUNDAY - today.weekday()) % 7)


class AskForm:
    """What was typed, row by row; `rows` are the form's own names for each slot."""

    def __init__(self, typed: Mapping[str, str], today: date) -> None:
        self.typed = typed
        self.today = today
        self.when = typed.get("when") or "whenever"
        self.rows = self._rows()

    def as_need(self) -> dict[str, Any]:
        """What `NeedSchema` loads. Raises `Invalid` where the form itself makes no sense."""
        fields = ("kind", "title", "details", "private_details")
        need: dict[str, Any] = {name: self.typed.get(name, "") for name in fields}
        if not self.rows:
            raise Invalid(Phrase("Please choose at least one day."), field="day_0")
        return need | {"slots": [self._slot(row) for row in self.rows]}

    def beside(self, errors: dict[str, str]) -> dict[str, str]:
        """The same sentences, each under the name of the form's own field."""
        return {self._own_name(path): sentence for path, sentence in errors.items()}

    def _rows(self) -> list[dict[str, str]]:
        if self.when != "days":
            return [{name: name for name in ("when", "at", "until", "wanted")}]
        rows = (
            {name: f"{name}_{n}" for name in ("day", "at", "until", "wanted")} for n in range(ROWS)
        )
        return [row for row in rows if self._get(row["day"]) or self._get(row["at"])]

    def _slot(self, row: dict[str, str]) -> dict[str, Any]:
        day = self._day(row)
        slot: dict[str, Any] = {}
        if wanted := self._get(row["wanted"]):
            slot["wanted"] = wanted
        if day is None:
            return slot
        at, until = self._get(row["at"]), self._get(row["until"])
        slot["starts_at"] = f"{day}T{at}" if at else day
        if until:
            slot["ends_at"] = f"{day}T{until}"
        return slot

    def _day(self, row: dict[str, str]) -> str | None:
        if "day" in row:
            return self._get(row["day"])
        offered = choices(self.today)
        if self.when not in offered:
            raise Invalid(Phrase("Please choose when."), field="when")
        day = offered[self.when]
        return day.isoformat() if day else None

    def _own_name(self, path: str) -> str:
        parts = path.split(".")
        if parts[0] != "slots" or len(parts) < 3 or not parts[1].isdigit():
            return path
        row = self.rows[int(parts[1])]
        names = {"ends_at": row["until"], "wanted": row["wanted"]}
        return names.get(parts[2]) or row.get("day") or row["when"]

    def _get(self, name: str) -> str:
        return self.typed.get(name, "").strip()
