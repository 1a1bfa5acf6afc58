"""Other days, as it should be."""

from datetime import datetime

from tests.sequences.ask import Ask, Day
from tests.sequences.sight import Sight


class Changing(Sight):
    """Whoever asked changes when help is wanted; whoever promised keeps their place."""

    def want(self, name: str, ask: Ask, day: Day, wanted: int) -> str | None:
        """Let more or fewer be wanted."""
        no = self._no_to_day(name, ask, day)
        if no is None and wanted < len(day.promised):
            return "places_taken"
        if no is None and wanted != day.wanted:
            day.wanted = wanted
            if not day.room:
                day.hands.clear()
        return no

    def move(self, name: str, ask: Ask, day: Day, begins_at: datetime) -> str | None:
        """Let it be another day; nobody loses a place or a hand."""
        return self._no_to_day(name, ask, day) or self._no_to_time(ask, begins_at)

    def add_day(self, name: str, ask: Ask, begins_at: datetime) -> str | None:
        """One more."""
        return self.no_to_change(name, ask) or self._no_to_time(ask, begins_at)

    def call_off(self, name: str, ask: Ask, slot_id: str) -> str | None:
        """One less; whoever had promised reads for a while which it was."""
        day = ask.days[slot_id]
        no = self._no_to_day(name, ask, day)
        if no is None and ask.standing is None and self.coming(ask) == [day]:
            return "last_day"
        stands_by_itself = ask.standing is None or day.is_added
        if no is None and stands_by_itself and not day.promised:
            del ask.days[slot_id]
        elif no is None:
            day.over_at = self.now
            day.hands.clear()
        return no

    def renew(self, name: str, ask: Ask) -> str | None:
        """Still needed: possible as long as a day is ahead."""
        no = self.no_to_change(name, ask)
        return "days_have_passed" if no is None and not self.coming(ask) else no

    def coming(self, ask: Ask) -> list[Day]:
        """What is ahead of it."""
        return ask.coming(self.now)

    def _no_to_day(self, name: str, ask: Ask, day: Day) -> str | None:
        no = self.no_to_change(name, ask)
        return "slot_over" if no is None and day.over_at <= self.now else no

    def _no_to_time(self, ask: Ask, begins_at: datetime) -> str | None:
        """While hands are raised, nothing begins."""
        if not ask.gathers(self.now):
            return None
        assert ask.hands_until is not None
        return "invalid" if begins_at <= ask.hands_until else None
