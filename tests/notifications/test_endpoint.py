"""Addresses that a stranger chose: which are sent to, and which are refused."""

import pytest

from circles.notifications.channels.addresses import is_public
from circles.notifications.endpoint import Endpoint, UnfitSubscription

ALLOWED = ("http://127.0.0.1:8391", "https://push.example")

GOOD = {
    "https://fcm.googleapis.com/fcm/send/abc:APA91b": "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:443/fcm/send/x": "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA": (
        "https://updates.push.services.mozilla.com"
    ),
    "https://web.push.apple.com/QGuI": "https://web.push.apple.com",
    "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d": (
        "https://wns2-par02p.notify.windows.com"
    ),
    "http://127.0.0.1:8391/wpush/1": "http://127.0.0.1:8391",
    "https://push.example/1": "https://push.example",
}

HOSTILE = [
    "",
    "fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:0443x/",
    "https://someone@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilpush.apple.com/x",
    "https://push.apple.com/x",
    "https://.push.apple.com/x",
    "https://web.push.apple.com.evil.example/x",
    "https://notify.windows.com.evil.example/x",
    "https://fcm.googleapis.com./x",
    "https://FCM.googleapis.com/x",
    "https://fcm\u3002googleapis.com/x",
    "https://fcm.googleapis.com/\u00e4",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/\0",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://0x7f000001/x",
    "https://localhost/x",
    "https://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:8392/x",
    "http://127.0.0.1/x",
    "https://127.0.0.1:8391/x",
    "http://localhost:8391/x",
    "http://push.example/1",
    "https://sub.push.example/1",
    "https://push.example:444/1",
    "https://fcm.googleapis.com/" + "x" * 1024,
]


@pytest.mark.parametrize(("url", "audience"), GOOD.items())
def test_push_services_in_use_are_taken(url: str, audience: str) -> None:
    endpoint = Endpoint.parse(url, ALLOWED)
    assert (endpoint.url, endpoint.audience) == (url, audience)


@pytest.mark.parametrize("url", HOSTILE)
def test_anything_else_is_refused_beside_its_field(url: str) -> None:
    with pytest.raises(UnfitSubscription) as refused:
        Endpoint.parse(url, ALLOWED)
    assert refused.value.field == "endpoint"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "fe80::1%eth0",
    ],
)
def test_addresses_of_this_machine_and_its_neighbours_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["142.250.185.74", "2a00:1450:4001:82a::200a"])
def test_addresses_of_the_wide_world_are_public(address: str) -> None:
    assert is_public(address)
