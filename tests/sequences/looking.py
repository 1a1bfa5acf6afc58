"""What holds after every deed: the real thing and the model say the same of who sees what."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.sequences.ask import YES_FIRST, Ask, Day
from tests.sequences.circle import LATER, RealCircle, empty_database
from tests.sequences.model import Model
from tests.sequences.sight import MISSING

BEGIN = datetime(2027, 3, 22, 9, tzinfo=UTC)
"""A Monday; the clocks change at the end of that week."""

HERE = ("Ines", "Omar", "Ruth", "Sam")
STRANGER = "Clara"


class Looking(RuleBasedStateMachine):
    """A circle, its model, and eyes that compare them."""

    app: ClassVar[Flask]

    def open_circle(self) -> None:
        """A circle without an ask; it is Monday morning."""
        empty_database()  # whatever the example before left, should it have failed
        self.real, self.model = RealCircle(self.app, BEGIN), Model(set(HERE))
        self.model.now = BEGIN
        self.series: dict[str, str] = {}
        self.touched: list[str] = []
        self.eyes = (*HERE, LATER, STRANGER)
        self.asked = 0

    def touch(self, due: str | None, answered: Any, key: str) -> None:
        """A deed was done to this ask."""
        self.touched.append(key)
        refused, told = answered
        assert refused == due, told

    @invariant()
    def everyone_sees_what_is_theirs(self) -> None:
        for key in dict.fromkeys(self.touched):
            if key in self.model.asks:
                self.read_days(key)
                for name in self._some_eyes():
                    self._compare(name, key, self.model.asks[key])
        self.touched = []
        self.model.notice()

    def _some_eyes(self) -> tuple[str, ...]:
        """Another two each time; all of them at the end."""
        self.eyes = (*self.eyes[2:], *self.eyes[:2])
        return self.eyes[:2]

    @rule()
    def everyone_hears(self) -> None:
        self.real.spread()
        for name, subject in self.real.heard():
            ask = self.model.asks.get(subject)
            assert ask is None or name in ask.was_seen_by, f"{name} heard of {ask}"

    def teardown(self) -> None:
        """At the end everyone looks at everything, and nobody reads of what is not theirs."""
        if not hasattr(self, "real"):
            return
        for key, ask in self.model.asks.items():
            for name in self.eyes:
                self._compare(name, key, ask)
                self._compare_hands(name, ask)
        for key, offer in self.model.offers.items():
            for name in self.eyes:
                refused, told = self.real.do(name, "GET", f"/offers/{key}")
                assert (refused is None) == self.model.sees_offer(name, offer), told
        self.everyone_hears()
        for name in self.model.here:
            self._compare_inbox(name)

    def _compare_inbox(self, name: str) -> None:
        """What was offered may be asked for twice in the same words."""
        asks, inbox = self.model.asks.values(), self.real.inbox(name)
        theirs = {ask.title for ask in asks if self.model.sees(name, ask)}
        for title in {ask.title for ask in asks if ask.title} - theirs:
            assert title not in inbox, f"{name} reads {title}"

    def _compare(self, name: str, key: str, ask: Ask) -> None:
        refused, told = self.real.do(name, "GET", f"/needs/{key}")
        if not self.model.sees(name, ask):
            assert refused == MISSING, f"{name} sees {ask}"
            return
        assert refused is None, f"{name} does not see {ask}"
        assert told["title"] == ask.title
        address = ask.address if self.model.reads_address(name, ask) else None
        assert told["private_details"] == address, f"{name} reads it of {ask} at {self.model.now}"
        for slot in told["slots"]:
            self._compare_day(name, slot, ask)
        if ask.standing is not None:
            every_time = told["series"]["standing_sign_ups"]
            assert [one["person"]["name"] for one in every_time] == sorted(ask.standing)

    def _compare_day(self, name: str, slot: Any, ask: Ask) -> None:
        """Nobody has both a promise and a hand, and nobody but whoever asked reads of hands."""
        day = ask.days[slot["id"]]
        names = [one["person"]["name"] for one in slot["sign_ups"]]
        assert names == sorted(day.promised)
        assert len(names) <= slot["wanted"] == day.wanted
        up = "waiting" if ask.way == YES_FIRST else "raised"
        mine = "promised" if name in day.promised else up if name in day.hands else None
        assert slot["state"] == mine
        assert not any(self.real.person_id(one) in str(slot) for one in day.hands)

    def _compare_hands(self, name: str, ask: Ask) -> None:
        for slot_id, day in ask.days.items():
            refused, told = self.real.do(name, "GET", f"/slots/{slot_id}/hands")
            if self.model.sees_hands(name, ask):
                assert [one["person"]["name"] for one in told["items"]] == sorted(day.hands)
            else:
                assert refused is not None

    def read_days(self, key: str) -> None:
        """Take up the days that were made, and let go of those that may be gone."""
        ask = self.model.asks[key]
        reader = next((name for name in self.model.here if self.model.sees(name, ask)), None)
        if reader is None:
            return
        _, told = self.real.do(reader, "GET", f"/needs/{key}")
        there = {slot["id"]: slot for slot in told["slots"]}
        for slot_id in set(ask.days) - set(there):
            assert self.model.may_be_forgotten(ask, ask.days.pop(slot_id)), "a day was lost"
        for slot_id in [one for one in there if one not in ask.days]:
            day = Day(*self.real.when(slot_id), there[slot_id]["wanted"])
            self.model.made(ask, slot_id, day)

    def _pick_ask(self, which: int) -> tuple[str, Ask]:
        key = self._pick(list(self.model.asks), which)
        return key, self.model.asks[key]

    def _day(self, which: int, day: int) -> tuple[str, Ask, str]:
        key, ask = self._pick_ask(which)
        return key, ask, self._pick(sorted(ask.days, key=lambda one: ask.days[one].over_at), day)

    def _day_with_hands(self, which: int) -> tuple[str, Ask, str]:
        up = [
            (key, ask, one)
            for key, ask in self.model.asks.items()
            for one in ask.days
            if ask.days[one].hands
        ]
        return up[which % len(up)]

    def _pick(self, among: list[str], which: int) -> str:
        """The latest asks are the most likely ones."""
        return among[-1 - which % len(among)]
