"""Web and worker end with whoever keeps them, however often that one is asked to."""

import os
import time

import pytest

from tests.browser.server import running
from tests.push_service import PushService


def test_asked_twice_to_end_it_leaves_nobody_behind(tmp_path):
    with (
        PushService() as push_service,
        running(tmp_path, f"sqlite:///{tmp_path}/circles.db", push_service) as server,
    ):
        process = server._process
        process.terminate()
        time.sleep(0.3)  # it is ending now
        process.terminate()
        assert process.wait(30) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)  # nobody of its group is there
        assert "Circles has stopped." in server.said()
        assert "Traceback" not in server.said()
