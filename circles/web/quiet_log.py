"""What opens a door stays out of the log, whatever goes wrong with the request that brought it."""

import logging
import re

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes in base64url, as every secret of ours is written."""


class QuietLog(logging.Filter):
    """The server writes the address of a request it could not handle. A link to somebody's
    calendar is such an address, and holds a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass, secrets painted over."""
        record.msg, record.args = SECRET.sub("[secret]", record.getMessage()), ()
        return True
