"""The yes of a member for whom somebody else asks.

Until it is there, nobody but those two knows of the ask. It may be taken back at any time.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Forbidden, Refusal

if TYPE_CHECKING:
    from circles.needs.need import Need

PROPOSED, AGREED, DECLINED, TAKEN_BACK = "proposed", "agreed", "declined", "taken_back"
STATES = (PROPOSED, AGREED, DECLINED, TAKEN_BACK)

AFTER = {
    (PROPOSED, True): AGREED,
    (PROPOSED, False): DECLINED,
    (AGREED, False): TAKEN_BACK,
    (TAKEN_BACK, True): AGREED,
}
"""What a yes or a no makes of each state; whatever is not here stays as it is."""


class NotYoursToSay(Forbidden):
    """The yes is theirs for whom it is asked, and nobody else's."""

    code: ClassVar[str] = "not_yours_to_say"

    def __init__(self) -> None:
        super().__init__(Phrase("Only the person it is asked for can say this."))


class OnlyTheyWiden(Forbidden):
    """Their yes was to these people, and not to more."""

    code: ClassVar[str] = "only_they_widen"

    def __init__(self) -> None:
        super().__init__(
            Phrase("They said yes to these people. Only they can show it to more of them.")
        )


class YesComesFirst(Refusal):
    """Nobody promises anything for someone who has not been heard."""

    code: ClassVar[str] = "yes_comes_first"

    def __init__(self) -> None:
        super().__init__(Phrase("The person it is for has not said yes to this yet."))


class ChangedMeanwhile(Refusal):
    """A yes is to what was read."""

    code: ClassVar[str] = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(Phrase("It was changed a moment ago. Please read it once more."))


class Consent(db.Model):
    """Where the say of the person an ask is for stands. It has no date of its own."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(f"state in {STATES!r}", name="state"),)

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[str] = mapped_column(String(10))

    need: Mapped["Need"] = relationship(back_populates="consent")

    @property
    def is_given(self) -> bool:
        """Whether there is a yes now."""
        return self.state == AGREED

    def hear(self, agrees: bool) -> bool:
        """Take a yes or a no; whether that changed anything."""
        before = self.state
        self.state = AFTER.get((before, agrees), before)
        return self.state != before
