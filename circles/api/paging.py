"""Lists come in pages: follow `next` until there is none."""

from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

LONGEST_CURSOR = 200


class AfterSchema(Schema):
    """Which page of a list is asked for."""

    after = fields.String(
        load_default=None,
        validate=validate.Length(
            max=LONGEST_CURSOR, error="This page is not there. Start from the first."
        ),
        metadata={"description": "`next` of the page before; left out for the first page."},
    )


@cache
def page(item: type[Schema]) -> type[Schema]:
    """The schema of one page of these."""
    of_items: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "Send it as `after` for the next page; null on the last."},
        ),
    }
    name = item.__name__.removesuffix("Schema")
    return Schema.from_dict(of_items, name=f"PageOf{name}Schema")
