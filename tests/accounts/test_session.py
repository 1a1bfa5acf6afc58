"""One signed-in device, known by a token that only the device keeps."""

import pytest
from sqlalchemy import func, select

from circles.accounts import Session, device_label
from circles.database import db

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
PIXEL = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def session(world) -> Session:
    session = Session.open(world.ruth, "Firefox on Android")
    db.session.commit()
    return session


def sessions() -> int:
    return db.session.scalar(select(func.count(Session.id)))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_session_is_found_by_its_token(world, session):
    assert Session.of_token(session.token).person is world.ruth


def test_only_a_digest_of_the_token_is_kept(session):
    kept = db.session.scalar(select(Session.token_hash))
    assert len(kept) == 32
    assert session.token.encode() not in kept


@pytest.mark.parametrize("token", ["", "x", "ü", "A" * 43, "None"])
def test_no_other_token_opens_anything(session, token):
    assert Session.of_token(token) is None


def test_a_closed_session_opens_nothing(session):
    session.close()
    assert Session.of_token(session.token) is None


def test_a_label_fits_its_column(world):
    assert len(Session.open(world.ruth, "x" * 500).label) == 60


def test_a_program_comes_in_by_its_bearer_token(world):
    answer = world.client().get("/circle", headers=bearer(world.token("Ruth")))
    assert answer.status_code == 200


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer x", "Basic x", "x", "Bearer \xff"])
def test_a_header_that_is_no_token_is_nobody(world, given):
    answer = world.client().get("/circle", headers={"Authorization": given})
    assert (answer.status_code, answer.location) == (302, "/?next=/circle")


def test_a_programs_token_opens_nothing_as_a_cookie(world):
    client = world.client()
    with client.session_transaction() as kept:
        kept["_user_id"] = world.token("Ruth")
    assert client.get("/circle").status_code == 302


def test_a_cookie_that_was_changed_is_nobody(world):
    client = world.client("Ruth")
    cookie = client.get_cookie("circles").value
    client.set_cookie(
        "circles", ("B" if cookie[40] == "A" else "A").join((cookie[:40], cookie[41:]))
    )
    assert client.get("/circle").status_code == 302


def test_a_session_that_was_closed_elsewhere_is_nobody_at_once(world):
    client = world.client("Ruth")
    assert client.get("/circle").status_code == 200
    db.session.execute(Session.__table__.delete())
    db.session.commit()
    assert client.get("/circle").status_code == 302


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (IPHONE, "Safari on iPhone"),
        (PIXEL, "Chrome on Android"),
        (EDGE, "Edge on Windows"),
        (FIREFOX, "Firefox on Android"),
        ("curl/8.0", "A device"),
        ("", "A device"),
    ],
)
def test_a_device_is_called_by_a_few_plain_words(app, agent, label):
    with app.test_request_context(headers={"User-Agent": agent}):
        assert device_label() == label
