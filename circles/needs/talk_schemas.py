"""What may be said beneath an ask, in forms and in JSON."""

from marshmallow import Schema, fields

from circles.accounts import PersonSchema
from circles.needs.thanks import THANKS_LENGTH
from circles.needs.thread import MESSAGE_LENGTH
from circles.typed import Prose


class MessageSchema(Schema):
    """A few words in a thread."""

    id = fields.UUID(dump_only=True)
    written_by = fields.Nested(PersonSchema, dump_only=True)
    written_at = fields.AwareDateTime(dump_only=True)
    words = Prose(MESSAGE_LENGTH, required=True)


class CompanionSchema(Schema):
    """Someone who is with whoever asked."""

    person = fields.Nested(PersonSchema, dump_only=True)


class ThanksSchema(Schema):
    """Kind words to one person, or none and still a thank you."""

    to = fields.UUID(dump_only=True, metadata={"description": "Id of the one they are for."})
    words = Prose(THANKS_LENGTH, blank=True, load_default="")
    fades_at = fields.AwareDateTime(dump_only=True)
