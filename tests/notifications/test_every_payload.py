"""Every announcement in many languages: declarative, small, and discreet on the lock screen."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from circles.accounts import Person
from circles.announcement import Answer, Words, announced_kinds, announcement_for
from circles.database import db
from circles.fact import Fact
from circles.membership import Circle
from circles.membership.closing import propose_closing
from circles.membership.role import change_role
from circles.needs import KINDS, Need, StandingSignUp
from circles.needs.thread import Message
from circles.notifications.channels import payload
from circles.notifications.fan_out import hearers_among
from circles.phrase import Phrase
from tests.browser.lived_in import settle
from tests.notifications.declarative import faults
from tests.notifications.phones import add_phone
from tests.push_service import PushService
from tests.world import World

BASE = "https://care.example"
LOCALES = ("en", "de", "pt_BR", "ar", "he", "fa", "hi", "ja", "my", "ru", "ta", "zh_Hant")


@pytest.fixture
def told(world: World, service: PushService) -> list[tuple[Fact, Words]]:
    """All that was ever told to anyone in a circle that has lived for a while."""
    settle(world)
    _deeds(world, service)
    facts = [*db.session.scalars(select(Fact))] + [
        _as_of(kind, world) for kind in announced_kinds()
    ]
    people = [person.id for person in db.session.scalars(select(Person))]
    news = [
        (fact, announcement_for(fact.kind).words(fact, reader))
        for fact in facts
        for reader in hearers_among(fact, people)
    ]
    return [(fact, words) for fact, words in news if words is not None]


def _deeds(world: World, service: PushService) -> None:
    """What that circle had not come to yet."""
    add_phone(world, "Omar", service.device())
    change_role(world.places["Sam"], world.places["Ines"], "coordinator")
    propose_closing(world.places["Sam"])
    need = world.ask()
    world.promise(need, "Omar")
    need.withdraw(world.ruth)
    again = db.session.scalars(select(StandingSignUp)).first()
    assert again is not None
    again.release()
    db.session.commit()


def _as_of(kind: str, world: World) -> Fact:
    """One more of each kind, about an ask of Sam's that has room."""
    need = db.session.scalar(select(Need).where(Need.title == "Dinner for four"))
    assert need is not None
    return Fact(
        kind=kind,
        circle_id=world.circle.id,
        subject_id=need.id,
        detail_id=need.slots[-1].id,
        recorded_at=need.slots[0].begins_at,
    )


def test_every_announcement_is_declarative_small_and_discreet(
    told: list[tuple[Fact, Words]],
) -> None:
    private = _own_words()
    assert len({fact.kind for fact, _ in told}) >= 20
    for fact, words in told:
        for locale in LOCALES:
            sent = payload.full(words, BASE, locale)
            assert [*faults(sent, BASE)] == [], fact.kind
            assert not private.search(sent.decode()), (fact.kind, private.search(sent.decode()))
            assert [*faults(payload.short(words, BASE, locale), BASE)] == []


def test_only_asks_can_be_answered(told: list[tuple[Fact, Words]]) -> None:
    answered = {fact.kind for fact, words in told if words.answer is not None}
    assert answered
    assert all(announcement_for(kind).is_an_ask for kind in answered)


def _own_words() -> re.Pattern[str]:
    """Any word that somebody of this circle wrote, or is called by, and a kind is not."""
    kinds = {str(kind.discreet).lower() for kind in KINDS}
    said = [*db.session.scalars(select(Person.name)), *db.session.scalars(select(Circle.name))]
    said += [*db.session.scalars(select(Need.title)), *db.session.scalars(select(Need.details))]
    said += [*db.session.scalars(select(Message.words))]
    return re.compile(
        "|".join(rf"\b{re.escape(words)}\b" for words in said if words.lower() not in {"", *kinds})
    )


texts = st.text(min_size=1, max_size=3000)
letters = st.sampled_from(["a", "ä", "食", "\N{FAMILY}", '"', "\n", "\\", "\0", "\u202e"])
long = st.builds(lambda letter, n: letter * n, letters, st.integers(1, 3000))
hosts = st.integers(1, 200).map(lambda n: f"https://{'a' * n}.example")


@given(
    title=texts | long,
    body=texts | long,
    base=hosts,
    locale=st.sampled_from(LOCALES),
    slot=st.none() | st.uuids(),
    is_ask=st.booleans(),
)
def test_whatever_the_words_are(
    title: str, body: str, base: str, locale: str, slot: uuid.UUID | None, is_ask: bool
) -> None:
    need = uuid.uuid4()
    words = Words(
        title=Phrase("A {text}", text=title),
        body=Phrase("{text}", text=body),
        line=Phrase("never in a push"),
        path=f"/needs/{need}#slot-{slot}",
        tag=str(need),
        matters_until=datetime(2026, 11, 30, tzinfo=UTC),
        answer=Answer(need, slot) if is_ask else None,
    )
    assert [*faults(payload.full(words, base, locale), base)] == []
    assert [*faults(payload.short(words, base, locale), base)] == []
