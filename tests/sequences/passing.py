"""What happens without anyone's deed, and when somebody goes, as it should be."""

from datetime import datetime, timedelta

from tests.sequences.ask import Ask, Day
from tests.sequences.offering import Offering
from tests.sequences.sight import ADDRESS_TOLD

PROMISE_KEPT = timedelta(hours=48)
ASKED_AFTER, ANSWER_WITHIN = timedelta(days=3), timedelta(days=7)
FADING = timedelta(days=30)
REGRET_KEPT = timedelta(days=7)
TO_CHOOSE = timedelta(hours=12)


class Passing(Offering):
    """People go, and time."""

    def leave(self, name: str) -> None:
        """Go: promises open quietly, own asks are withdrawn, asks for others stay theirs."""
        self.offers_of_leaver(name)
        for ask in self.asks.values():
            for day in ask.coming(self.now) if ask.is_open else []:
                day.promised.discard(name)
            ask.lower({name})
            if ask.standing:
                ask.standing.discard(name)
            if ask.is_open and ask.by == name and ask.yes == "agreed":
                assert ask.whom is not None
                ask.by, ask.whom, ask.yes = ask.whom, None, None
            elif ask.is_open and name in ask.leads:
                self.end_ask(ask)
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

    def chance_draws(self, ask: Ask, day: Day) -> bool:
        """Whether nobody has chosen for so long that chance does."""
        if ask.hands_until is None or not ask.is_open or day.over_at <= self.now:
            return False
        at = ask.hands_until + min(TO_CHOOSE, (day.begins_at - ask.hands_until) / 2)
        return bool(day.hands) and at <= self.now

    def _lapse(self, ask: Ask) -> None:
        last = max(day.over_at for day in ask.days.values())
        if not ask.is_open or last > self.now:
            ask.asked_whether_at = None
        elif ask.asked_whether_at is None:
            ask.asked_whether_at = self.now if last <= self.now - ASKED_AFTER else None
        elif ask.asked_whether_at <= self.now - ANSWER_WITHIN:
            self.end_ask(ask)
            ask.ended_at = last

    def _forget(self, key: str, ask: Ask) -> None:
        before, days = self.now - PROMISE_KEPT, ask.days.values()
        is_long_over = ask.ended_at is not None and ask.ended_at < before
        kept = REGRET_KEPT if ask.was_regretted else FADING
        is_faded = ask.ended_at is not None and ask.ended_at < self.now - kept
        if is_faded or (is_long_over and ask.yes == "declined"):
            del self.asks[key]
            return
        if ask.takes_up and (is_long_over or all(day.over_at < before for day in days)):
            ask.few, ask.takes_up = set(), None  # it would tell who had offered it
        for day in days:
            if day.over_at <= self.now:
                day.hands.clear()
            if is_long_over or day.over_at < before:
                day.promised.clear()
        if ask.standing and is_long_over:
            ask.standing.clear()
        if all(day.over_at < self.now - ADDRESS_TOLD for day in days):
            ask.address = None
