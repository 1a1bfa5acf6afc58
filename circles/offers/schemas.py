"""What may be said of an offer, and of what takes it up, in forms and in JSON."""

from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from circles.accounts import PersonSchema
from circles.needs import (
    DETAILS_LENGTH,
    KIND_KEYS,
    MOST_SLOTS,
    TITLE_LENGTH,
    AudienceSchema,
    OpeningSchema,
    WordsOfNeedSchema,
    words_schema,
)
from circles.offers.offer import SUITS_LENGTH
from circles.offers.wording import ON
from circles.phrase import N_
from circles.typed import Prose, Words


class Weekdays(fields.List):
    """Days of any week, as `["TU", "TH"]`."""

    def __init__(self) -> None:
        wrong = N_("Please choose days of the week.")
        names = fields.String(
            validate=validate.OneOf(tuple(ON), error=wrong),
            error_messages={"invalid": wrong, "invalid_utf8": wrong},
        )
        super().__init__(names, error_messages={"invalid": wrong, "null": wrong})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        chosen = super()._deserialize(value, attr, data, **kwargs)
        return ",".join(day for day in ON if day in chosen)


class ChangeOfOfferSchema(AudienceSchema):
    """What can be said of it later, and whether it is paused: out of others' sight, silently."""

    kind = fields.String(
        validate=validate.OneOf(KIND_KEYS, error=N_("Please choose what you offer."))
    )
    title = Words(TITLE_LENGTH)
    details = Prose(DETAILS_LENGTH, blank=True)
    suits = Words(SUITS_LENGTH, blank=True)
    weekdays = Weekdays()
    until = fields.Date(
        allow_none=True,
        error_messages={"invalid": N_("Please give a day."), "format": N_("Please give a day.")},
    )
    paused = fields.Boolean(error_messages={"invalid": N_("Please say yes or no.")})


class OfferSchema(ChangeOfOfferSchema):
    """What is offered: the kind, a few words, when it suits."""

    id = fields.UUID(dump_only=True)
    circle_id = fields.UUID(dump_only=True)
    offered_by = fields.Nested(PersonSchema, dump_only=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(KIND_KEYS, error=N_("Please choose what you offer.")),
        error_messages={"required": N_("Please choose what you offer.")},
    )
    title = Words(TITLE_LENGTH, required=True)
    paused = fields.Boolean(dump_only=True)
    is_asked = fields.Boolean(
        dump_only=True,
        metadata={"description": "Whether it waits for your word that it still stands."},
    )


class RequestSchema(WordsOfNeedSchema):
    """What is asked of whoever offers it; what is left out is as it was offered, whenever."""

    slots = fields.List(
        fields.Nested(OpeningSchema),
        load_default=list,
        validate=validate.Length(max=MOST_SLOTS, error=N_("Please ask for at most 31 days.")),
    )


@cache
def request_schema(kind: str) -> type[Schema]:
    """The same for an offer of this kind, its answers read as its kind asks."""
    answers = words_schema(kind)._declared_fields["answers"]
    return RequestSchema.from_dict({"answers": answers}, name=f"RequestOf{kind.capitalize()}Schema")
