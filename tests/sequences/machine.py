"""Any sequence of deeds, done to the real thing and to the model, and both compared."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.sequences.circle import LATER, RealCircle, empty_database
from tests.sequences.model import MISSING, Ask, Day, Model

BEGIN = datetime(2027, 3, 22, 9, tzinfo=UTC)
"""A Monday; the clocks change at the end of that week."""

HERE = ("Ines", "Omar", "Ruth", "Sam")
LEAVER, STRANGER = "Omar", "Clara"
EVERYONE = (*HERE, LATER, STRANGER)

MOST = 6
"""Asks at once, so that much happens to each."""
TWO_DAYS = ((0, 1), (1, 2))  # days ahead, how many are wanted

people, askers = st.sampled_from((*HERE, LATER)), st.sampled_from(HERE)
which = st.integers(0, MOST - 1)
audiences = st.sampled_from((None, None, {"Ines"}, {"Omar", "Ruth"}, {"Ines", "Sam"}, {"Omar"}))
whoms = st.sampled_from((None, None, None, *HERE))
openings = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2)), min_size=1, max_size=3)

few_asks = precondition(lambda machine: len(machine.model.asks) < MOST)
some_ask = precondition(lambda machine: machine.model.asks)
some_series = precondition(lambda machine: machine.series)


class AnySequence(RuleBasedStateMachine):
    """Asks, days, promises, consent and time, in any order."""

    app: ClassVar[Flask]

    @initialize()
    def begin(self) -> None:
        empty_database()  # whatever the example before left, should it have failed
        self.real, self.model = RealCircle(self.app, BEGIN), Model(set(HERE))
        self.model.now = BEGIN
        self.series: dict[str, str] = {}
        self.touched: list[str] = []
        self.eyes = EVERYONE
        self.asked = 0
        evenings = [{"starts_at": self._at(ahead), "wanted": wanted} for ahead, wanted in TWO_DAYS]
        self._ask("Ruth", None, None, slots=evenings)
        self._ask("Sam", "Ruth", None, slots=evenings)
        self._ask("Ruth", None, {"Ines", "Omar"}, slots=evenings)
        self._ask("Sam", None, None, series={"starts_at": self._at(0), "rule": "FREQ=WEEKLY"})

    # Asking

    @few_asks
    @rule(by=askers, whom=whoms, few=audiences, days=openings)
    def ask(self, by: str, whom: str | None, few: set[str] | None, days: list[Any]) -> None:
        slots = [{"starts_at": self._at(ahead), "wanted": wanted} for ahead, wanted in days]
        self._ask(by, whom, few, slots=slots)

    @few_asks
    @rule(by=askers, few=audiences, wanted=st.integers(1, 2))
    def ask_every_week(self, by: str, few: set[str] | None, wanted: int) -> None:
        series = {"starts_at": self._at(0), "rule": "FREQ=WEEKLY", "wanted": wanted}
        self._ask(by, None, few, series=series)

    def _ask(self, by: str, whom: str | None, few: set[str] | None, **days: Any) -> None:
        self.asked += 1
        title, address = f"Ask number {self.asked}.", f"Door code {self.asked}."
        body = days | {"kind": "other", "title": title, "private_details": address}
        body |= {"for_member": self.real.person_id(whom)} if whom else {}
        body |= {} if few is None else {"chosen": list(map(self.real.person_id, few))}
        refused, told = self.real.do(by, "POST", f"/circles/{self.real.id}/needs", **body)
        due, few = self.model.may_ask(by, whom, few)
        assert refused == due, told
        if due is None:
            made = Ask(title, by, whom, few, address, yes=whom and "proposed")
            if "series" in days:
                made.standing, made.places = set(), days["series"].get("wanted", 1)
                self.series[told["id"]] = told["series"]["id"]
            self.model.asks[told["id"]] = made
            self._read_days(told["id"])

    # Answering

    @some_ask
    @rule(name=people, which=which, day=which)
    def sign_up(self, name: str, which: int, day: int) -> None:
        self._sign_up(name, *self._day(which, day))

    @some_ask
    @rule(name=which, which=which, day=which)
    def someone_asked_signs_up(self, name: int, which: int, day: int) -> None:
        key, ask, slot_id = self._day(which, day)
        self._sign_up(self._pick(self.model.asked(ask), name), key, ask, slot_id)

    def _sign_up(self, name: str, key: str, ask: Ask, slot_id: str) -> None:
        due = self.model.sign_up(name, ask, ask.days[slot_id])
        self._same(due, self.real.do(name, "PUT", f"/slots/{slot_id}/sign-up"), key)

    @some_ask
    @rule(name=people, which=which, day=which)
    def release(self, name: str, which: int, day: int) -> None:
        key, ask, slot_id = self._day(which, day)
        name = min(ask.days[slot_id].promised, default=name)
        due = self.model.release(name, ask, ask.days[slot_id])
        self._same(due, self.real.do(name, "DELETE", f"/slots/{slot_id}/sign-up"), key)

    @some_series
    @rule(name=people, which=which, again=st.booleans())
    def every_time(self, name: str, which: int, again: bool) -> None:
        key = self._pick(list(self.series), which)
        ask, method = self.model.asks[key], "PUT" if again else "DELETE"
        due = (self.model.sign_up_for_all if again else self.model.release_all)(name, ask)
        self._same(due, self.real.do(name, method, f"/series/{self.series[key]}/sign-up"), key)

    # Receiving

    @some_ask
    @rule(name=askers, which=which, agrees=st.booleans(), is_theirs=st.sampled_from((1, 1, 0)))
    def consent(self, name: str, which: int, agrees: bool, is_theirs: int) -> None:
        for_others = [key for key, ask in self.model.asks.items() if ask.whom]
        key = self._pick(for_others or list(self.model.asks), which)
        ask = self.model.asks[key]
        name = ask.whom if is_theirs and ask.whom else name
        due = self.model.consent(name, ask, agrees)
        self._same(due, self.real.do(name, "POST", f"/needs/{key}/consent", agrees=agrees), key)

    @some_ask
    @rule(name=people, which=which, few=audiences, by_whom=st.booleans())
    def narrow(self, name: str, which: int, few: set[str] | None, by_whom: bool) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if by_whom else name
        due = self.model.narrow(name, ask, few)
        ids = None if few is None else list(map(self.real.person_id, few))
        body = {"audience": "everyone"} if ids is None else {"audience": "chosen", "chosen": ids}
        self._same(due, self.real.do(name, "PATCH", f"/needs/{key}", **body), key)

    @some_ask
    @rule(name=people, which=which, says=st.booleans(), is_theirs=st.booleans())
    def enough(self, name: str, which: int, says: bool, is_theirs: bool) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if is_theirs else name
        due = self.model.enough(name, ask, says)
        method = "POST" if says else "DELETE"
        self._same(due, self.real.do(name, method, f"/needs/{key}/enough"), key)

    @some_ask
    @rule(which=which, day=which, wanted=st.integers(1, 3))
    def want(self, which: int, day: int, wanted: int) -> None:
        key, ask, slot_id = self._day(which, day)
        due = self.model.want(ask.by, ask, ask.days[slot_id], wanted)
        self._same(due, self.real.do(ask.by, "PATCH", f"/slots/{slot_id}", wanted=wanted), key)

    @some_ask
    @rule(name=people, which=which, how=st.sampled_from(("withdrawal", "closing")))
    def end(self, name: str, which: int, how: str) -> None:
        key, ask = self._pick_ask(which)
        due = self.model.end(name, ask)
        self._same(due, self.real.do(name, "POST", f"/needs/{key}/{how}"), key)

    # People, news and time

    @precondition(lambda machine: LATER not in machine.model.here)
    @rule()
    def someone_joins(self) -> None:
        self.real.someone_joins()
        self.model.here.add(LATER)

    @precondition(lambda machine: LEAVER in machine.model.here and machine.asked > 2)
    @rule()
    def someone_leaves(self) -> None:
        self.real.leave(LEAVER)
        self.model.leave(LEAVER)
        self.touched = list(self.model.asks)

    @rule()
    def everyone_hears(self) -> None:
        self.real.spread()
        for name, subject in self.real.heard():
            ask = self.model.asks.get(subject)
            assert ask is None or name in ask.was_seen_by, f"{name} heard of {ask}"

    @rule(ahead=st.sampled_from((1, 3, 11, 24, 50)))
    def time_passes(self, ahead: int) -> None:
        now = self.model.now + timedelta(hours=ahead)
        self.real.pass_time(now)
        self.model.pass_time(now)
        self.touched = list(self.model.asks)
        self.series = {key: one for key, one in self.series.items() if key in self.model.asks}

    # What holds after every deed

    @invariant()
    def everyone_sees_what_is_theirs(self) -> None:
        for key in dict.fromkeys(self.touched):
            if key in self.model.asks:
                self._read_days(key)
                for name in self._some_eyes():
                    self._compare(name, key, self.model.asks[key])
        self.touched = []
        self.model.notice()

    def _some_eyes(self) -> tuple[str, ...]:
        """Another two each time; all of them at the end."""
        self.eyes = (*self.eyes[2:], *self.eyes[:2])
        return self.eyes[:2]

    def teardown(self) -> None:
        """At the end everyone looks at everything, and nobody reads of what is not theirs."""
        if not hasattr(self, "real"):
            return
        for key, ask in self.model.asks.items():
            for name in self.eyes:
                self._compare(name, key, ask)
        self.everyone_hears()
        for name in self.model.here:
            inbox = self.real.inbox(name)
            for ask in self.model.asks.values():
                assert self.model.sees(name, ask) or not ask.title or ask.title not in inbox

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
            names = [one["person"]["name"] for one in slot["sign_ups"]]
            assert names == sorted(ask.days[slot["id"]].promised)
            assert len(names) <= slot["wanted"] == ask.days[slot["id"]].wanted
        if ask.standing is not None:
            every_time = told["series"]["standing_sign_ups"]
            assert [one["person"]["name"] for one in every_time] == sorted(ask.standing)

    def _read_days(self, key: str) -> None:
        """Take up the days that were made, and let go of those that may be gone."""
        ask = self.model.asks[key]
        reader = next((name for name in self.model.here if self.model.sees(name, ask)), None)
        if reader is None:
            return
        _, told = self.real.do(reader, "GET", f"/needs/{key}")
        there = {slot["id"]: slot for slot in told["slots"]}
        for slot_id in set(ask.days) - set(there):
            assert self.model.may_be_forgotten(ask, ask.days.pop(slot_id)), "a day was lost"
        for slot_id in set(there) - set(ask.days):
            day = Day(self.real.over_at(slot_id), there[slot_id]["wanted"])
            self.model.made(ask, slot_id, day)

    def _same(self, due: str | None, answered: Any, key: str) -> None:
        self.touched.append(key)
        refused, told = answered
        assert refused == due, told

    def _pick_ask(self, which: int) -> tuple[str, Ask]:
        key = self._pick(list(self.model.asks), which)
        return key, self.model.asks[key]

    def _day(self, which: int, day: int) -> tuple[str, Ask, str]:
        key, ask = self._pick_ask(which)
        return key, ask, self._pick(sorted(ask.days, key=lambda one: ask.days[one].over_at), day)

    def _pick(self, among: list[str], which: int) -> str:
        """The latest asks are the most likely ones."""
        return among[-1 - which % len(among)]

    def _at(self, ahead: int) -> str:
        return f"{self.model.now + timedelta(days=ahead):%Y-%m-%d}T22:30"
