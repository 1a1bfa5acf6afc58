"""Address, door code, telephone: for whoever said yes, until the day has passed."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.sealing import BrokenSeal, sealed

PRIVATE_AFTER = timedelta(hours=2)
"""How long after their day is over helpers still see address and door code."""

log = logging.getLogger(__name__)


class HasPrivateDetails:
    """Part of an ask, kept sealed."""

    private_details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    private_details = sealed("private_details_sealed")

    ended_at: Mapped[datetime | None]

    @property
    def has_private_details(self) -> bool:
        """Whether there is more for whoever says yes."""
        return self.private_details_sealed is not None

    @property
    def private_words(self) -> str | None:
        """Where and how; nothing where the server's sealing key was lost."""
        try:
            return self.private_details
        except BrokenSeal:
            log.exception("Private details cannot be opened with this sealing key.")
            return None

    def tells_helpers(self, over_at: datetime) -> bool:
        """Whether those who said yes to a day over at that instant may read them now."""
        return self.ended_at is None and clock.now() < over_at + PRIVATE_AFTER
