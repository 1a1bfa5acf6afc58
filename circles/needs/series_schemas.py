"""What may be said of something that repeats, in forms and in JSON."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields, validate

from circles.membership import Membership
from circles.needs.address_schema import address_of
from circles.needs.answering import AT_ONCE, put_way_on
from circles.needs.answering_schema import way_said
from circles.needs.need import Need
from circles.needs.opening import MOST_WANTED
from circles.needs.recurrence import CannotRepeat, Recurrence
from circles.needs.repeating_rule import RULE_LENGTH, RepeatingRule, UnknownRule
from circles.needs.schemas import Moment, SignUpSchema, local_time, openings_of
from circles.needs.series import Series
from circles.phrase import N_, Phrase

DAY = timedelta(days=1)


class SeriesSchema(Schema):
    """A repeating rule, its first day and its times by the wall clock of the circle's zone.

    `rule` is a part of RFC 5545: `FREQ=DAILY`; `FREQ=WEEKLY` with `BYDAY` and `INTERVAL` 1 or 2;
    `FREQ=MONTHLY` with `BYMONTHDAY` (1 to 28, or -1) or one `BYDAY` such as `2TU` or `-1FR`; each
    with `UNTIL` or `COUNT`, or neither: then it ends after a year.
    """

    id = fields.UUID(dump_only=True)
    time_zone = fields.String(dump_only=True)
    sentence = fields.String(dump_only=True)
    rule = fields.String(
        required=True,
        validate=validate.Length(max=RULE_LENGTH, error=N_("This cannot be used.")),
        metadata={"examples": ["FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TU;COUNT=6"]},
    )
    starts_at = Moment()
    ends_at = Moment()
    until = fields.Date(
        load_default=None,
        allow_none=True,
        error_messages={"invalid": N_("Please give a day."), "format": N_("Please give a day.")},
    )
    wanted = fields.Integer(
        load_default=1,
        strict=True,
        validate=validate.Range(1, MOST_WANTED, error=N_("Ask for 1 to 20 people.")),
        error_messages={"invalid": N_("Ask for 1 to 20 people.")},
    )
    standing_sign_ups = fields.List(fields.Nested(SignUpSchema), dump_only=True)


def ask(member: Membership, typed: dict[str, Any]) -> Need:
    """Ask for what `NeedSchema` loaded: days, or something that repeats. Raises `Invalid`."""
    slots, series = typed.pop("slots"), typed.pop("series")
    zone, address = member.circle.time_zone, address_of(typed)
    way, until = way_said(typed, zone)
    if series is None:
        need = Need.ask(member, openings=openings_of(slots, zone), address=address, **typed)
    elif slots:
        raise CannotRepeat(Phrase("Please choose days, or something that repeats."))
    else:
        need = Series.ask(member, recurrence_of(series, zone), address=address, **typed)
    put_way_on(need, way or AT_ONCE, until)
    return need


def recurrence_of(typed: dict[str, Any], zone: str) -> Recurrence:
    """What loaded `series` means in this zone; raises `CannotRepeat`."""
    first, starts = _start(typed["starts_at"], zone)
    ends = _end(typed["ends_at"], first, starts, zone)
    rule = _rule(typed["rule"], first, zone, starts)
    if typed["until"] is not None:
        if rule.until or rule.times:
            raise CannotRepeat(Phrase("It ends in two ways. Please choose one."), "until")
        rule = rule.ending(typed["until"])
    return Recurrence.beginning(rule, first, starts, ends, zone, typed["wanted"])


def _start(moment: date | None, zone: str) -> tuple[date, time | None]:
    if moment is None:
        raise CannotRepeat(Phrase("Please say on which day it begins."), "starts_at")
    local = local_time(moment, ZoneInfo(zone))
    assert local is not None
    return local.date(), local.time() if isinstance(moment, datetime) else None


def _end(moment: date | None, first: date, starts: time | None, zone: str) -> time | None:
    """A time of the same day, or of the next morning."""
    local = local_time(moment, ZoneInfo(zone))
    if local is None:
        return None
    begins = datetime.combine(first, starts or time.min)
    if starts is not None and not timedelta(0) < local - begins < DAY:
        raise CannotRepeat(Phrase("Please let it end within a day."), "ends_at")
    return local.time()


def _rule(text: str, first: date, zone: str, starts: time | None) -> RepeatingRule:
    try:
        return RepeatingRule.read(text, first, zone, starts)
    except UnknownRule:
        raise CannotRepeat(
            Phrase("It can repeat every day, every week or two on some weekdays, or every month.")
        ) from None


def wall_clock_of(series: Series) -> tuple[date, datetime | None]:
    """When its first day starts and ends as JSON says it: with offset, or a plain day."""
    zone, first = ZoneInfo(series.time_zone), series.first
    if series.starts is None:
        return first, None
    starts = datetime.combine(first, series.starts, tzinfo=zone)
    if series.ends is None:
        return starts, None
    ends_on = first if series.ends > series.starts else first + DAY
    return starts, datetime.combine(ends_on, series.ends, tzinfo=zone)
