"""What may be said of an ask, in forms and in JSON."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate

from circles.accounts import PersonSchema
from circles.needs.address_schema import AddressSchema, AudienceSchema
from circles.needs.answer_schema import Answered, Unread
from circles.needs.answering_schema import AnsweringSchema
from circles.needs.kind import KIND_KEYS
from circles.needs.listed_slot import HAND_UP, SAID_YES, WAITING
from circles.needs.need import DETAILS_LENGTH, PRIVATE_LENGTH, TITLE_LENGTH
from circles.needs.opening import MOST_SLOTS, MOST_WANTED, Opening
from circles.needs.sign_up import NOTE_LENGTH
from circles.needs.slot import Slot
from circles.phrase import N_, Phrase
from circles.typed import Prose, Words


class Moment(fields.Field[date]):
    """A day (`2026-11-29`) or a time of it (`2026-11-29T15:00`, with or without offset).

    A time without an offset is wall-clock time in the circle's zone.
    """

    def __init__(self, **kwargs: Any) -> None:
        days = {"type": "string", "examples": ["2026-11-29", "2026-11-29T15:00+00:00"]}
        super().__init__(load_default=None, allow_none=True, metadata=days, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        wrong = ValidationError([Phrase("Please give a day, or a day and a time.")])
        if not isinstance(value, str) or len(value) > 40:
            raise wrong
        try:
            read = date if len(value) == 10 else datetime
            moment = read.fromisoformat(value)
        except ValueError:
            raise wrong from None
        if moment.year in (MINYEAR, MAXYEAR):  # no room to turn them into another zone
            raise ValidationError([Phrase("Is the year right?")])
        return moment

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat()


class SignUpSchema(Schema):
    """What may come with a yes."""

    note = Words(NOTE_LENGTH, blank=True)
    person = fields.Nested(PersonSchema, dump_only=True)
    is_yours = fields.Boolean(dump_only=True)


class OpeningSchema(Schema):
    """One day or time on which someone is wanted; without `starts_at`, whenever."""

    id = fields.UUID(dump_only=True)
    time_zone = fields.String(dump_only=True)
    is_over = fields.Boolean(dump_only=True)
    is_full = fields.Boolean(dump_only=True)
    is_called_off = fields.Boolean(dump_only=True)
    state = fields.String(
        dump_only=True,
        allow_none=True,
        validate=validate.OneOf((SAID_YES, WAITING, HAND_UP)),
        metadata={"description": "What you have said to it, if anything."},
    )
    sign_ups = fields.List(fields.Nested(SignUpSchema), dump_only=True)
    starts_at = Moment()
    ends_at = Moment()
    wanted = fields.Integer(
        load_default=1,
        strict=True,
        validate=validate.Range(1, MOST_WANTED, error=N_("Ask for 1 to 20 people.")),
        error_messages={"invalid": N_("Ask for 1 to 20 people.")},
    )


class NeedSchema(AddressSchema, AnsweringSchema):
    """What is asked: the kind, a few words, the days."""

    id = fields.UUID(dump_only=True)
    circle_id = fields.UUID(dump_only=True)
    posted_by = fields.Nested(PersonSchema, dump_only=True)
    ended_as = fields.String(
        dump_only=True, allow_none=True, validate=validate.OneOf(("withdrawn", "closed"))
    )
    kind = fields.String(
        required=True,
        validate=validate.OneOf(KIND_KEYS, error=N_("Please choose what would help.")),
        error_messages={"required": N_("Please choose what would help.")},
    )
    title = Words(TITLE_LENGTH, required=True)
    details = Prose(DETAILS_LENGTH, blank=True, load_default="")
    private_details = Prose(PRIVATE_LENGTH, blank=True, load_default="", allow_none=True)
    series = fields.Nested("SeriesSchema", load_default=None, allow_none=True)
    answers = Answered(load_default=dict)
    has_enough = fields.Boolean(dump_only=True)
    slots = fields.List(
        fields.Nested(OpeningSchema),
        load_default=list,
        validate=validate.Length(max=MOST_SLOTS, error=N_("Please ask for at most 31 days.")),
    )


class WordsOfNeedSchema(Schema):
    """What can be put in other words later."""

    title = Words(TITLE_LENGTH)
    details = Prose(DETAILS_LENGTH, blank=True)
    private_details = Prose(PRIVATE_LENGTH, blank=True, allow_none=True)
    answers = Unread()


@cache
def words_schema(kind: str) -> type[Schema]:
    """What can be changed later of an ask of this kind, its answers read as its kind asks."""
    name = f"WordsOf{kind.capitalize()}Schema"
    return WordsOfNeedSchema.from_dict({"answers": Answered(kind)}, name=name)


class ChangeOfNeedSchema(WordsOfNeedSchema, AudienceSchema, AnsweringSchema):
    """The same, who may see it, and how people say yes."""


def openings_of(typed: list[dict[str, Any]], zone: str) -> list[Opening]:
    """The openings that loaded `slots` mean in this zone; no slots mean "whenever"."""
    return [_opening(slot, ZoneInfo(zone)) for slot in typed] or [Opening()]


def _opening(slot: dict[str, Any], zone: ZoneInfo) -> Opening:
    starts, ends = slot["starts_at"], local_time(slot["ends_at"], zone)
    if isinstance(starts, datetime):
        local = local_time(starts, zone)
        assert local is not None
        return Opening(local.date(), local.time(), ends, slot["wanted"])
    return Opening(starts, None, ends, slot["wanted"])


def local_time(moment: date | None, zone: ZoneInfo) -> datetime | None:
    """The wall clock in `zone`, to the minute; a bare day is its midnight."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return moment.replace(second=0, microsecond=0)


def wall_clock(slot: Slot) -> tuple[date | None, datetime | None]:
    """When a slot starts and ends as JSON says it: with offset, a plain day, or nothing."""
    zone = ZoneInfo(slot.time_zone)
    ends = slot.ends.replace(tzinfo=zone) if slot.ends else None
    if slot.day is None or slot.starts is None:
        return slot.day, ends
    return datetime.combine(slot.day, slot.starts, tzinfo=zone), ends
