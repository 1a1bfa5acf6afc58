"""What capabilities above asks show on the pages of asks.

Each adds to these lists what says, for a circle and someone in it, which template is shown there
and what it knows; so asks need not know what stands beside them.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from circles.membership import Circle


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, and what that knows as `section.words`."""

    template: str
    words: dict[str, Any]


Sections = list[Callable[[Circle, uuid.UUID], Section]]

board_sections: Sections = []
"""Beneath the asks."""
ask_sections: Sections = []
"""In the form to ask with, beneath the kinds."""


def shown(sections: Sections, circle: Circle, reader: uuid.UUID) -> list[Section]:
    """All of these, for someone in this circle."""
    return [show(circle, reader) for show in sections]
