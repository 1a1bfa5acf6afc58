"""Asking and answering, for programs."""

import uuid
from typing import Any

from circles.api import AfterSchema, page
from circles.cursor import read_cursor, write_cursor
from circles.membership import Circle, membership_in
from circles.needs.address import readdress
from circles.needs.address_schema import chosen_of, says_who_sees, told_of_address
from circles.needs.answering import way_of
from circles.needs.answering_schema import way_said
from circles.needs.api.as_read import series_as_read, slot_as_read, way_as_read
from circles.needs.api.frame import routes
from circles.needs.audience import is_led_by
from circles.needs.consent import OnlyTheyWiden, YesComesFirst
from circles.needs.drawing import HandsStillUp, change_way
from circles.needs.enough import EnoughForNow
from circles.needs.hand import BeingChosen
from circles.needs.listing import open_needs, slots_of
from circles.needs.lowering import step_back as let_go
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.schemas import (
    ChangeOfNeedSchema,
    NeedSchema,
    OpeningSchema,
    SignUpSchema,
    words_schema,
)
from circles.needs.series_listing import series_among, standing_in
from circles.needs.series_schemas import ask as ask_as_typed
from circles.needs.sign_up import OwnAsk, SignUp, SlotFull, sign_up
from circles.needs.slot import Slot, SlotOver
from circles.web import me


@routes.get("/circles/<uuid:circle_id>/needs")
@routes.arguments(AfterSchema, location="query")
@routes.response(200, page(NeedSchema))
def list_needs(asked: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """What is still asked for, the soonest first; without private details."""
    circle = me().visible(Circle, circle_id)
    found = open_needs(circle.id, me().person.id, read_cursor(asked["after"]))
    series = [series_among(need.slots) for need in found.needs]
    standing = standing_in(one.id for one in series if one is not None)
    return {
        "items": [
            {
                "id": need.row.id,
                "circle_id": circle.id,
                "posted_by": {"id": need.row.posted_by_id, "name": need.row.asked_by},
                "kind": need.row.kind,
                "title": need.row.title,
                "details": need.row.details,
                "answers": need.row.answers,
                "has_enough": any(slot.row.has_enough for slot in need.slots),
                "ended_as": None,
                "slots": [slot_as_read(slot) for slot in need.slots],
                **way_as_read(*need.way),
                "series": repeats and series_as_read(repeats, standing[repeats.id]),
                **told_of_address(need.row, me().person.id),
            }
            for need, repeats in zip(found.needs, series, strict=True)
        ],
        "next": write_cursor(found.after),
    }


@routes.post("/circles/<uuid:circle_id>/needs")
@routes.arguments(NeedSchema)
@routes.response(201, NeedSchema)
def ask(typed: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """Ask. With neither `slots` nor `series` it is wanted whenever it suits."""
    place = membership_in(me().visible(Circle, circle_id))
    return answer_of(ask_as_typed(place, typed))


@routes.get("/needs/<uuid:need_id>")
@routes.response(200, NeedSchema)
def show_need(need_id: uuid.UUID) -> dict[str, Any]:
    """One ask.

    `private_details` are for whoever asked, and for whoever said yes until two hours after
    it is over; they are null for everyone else.
    """
    return answer_of(me().visible(Need, need_id))


@routes.patch("/needs/<uuid:need_id>")
@routes.arguments(ChangeOfNeedSchema)
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded, OnlyTheyWiden, HandsStillUp)
def update_need(typed: dict[str, Any], need_id: uuid.UUID) -> dict[str, Any]:
    """Other words, other answers, another audience, another way to say yes.

    What is left out stays as it is. Whoever waits when it is `at_once` again gets a place, as far
    as there is room.
    """
    need: Need = me().visible(Need, need_id)
    is_said, chosen = says_who_sees(typed), chosen_of(typed)
    if is_said:
        readdress(need, me().person, chosen)
    way, until = way_said(typed, need.circle.time_zone)
    if way or until:
        change_way(need, me().person, way or way_of(need)[0], until)
    if "answers" in typed:
        schema = words_schema(need.kind)(only=["answers"])
        typed |= schema.load({"answers": typed["answers"]})
    need.change(me().person, **typed)
    return answer_of(need)


@routes.post("/needs/<uuid:need_id>/withdrawal")
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded)
def withdraw_need(need_id: uuid.UUID) -> dict[str, Any]:
    """No longer needed; no reason is asked."""
    need: Need = me().visible(Need, need_id)
    need.withdraw(me().person)
    return answer_of(need)


@routes.post("/needs/<uuid:need_id>/closing")
@routes.response(200, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded)
def close_need(need_id: uuid.UUID) -> dict[str, Any]:
    """This is taken care of."""
    need: Need = me().visible(Need, need_id)
    need.close(me().person)
    return answer_of(need)


@routes.put("/slots/<uuid:slot_id>/sign-up")
@routes.arguments(SignUpSchema, required=False)
@routes.response(200, NeedSchema)
@routes.refuses(SlotFull, SlotOver, NeedEnded, OwnAsk, YesComesFirst, EnoughForNow, BeingChosen)
def say_yes(typed: dict[str, Any], slot_id: uuid.UUID) -> dict[str, Any]:
    """I can.

    The slot's `state` says what that is: `promised`; or `waiting` for the asker's yes; or a hand
    that is `raised`. Saying it again changes the note. Whoever comes second is refused with
    `slot_full`, and `still_open` holds the days that are not taken.
    """
    slot: Slot = me().visible(Slot, slot_id)
    try:
        sign_up(slot, me().person, typed.get("note"))
    except SlotFull as full:
        open_days = [day for day in slots_of([slot.need_id])[slot.need_id] if day.is_open]
        full.facts["still_open"] = OpeningSchema(many=True).dump(map(slot_as_read, open_days))
        raise
    return answer_of(slot.need)


@routes.delete("/slots/<uuid:slot_id>/sign-up")
@routes.response(204)
@routes.refuses(NeedEnded)
def step_back(slot_id: uuid.UUID) -> None:
    """Can't make it, or a hand goes down. No reason is asked; saying it twice is saying it once."""
    let_go(me().visible(Slot, slot_id), me().person)


def answer_of(need: Need) -> dict[str, Any]:
    """One ask as this reader may see it."""
    slots, may_read = slots_of([need.id], me().person.id)[need.id], _may_read_private(need)
    series = series_among(slots)
    return {
        "id": need.id,
        "circle_id": need.circle_id,
        "posted_by": need.posted_by,
        "kind": need.kind,
        "title": need.title,
        "details": need.details,
        "private_details": need.private_words if may_read else None,
        "answers": need.answers | (need.private_answers if may_read else {}),
        "has_enough": need.enough is not None,
        "ended_as": need.ended_as,
        "slots": [slot_as_read(slot) for slot in slots],
        **way_as_read(*way_of(need)),
        "series": series and series_as_read(series, standing_in([series.id])[series.id]),
        **told_of_address(need, me().person.id),
    }


def _may_read_private(need: Need) -> bool:
    reader = me().person
    if is_led_by(need, reader.id):
        return True
    return any(need.tells_helpers(day.over_at) and SignUp.of(day, reader) for day in need.slots)
