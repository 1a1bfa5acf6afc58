"""How much room is left where Circles keeps its things."""

import shutil
from pathlib import Path

LEAST_FREE = 256 * 1024 * 1024
"""Bytes. The journal of a busy database may take 64 MiB (`circles/database.py`), and a backup is
a second copy of it; below this a deed may soon fail to be saved."""


def free(folder: Path) -> int:
    """Bytes that can still be written there."""
    return shutil.disk_usage(folder).free


def is_nearly_full(folder: Path) -> bool:
    """Whether someone should make room there now."""
    return free(folder) < LEAST_FREE
