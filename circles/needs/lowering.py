"""Can't make it: a promise is let go, or a hand that is up goes down."""

from circles.accounts import Person
from circles.needs.hand import Hand, let_go
from circles.needs.sign_up import SignUp, lock
from circles.needs.slot import Slot


def step_back(slot: Slot, person: Person) -> SignUp | Hand | None:
    """What of this person's it was, if anything. The day is locked first: a hand that became a
    promise a moment ago is let go as the promise it is. Raises `NeedEnded`."""
    lock(slot)
    mine = SignUp.of(slot, person) or Hand.of(slot, person)
    if isinstance(mine, SignUp):
        mine.release()
    elif mine is not None:
        let_go(Hand.id == mine.id)
    return mine
