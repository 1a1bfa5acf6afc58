"""Mailboxes for the people of Maple Street, and a worker's round of letters for them."""

from sqlalchemy import select

from circles.accounts import EmailAddress
from circles.database import db
from circles.mail import Fate, Letter
from circles.notifications import Mailing, Outbox, fan_out
from circles.post import post_of
from circles.web import write_letter
from tests.mail_server import MailServer
from tests.world import World

BASE = "https://care.example"
SENDER = "Circles <circles@care.example>"


class PillarBox:
    """Keeps what is handed in, or answers as it is told; `away` after so many letters."""

    def __init__(self, fate: Fate = "sent", away_after: int | None = None) -> None:
        self.fate: Fate = fate
        self.away_after = away_after
        self.letters: list[Letter] = []

    def deliver(self, letter: Letter) -> Fate:
        self.letters.append(letter)
        return self.fate

    def deliver_all(self, letters):
        for number, letter in enumerate(letters):
            if self.away_after is not None and number >= self.away_after:
                return
            yield self.deliver(letter)


def give_address(world: World, *names: str) -> None:
    """These people have confirmed an address."""
    for name in names:
        EmailAddress.confirm(world.people[name].id, f"{name.lower()}@example.org")
    db.session.commit()


def spread() -> None:
    """Turn facts into deliveries and letters."""
    db.session.rollback()
    fan_out(by_mail=True)


def round_of_letters(box, outbox: Outbox | None = None) -> int:
    """What a worker's thread for letters does when it looks; how many went out."""
    db.session.rollback()
    return (outbox or Outbox(BASE)).empty(box, write_letter)


def hand_in(mail: MailServer, box: Outbox | None = None, sender: str = SENDER) -> int:
    """The same, at a real mail server."""
    return round_of_letters(post_of(mail.url, sender, is_public=True), box)


def rows() -> list[Mailing]:
    """All letters, as the database knows them now."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Mailing).order_by(Mailing.id)))
