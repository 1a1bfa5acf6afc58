"""When each job of the timetable began last: one run per job and period, whoever is first.

Every worker keeps the time. None of them leads, so none is missed; and the same row says
from outside whether any worker is there at all.
"""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.database import db
from circles.notifications.upsert import upsert

SWEEP = "sweep"
"""The job that every worker tries each minute; its row is the pulse."""

SILENT_AFTER = timedelta(seconds=120)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LastRun(db.Model):
    """One row per job."""

    __tablename__ = "last_run"

    job: Mapped[str] = mapped_column(String(20), unique=True)
    period: Mapped[int]
    began_at: Mapped[datetime]

    @staticmethod
    def number(every: timedelta) -> int:
        """The number of the present period of this length, from 1970 on."""
        return (clock.now() - EPOCH) // every

    @classmethod
    def take(cls, job: str, every: timedelta) -> bool:
        """Whether the run of this period is the caller's; commits.

        One statement, so of several workers one gets it. A period far ahead was taken
        by a clock that has been set back since, and does not hold.
        """
        now = clock.now()
        new = upsert(cls).values(id=uuid.uuid4(), job=job, period=cls.number(every), began_at=now)
        taken = db.session.scalar(
            new.on_conflict_do_update(
                index_elements=["job"],
                set_={"period": new.excluded.period, "began_at": new.excluded.began_at},
                where=or_(cls.period < new.excluded.period, cls.period > new.excluded.period + 1),
            ).returning(new.table.c.id)
        )
        db.session.commit()
        return taken is not None


def is_worker_heard() -> bool:
    """Whether a worker gave a sign of life within the last two minutes."""
    heard = db.session.scalar(select(LastRun.began_at).where(LastRun.job == SWEEP))
    return heard is not None and clock.now() - heard <= SILENT_AFTER
