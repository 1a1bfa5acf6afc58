"""The web server: gunicorn, with this application already in its hands."""

import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from circles.settings import Settings
from circles.web.quiet_log import QuietLog

PROCESSES = 2
THREADS = 4
"""Two processes of four threads: what a machine with one or two cores keeps busy."""


class Server(BaseApplication):
    """Serves one application; told what to do by this class alone, not by files."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def run(app: Flask, settings: Settings) -> None:
    """Answer requests until a signal ends it. Never returns normally: gunicorn exits."""
    options = {
        "bind": settings.bind,
        "workers": PROCESSES,
        "threads": THREADS,
        "worker_class": "gthread",
        "reuse_port": True,  # without it the threads fight for one socket
        "graceful_timeout": 10,
        "keepalive": 30,
        "forwarded_allow_ips": "127.0.0.1",
        "forwarder_headers": "",  # else a client's own SCRIPT_NAME or PATH_INFO moves the house
        "loglevel": "warning",
        "preload_app": True,
    }
    logging.getLogger("gunicorn.error").addFilter(QuietLog())
    Server(app, options).run()
