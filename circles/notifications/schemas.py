"""What may be said of news and of phones, in JSON."""

from datetime import MAXYEAR, MINYEAR, datetime, time
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from circles.announcement import topics
from circles.membership import ZONES
from circles.notifications.endpoint import ENDPOINT_LENGTH
from circles.notifications.preference import EVENINGS, LETTERS, LOCK_SCREENS, MINUTES, NEWS
from circles.phrase import N_, Phrase

KEY_LENGTH = 200
"""Characters of a key in base64url, generously; its bytes are counted elsewhere."""


class PushKeySchema(Schema):
    """This server's public key, for `applicationServerKey`."""

    key = fields.String(required=True)


class PushKeysSchema(Schema):
    """The keys of a subscription, base64url."""

    class Meta:
        unknown = EXCLUDE

    p256dh = fields.String(required=True, validate=validate.Length(max=KEY_LENGTH))
    auth = fields.String(required=True, validate=validate.Length(max=KEY_LENGTH))


class PushSubscriptionSchema(Schema):
    """A subscription as `PushSubscription.toJSON()` gives it; the rest of that is ignored."""

    class Meta:
        unknown = EXCLUDE

    endpoint = fields.String(required=True, validate=validate.Length(max=ENDPOINT_LENGTH))
    keys = fields.Nested(PushKeysSchema, required=True)
    is_back = fields.Boolean(
        load_default=False,
        load_only=True,
        metadata={"description": "It rang before and has a new address: no push as a proof."},
    )


class KeptSubscriptionSchema(Schema):
    """Where the pushes of this device go now."""

    endpoint = fields.String(required=True)


def _in_a_year_with_room(moment: datetime) -> None:
    """Others cannot be turned into another zone."""
    if moment.year in (MINYEAR, MAXYEAR):
        raise ValidationError([Phrase("Is the year right?")])


class SeenSchema(Schema):
    """News as it was shown: which, and when what it told had happened."""

    id = fields.UUID(required=True)
    happened_at = fields.AwareDateTime(required=True, validate=_in_a_year_with_room)


class ReadingSchema(Schema):
    """What was seen; without it, everything so far."""

    seen = fields.List(fields.Nested(SeenSchema), validate=validate.Length(max=100))


class RestSchema(Schema):
    """A rest; without an end it lasts until its person says."""

    until = fields.AwareDateTime(load_default=None, allow_none=True)


class NotificationSchema(Schema):
    """Something that happened, in the words of this moment."""

    id = fields.UUID(required=True)
    circle_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    line = fields.String(required=True)
    path = fields.String(required=True, metadata={"description": "Where in the app it leads."})
    happened_at = fields.AwareDateTime(required=True)
    is_new = fields.Boolean(required=True)


ONE_OF_THESE = N_("Please choose one of these.")


class TimeOfDay(fields.Time):
    """A wall-clock time to the minute: `21:00`."""

    default_error_messages = {"invalid": N_("Please write a time such as 21:00.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)

    def _serialize(self, value: time | None, *_args: Any, **_kwargs: Any) -> str | None:
        return None if value is None else f"{value:%H:%M}"


def _evening(at: time) -> None:
    if at not in EVENINGS:
        raise ValidationError([Phrase(ONE_OF_THESE)])


def _known(chosen: list[str]) -> None:
    if set(chosen) - set(topics()):
        raise ValidationError([Phrase(ONE_OF_THESE)])


class PreferencesSchema(Schema):
    """What rings in one circle; the inbox has everything. What is left out stays."""

    news = fields.String(
        validate=validate.OneOf(NEWS, error=ONE_OF_THESE),
        metadata={"description": "`mine`: what you asked for, said yes to, or wrote in."},
    )
    kinds = fields.List(
        fields.String(),
        validate=[validate.Length(max=50), _known],
        metadata={"description": "With `all`: what others ask for that rings."},
    )
    lock_screen = fields.String(
        validate=validate.OneOf(LOCK_SCREENS, error=ONE_OF_THESE),
        metadata={"description": "How much a lock screen tells."},
    )
    evening_at = TimeOfDay(
        allow_none=True,
        validate=_evening,
        metadata={
            "description": "When to be reminded the evening before; null is not at all.",
            "enum": [*(f"{at:%H:%M}" for at in EVENINGS), None],
        },
    )
    minutes_before = fields.Integer(
        validate=validate.OneOf(MINUTES, error=ONE_OF_THESE),
        metadata={"description": "How long before to be reminded; 0 is not at all."},
    )
    letters = fields.String(
        validate=validate.OneOf(LETTERS, error=ONE_OF_THESE),
        metadata={
            "description": "When it goes by e-mail: `unheard` is where no phone took it. Not there "
            "without an address, or where no letters can be sent."
        },
    )
    weekly_letter = fields.Boolean(
        metadata={"description": "A letter on Sundays, of what the week holds; as `letters`."}
    )


class QuietTimeSchema(Schema):
    """When your phones keep silent, in all your circles. What is left out stays."""

    is_on = fields.Boolean()
    begins = TimeOfDay()
    ends = TimeOfDay()
    time_zone = fields.String(
        validate=validate.OneOf(ZONES, error=N_("Please choose a time zone from the list."))
    )
