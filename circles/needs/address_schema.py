"""What may be said of whom an ask is for and who may see it, in forms and in JSON."""

import uuid
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from circles.needs.address import Address, Chosen
from circles.needs.audience import AUDIENCES, CHOSEN, EVERYONE, is_led_by
from circles.needs.consent import STATES
from circles.needs.mark import mark_of
from circles.needs.need import Need
from circles.phrase import N_, Phrase
from circles.refusal import Invalid
from circles.typed import NAME_LENGTH, Words

TICKED = "chosen_"
"""How a form's boxes begin; the id of a person follows."""


class AudienceSchema(Schema):
    """Who may see an ask. `chosen` holds ids of people; it is null for those who only see it."""

    audience = fields.String(
        validate=validate.OneOf(AUDIENCES, error=N_("Please choose who sees it.")),
        error_messages={"invalid": N_("Please choose who sees it.")},
    )
    chosen = fields.List(
        fields.UUID(error_messages={"invalid_uuid": N_("Nobody here has this id.")}),
        allow_none=True,
    )


class AddressSchema(AudienceSchema):
    """And for whom it is asked: a member, who is asked first, or somebody outside, who has said
    yes to whoever asks (`attested`)."""

    for_member = fields.UUID(
        load_default=None,
        allow_none=True,
        error_messages={"invalid_uuid": N_("Nobody here has this id.")},
    )
    for_name = Words(NAME_LENGTH, blank=True, load_default=None, allow_none=True)
    attested = fields.Boolean(load_default=False, load_only=True)
    consent = fields.String(
        dump_only=True,
        allow_none=True,
        validate=validate.OneOf(STATES),
        metadata={"description": "Null for those who only see it."},
    )
    mark = fields.String(
        dump_only=True,
        allow_none=True,
        metadata={
            "description": "Of everything a yes is to, for the member it is for; null in lists."
        },
    )
    takes_up = fields.UUID(
        dump_only=True,
        allow_none=True,
        metadata={"description": "The offer for which one person is asked."},
    )
    not_this_time = fields.Boolean(
        dump_only=True, metadata={"description": "Whether whoever was asked in person said so."}
    )


class ConsentSchema(Schema):
    """Yes, or rather not; after a yes, a no takes it back."""

    agrees = fields.Boolean(
        required=True, error_messages={"required": N_("Please say yes or rather not.")}
    )
    read = fields.String(
        load_default=None,
        metadata={"description": "The `mark` of the ask as it was read when saying yes."},
    )


def address_of(typed: dict[str, Any]) -> Address:
    """Take what is said of it out of what was typed. Raises `Invalid`."""
    chosen = chosen_of(typed)
    whom = {name: typed.pop(name) for name in ("for_member", "for_name", "attested")}
    return Address(chosen, **whom)


def says_who_sees(typed: Mapping[str, Any]) -> bool:
    """Whether an audience is among what was typed."""
    return "audience" in typed or typed.get("chosen") is not None


def chosen_of(typed: dict[str, Any]) -> Chosen:
    """The same of the audience alone. Raises `Invalid` for names beside "everyone": whoever chose
    them may not have meant to tell everyone."""
    chosen, audience = typed.pop("chosen", None), typed.pop("audience", None)
    if chosen and audience == EVERYONE:
        raise Invalid(
            Phrase("You chose names. Choose “A few people” too, or take the names off again."),
            field="chosen",
        )
    return chosen or () if audience == CHOSEN or chosen is not None else None


def address_in(form: Mapping[str, str]) -> dict[str, Any]:
    """What `AddressSchema` loads, as a form says it; nothing where it says nothing."""
    said = {name: form[name] for name in ("audience", "for_name", "attested") if form.get(name)}
    ticked = [name.removeprefix(TICKED) for name in form if name.startswith(TICKED)]
    whom = {"for_member": form["for_member"]} if form.get("for_member") else {}
    return said | whom | ({"chosen": ticked} if ticked else {})


def told_of_address(ask: Any, reader: uuid.UUID) -> dict[str, Any]:
    """As this reader may know it; of a row in a list, without the names of the chosen."""
    is_theirs = is_led_by(ask, reader)
    consent = getattr(ask.consent, "state", ask.consent)
    chosen = [one.membership.person_id for one in ask.addressed] if isinstance(ask, Need) else None
    return {
        "audience": ask.audience,
        "chosen": sorted(chosen) if is_theirs and ask.audience == CHOSEN and chosen else None,
        "for_member": ask.for_member_id,
        "for_name": ask.for_name,
        "consent": consent if is_theirs else None,
        "mark": mark_of(ask) if isinstance(ask, Need) and ask.for_member_id == reader else None,
        "takes_up": ask.takes_up_id,
        "not_this_time": isinstance(ask, Need) and ask.regret is not None,
    }
