"""What may be said of a person, in forms and in JSON."""

from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from circles.accounts.passkey import PASSKEY_NAME_LENGTH
from circles.phrase import N_, Phrase
from circles.typed import NAME_LENGTH, Words

TOKEN_LENGTH = 200
EMAIL_LENGTH = 254
"""Characters of an address that a mail server must take (RFC 5321, section 4.5.3.1.3)."""


class PersonSchema(Schema):
    """A person by id and name; nothing else is known."""

    id = fields.UUID(dump_only=True)
    name = Words(NAME_LENGTH, required=True)


class ReEntrySchema(Schema):
    """A re-entry link, as it stands behind the # of its address, and what of other devices."""

    token = Words(TOKEN_LENGTH, required=True, empty=N_("Please paste the whole link."))
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


class Email(Words):
    """An e-mail address as people type it, spaces around it included."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            validate.Email()(typed)
            self._require_plain(typed)
        except (ValidationError, ValueError, MessageError, IndexError):
            raise ValidationError(
                [Phrase("This does not look like an e-mail address: name@example.org.")]
            ) from None
        return typed

    @staticmethod
    def _require_plain(typed: str) -> None:
        """Raise `ValueError` for what the standard allows and nobody has: quoted words, and words
        that a mail program takes for a code of others (RFC 2047)."""
        if '"' in typed or "=?" in typed:
            raise ValueError(typed)
        Address(addr_spec=typed)


class EmailSchema(Schema):
    """Where a code is to be sent."""

    email = Email(EMAIL_LENGTH, required=True)


class PasskeySchema(Schema):
    """What a person calls one of their passkeys."""

    name = Words(PASSKEY_NAME_LENGTH, required=True)
