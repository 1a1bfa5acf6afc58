"""Receiving, as it should be: a say, a narrower circle, enough for now, an end."""

from tests.sequences.ask import Ask
from tests.sequences.sight import MISSING, Sight


class Receiving(Sight):
    """Whoever asks, and whoever it is for, change their minds."""

    def end(self, name: str, ask: Ask) -> str | None:
        """No longer needed, or taken care of."""
        no = self.no_to_change(name, ask)
        if no is None:
            self.end_ask(ask)
        return no

    def enough(self, name: str, ask: Ask, says: bool) -> str | None:
        """Enough for now, or not any more."""
        no = self.no_to_change(name, ask)
        if no is None:
            ask.has_enough = says
            if says:
                ask.lower()
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
            self.end_ask(ask)
        elif ask.yes == "agreed":
            ask.yes = "taken_back"
            self._let_everyone_go(ask)
        return None

    def narrow(self, name: str, ask: Ask, few: set[str] | None) -> str | None:
        """Let these see it from now on, and whoever promised."""
        no = self.no_to_change(name, ask)
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
        ask.takes_up = ask.takes_up if few == was else None
        widens = {one for one in self.here if self.sees(one, ask)} - before
        if widens and ask.is_agreed and ask.whom not in (None, name):
            ask.few = was
            return "only_they_widen"
        ask.lower(before - {one for one in self.here if self.sees(one, ask)})
        return None

    def _let_everyone_go(self, ask: Ask) -> None:
        ask.lower()
        for day in ask.coming(self.now):
            day.promised.clear()
        if ask.standing:
            ask.standing.clear()
