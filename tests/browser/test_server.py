"""The web server itself: what a client says of where it is, is not believed."""

import pytest
import requests


@pytest.mark.looked_at_once
def test_a_client_does_not_move_the_house(server):
    moved = {"SCRIPT_NAME": "/elsewhere"}
    assert requests.get(f"{server.origin}/healthz", headers=moved, timeout=30).status_code == 200
    there = requests.get(f"{server.origin}/elsewhere/healthz", headers=moved, timeout=30)
    assert there.status_code == 404
    page = requests.get(f"{server.origin}/", headers=moved, timeout=30)
    assert page.status_code == 200
    assert "/elsewhere" not in page.text
