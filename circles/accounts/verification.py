"""Who has to be verified by their passkey, and not only be holding the phone it is in.

A capability that gives somebody a say over others declares here whom, and why in a sentence:
then the passkey itself must have asked for their face, finger or screen lock.
"""

from collections.abc import Callable
from typing import ClassVar

from circles.accounts.person import Person
from circles.phrase import Phrase
from circles.refusal import Forbidden

Rule = Callable[[Person], Phrase | None]

_rules: list[Rule] = []


class VerificationNeeded(Forbidden):
    """It is their passkey; whether it is they who hold it was not asked."""

    code: ClassVar[str] = "verification_needed"

    def __init__(self, why: Phrase) -> None:
        super().__init__(
            Phrase(
                "{why} So your passkey has to make sure that it is you, by face, finger or screen "
                "lock. Please turn that on first.",
                why=why,
            ),
            field="credential",
        )


def asks_verification(rule: Rule) -> Rule:
    """Declare whom a passkey has to verify: the reason, or None for everyone else."""
    _rules.append(rule)
    return rule


def reason_to_verify(person: Person) -> Phrase | None:
    """Why this person has to be verified, if they have."""
    return next((why for rule in _rules if (why := rule(person)) is not None), None)


def require_verification(person: Person, is_verified: bool) -> None:
    """Let pass whoever was verified, or need not be; raises `VerificationNeeded`."""
    why = None if is_verified else reason_to_verify(person)
    if why is not None:
        raise VerificationNeeded(why)
