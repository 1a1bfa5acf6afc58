"""A mail server on this machine, written by hand: it takes letters in and says what it is told to.

with MailServer() as mail:
    ...  # CIRCLES_SMTP_URL is mail.url
    mail.wait_for(1)[0].to
"""

import socketserver
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any

PATIENCE = 60  # seconds; the machine may be loaded


@dataclass
class MailServer:
    """`answers` maps a verb (`RCPT`, `DATA`) to what is said to it instead of the usual; `hangs`
    is how long it thinks before it answers at all, `drips` how long between two lines, `thinks` how
    long over a letter that it has. It hangs up instead of answering `drops`; `called` says how
    often it was called. What is in `objections` is said to any line that holds such words."""

    answers: dict[str, str] = field(default_factory=dict)
    objections: dict[str, str] = field(default_factory=dict)
    hangs: float = 0.0
    drips: float = 0.0
    thinks: float = 0.0
    drops: str = ""
    called: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __enter__(self) -> "MailServer":
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _conversation(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it is, as `CIRCLES_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def wait_for(self, number: int) -> list[EmailMessage]:
        """The letters, once there are so many; AssertionError after PATIENCE."""
        deadline = time.monotonic() + PATIENCE
        while len(self.letters) < number:
            assert time.monotonic() < deadline, f"{len(self.letters)} letters, not {number}"
            time.sleep(0.02)
        return self.letters


def text_of(letter: EmailMessage) -> str:
    """What it says in plain text."""
    part = letter.get_body(("plain",))
    assert part is not None
    return part.get_content()


def html_of(letter: EmailMessage) -> str:
    """What it says in HTML."""
    part = letter.get_body(("html",))
    assert part is not None
    return part.get_content()


def _conversation(mail: MailServer) -> Any:
    return type("Conversation", (_Conversation,), {"mail": mail})


class _Conversation(socketserver.StreamRequestHandler):
    mail: MailServer

    def handle(self) -> None:
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        self.mail.called += 1
        time.sleep(self.mail.hangs)
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            self.mail.said.append(line)
            verb = line.partition(" ")[0].upper()
            if verb == self.mail.drops:
                return
            self._answer(verb, line)
            if verb == "QUIT":
                return

    def _answer(self, verb: str, line: str) -> None:
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 good")
        answer = self.mail.answers.get(verb, usual)
        for words, objection in self.mail.objections.items():
            answer = objection if words in line else answer
        self._say(answer)
        if answer.startswith("354"):
            self._take_in()

    def _take_in(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = self.mail.answers.get("END", "250 taken")
        if answer.startswith("250"):
            text = b"".join(lines).replace(b"\r\n", b"\n")
            self.mail.letters.append(message_from_bytes(text, policy=policy.default))
        time.sleep(self.mail.thinks)
        if self.mail.drops == "END":
            raise ConnectionAbortedError
        self._say(answer)

    def _say(self, words: str) -> None:
        with suppress(OSError):  # whoever called may have hung up
            for line in words.split("\r\n"):
                self.wfile.write(f"{line}\r\n".encode())
                time.sleep(self.mail.drips)
