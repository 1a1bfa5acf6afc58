"""Guesses are limited by network: a household has one, however many addresses it was given."""

import pytest

from circles.web import network


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_is_counted_by_its_network(app, address, expected):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert network() == expected
