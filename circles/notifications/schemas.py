"""What may be said of news and of phones, in JSON."""

from marshmallow import EXCLUDE, Schema, fields, validate

from circles.notifications.endpoint import ENDPOINT_LENGTH

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


class SeenSchema(Schema):
    """News as it was shown: which, and when what it told had happened."""

    id = fields.UUID(required=True)
    happened_at = fields.AwareDateTime(required=True)


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
