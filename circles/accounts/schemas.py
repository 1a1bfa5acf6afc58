"""What may be said of a person, in forms and in JSON."""

from marshmallow import Schema, fields

from circles.typed import NAME_LENGTH, Words


class PersonSchema(Schema):
    """A person by id and name; nothing else is known."""

    id = fields.UUID(dump_only=True)
    name = Words(NAME_LENGTH, required=True)
