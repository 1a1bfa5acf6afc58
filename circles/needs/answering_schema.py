"""What may be said of how an ask is answered, in forms and in JSON."""

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate

from circles.accounts import PersonSchema
from circles.needs.answering import RAISE_HANDS, WAYS
from circles.phrase import N_, Phrase

SAID = ("answering", "hands_until")

_WRONG = N_("Please choose how people say yes.")


class AnsweringSchema(Schema):
    """At once; or the asker says yes to each first; or hands are raised until a moment, after which
    the asker chooses or lets chance draw."""

    answering = fields.String(
        validate=validate.OneOf(WAYS, error=_WRONG), error_messages={"invalid": _WRONG}
    )
    hands_until = fields.DateTime(
        format="iso",
        allow_none=True,
        error_messages={"invalid": N_("Please give a day and a time.")},
        metadata={
            "description": "A moment before the first day begins, with `raise_hands` only; without "
            "an offset by the clock of the circle. Left out, it is the evening before."
        },
    )


class HandSchema(Schema):
    """A hand that is up, as whoever leads the ask sees it."""

    id = fields.UUID(dump_only=True)
    person = fields.Nested(PersonSchema, dump_only=True)
    note = fields.String(dump_only=True)


class YesSchema(Schema):
    """Yes, or not this time."""

    agrees = fields.Boolean(
        required=True, error_messages={"required": N_("Please say yes or not this time.")}
    )


class DrawingSchema(Schema):
    """The hands that are chosen; null, or left out, lets chance draw."""

    hands = fields.List(
        fields.UUID(error_messages={"invalid_uuid": N_("Nobody here has this id.")}),
        load_default=None,
        allow_none=True,
    )


def way_said(typed: dict[str, Any], zone: str) -> tuple[str | None, datetime | None]:
    """Take the way, where one is said, and the moment out of what was typed. Raises
    `ValidationError` for a year in which no clock runs."""
    way, until = typed.pop("answering", None), typed.pop("hands_until", None)
    if until is None:
        return way, None
    if until.year in (MINYEAR, MAXYEAR):
        raise ValidationError({"hands_until": [Phrase("Is the year right?")]})
    local = until if until.tzinfo is not None else until.replace(tzinfo=ZoneInfo(zone))
    return way, local.astimezone(UTC)


def way_in(form: Mapping[str, str]) -> dict[str, str]:
    """What `AnsweringSchema` loads, as a form says it: a time that belongs to a way which was not
    chosen says nothing."""
    said = {name: form[name] for name in SAID if form.get(name)}
    if said.get("answering") != RAISE_HANDS:
        said.pop("hands_until", None)
    return said
