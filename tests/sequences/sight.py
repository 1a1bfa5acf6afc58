"""Who may know of what, as it should be; what the deeds of the model stand on.

Deeds return the code of the refusal that is due, `missing` for what this person may not know of,
or None.
"""

from datetime import datetime, timedelta

from tests.sequences.ask import Ask

MISSING = "missing"
ADDRESS_TOLD = timedelta(hours=2)


class Sight:
    """A circle as each of its people may see it."""

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

    def reads_address(self, name: str, ask: Ask) -> bool:
        """Whether what is private is told to this person now."""
        if not self.sees(name, ask) or not ask.is_open:
            return False
        days = ask.days.values()
        mine = (day for day in days if name in day.promised)
        return name in ask.leads or any(self.now < day.over_at + ADDRESS_TOLD for day in mine)

    def notice(self) -> None:
        """Who has had a chance to know of each ask by now."""
        for ask in self.asks.values():
            ask.was_seen_by |= {name for name in self.here if self.sees(name, ask)}

    def no_to(self, name: str, ask: Ask, *, is_over: bool = False) -> str | None:
        """What refuses this person's yes, whatever room there is."""
        if not self.sees(name, ask):
            return MISSING
        if not ask.is_open:
            return "need_ended"
        if not ask.is_agreed:
            return "yes_comes_first"
        if is_over:
            return "slot_over"
        return "own_ask" if ask.is_for(name) else None

    def no_to_change(self, name: str, ask: Ask) -> str | None:
        """What refuses a deed of whoever leads the ask."""
        if not self.sees(name, ask):
            return MISSING
        if name not in ask.leads:
            return "not_your_ask"
        return None if ask.is_open else "need_ended"

    def end_ask(self, ask: Ask) -> None:
        """It is over, and so is whatever waits for it."""
        ask.is_open, ask.ended_at, ask.address = False, self.now, None
        ask.lower()
