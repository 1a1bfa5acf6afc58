"""Keys are made once, whoever comes first, and are for their owner's eyes."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from circles import keys

ROOT = Path(__file__).parents[2]
MAKE = """
import sys, time
from pathlib import Path
from circles import keys
starting = Path(sys.argv[2])
print("ready", flush=True)
while not starting.exists():
    time.sleep(0.001)
print(keys.secret(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("make", [keys.secret, keys.sealing, keys.vapid])
def test_a_key_is_kept(make, tmp_path):
    assert make(tmp_path / "key") == make(tmp_path / "key")


@pytest.mark.parametrize("make", [keys.secret, keys.sealing, keys.vapid])
def test_a_key_is_readable_by_its_owner_alone(make, tmp_path):
    make(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("make", [keys.secret, keys.sealing, keys.vapid])
@pytest.mark.parametrize("nothing", ["", "\n"])
def test_an_empty_key_is_refused_with_a_sentence(make, nothing, tmp_path):
    (tmp_path / "key").write_text(nothing)
    with pytest.raises(keys.EmptyKey, match=f"{tmp_path}/key is empty"):
        make(tmp_path / "key")


def test_the_start_says_which_key_is_empty(tmp_path):
    (tmp_path / "secret.key").touch()
    command = [sys.executable, "-m", "circles", "migrate"]
    environment = {"CIRCLES_INSTANCE_PATH": str(tmp_path), "PATH": os.environ["PATH"]}
    start = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert start.returncode == 1
    assert start.stderr.startswith(f"circles: The key in {tmp_path}/secret.key is empty")
    assert "Traceback" not in start.stderr


def test_two_keys_are_never_alike(tmp_path):
    assert keys.secret(tmp_path / "one") != keys.secret(tmp_path / "two")


def test_the_push_key_lies_on_the_curve_that_push_services_know(tmp_path):
    key = load_pem_private_key(keys.vapid(tmp_path / "key").encode(), None)
    assert key.curve.name == "secp256r1"


def test_threads_that_start_together_read_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: keys.secret(tmp_path / "key"), range(64)))
    assert len(found) == 1


def test_two_processes_that_start_together_read_one_key(tmp_path):
    command = [sys.executable, "-c", MAKE, str(tmp_path / "key"), str(tmp_path / "go")]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    (tmp_path / "go").touch()
    one, other = (process.communicate(timeout=30)[0].strip() for process in both)
    assert one == other == (tmp_path / "key").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["go", "key"]
