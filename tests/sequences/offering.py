"""Offering and taking up, as it should be."""

from dataclasses import dataclass

from tests.sequences.ask import Ask
from tests.sequences.sight import MISSING, Sight


@dataclass
class Offered:
    """What someone offers; `few` are the chosen, None is everyone."""

    title: str
    by: str
    few: set[str] | None
    is_paused: bool = False


class Offering(Sight):
    """People offer, and others say "yes, please"."""

    offers: dict[str, Offered]

    def sees_offer(self, name: str, offer: Offered) -> bool:
        """Whether this person may know of it now."""
        if name not in self.here:
            return False
        is_offered = offer.few is None or name in offer.few
        return name == offer.by or (is_offered and not offer.is_paused)

    def change_offer(self, name: str, offer: Offered) -> str | None:
        """What refuses to let this person pause it or take it back."""
        if not self.sees_offer(name, offer):
            return MISSING
        return None if name == offer.by else "not_your_offer"

    def take_up(self, name: str, key: str) -> str | None:
        """What refuses a "yes, please"."""
        offer = self.offers[key]
        if not self.sees_offer(name, offer):
            return MISSING
        if offer.is_paused:
            return "not_offered"
        if name == offer.by:
            return "own_offer"
        before = (ask for ask in self.asks.values() if ask.takes_up == key and ask.by == name)
        waits = any(ask.is_open and ask.coming(self.now) for ask in before)
        return "asked_already" if waits else None

    def regret(self, name: str, ask: Ask) -> str | None:
        """Not this time, from whoever was asked in person."""
        if not self.sees(name, ask):
            return MISSING
        if ask.takes_up is None or ask.few != {name}:
            return "not_asked_in_person"
        if not ask.is_open:
            return "need_ended"
        if any(name in day.promised for day in ask.days.values()):
            return "you_said_yes"
        self.end_in_regret(ask)
        return None

    def end_in_regret(self, ask: Ask) -> None:
        """It is over, and nothing says who said so."""
        self.end_ask(ask)
        ask.few, ask.takes_up, ask.was_regretted = set(), None, True

    def offers_of_leaver(self, name: str) -> None:
        """Someone goes: whoever asked them in person is told, and what they offer goes."""
        for ask in self.asks.values():
            is_theirs = ask.takes_up is not None and ask.few is not None and name in ask.few
            if is_theirs and ask.is_open and ask.coming(self.now):
                self.end_in_regret(ask)
        self.offers = {key: one for key, one in self.offers.items() if one.by != name}
        for offer in self.offers.values():
            if offer.few is not None:
                offer.few.discard(name)
