"""Asking and answering, as it should be."""

from tests.sequences.ask import RAISE_HANDS, YES_FIRST, Ask, Day
from tests.sequences.sight import MISSING, Sight


class Answering(Sight):
    """People ask and say yes, at once or with a hand up."""

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

    def asked(self, ask: Ask) -> list[str]:
        """Whoever may be glad to do it; whoever asked, should there be nobody."""
        others = {name for name in self.here if self.sees(name, ask) and not ask.is_for(name)}
        return sorted(others or {ask.by})

    def sign_up(self, name: str, ask: Ask, day: Day) -> str | None:
        """I can; where it is not answered at once, a hand goes up."""
        no = self.no_to(name, ask, is_over=day.over_at <= self.now)
        if no or name in day.promised:
            return no
        if ask.has_enough:
            return "enough_for_now"
        if not day.room:
            return "slot_full"
        is_down = ask.way == RAISE_HANDS and not ask.gathers(self.now)
        if name in day.hands:
            return None
        if is_down and day.hands:
            return "being_chosen"
        waits = ask.way == YES_FIRST or ask.gathers(self.now)
        (day.hands if waits else day.promised).add(name)
        return None

    def release(self, name: str, ask: Ask, day: Day) -> str | None:
        """Can't make it."""
        if not self.sees(name, ask):
            return MISSING
        day.promised.discard(name)
        day.hands.discard(name)
        return None

    def no_to_choosing(self, name: str, ask: Ask, day: Day) -> str | None:
        """What refuses to let hands be chosen or drawn."""
        no = self.no_to_change(name, ask)
        if no is None and day.over_at <= self.now:
            return "slot_over"
        return "hands_still_up" if no is None and ask.gathers(self.now) else no

    def has_hands_up(self) -> bool:
        """Whether anybody waits anywhere."""
        return any(day.hands for ask in self.asks.values() for day in ask.days.values())

    def sees_hands(self, name: str, ask: Ask) -> bool:
        """Whether this person may read whose hands are up."""
        return self.no_to_change(name, ask) is None and not ask.gathers(self.now)

    def answer_hand(self, by: str, helper: str, ask: Ask, day: Day, agrees: bool) -> str | None:
        """A yes to one hand, or not this time; where nobody else is wanted, nobody waits."""
        leads = self.sees(by, ask) and by in ask.leads
        if not leads or helper == by or ask.way != YES_FIRST:
            return MISSING
        if day.over_at <= self.now:
            return "slot_over"
        day.hands.discard(helper)
        if agrees:
            day.promised.add(helper)
            day.hands = day.hands if day.room else set()
        return None

    def choose(self, by: str, ask: Ask, day: Day, chosen: set[str]) -> str | None:
        """These come; where fewer were chosen than were wanted, no more are wanted."""
        no = self.no_to_choosing(by, ask, day)
        if no is None and not 1 <= len(chosen) <= day.room:
            return "wrong_choice"
        if no is None:
            up, free = len(day.hands), day.room
            day.promised |= chosen
            day.hands.clear()
            day.wanted -= free - len(chosen) if len(chosen) < min(free, up) else 0
        return no

    def change_way(self, by: str, ask: Ask, way: str) -> str | None:
        """Another way to say yes; back at once, chance draws for each day."""
        no = self.no_to_change(by, ask)
        if no or way == ask.way:
            return no
        is_up = any(day.hands for day in ask.days.values())
        if way == YES_FIRST and ask.gathers(self.now) and is_up:
            return "hands_still_up"
        ask.way, ask.hands_until = way, None
        return None

    def draw(self, day: Day, drawn: set[str]) -> None:
        """Chance took these: as many as there was room for, of those whose hands were up."""
        assert drawn <= day.hands
        assert len(drawn) == min(len(day.hands), day.room)
        day.promised |= drawn
        day.hands.clear()

    def sign_up_for_all(self, name: str, ask: Ask) -> str | None:
        """I can, every time."""
        assert ask.standing is not None
        no = self.no_to(name, ask)
        if no or name in ask.standing:
            return no
        if ask.has_enough:
            return "enough_for_now"
        if len(ask.standing) >= ask.places:
            return "series_full"
        ask.standing.add(name)
        for day in ask.every_time(self.now):
            if len(day.promised) < day.wanted:
                day.promised.add(name)
        return None

    def release_all(self, name: str, ask: Ask) -> str | None:
        """Not every time any more."""
        if not self.sees(name, ask):
            return MISSING
        assert ask.standing is not None
        if name in ask.standing and ask.is_open:
            for day in ask.every_time(self.now):
                day.promised.discard(name)
        ask.standing.discard(name)
        return None

    def made(self, ask: Ask, slot_id: str, day: Day) -> None:
        """One more day of what repeats."""
        ask.days[slot_id] = day
        if ask.standing and not ask.has_enough:
            day.promised |= ask.standing
