"""Days that whoever asked changes: moved, added, called off, or with room for more or fewer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.sequences.ask import Day
from tests.sequences.draws import people, some_ask, which
from tests.sequences.looking import Looking
from tests.world import ZONE

days_ahead, mostly = st.integers(0, 3), st.sampled_from((1, 1, 1, 0))


class DayDeeds(Looking):
    """Whoever asked, and sometimes somebody who did not, changes when help is wanted."""

    @some_ask
    @rule(which=which, day=which, wanted=st.integers(1, 3))
    def want(self, which: int, day: int, wanted: int) -> None:
        key, ask, slot_id = self._day(which, day)
        due = self.model.want(ask.by, ask, ask.days[slot_id], wanted)
        self.touch(due, self.real.do(ask.by, "PATCH", f"/slots/{slot_id}", wanted=wanted), key)

    @some_ask
    @rule(which=which, day=which, name=people, is_theirs=mostly, ahead=days_ahead)
    def move(self, which: int, day: int, name: str, is_theirs: int, ahead: int) -> None:
        key, ask, slot_id = self._day(which, day)
        name = ask.by if is_theirs else name
        due = self.model.move(name, ask, ask.days[slot_id], self._begins(ahead))
        moved = self.real.do(name, "PATCH", f"/slots/{slot_id}", starts_at=self._at(ahead))
        self.touch(due, moved, key)
        if due is None:
            ask.days[slot_id].begins_at, ask.days[slot_id].over_at = self.real.when(slot_id)

    @some_ask
    @rule(which=which, name=people, is_theirs=mostly, ahead=days_ahead, wanted=st.integers(1, 2))
    def add_day(self, which: int, name: str, is_theirs: int, ahead: int, wanted: int) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if is_theirs else name
        due = self.model.add_day(name, ask, self._begins(ahead))
        day = {"starts_at": self._at(ahead), "wanted": wanted}
        refused, told = self.real.do(name, "POST", f"/needs/{key}/slots", **day)
        self.touch(due, (refused, told), key)
        for slot in told["slots"] if due is None else []:
            if slot["id"] not in ask.days:
                when = self.real.when(slot["id"])
                ask.days[slot["id"]] = Day(*when, wanted, is_added=True)

    @some_ask
    @rule(which=which, day=which, name=people, is_theirs=mostly)
    def call_off(self, which: int, day: int, name: str, is_theirs: int) -> None:
        key, ask, slot_id = self._day(which, day)
        name = ask.by if is_theirs else name
        due = self.model.call_off(name, ask, slot_id)
        self.touch(due, self.real.do(name, "DELETE", f"/slots/{slot_id}"), key)

    @some_ask
    @rule(which=which, name=people, is_theirs=mostly)
    def renew(self, which: int, name: str, is_theirs: int) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if is_theirs else name
        due = self.model.renew(name, ask)
        self.touch(due, self.real.do(name, "POST", f"/needs/{key}/renewal"), key)

    def _begins(self, ahead: int) -> datetime:
        return datetime.fromisoformat(self._at(ahead)).replace(tzinfo=ZoneInfo(ZONE))

    def _at(self, ahead: int) -> str:
        return f"{self.model.now + timedelta(days=1 + ahead):%Y-%m-%d}T22:30"
