"""What may be said of circles and the way into them, in forms and in JSON."""

from marshmallow import Schema, fields, validate

from circles.accounts import PersonSchema
from circles.membership.circle import (
    CIRCLE_NAME_LENGTH,
    COVENANT_LENGTH,
    LONGEST_FADING,
    SHORTEST_FADING,
    WELCOME_LENGTH,
    ZONES,
)
from circles.membership.invitation import NOTE_LENGTH
from circles.membership.membership import ABOUT_LENGTH
from circles.phrase import N_
from circles.typed import NAME_LENGTH, Prose, Words

TOKEN_LENGTH = 200


class CircleSchema(Schema):
    """A circle as its members know it."""

    id = fields.UUID(dump_only=True)
    name = fields.String()
    time_zone = fields.String()
    fading_days = fields.Integer()
    welcome_words = fields.String()
    covenant = fields.String()
    closes_at = fields.AwareDateTime(allow_none=True)


def _time_zone(required: bool = False) -> fields.String:
    known = validate.OneOf(ZONES, error=N_("Please choose a time zone from the list."))
    return fields.String(validate=known, required=required)


class CircleSettingsSchema(Schema):
    """What a coordinator may change about a circle."""

    name = Words(CIRCLE_NAME_LENGTH)
    time_zone = _time_zone()
    fading_days = fields.Integer(
        validate=validate.Range(
            SHORTEST_FADING, LONGEST_FADING, error=N_("Please choose {min} to {max} days.")
        ),
        error_messages={"invalid": N_("Please write a whole number.")},
    )
    welcome_words = Prose(WELCOME_LENGTH, blank=True)
    covenant = Prose(COVENANT_LENGTH, blank=True)


class AboutSchema(Schema):
    """What helps to care for someone here, in their own words."""

    about = Prose(ABOUT_LENGTH, blank=True, load_default="")


class RoleSchema(Schema):
    """Whether someone looks after who is in the circle."""

    role = fields.String(
        required=True,
        validate=validate.OneOf(
            ("member", "coordinator"), error=N_("Either member or coordinator.")
        ),
    )


class FoundedSchema(CircleSchema):
    """The new circle, and the token of a program that was nobody before."""

    access_token = fields.String(dump_only=True)


class FoundingSchema(Schema):
    """What it takes to start a circle."""

    name = Words(CIRCLE_NAME_LENGTH, required=True)
    your_name = Words(NAME_LENGTH, required=True)
    time_zone = _time_zone(required=True)
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
    about = fields.String()


class ArrivedSchema(Schema):
    """Who came into which circle, and the token of a program that was nobody before."""

    person = fields.Nested(PersonSchema)
    circle = fields.Nested(CircleSchema)
    membership = fields.Nested(MemberSchema, allow_none=True)
    waiting = fields.Boolean()
    access_token = fields.String()


class InvitationSchema(Schema):
    """A way in; `url`, `token` and `code` are told once, when it is made."""

    id = fields.UUID(dump_only=True)
    kind = fields.String(
        load_default="personal",
        validate=validate.OneOf(
            ("personal", "open"), error=N_("An invitation is personal, or open for a group.")
        ),
    )
    note = Words(NOTE_LENGTH, blank=True, load_default="")
    url = fields.String(dump_only=True)
    token = fields.String(dump_only=True)
    code = fields.String(dump_only=True)
    expires_at = fields.AwareDateTime(dump_only=True)
