"""A write that is sent twice is done once."""

import json
from hashlib import sha256

from flask import Flask, Response, g, request
from flask_login import current_user

from circles.accounts import Farewell, device_label, farewells, session_with, sign_in
from circles.database import db
from circles.membership import Parting, partings
from circles.offline.replay import AnsweredMeanwhile, KeyReused, NotAKey, StoredAnswer
from circles.web.guessing import after_paying
from circles.web.me import me_or_nobody
from circles.web.settling import SAFE, before_commit

HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
FORM = "application/x-www-form-urlencoded"
FLEETING: dict[str, object] = {"private_details": None, "answers": {}}
"""What is told for a while only, or may hold such words, and what a repeat says instead."""
KEPT_HEADERS = ("Content-Type", "Location")
"""Of an answer only what tells what was done. Cookies never: they open doors."""

ANSWERS = Farewell(StoredAnswer.drop_all_of)
OF_A_CIRCLE = Parting(lambda member: True, None, lambda m: StoredAnswer.drop_all_of(m.person))
"""An answer may hold words of a circle that one is not in any more."""


def register(app: Flask) -> None:
    """Answer repeated writes of this app, pages and API alike, as they were answered."""
    from circles.offline import forgetting  # noqa: F401 - declares what is forgotten

    if OF_A_CIRCLE not in partings:
        partings.append(OF_A_CIRCLE)
    if ANSWERS not in farewells:
        farewells.append(ANSWERS)
    app.before_request(_answer_again)
    app.register_error_handler(AnsweredMeanwhile, _answered_meanwhile)
    if _hold_on not in after_paying:
        after_paying.append(_hold_on)
    if _keep_answer not in before_commit:
        before_commit.append(_keep_answer)


def _answer_again() -> Response | None:
    if request.method in SAFE or request.endpoint is None:
        return None
    fingerprint = _fingerprint()
    key = _key()
    if not key:
        return None
    me = me_or_nobody()
    try:
        found = StoredAnswer.claim(key, me.person if me else None, fingerprint)
    except (KeyReused, NotAKey):
        if HEADER in request.headers:
            raise
        return None  # a form of before, changed and sent again: that is another deed
    if not found.is_answered:
        g.answer_to_keep = found
        return None
    return _told_again(found)


def _hold_on() -> None:
    """A price was paid, and the key with it let go of: hold it again. Raises `AnsweredMeanwhile`
    where the same request came a second time, went ahead and is done."""
    keep: StoredAnswer | None = g.get("answer_to_keep")
    if keep is not None and keep.hold().is_answered:
        raise AnsweredMeanwhile


def _answered_meanwhile(_error: AnsweredMeanwhile) -> Response:
    db.session.rollback()
    g.pop("answer_to_keep")
    answer = _answer_again()
    assert answer is not None
    return answer


def _fingerprint() -> bytes:
    """The whole request. Read before any form is parsed, which would use the body up."""
    line = f"{request.method} {request.full_path}\n".encode(errors="surrogatepass")
    return sha256(line + request.get_data(cache=True)).digest()


def _key() -> str | None:
    given = request.headers.get(HEADER)
    if given is None and request.mimetype == FORM:
        given = request.form.get(FIELD)
    return given.strip().strip('"') if given else None


def _told_again(found: StoredAnswer) -> Response:
    if found.admits_id is not None and me_or_nobody() is None:
        first = session_with(found.admits_id)
        if first is not None:  # who signed out meanwhile is not let in again
            found.admit(sign_in(first.person, device_label()))
    answer = Response(found.words or "", status=found.status, headers=found.headers)
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _lasting(response: Response) -> str:
    """The answer without what is told only for a while: who steps back stops seeing it.
    Whoever made something (201) wrote it themselves, and hears the same again."""
    said = response.json if response.is_json and response.status_code != 201 else None
    if isinstance(said, dict) and any(said.get(name) for name in FLEETING):
        return json.dumps(said | {k: v for k, v in FLEETING.items() if k in said})
    return response.get_data(as_text=True)


def _keep_answer(response: Response) -> None:
    """In the transaction of the deed: both are there, or neither."""
    keep: StoredAnswer | None = g.pop("answer_to_keep", None)
    if keep is None:
        return
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    keep.keep(response.status_code, headers, _lasting(response))
    if current_user.is_authenticated and me_or_nobody() is None:
        keep.admit(current_user._get_current_object())
