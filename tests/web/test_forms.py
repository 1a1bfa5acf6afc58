"""A form that was filled in wrongly comes back as it was typed."""

import re

import pytest
from flask import render_template_string
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import func, select

from circles.accounts import Person
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Invalid, Refusal
from circles.web import open_to_anyone, sentences, shows_again
from tests.form_page import FormPage
from tests.web.routes import routes

PAGE = """{% from "_partials/field.html" import field, words_field %}
{{ field('name', 'Name', form, errors) }}{{ words_field('details', 'Details', form, errors) }}"""


def page(form, errors):
    return render_template_string(PAGE, form=form, errors=errors)


@pytest.fixture
def send(own_app, world):
    """What comes back when a view does this with a form."""

    def send(deed, **typed):
        view = open_to_anyone(shows_again(page)(deed))
        own_app.add_url_rule("/deed", "deed", view, methods=["POST"])
        return world.client().post("/deed", data=typed)

    return send


def raising(error):
    def deed():
        Person.arrive("Noor")
        db.session.flush()
        raise error

    return deed


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValidationError({"name": [Phrase("Please write something here.")]}), 422),
        (Invalid(Phrase("Please write something here."), field="name"), 422),
        (Refusal(Phrase("Please write something here."), field="name"), 409),
    ],
)
def test_a_sentence_stands_beside_its_field(send, error, status):
    came = FormPage(send(raising(error), name="", details=""))
    assert came.status == status
    assert came.errors == {"name": "Please write something here."}
    assert came.described == {"name": "name"}


@pytest.mark.parametrize("typed", ['"><b>&amp;', "\n\n two\r\nlines \n", "\u202e\u0301 Z", "Ruth"])
def test_what_was_typed_is_still_there(send, typed):
    error = ValidationError({"name": ["No."]})
    came = FormPage(send(raising(error), name="x", details=typed))
    assert came.values == {"name": "x", "details": typed}


def test_what_a_refused_form_did_is_undone(send):
    before = db.session.scalar(select(func.count(Person.id)))
    send(raising(ValidationError({"name": ["No."]})))
    assert db.session.scalar(select(func.count(Person.id))) == before


def test_a_refusal_of_no_field_is_a_page_of_its_own(send):
    came = send(raising(Refusal(Phrase("Not today."))), name="x")
    assert came.status_code == 409
    assert "Not today." in came.text
    assert "<main" in came.text


def test_a_form_that_is_right_passes(send):
    assert send(lambda: "done").text == "done"


def test_sentences_of_nested_fields_are_named_by_their_way(app):
    class Inner(Schema):
        wanted = fields.Integer(error_messages={"invalid": "Ask for 1 to 20 people."})

    class Outer(Schema):
        slots = fields.List(fields.Nested(Inner))

    with pytest.raises(ValidationError) as no:
        Outer().load({"slots": [{"wanted": 1}, {"wanted": "x"}]})
    with app.test_request_context():
        assert sentences(no.value) == {"slots.1.wanted": "Ask for 1 to 20 people."}


def test_only_the_first_sentence_of_a_field_is_said(app):
    with app.test_request_context():
        no = ValidationError({"name": ["One.", "Two."], "other": []})
        assert sentences(no) == {"name": "One."}


def test_the_main_way_needs_no_script(world):
    """Invited, in, asking, and a yes: by the forms as they are on the pages."""
    sam, guest = world.client("Sam"), world.client()
    invitation = sam.get(fill(sam, sam.get("/circle")).location).text
    link = re.search(r'http://localhost/join#[\w-]{43}(?=")', invitation)[0]
    name = fill(guest, guest.get("/join"), token=link).location
    assert fill(guest, guest.get(name), name="Noor").location == "/"
    need = fill(guest, guest.get("/ask?kind=meal"), title="A pot of soup").location
    assert fill(sam, sam.get(need), note="With bread", action="/sign-up").location == need
    assert "With bread" in guest.get(need).text
    assert fill(sam, sam.get(need), action="/release").location == need
    assert fill(guest, guest.get(need), action="/closing").location == need
    assert "This is taken care of." in sam.get(need).text


def fill(client, answer, action: str = "", **typed: str):
    """Send the form of this page that leads there, as it stands but for what is typed."""
    page = FormPage(answer)
    assert answer.status_code == 200
    [to] = {path for path in page.actions if path.endswith(action)}
    return client.post(to, data=page.values | {"idempotency_key": page.key} | typed)


def test_every_form_on_every_page_leads_to_a_route(world):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    world.promise(need)
    urls = world.app.url_map.bind("localhost")
    actions: set[str] = set()
    for name in ("Ruth", "Ines", None):
        client = world.client(name)
        for _, method, path in routes(world.app, {"need_id": need.id}):
            if method == "GET":
                actions.update(FormPage(client.get(path)).actions)
    assert {urls.match(action, method="POST")[0] for action in actions} >= {
        "accounts.sign_out",
        "accounts.update_you",
        "membership.found",
        "membership.invite",
        "membership.look_at_invitation",
        "needs.ask",
        "needs.close",
        "needs.release",
        "needs.sign_up",
        "needs.update",
        "needs.withdraw",
    }
