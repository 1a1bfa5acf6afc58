"""Hands that wait: answered, chosen, drawn by chance, or let be in another way."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.sequences.ask import AT_ONCE, Ask
from tests.sequences.circle import LATER
from tests.sequences.draws import other_ways, people, some_ask, some_hands, which
from tests.sequences.looking import Looking


class HandDeeds(Looking):
    """Whoever asked answers those who wait."""

    @some_hands
    @rule(which=which, day=which, agrees=st.booleans(), is_theirs=st.sampled_from((1, 1, 0)))
    def answer_hand(self, which: int, day: int, agrees: bool, is_theirs: int) -> None:
        key, ask, slot_id = self._day_with_hands(which)
        by = ask.by if is_theirs else LATER
        for hand in self.real.hands(ask.by, slot_id)[:1]:
            answered = self.real.do(by, "PUT", f"/hands/{hand['id']}/answer", agrees=agrees)
            helper = hand["person"]["name"]
            due = self.model.answer_hand(by, helper, ask, ask.days[slot_id], agrees)
            self.touch(due, answered, key)

    @some_hands
    @rule(which=which, name=people, is_theirs=st.sampled_from((1, 1, 0)))
    def let_chance_draw(self, which: int, name: str, is_theirs: int) -> None:
        key, ask, slot_id = self._day_with_hands(which)
        by = ask.by if is_theirs else name
        due = self.model.no_to_choosing(by, ask, ask.days[slot_id])
        self.touch(due, self.real.do(by, "POST", f"/slots/{slot_id}/drawing"), key)
        if due is None:
            self._drawn(ask, slot_id)

    def _drawn(self, ask: Ask, slot_id: str) -> None:
        day = ask.days[slot_id]
        self.model.draw(day, self.real.promised(slot_id) - day.promised)

    @some_hands
    @rule(which=which, most=st.integers(1, 2))
    def choose_hands(self, which: int, most: int) -> None:
        key, ask, slot_id = self._day_with_hands(which)
        day = ask.days[slot_id]
        up = self.real.hands(ask.by, slot_id)[:most]
        due = self.model.choose(ask.by, ask, day, {hand["person"]["name"] for hand in up})
        hands = [hand["id"] for hand in up]
        self.touch(due, self.real.do(ask.by, "POST", f"/slots/{slot_id}/drawing", hands=hands), key)

    @some_ask
    @rule(which=which, name=people, is_theirs=st.booleans(), way=other_ways)
    def change_way(self, which: int, name: str, is_theirs: bool, way: str) -> None:
        single = [key for key, ask in self.model.asks.items() if ask.standing is None and ask.days]
        key = self._pick(single, which) if single else None
        if key is None:
            return
        ask = self.model.asks[key]
        name = ask.by if is_theirs else name
        due = self.model.change_way(name, ask, way)
        self.touch(due, self.real.do(name, "PATCH", f"/needs/{key}", answering=way), key)
        if due is None and way == AT_ONCE:
            for slot_id, day in ask.days.items():
                if day.hands and day.over_at > self.model.now:
                    self._drawn(ask, slot_id)
