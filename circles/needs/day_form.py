"""The form for one day of an ask, in the words of `OpeningSchema`."""

from collections.abc import Mapping

from circles.needs.ask_form import DAYS, WHENEVER, AskForm
from circles.needs.opening import Opening
from circles.needs.schemas import NeedSchema, openings_of
from circles.needs.slot import Slot

ROW = {"day": "day_0", "at": "at_0", "until": "until_0", "wanted": "wanted_0"}


class DayForm(AskForm):
    """The first row of the ask form; what has no day may stay without one."""

    def __init__(self, typed: Mapping[str, str], slot: Slot | None = None) -> None:
        stays = slot is not None and slot.day is None and not typed.get(ROW["day"], "").strip()
        super().__init__({**typed, "when": WHENEVER if stays else DAYS})
        self.rows = [ROW]

    @staticmethod
    def of(slot: Slot) -> dict[str, str]:
        """What the form says of a day as it is."""
        return {
            ROW["day"]: slot.day.isoformat() if slot.day else "",
            ROW["at"]: slot.starts.isoformat("minutes") if slot.starts else "",
            ROW["until"]: slot.ends.time().isoformat("minutes") if slot.ends else "",
            ROW["wanted"]: str(slot.wanted),
        }

    def opening(self, zone: str) -> Opening:
        """The day that was typed. Raises `Invalid`, or `ValidationError` for what is no day."""
        slots = NeedSchema(only=("slots",)).load({"slots": [self._slot(ROW)]})["slots"]
        return openings_of(slots, zone)[0]
