"""What a browser hears from the push service, spoken here by hand over the WebSocket."""

import json
from contextlib import ExitStack

import pytest
from websockets.sync.client import connect

from tests.base64url import to_bytes
from tests.push_sender import Sender
from tests.push_service import PushService

CHANNEL = "5a8b5a0c-4c2b-4d5e-9d9c-2f6d3a7c1e11"


@pytest.fixture
def service():
    with PushService() as running:
        yield running


@pytest.fixture(scope="module")
def sender():
    return Sender()


class Browser:
    """One connection, and the frames on it."""

    def __init__(self, socket, agent):
        self._socket = socket
        self.greeting = self.ask({"messageType": "hello", "uaid": agent, "use_webpush": True})

    def ask(self, said):
        self._socket.send(json.dumps(said))
        return self.hear()

    def say(self, said):
        self._socket.send(json.dumps(said))

    def hear(self):
        return json.loads(self._socket.recv(timeout=30))

    def register(self, key=None):
        answer = self.ask({"messageType": "register", "channelID": CHANNEL, "key": key})
        return answer["pushEndpoint"]

    def close(self):
        self._socket.close()


@pytest.fixture
def browser(service):
    """Opens connections, with the agent id of an earlier one or without."""
    with ExitStack() as sockets:

        def open_one(agent=None):
            socket = connect(service.websocket, subprotocols=["push-notification"])
            return Browser(sockets.enter_context(socket), agent)

        yield open_one


def test_hello_gives_an_id_and_knows_it_again(service, browser):
    first = browser().greeting
    assert (first["status"], first["use_webpush"], first["broadcasts"]) == (200, True, {})
    assert browser(first["uaid"]).greeting["uaid"] == first["uaid"]
    assert browser("never-heard-of").greeting["uaid"] != "never-heard-of"


def test_a_push_reaches_the_connected_browser_as_it_came(service, sender, browser):
    first = browser()
    endpoint = first.register(sender.public_key)
    assert sender.post(endpoint, b"sealed").status_code == 201
    heard = first.hear()
    assert (heard["messageType"], heard["channelID"]) == ("notification", CHANNEL)
    assert to_bytes(heard["data"]) == b"sealed"
    assert heard["headers"] == {"encoding": "aes128gcm"}
    update = {"channelID": CHANNEL, "version": heard["version"], "code": 100}
    first.say({"messageType": "ack", "updates": [update]})
    (ack,) = service.wait_for(lambda: service.acks)
    assert (ack.device_id, ack.code) == (service.channels[0].id, 100)
    # What was acknowledged is not sent again: the first thing heard is the answer to a ping.
    assert browser(first.greeting["uaid"]).ask({}) == {}


def test_another_key_may_not_send_to_a_browser(service, sender, browser):
    endpoint = browser().register(sender.public_key)
    assert Sender().post(endpoint, b"sealed").status_code == 403


def test_a_push_waits_for_its_browser_until_acknowledged(service, sender, browser):
    first = browser()
    endpoint, agent = first.register(), first.greeting["uaid"]
    first.close()
    service.wait_for(lambda: service.browsers == 0)
    sender.post(endpoint, b"while away")
    for _ in range(2):
        again = browser(agent)
        assert to_bytes(again.hear()["data"]) == b"while away"
        again.close()


def test_a_topic_replaces_what_waits(service, sender, browser):
    first = browser()
    endpoint, agent = first.register(), first.greeting["uaid"]
    first.close()
    service.wait_for(lambda: service.browsers == 0)
    for body in (b"first", b"second"):
        sender.post(endpoint, body, sender.headers(endpoint) | {"Topic": "need-1"})
    again = browser(agent)
    assert to_bytes(again.hear()["data"]) == b"second"
    assert again.ask({}) == {}


def test_a_push_with_no_time_to_live_does_not_wait(service, sender, browser):
    first = browser()
    endpoint, agent = first.register(), first.greeting["uaid"]
    first.close()
    service.wait_for(lambda: service.browsers == 0)
    sender.post(endpoint, b"now or never", sender.headers(endpoint) | {"TTL": "0"})
    assert browser(agent).ask({}) == {}


def test_a_channel_let_go_is_gone(service, sender, browser):
    first = browser()
    endpoint = first.register()
    answer = first.ask({"messageType": "unregister", "channelID": CHANNEL, "code": 200})
    assert (answer["messageType"], answer["status"]) == ("unregister", 200)
    assert sender.post(endpoint, b"late").status_code == 410
