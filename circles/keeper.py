"""Keeps web and worker running side by side, and ends them together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import NoReturn

from circles.settings import WrongSetting

START = 30.0
"""Seconds that the web server may take to be there."""

GRACE = 15.0
"""Seconds that both have to finish before they are ended."""

COMMANDS = {name: [sys.executable, "-m", "circles", name] for name in ("web", "worker")}


def keep(bind: str, when_open: Callable[[], None]) -> None:
    """Run both until Ctrl-C or SIGTERM; call `when_open` once pages are answered.

    Raises `WrongSetting` when something else answers at the address already.
    """
    if not _is_free(bind):
        raise WrongSetting(
            f"Something is listening at {bind} already. Stop it or set CIRCLES_BIND."
        )
    signal.signal(signal.SIGTERM, _interrupt)
    running = {name: _start(command) for name, command in COMMANDS.items()}
    try:
        if comes_up(bind):
            when_open()
        _keep_running(running)
    except KeyboardInterrupt:
        _end(list(running.values()))


def end_with_input() -> None:
    """Ask this process to end when its standard input does: its keeper is gone, however
    suddenly, and two servers must not share an address."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()


def comes_up(bind: str) -> bool:
    """Whether the web server is there, at once or soon; should it not come, its own words say
    why."""
    deadline = time.monotonic() + START
    while not _answers(bind):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _is_free(bind: str) -> bool:
    """Whether nothing answers there; what a killed keeper left behind gets time to end."""
    deadline = time.monotonic() + GRACE
    while _answers(bind):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _answers(bind: str) -> bool:
    host, _, port = bind.rpartition(":")
    address = ("127.0.0.1" if host in ("", "0.0.0.0") else host.strip("[]"), int(port))
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def _keep_running(running: dict[str, subprocess.Popen[bytes]]) -> NoReturn:
    """Start one again that ends by itself, until a signal interrupts."""
    while True:
        time.sleep(0.5)
        for name, process in running.items():
            if process.poll() is not None:
                print(f"The {name} ended ({process.returncode}); starting it again.", flush=True)
                time.sleep(1)
                running[name] = _start(COMMANDS[name])


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
        [*command, "--while-input-lasts"], stdin=subprocess.PIPE
    )


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # to be asked twice must not orphan them
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    print("Circles has stopped.", flush=True)
