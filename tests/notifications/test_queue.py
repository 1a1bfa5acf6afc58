"""The bell wire: a nudge comes through, as JSON, and its failure is nobody's problem."""

import json
import logging
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from circles import fact_bell
from circles.notifications import nudge, queue_of
from circles.notifications.queue import Queue
from tests.world import World


def queued(world: World) -> int:
    return queue_of(world.app).huey.pending_count()


def test_an_ask_nudges_the_worker(world: World) -> None:
    from circles import database

    database.commit()
    before = queued(world)
    world.client("Ruth").post(
        f"/circles/{world.circle.id}/needs",
        data={"kind": "meal", "title": "Soup", "when": "whenever", "wanted": "1"},
    )
    assert queued(world) == before + 1


def test_looking_around_nudges_nobody(world: World) -> None:
    before = queued(world)
    world.client("Ruth").get("/")
    assert queued(world) == before


def test_a_nudge_is_json_and_is_followed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/queue.db"
    Queue(url).send("spread")
    with create_engine(url).connect() as connection:
        (kept,) = connection.execute(text("select data from task")).scalars()
    assert json.loads(kept)[1].endswith(".spread")
    done: list[str] = []
    worker = Queue(url)
    worker.on("spread", lambda: done.append("spread"))
    task = worker.huey.dequeue()
    assert task is not None
    worker.huey.execute(task)
    assert done == ["spread"]


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all/queue.db",
        "postgresql://nobody@127.0.0.1:1/nothing",
        "redis://127.0.0.1:1/0",
    ],
)
def test_a_queue_that_is_not_there_is_only_a_line_in_the_log(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        Queue(url).send("spread")
    assert "next sweep" in caplog.text


def test_the_bell_is_hung_up_once(world: World) -> None:
    assert fact_bell.wakers.count(nudge) == 1
