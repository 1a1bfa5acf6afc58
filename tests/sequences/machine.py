"""Any sequence of deeds, done to the real thing and to the model, and both compared."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.sequences.ask import AT_ONCE, Ask
from tests.sequences.circle import LATER
from tests.sequences.days import DayDeeds
from tests.sequences.draws import (
    FEW,
    LEAVER,
    TWO_DAYS,
    WAYS,
    askers,
    audiences,
    few_asks,
    openings,
    people,
    some_ask,
    some_offer,
    some_series,
    which,
    whoms,
)
from tests.sequences.hands import HandDeeds
from tests.sequences.offering import Offered


class AnySequence(DayDeeds, HandDeeds):
    """Asks, days, promises, consent and time, in any order."""

    @initialize()
    def begin(self) -> None:
        self.open_circle()
        evenings = [{"starts_at": self._at(ahead), "wanted": wanted} for ahead, wanted in TWO_DAYS]
        self._ask("Ruth", None, None, slots=evenings)
        self._ask("Sam", "Ruth", None, slots=evenings)
        self._ask("Ruth", None, {"Ines", "Omar"}, slots=evenings)
        self._ask("Sam", None, None, series={"starts_at": self._at(0), "rule": "FREQ=WEEKLY"})
        self._ask("Ines", None, None, slots=evenings[1:], answering="raise_hands")
        self._ask("Ruth", None, None, slots=evenings, answering="yes_first")
        for name in ("Ines", "Omar", "Sam"):
            for day in range(len(TWO_DAYS)):
                self._sign_up(name, *self._day(0, day))
        self._offer("Ruth", None)
        self._offer("Sam", {"Ines", "Omar"})

    # Asking

    @few_asks
    @rule(by=askers, whom=whoms, few=audiences, days=openings, way=st.sampled_from(WAYS))
    def ask(self, by: str, whom: str | None, few: Any, days: list[Any], way: str) -> None:
        slots = [{"starts_at": self._at(ahead), "wanted": wanted} for ahead, wanted in days]
        self._ask(by, whom, few, slots=slots, answering=way)

    @few_asks
    @rule(by=askers, few=audiences, wanted=st.integers(1, 2))
    def ask_every_week(self, by: str, few: set[str] | None, wanted: int) -> None:
        series = {"starts_at": self._at(0), "rule": "FREQ=WEEKLY", "wanted": wanted}
        self._ask(by, None, few, series=series)

    # Offering

    @precondition(lambda machine: len(machine.model.offers) < FEW)
    @rule(by=askers, few=audiences)
    def offer(self, by: str, few: set[str] | None) -> None:
        self._offer(by, few)

    def _offer(self, by: str, few: set[str] | None) -> None:
        self.asked += 1
        body = {"kind": "other", "title": f"Offer number {self.asked}."}
        body |= {} if few is None else {"chosen": list(map(self.real.person_id, few))}
        refused, told = self.real.do(by, "POST", f"/circles/{self.real.id}/offers", **body)
        due, few = self.model.may_ask(by, None, few)
        assert refused == due, told
        if due is None:
            self.model.offers[told["id"]] = Offered(body["title"], by, few)

    @some_offer
    @rule(name=people, which=which, is_theirs=st.booleans(), how=st.sampled_from((1, 0, None)))
    def change_offer(self, name: str, which: int, is_theirs: bool, how: int | None) -> None:
        key = self._pick(list(self.model.offers), which)
        offer = self.model.offers[key]
        name = offer.by if is_theirs else name
        due = self.model.change_offer(name, offer)
        if how is None:
            refused, _ = self.real.do(name, "DELETE", f"/offers/{key}")
            self.model.offers = {k: o for k, o in self.model.offers.items() if k != key or due}
        else:
            refused, _ = self.real.do(name, "PATCH", f"/offers/{key}", paused=bool(how))
            offer.is_paused = offer.is_paused if due else bool(how)
        assert refused == due

    @some_offer
    @rule(name=people, which=which)
    def take_up(self, name: str, which: int) -> None:
        key = self._pick(list(self.model.offers), which)
        offer, slots = self.model.offers[key], [{"starts_at": self._at(0)}]
        due = self.model.take_up(name, key)
        refused, told = self.real.do(name, "POST", f"/offers/{key}/requests", slots=slots)
        assert refused == due, told
        if due is None:
            made = Ask(offer.title, name, None, {offer.by}, None, takes_up=key)
            self.model.asks[told["id"]] = made
            self.read_days(told["id"])

    @some_ask
    @rule(name=people, which=which)
    def regret(self, name: str, which: int) -> None:
        taken_up = [key for key, ask in self.model.asks.items() if ask.takes_up]
        key = self._pick(taken_up or list(self.model.asks), which)
        ask = self.model.asks[key]
        name = min(ask.few or {name}) if taken_up else name
        self.touch(
            self.model.regret(name, ask), self.real.do(name, "PUT", f"/needs/{key}/regret"), key
        )

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
            made.way = days.get("answering", AT_ONCE)
            made.hands_until = told["hands_until"] and datetime.fromisoformat(told["hands_until"])
            if "series" in days:
                made.standing, made.places = set(), days["series"].get("wanted", 1)
                self.series[told["id"]] = told["series"]["id"]
            self.model.asks[told["id"]] = made
            self.read_days(told["id"])

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
        self.touch(due, self.real.do(name, "PUT", f"/slots/{slot_id}/sign-up"), key)

    @some_ask
    @rule(name=people, which=which, day=which)
    def release(self, name: str, which: int, day: int) -> None:
        key, ask, slot_id = self._day(which, day)
        name = min(ask.days[slot_id].promised, default=name)
        due = self.model.release(name, ask, ask.days[slot_id])
        self.touch(due, self.real.do(name, "DELETE", f"/slots/{slot_id}/sign-up"), key)

    @some_series
    @rule(name=people, which=which, again=st.booleans())
    def every_time(self, name: str, which: int, again: bool) -> None:
        key = self._pick(list(self.series), which)
        ask, method = self.model.asks[key], "PUT" if again else "DELETE"
        due = (self.model.sign_up_for_all if again else self.model.release_all)(name, ask)
        self.touch(due, self.real.do(name, method, f"/series/{self.series[key]}/sign-up"), key)

    # Receiving

    @some_ask
    @rule(name=askers, which=which, agrees=st.booleans(), is_theirs=st.sampled_from((1, 1, 0)))
    def consent(self, name: str, which: int, agrees: bool, is_theirs: int) -> None:
        for_others = [key for key, ask in self.model.asks.items() if ask.whom]
        key = self._pick(for_others or list(self.model.asks), which)
        ask = self.model.asks[key]
        name = ask.whom if is_theirs and ask.whom else name
        due = self.model.consent(name, ask, agrees)
        self.touch(due, self.real.do(name, "POST", f"/needs/{key}/consent", agrees=agrees), key)

    @some_ask
    @rule(name=people, which=which, few=audiences, by_whom=st.booleans())
    def narrow(self, name: str, which: int, few: set[str] | None, by_whom: bool) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if by_whom else name
        due = self.model.narrow(name, ask, few)
        ids = None if few is None else list(map(self.real.person_id, few))
        body = {"audience": "everyone"} if ids is None else {"audience": "chosen", "chosen": ids}
        self.touch(due, self.real.do(name, "PATCH", f"/needs/{key}", **body), key)

    @some_ask
    @rule(name=people, which=which, says=st.booleans(), is_theirs=st.booleans())
    def enough(self, name: str, which: int, says: bool, is_theirs: bool) -> None:
        key, ask = self._pick_ask(which)
        name = ask.by if is_theirs else name
        due = self.model.enough(name, ask, says)
        method = "POST" if says else "DELETE"
        self.touch(due, self.real.do(name, method, f"/needs/{key}/enough"), key)

    @some_ask
    @rule(name=people, which=which, how=st.sampled_from(("withdrawal", "closing")))
    def end(self, name: str, which: int, how: str) -> None:
        key, ask = self._pick_ask(which)
        due = self.model.end(name, ask)
        self.touch(due, self.real.do(name, "POST", f"/needs/{key}/{how}"), key)

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

    @rule(ahead=st.sampled_from((1, 3, 11, 24, 50)))
    def time_passes(self, ahead: int) -> None:
        now = self.model.now + timedelta(hours=ahead)
        self.real.pass_time(now)
        self.model.pass_time(now)
        for ask in self.model.asks.values():
            for slot_id, day in ask.days.items():
                if self.model.chance_draws(ask, day):
                    self._drawn(ask, slot_id)
        self.touched = list(self.model.asks)
        self.series = {key: one for key, one in self.series.items() if key in self.model.asks}
