"""Web and workers, killed again and again: the short form of `bin/bench chaos`."""

from pathlib import Path

import pytest

from tests.bench import chaos

KILLS = 25
SEED = 11


def test_killed_again_and_again_nothing_is_lost(
    database_kind: str,
    database_url: str,
    keys: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with chaos.scene(chaos.environment(database_url, tmp_path), tmp_path, SEED) as scene:
        report = chaos.run(scene, KILLS, SEED)
    with capsys.disabled():
        print(f"\n{KILLS} kills on {database_kind}:\n{report}")
    assert report.kills.total() == KILLS
    assert report.is_met, report
