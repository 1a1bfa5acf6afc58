"""The phone that rings: a stock Firefox on the real page, and what it is told.

Nothing is stood in for but the place where the push service runs.
"""

import json

import pytest
import requests
from sqlalchemy import select

from circles.accounts import Person
from circles.database import db
from circles.membership import Invitation
from circles.notifications import QuietTime
from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    pretend_push,
    wait_for_notifications,
)
from tests.browser.firefox import firefox as stock_firefox
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once

ENDPOINT = """
navigator.serviceWorker.ready.then((found) => found.pushManager.getSubscription())
  .then(({endpoint}) => endpoint)
"""
KNOWN = "fetch('/api/v1/push/subscription').then(({status}) => status)"
WORDS = "Someone to hold Noa while I sleep"


@pytest.fixture
def push_service(server):
    """The one that the server under test may send to."""
    return server.push_service


@pytest.fixture
def firefox(push_service, firefox_program):
    """A fresh stock Firefox that takes its pushes from there."""
    with stock_firefox(push_service.websocket) as browser:
        yield browser


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture
def ruth(server, world, push_service):
    """Ruth asks by a program of hers, which has a phone, too."""
    return Program(server.origin, world.token("Ruth"), world.circle.id, push_service.device())


class Program:
    """Speaks the JSON API for one person."""

    def __init__(self, origin, token, circle_id, device):
        self._api = f"{origin}/api/v1"
        self._circle_id = circle_id
        self._wire = requests.Session()
        self._wire.headers["Authorization"] = f"Bearer {token}"
        self.device = device

    def ring_here(self):
        """Take pushes on the device."""
        self._wire.put(
            f"{self._api}/push/subscription", json=self.device.subscription
        ).raise_for_status()

    def ask(self, title=WORDS):
        """A new ask in the circle; its id, and that of its one place."""
        answer = self._wire.post(
            f"{self._api}/circles/{self._circle_id}/needs",
            json={"kind": "presence", "title": title},
        )
        answer.raise_for_status()
        return answer.json()["id"], answer.json()["slots"][0]["id"]


def test_firefox_rings_for_an_ask_and_leads_to_it(server, world, firefox, push_service, ruth):
    join(firefox, invitation(server, world), "Noor")
    never_quiet("Noor")
    turn_on(firefox, server)
    assert rung(firefox, "Notifications are on")["tag"] == "this-phone"
    ruth.ring_here()
    need, place = ruth.ask()
    ring = rung(firefox, "A new ask in your circle")
    assert (ring["body"], ring["tag"]) == ("Company, whenever it suits", need)
    assert is_discreet(ring)
    push_service.wait_for(lambda: len(push_service.acks) >= 2)
    assert {ack.code for ack in push_service.acks} == {100}, "Firefox could not read a push"
    firefox.tap_notification("A new ask in your circle")
    firefox.follow(f"{server.origin}/needs/{need}#slot-{place}")
    assert firefox.text("h1") == WORDS
    firefox.click("form[action$=sign-up] button")
    firefox.wait_for("document.body.innerText.includes('Thank you. Ruth hears of it.')")
    yes = told(push_service, ruth.device, "A yes to your ask")
    assert yes["navigate"] == f"{server.origin}/needs/{need}"
    assert is_discreet(yes)
    assert push_service.refusals == []


def test_a_phone_whose_address_died_rings_again_and_says_nothing_of_it(
    server, world, firefox, push_service, ruth
):
    earlier = len(push_service.acks)
    join(firefox, invitation(server, world), "Noor")
    never_quiet("Noor")
    turn_on(firefox, server)
    push_service.wait_for(lambda: len(push_service.acks) == earlier + 1)
    before = firefox.eval(ENDPOINT)
    push_service.behave([410])
    ruth.ask()
    firefox.wait_for(lambda: firefox.eval(KNOWN) == 404)
    firefox.eval("sessionStorage.clear()")  # it is opened anew
    firefox.open(f"{server.origin}/")
    firefox.wait_for(lambda: firefox.eval(KNOWN) == 200)
    assert firefox.eval(ENDPOINT) != before
    ruth.ask()
    rung(firefox, "A new ask in your circle")
    push_service.wait_for(lambda: len(push_service.acks) > earlier + 1)
    assert len(push_service.acks) == earlier + 2, "it was told that notifications are on"


def test_chromium_shows_what_the_server_sends(chromium, server, world, push_service, ruth):
    device = push_service.device()
    with signed_in(chromium, server, world, "Ines") as page:
        allow_notifications(page.context, server.origin)
        pretend_push(page.context, device.subscription)
        page.goto("/you")
        page.get_by_role("button", name="Yes, ring").tap()
        page.get_by_role("heading", name="This phone rings").wait_for()
        told(push_service, device, "Notifications are on")
        ruth.ask()
        message = told(push_service, device, "A new ask in your circle")
        assert is_discreet(message)
        deliver_push(page, server.origin, {"web_push": 8030, "notification": message})
        [shown] = wait_for_notifications(page)
        assert (shown["title"], shown["body"], shown["tag"]) == (
            message["title"],
            message["body"],
            message["tag"],
        )
        assert [button["action"] for button in message["actions"]] == ["sign-up", "put-aside"]


def invitation(server, world):
    """The link of an invitation by Ruth."""
    link = Invitation.make(world.places["Sam"]).url(server.origin)
    db.session.commit()
    return link


def join(firefox, link, name):
    """Come in by the link, with nothing but a name."""
    firefox.open(link)
    firefox.type("input[name=name]", name)
    firefox.click("form[action='/join'] button")
    firefox.wait_for("document.body.innerText.includes('It is good that you are here.')")


def never_quiet(name):
    """Tests run at night, too."""
    for person in db.session.scalars(select(Person).where(Person.name == name)).all():
        QuietTime.change(person, is_on=False)
    db.session.commit()


def turn_on(firefox, server):
    """A real click on the real page: the browser lets nothing else subscribe."""
    firefox.open(f"{server.origin}/you")
    firefox.click("[data-state=ask] [data-action=allow]")
    firefox.wait_for("!document.querySelector('[data-state=on]').hidden")


def rung(firefox, title):
    """What Firefox shows under this title, once it does."""
    return firefox.wait_for(lambda: [n for n in firefox.notifications() if n["title"] == title])[0]


def told(push_service, device, title):
    """The push under this title that arrived at a device, once it has."""

    def found():
        sent = (r.json["notification"] for r in push_service.received if r.device_id == device.id)
        return [notification for notification in sent if notification["title"] == title]

    return push_service.wait_for(found)[0]


def is_discreet(notification):
    """No word of a person, and no name, is in it."""
    text = json.dumps(notification)
    return not any(word in text for word in (WORDS, "Noa", "Ruth", "Noor", "Maple"))
