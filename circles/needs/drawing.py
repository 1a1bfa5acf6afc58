"""Who comes, among those whose hands are up: chosen by whoever asked, or drawn by chance.

Whoever is not among them hears nothing, and nothing is kept of it: their hands go with the drawing.
"""

import secrets
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select

from circles import fact
from circles.accounts import Person
from circles.database import db
from circles.needs.answering import AT_ONCE, YES_FIRST, put_way_on, way_of
from circles.needs.days import make_room, require_changeable
from circles.needs.hand import Hand, let_go
from circles.needs.handing_on import lock
from circles.needs.need import Need
from circles.needs.sign_up import SignUp, accept
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Invalid, Refusal

ACCEPTED = "hand.accepted"

Chooser = Callable[[Sequence[Hand], int], Sequence[Hand]]
"""Takes so many of these hands."""


def by_chance(hands: Sequence[Hand], places: int) -> Sequence[Hand]:
    """With no seed that anyone could know."""
    return secrets.SystemRandom().sample(hands, places)


class HandsStillUp(Refusal):
    """Nobody is chosen, and nobody's hand is seen, while others may still raise one."""

    code: ClassVar[str] = "hands_still_up"

    def __init__(self, sentence: Phrase | None = None) -> None:
        choose = Phrase("Hands are still being raised. You choose once that time is over.")
        super().__init__(sentence or choose)


class HandLowered(Refusal):
    """Someone changed their mind, or somebody else has chosen meanwhile."""

    code: ClassVar[str] = "hand_lowered"

    def __init__(self) -> None:
        super().__init__(Phrase("Something changed a moment ago. Please look at it once more."))


class WrongChoice(Invalid):
    """Nobody, or more people than are wanted."""

    code: ClassVar[str] = "wrong_choice"

    def __init__(self, chosen: int) -> None:
        super().__init__(
            Phrase("Please choose at least one person.")
            if chosen == 0
            else Phrase("Please choose no more people than are wanted on this day."),
            field="hands",
        )


def answer_hand(hand: Hand, person: Person, agrees: bool) -> None:
    """Yes: they come. Not this time: their hand goes down, and nothing tells why.

    The day is locked first, so a hand that is lowered at this moment is not answered any more.
    Raises `HandLowered`, `SlotFull`, `SlotOver`, `NeedEnded` or `NotYourAsk`.
    """
    slot, hand_id = hand.slot, hand.id
    require_changeable(slot, person)
    there = db.session.scalar(select(Hand).where(Hand.id == hand_id))
    if there is None and agrees:
        raise HandLowered
    if there is not None and agrees:
        _accept(slot, [there], person.id)
        let_go_where_full(slot)
    elif there is not None:
        let_go(Hand.id == hand_id)


def draw(
    slot: Slot,
    person: Person,
    chosen: Collection[uuid.UUID] | None = None,
    chooser: Chooser = by_chance,
) -> None:
    """Let these hands come, or let chance draw; chance draws a day once.

    Where fewer are chosen than were wanted, no more are wanted. Two may choose at once: the day is
    locked before its hands are read, so the second finds them gone. Raises `HandsStillUp`,
    `HandLowered`, `WrongChoice`, `SlotOver`, `NeedEnded` or `NotYourAsk`.
    """
    require_changeable(slot, person)
    require_readable(slot.need, person)
    if chosen is None:
        draw_by_chance(slot, person.id, chooser)
    else:
        _choose(slot, person.id, set(chosen))


def require_readable(need: Need, person: Person) -> None:
    """Whose hands are up, they read once that time is over. Raises `HandsStillUp`, `NeedEnded` or
    `NotYourAsk`."""
    need.require_open_and_own(person)
    if need.answering is not None and need.answering.gathers:
        raise HandsStillUp


def draw_by_chance(slot: Slot, by: uuid.UUID | None, chooser: Chooser = by_chance) -> None:
    """As many as there is room for. For whoever holds the slot; `by` is nobody for the clock."""
    up, free = Hand.up(slot), _free(slot)
    _accept(slot, up if len(up) <= free else chooser(up, free), by)
    let_go(Hand.slot_id == slot.id)


def let_go_where_full(slot: Slot) -> None:
    """Where nobody else is wanted, nobody waits."""
    if _free(slot) == 0:
        let_go(Hand.slot_id == slot.id)


def change_way(need: Need, person: Person, way: str, until: datetime | None = None) -> None:
    """Let it be answered in another way from now on. Where that is at once, whoever waits gets a
    place, as far as there is room. Raises `HandsStillUp`, `Invalid`, `NeedEnded` or
    `NotYourAsk`."""
    lock(need)
    need.require_open_and_own(person)
    if (way, until or way_of(need)[1]) == way_of(need):
        return
    if way == YES_FIRST:
        _require_none_unseen(need)
    if way == AT_ONCE:
        for slot in need.slots:
            if not slot.is_over:
                draw_by_chance(slot, person.id)
    put_way_on(need, way, until)


def _require_none_unseen(need: Need) -> None:
    """Whoever raised a hand unseen did not mean it to be read before its time."""
    gathers = need.answering is not None and need.answering.gathers
    if gathers and any(Hand.up(slot) for slot in need.slots):
        raise HandsStillUp(
            Phrase("Hands are up already, unseen. They stay so until that time is over.")
        )


def _choose(slot: Slot, by: uuid.UUID, chosen: set[uuid.UUID]) -> None:
    up, free = Hand.up(slot), _free(slot)
    theirs = [hand for hand in up if hand.id in chosen]
    if len(theirs) != len(chosen):
        raise HandLowered
    if not 1 <= len(theirs) <= free:
        raise WrongChoice(len(theirs))
    _accept(slot, theirs, by)
    let_go(Hand.slot_id == slot.id)
    if len(theirs) < min(free, len(up)):
        make_room(slot, slot.wanted - free + len(theirs))
        slot.revision += 1


def _accept(slot: Slot, hands: Sequence[Hand], by: uuid.UUID | None) -> None:
    """Each goes down before it becomes a promise: nobody has both."""
    waiting = [(hand.person_id, hand.note, hand.id) for hand in hands]
    let_go(Hand.id.in_([key for *_, key in waiting]))
    for person_id, note, _ in waiting:
        promise = accept(slot, person_id, note, by)
        fact.record(ACCEPTED, slot.need.circle_id, by, slot.need_id, promise.id)


def _free(slot: Slot) -> int:
    taken = select(func.count(SignUp.id)).where(SignUp.slot_id == slot.id)
    return slot.wanted - (db.session.scalar(taken) or 0)
