"""The days ahead of everything that repeats, made as time goes by."""

from sqlalchemy import select

from circles.database import db
from circles.needs.need import Need, NeedEnded
from circles.needs.series import Series
from circles.needs.standing_sign_up import make_days


def make_days_ahead() -> None:
    """The timetable's deed: make the days of every open series that have come within reach.

    Each series in a transaction of its own, so that none waits for all. What was missed is made
    by the next run; what another worker made meanwhile is found made. That is no news: the ask
    was heard when it was asked.
    """
    going_on = select(Series.id).join(Need, Need.id == Series.need_id)
    for series_id in db.session.scalars(going_on.where(Need.ended_at.is_(None))).all():
        db.session.commit()
        series = db.session.get(Series, series_id)
        if series is not None:
            _make(series)
    db.session.commit()


def _make(series: Series) -> None:
    try:
        make_days(series)
    except NeedEnded:
        db.session.rollback()
