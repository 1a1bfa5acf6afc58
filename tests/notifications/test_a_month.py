"""A lively month of a circle of twelve, by a fake clock: phones ring seldom, and never wrongly,
and letters come to the few who have no phone that takes them, or chose both.

What the courier does between claiming and settling is done here without a network, so that a
month takes seconds: the same claims, the same letters, the same settlement.
"""

import json
import random
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from circles import clock, forgetting
from circles.accounts import EmailAddress
from circles.database import db
from circles.needs import KINDS, Need, SignUp, Slot, remind
from circles.needs.thread import Message
from circles.notifications import Delivery, Mailing, Outbox, Preference, Rest, fan_out
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.letter import write_letters
from circles.notifications.settlement import settle
from circles.refusal import Refusal
from tests.notifications.mailboxes import BASE, PillarBox, give_address, round_of_letters
from tests.notifications.phones import add_phone
from tests.push_service import PushService
from tests.world import ZONE, World

LONDON = ZoneInfo(ZONE)
DAYS = {"sqlite": 30, "postgresql": 7}
"""Whom a phone rings for is decided in Python, so the other database gets a week of it."""
NAMES = ("Ruth", "Sam", "Ines", "Omar", "Amal", "Jo", "Lea", "Dele", "Ada", "Ben", "Noa", "Tom")
RESTS = "Tom"  # from the second week on
WRITTEN_TO = {"Ben": "unheard", "Noa": "always", "Tom": "unheard"}
"""Who has an address, and when they get letters."""
LETTER_DAYS = 12
"""Then they take their addresses back: letters take time, and what there is to see was seen."""
WITHOUT_PHONE = ("Ben", "Tom")
ASKS = ("A new ask in your circle", "A place is open again")
ASKS_A_DAY = 4
PER_MAILBOX = 3
PER_PHONE = 3
"""What nobody's phone rings more often than on nineteen of twenty days."""


class Month:
    """Deeds at random moments of each day, the night among them, and what rings for them."""

    def __init__(self, world: World, service: PushService, days: int) -> None:
        self.world, self.chance, self.days = world, random.Random(1), days
        self.rings: list[tuple[str, datetime, str]] = []
        self.letters: list[tuple[str, datetime, str]] = []
        self.box, self.outbox = PillarBox(), Outbox(BASE)
        self.wrong: list[str] = []
        self.asked = 0
        world.at(datetime(2026, 10, 12, 6, tzinfo=UTC))  # the clocks go back within
        for name in NAMES:
            if name not in world.people:
                world.add(name)
            if name not in WITHOUT_PHONE:
                add_phone(world, name, service.device())
        give_address(world, *WRITTEN_TO)
        for name, letters in WRITTEN_TO.items():
            Preference.change(world.places[name], letters=letters)
        self.names = {person.id: name for name, person in world.people.items()}
        world.nights(*NAMES)
        self._carry()
        self.rings.clear()

    def live(self) -> None:
        for day in range(self.days):
            morning = datetime(2026, 10, 13, tzinfo=UTC) + timedelta(days=day)
            if day == 7:
                Rest.begin(self.world.people[RESTS])
                db.session.commit()
            if day == LETTER_DAYS:
                for name in WRITTEN_TO:
                    EmailAddress.forget(self.world.people[name].id)
                db.session.commit()
            deeds = [self._ask] * self.chance.randint(ASKS_A_DAY - 2, ASKS_A_DAY + 2)
            deeds += [self._answer] * 7 + [self._step_back] * 2 + [self._write] * 4
            at = [morning + timedelta(minutes=self.chance.triangular(0, 1439, 1080)) for _ in deeds]
            self.chance.shuffle(deeds)
            for moment, deed in sorted(zip(at, deeds, strict=True), key=lambda pair: pair[0]):
                self._until(moment)
                deed()
                self._carry()
            self._until(morning + timedelta(days=1))
            forgetting.forget()

    def _until(self, moment: datetime) -> None:
        """Whatever falls due until then, with a look at what comes up every hour."""
        while (now := clock.now()) < moment:
            db.session.rollback()
            due, letter = Delivery.next_due() or moment, self._next_letter()
            if letter is not None and now < letter < min(due, moment):
                self.world.at(letter)
                self._write_letters()
                continue
            step = min(moment, max(due, now + timedelta(seconds=1)), now + timedelta(hours=1))
            self.world.at(step)
            remind()
            self._carry()

    def _next_letter(self) -> datetime | None:
        return db.session.scalar(
            select(func.min(Mailing.due_at)).where(Mailing.settled_at.is_(None))
        )

    def _carry(self) -> None:
        """As the courier does, until nothing is due."""
        db.session.rollback()
        fan_out(by_mail=True)
        self._ring()
        self._write_letters()

    def _write_letters(self) -> None:
        """As the worker does."""
        before, due = len(self.box.letters), self._next_letter()
        if due is None or due > clock.now():
            return
        round_of_letters(self.box, self.outbox)
        for letter in self.box.letters[before:]:
            name = letter.to.partition("@")[0].capitalize()
            self.letters.append((name, clock.now(), letter.subject))
            if name == RESTS and Rest.of(self.world.people[RESTS]) and letter.subject in ASKS:
                self.wrong.append(f"{name} rests and reads: {letter.subject}")
        db.session.rollback()

    def _ring(self) -> None:
        while True:
            token = uuid.uuid4()
            ids = Delivery.claim(token, 32)
            db.session.commit()
            if not ids:
                return
            with self.world.app.app_context():  # a session keeps what is read for letters
                letters = list(write_letters(Delivery.claimed(token, ids), "http://localhost"))
            for letter in letters:
                if letter.push is not None:
                    self._note(self.names[letter.claim.person_id], letter.push.full)
            settle([(one.claim, one.outcome or Outcome("sent")) for one in letters])

    def _note(self, name: str, message: bytes) -> None:
        told = json.loads(message)["notification"]
        self.rings.append((name, clock.now(), told["title"]))
        is_ask = told["title"] in ASKS
        if name == RESTS and is_ask and Rest.of(self.world.people[RESTS]):
            self.wrong.append(f"{name} rests and hears: {told['title']}")
        if is_ask:
            need = db.session.get(
                Need, uuid.UUID(urlsplit(told["navigate"]).path.rpartition("/")[2])
            )
            if need is None or all(len(s.sign_ups) >= s.wanted for s in need.slots):
                self.wrong.append(f"{name} hears of what is filled")
            elif told["title"].startswith("A new") and need.posted_by.name == name:
                self.wrong.append(f"{name} hears of their own ask")
        db.session.rollback()

    def _ask(self) -> None:
        ahead = self.chance.choice([0, 1, 1, 2, 2, 3, 4, 6])
        hour = self.chance.randint(9, 20)
        if ahead == 0 and clock.now().astimezone(LONDON).hour >= hour - 1:
            ahead = 1
        opening = self.world.tomorrow(hour, self.chance.choice([1, 1, 2]), ahead)
        kind = self.chance.choice(KINDS).key
        self.asked += 1
        title = f"Ask {self.asked:03}"  # by which they have an order, the same in every run
        self.world.ask(self.chance.choice(NAMES), kind=kind, title=title, openings=[opening])

    def _answer(self) -> None:
        needs = self._open()
        if needs:
            try:
                self.world.promise(self.chance.choice(needs), self.chance.choice(NAMES[:-1]))
            except Refusal:
                db.session.rollback()

    def _step_back(self) -> None:
        by_ask = select(SignUp).join(Slot).join(Need).order_by(Need.title, SignUp.place)
        promises = db.session.scalars(by_ask).all()
        if promises:
            self.chance.choice(promises).release()
            db.session.commit()

    def _write(self) -> None:
        needs = self._open()
        if needs:
            name = self.chance.choice(NAMES)
            Message.write(self.chance.choice(needs), self.world.people[name], "How are you?")
            db.session.commit()

    def _open(self) -> list[Need]:
        all_at_once = select(Need).options(selectinload(Need.slots)).order_by(Need.title)
        found = db.session.scalars(all_at_once).all()
        return [need for need in found if any(not slot.is_over for slot in need.slots)]

    @staticmethod
    def per_day(told: list[tuple[str, datetime, str]], people: int, days: int) -> list[int]:
        """What each phone or mailbox was told on each day, the fewest first."""
        found: dict[tuple[str, date], int] = defaultdict(int)
        for name, at, _ in told:
            found[name, at.astimezone(LONDON).date()] += 1
        quiet = [0] * (people * days - len(found))
        return sorted([*quiet, *found.values()])


def test_a_lively_month_rings_seldom_and_never_wrongly(world, service, database_kind, capsys):
    month = Month(world, service, DAYS[database_kind])
    month.live()
    days = month.per_day(month.rings, len(NAMES) - len(WITHOUT_PHONE), month.days)
    letters = month.per_day(month.letters, len(WRITTEN_TO), min(month.days, LETTER_DAYS))
    p95, p95_letters = days[int(len(days) * 0.95)], letters[int(len(letters) * 0.95)]
    with capsys.disabled():
        print(f"\nrings a day: median {days[len(days) // 2]}, p95 {p95}, most {days[-1]}")
        print(
            f"letters: median {letters[len(letters) // 2]}, p95 {p95_letters}, most {letters[-1]}"
        )
    told = [*month.rings, *month.letters]
    at_night = [at for _, at, _ in told if not 8 <= at.astimezone(LONDON).hour < 21]
    assert at_night == []
    assert month.wrong == []
    assert len(month.rings) > month.days * len(NAMES) / 2, (
        "a month in which nothing rings shows nothing"
    )
    assert p95 <= PER_PHONE
    assert {name for name, _, _ in month.letters} == set(WRITTEN_TO)
    assert p95_letters <= PER_MAILBOX
