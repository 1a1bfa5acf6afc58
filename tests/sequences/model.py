"""What must be true of asks and promises, said once more and without a database.

The machine does each deed to the real thing and to this; then both are compared. Deeds return
the code of the refusal that is due, `missing` for what this person may not know of, or None.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MISSING = "missing"
ADDRESS_TOLD = timedelta(hours=2)
PROMISE_KEPT = timedelta(hours=48)
ASKED_AFTER, ANSWER_WITHIN = timedelta(days=3), timedelta(days=7)
FADING = timedelta(days=30)


@dataclass
class Day:
    """A slot: when it is over, how many are wanted, who promised."""

    over_at: datetime
    wanted: int
    promised: set[str] = field(default_factory=set)


@dataclass
class Ask:
    """A need; `few` are the chosen, None is everyone; `address` what only helpers may read."""

    title: str
    by: str
    whom: str | None
    few: set[str] | None
    address: str | None
    days: dict[str, Day] = field(default_factory=dict)
    yes: str | None = None
    is_open: bool = True
    ended_at: datetime | None = None
    has_enough: bool = False
    standing: set[str] | None = None
    places: int = 1
    asked_whether_at: datetime | None = None
    was_seen_by: set[str] = field(default_factory=set)

    @property
    def leads(self) -> set[str]:
        return {self.by, self.whom or self.by}

    @property
    def is_agreed(self) -> bool:
        return self.whom is None or self.yes == "agreed"

    @property
    def helpers(self) -> set[str]:
        every_time = self.standing or set()
        return every_time.union(*(day.promised for day in self.days.values()))

    def is_for(self, name: str) -> bool:
        return name == (self.whom or self.by)

    def coming(self, now: datetime) -> list[Day]:
        return [day for day in self.days.values() if day.over_at > now]


class Model:
    """A circle as it should be."""

    def __init__(self, here: set[str]) -> None:
        self.here = set(here)
        self.asks: dict[str, Ask] = {}
        self.now: datetime

    def sees(self, name: str, ask: Ask) -> bool:
        """Whether this person may know of it now."""
        if name not in self.here:
            return False
        is_addressed = ask.few is None or name in ask.few
        return name in ask.leads or (ask.is_agreed and is_addressed)

    def asked(self, ask: Ask) -> list[str]:
        """Whoever may be glad to do it; whoever asked, should there be nobody."""
        others = {name for name in self.here if self.sees(name, ask) and not ask.is_for(name)}
        return sorted(others or {ask.by})

    def reads_address(self, name: str, ask: Ask) -> bool:
        """Whether what is private is told to this person now."""
        if not self.sees(name, ask) or not ask.is_open:
            return False
        days = ask.days.values()
        mine = (day for day in days if name in day.promised)
        return name in ask.leads or any(self.now < day.over_at + ADDRESS_TOLD for day in mine)

    def may_ask(
        self, by: str, whom: str | None, few: set[str] | None
    ) -> tuple[str | None, set[str] | None]:
        """What refuses an ask, and whom it speaks to besides those two."""
        if by not in self.here:
            return MISSING, None
        if whom == by or not self.here >= {*(few or ()), whom or by}:
            return "invalid", None
        few = None if few is None else few - {by, whom}
        return ("invalid" if few == set() else None), few

    def sign_up(self, name: str, ask: Ask, day: Day) -> str | None:
        """I can."""
        no = self._no_to(name, ask, is_over=day.over_at <= self.now)
        if no or name in day.promised:
            return no
        if ask.has_enough:
            return "enough_for_now"
        if len(day.promised) >= day.wanted:
            return "slot_full"
        day.promised.add(name)
        return None

    def release(self, name: str, ask: Ask, day: Day) -> str | None:
        """Can't make it."""
        if not self.sees(name, ask):
            return MISSING
        day.promised.discard(name)
        return None

    def sign_up_for_all(self, name: str, ask: Ask) -> str | None:
        """I can, every time."""
        assert ask.standing is not None
        no = self._no_to(name, ask)
        if no or name in ask.standing:
            return no
        if ask.has_enough:
            return "enough_for_now"
        if len(ask.standing) >= ask.places:
            return "series_full"
        ask.standing.add(name)
        for day in ask.coming(self.now):
            if len(day.promised) < day.wanted:
                day.promised.add(name)
        return None

    def release_all(self, name: str, ask: Ask) -> str | None:
        """Not every time any more."""
        if not self.sees(name, ask):
            return MISSING
        assert ask.standing is not None
        if name in ask.standing and ask.is_open:
            for day in ask.coming(self.now):
                day.promised.discard(name)
        ask.standing.discard(name)
        return None

    def made(self, ask: Ask, slot_id: str, day: Day) -> None:
        """One more day of what repeats."""
        ask.days[slot_id] = day
        if ask.standing and not ask.has_enough:
            day.promised |= ask.standing

    def end(self, name: str, ask: Ask) -> str | None:
        """No longer needed, or taken care of."""
        no = self._no_to_change(name, ask)
        if no is None:
            self._end(ask)
        return no

    def enough(self, name: str, ask: Ask, says: bool) -> str | None:
        """Enough for now, or not any more."""
        no = self._no_to_change(name, ask)
        if no is None:
            ask.has_enough = says
        return no

    def consent(self, name: str, ask: Ask, agrees: bool) -> str | None:
        """Yes, rather not, or a yes taken back."""
        if not self.sees(name, ask):
            return MISSING
        if ask.whom != name:
            return "not_yours_to_say"
        if not ask.is_open:
            return "need_ended"
        if agrees:
            ask.yes = "agreed"
        elif ask.yes == "proposed":
            ask.yes, ask.title = "declined", ""
            self._end(ask)
        elif ask.yes == "agreed":
            ask.yes = "taken_back"
            self._let_everyone_go(ask)
        return None

    def narrow(self, name: str, ask: Ask, few: set[str] | None) -> str | None:
        """Let these see it from now on, and whoever promised."""
        no = self._no_to_change(name, ask)
        if no:
            return no
        if few is not None:
            if not few <= self.here:
                return "invalid"
            few = ((few | ask.helpers) & self.here) - ask.leads
            if not few:
                return "invalid"
        before = {one for one in self.here if self.sees(one, ask)}
        ask.few, was = few, ask.few
        widens = {one for one in self.here if self.sees(one, ask)} - before
        if widens and ask.is_agreed and ask.whom not in (None, name):
            ask.few = was
            return "only_they_widen"
        return None

    def want(self, name: str, ask: Ask, day: Day, wanted: int) -> str | None:
        """Let more or fewer be wanted."""
        no = self._no_to_change(name, ask)
        if no is None and day.over_at <= self.now:
            return "slot_over"
        if no is None and wanted < len(day.promised):
            return "places_taken"
        if no is None:
            day.wanted = wanted
        return no

    def leave(self, name: str) -> None:
        """Go: promises open quietly, own asks are withdrawn, asks for others stay theirs."""
        for ask in self.asks.values():
            for day in ask.coming(self.now) if ask.is_open else []:
                day.promised.discard(name)
            if ask.standing:
                ask.standing.discard(name)
            if ask.is_open and ask.by == name and ask.yes == "agreed":
                assert ask.whom is not None
                ask.by, ask.whom, ask.yes = ask.whom, None, None
            elif ask.is_open and name in ask.leads:
                self._end(ask)
            if ask.few:
                ask.few.discard(name)
        self.here.discard(name)

    def pass_time(self, now: datetime) -> None:
        """Later, everything that happens by itself has happened."""
        self.now = now
        for key, ask in list(self.asks.items()):
            self._lapse(ask)
            self._forget(key, ask)

    def may_be_forgotten(self, ask: Ask, day: Day) -> bool:
        """Days of what repeats go one by one."""
        return ask.standing is not None and day.over_at < self.now - PROMISE_KEPT

    def notice(self) -> None:
        """Who has had a chance to know of each ask by now."""
        for ask in self.asks.values():
            ask.was_seen_by |= {name for name in self.here if self.sees(name, ask)}

    def _no_to(self, name: str, ask: Ask, *, is_over: bool = False) -> str | None:
        if not self.sees(name, ask):
            return MISSING
        if not ask.is_open:
            return "need_ended"
        if not ask.is_agreed:
            return "yes_comes_first"
        if is_over:
            return "slot_over"
        return "own_ask" if ask.is_for(name) else None

    def _no_to_change(self, name: str, ask: Ask) -> str | None:
        if not self.sees(name, ask):
            return MISSING
        if name not in ask.leads:
            return "not_your_ask"
        return None if ask.is_open else "need_ended"

    def _end(self, ask: Ask) -> None:
        ask.is_open, ask.ended_at, ask.address = False, self.now, None

    def _let_everyone_go(self, ask: Ask) -> None:
        for day in ask.coming(self.now):
            day.promised.clear()
        if ask.standing:
            ask.standing.clear()

    def _lapse(self, ask: Ask) -> None:
        last = max(day.over_at for day in ask.days.values())
        if not ask.is_open or last > self.now:
            ask.asked_whether_at = None
        elif ask.asked_whether_at is None:
            ask.asked_whether_at = self.now if last <= self.now - ASKED_AFTER else None
        elif ask.asked_whether_at <= self.now - ANSWER_WITHIN:
            self._end(ask)
            ask.ended_at = last

    def _forget(self, key: str, ask: Ask) -> None:
        before = self.now - PROMISE_KEPT
        is_long_over = ask.ended_at is not None and ask.ended_at < before
        is_faded = ask.ended_at is not None and ask.ended_at < self.now - FADING
        if is_faded or (is_long_over and ask.yes == "declined"):
            del self.asks[key]
            return
        for day in ask.days.values():
            if is_long_over or day.over_at < before:
                day.promised.clear()
        if ask.standing and is_long_over:
            ask.standing.clear()
        if all(day.over_at < self.now - ADDRESS_TOLD for day in ask.days.values()):
            ask.address = None
