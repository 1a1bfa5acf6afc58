"""What may be said of circles and the way into them, in forms and in JSON."""

from marshmallow import Schema, fields, validate

from circles.accounts import PersonSchema
from circles.membership.circle import CIRCLE_NAME_LENGTH, ZONES
from circles.phrase import N_
from circles.typed import NAME_LENGTH, Words

TOKEN_LENGTH = 200


class CircleSchema(Schema):
    """A circle as its members know it."""

    id = fields.UUID(dump_only=True)
    name = fields.String()
    time_zone = fields.String()
    fading_days = fields.Integer()


class FoundedSchema(CircleSchema):
    """The new circle, and the token of a program that was nobody before."""

    access_token = fields.String(dump_only=True)


class FoundingSchema(Schema):
    """What it takes to start a circle."""

    name = Words(CIRCLE_NAME_LENGTH, required=True)
    your_name = Words(NAME_LENGTH, required=True)
    time_zone = fields.String(
        required=True,
        validate=validate.OneOf(ZONES, error=N_("Please choose a time zone from the list.")),
    )
    founding_token = Words(TOKEN_LENGTH, blank=True, load_default="")


class TokenSchema(Schema):
    """An invitation, as it stands behind the # of its link."""

    token = Words(TOKEN_LENGTH, required=True)


class ArrivalSchema(TokenSchema):
    """Someone comes in by an invitation, by the name they want to be called."""

    name = Words(NAME_LENGTH, required=True)


class MemberSchema(Schema):
    """Someone in the circle."""

    id = fields.UUID(dump_only=True)
    person_id = fields.UUID(dump_only=True)
    name = fields.String()
    role = fields.String(validate=validate.OneOf(("member", "coordinator")))


class ArrivedSchema(Schema):
    """Who came into which circle, and the token of a program that was nobody before."""

    person = fields.Nested(PersonSchema)
    circle = fields.Nested(CircleSchema)
    membership = fields.Nested(MemberSchema)
    access_token = fields.String()


class InvitationSchema(Schema):
    """A way in for one person; `url` and `token` are told once, when it is made."""

    id = fields.UUID(dump_only=True)
    kind = fields.String(
        load_only=True,
        load_default="personal",
        validate=validate.OneOf(("personal",), error=N_("An invitation is for one person.")),
    )
    url = fields.String(dump_only=True)
    token = fields.String(dump_only=True)
    expires_at = fields.AwareDateTime(dump_only=True)
