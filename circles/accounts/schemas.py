"""What may be said of a person, in forms and in JSON."""

from marshmallow import Schema, fields

from circles.accounts.passkey import PASSKEY_NAME_LENGTH
from circles.typed import NAME_LENGTH, Words

TOKEN_LENGTH = 200


class PersonSchema(Schema):
    """A person by id and name; nothing else is known."""

    id = fields.UUID(dump_only=True)
    name = Words(NAME_LENGTH, required=True)


class ReEntrySchema(Schema):
    """A re-entry link, as it stands behind the # of its address, and what of other devices."""

    token = Words(TOKEN_LENGTH, required=True)
    others = fields.Boolean(load_default=False)


class DeviceSchema(Schema):
    """Somewhere a person is signed in."""

    id = fields.UUID(dump_only=True)
    label = fields.String()
    kind = fields.String(metadata={"description": "`device` or `program`."})
    opened_at = fields.AwareDateTime()
    is_current = fields.Boolean()


class CodeSchema(Schema):
    """A code as it was read aloud or copied, with or without its spaces."""

    code = Words(40, required=True)


class PasskeySchema(Schema):
    """What a person calls one of their passkeys."""

    name = Words(PASSKEY_NAME_LENGTH, required=True)
