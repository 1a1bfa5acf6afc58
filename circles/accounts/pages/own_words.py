"""One's own words as a file."""

from flask import Response, jsonify

from circles.accounts.export import export_of
from circles.accounts.pages.blueprint import accounts
from circles.web.me import me


@accounts.get("/you/export")
def download_export() -> Response:
    """Everything this person wrote, as a file of JSON."""
    answer = jsonify(export_of(me().person))
    answer.headers["Content-Disposition"] = 'attachment; filename="my-words.json"'
    return answer
