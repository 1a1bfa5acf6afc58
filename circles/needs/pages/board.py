"""The board: what would help, the soonest first."""

import uuid
from typing import Any

from flask import render_template, request, url_for

from circles import clock
from circles.cursor import read_cursor, write_cursor
from circles.membership import (
    Circle,
    Waiting,
    circle_of_mine,
    current_circle_or_none,
    membership_in,
    show_no_circle,
    show_way_in,
)
from circles.needs.listing import open_needs
from circles.needs.pages.blueprint import needs
from circles.needs.pages.cards import need_card
from circles.needs.sections import board_sections, shown
from circles.needs.sentence import sentence_of
from circles.web import (
    day_at,
    day_in_full,
    me,
    me_or_nobody,
    open_to_anyone,
    remember_circle,
    spoken,
)


@needs.get("/")
@open_to_anyone
def show_board() -> Any:
    """What would help, in the circle this device looks at; for strangers, the way in."""
    if me_or_nobody() is None:
        return show_way_in()
    circle = current_circle_or_none()
    return show_no_circle() if circle is None else _board(circle)


@needs.get("/circles/<uuid:circle_id>")
def show_circle_board(circle_id: uuid.UUID) -> str:
    """The board of one circle; this device looks at it from now on."""
    circle = circle_of_mine(circle_id)
    remember_circle(circle.id)
    return _board(circle)


def _board(circle: Circle) -> str:
    place = membership_in(circle)
    page = open_needs(circle.id, me().person.id, read_cursor(request.args.get("after")))
    cards = [need_card(need, me().person.id) for need in page.needs]
    next_cursor = write_cursor(page.after)
    today = clock.today(circle.time_zone)
    is_first = "after" not in request.args
    sentence = sentence_of(page.needs, today) if is_first else None
    return render_template(
        "needs/board.html",
        place=place,
        circle=circle,
        at_the_door=Waiting.at_the_door_of(circle) if place.is_coordinator else (),
        closes_on=day_at(circle.closes_at, circle.time_zone) if circle.closes_at else None,
        today=day_in_full(today),
        sentence=spoken(sentence) if sentence else None,
        proposals=[card for card in cards if card["waits_for_you"]],
        needs=[card for card in cards if not card["waits_for_you"]],
        sections=shown(board_sections, circle, me().person.id) if is_first else [],
        next_page=url_for(".show_circle_board", circle_id=circle.id, after=next_cursor)
        if next_cursor
        else None,
    )
