"""The letter with the digits: once, in time, again where it was not taken, and then forgotten."""

import pytest
from sqlalchemy import select

from circles.accounts.code_letter import LEASE, WAIT
from circles.accounts.sign_in_code import SignInCode
from circles.database import db
from tests.accounts.test_by_email import asked, pillar, post  # noqa: F401 - a fixture


def test_a_letter_that_was_not_taken_is_tried_again_after_a_while(world, pillar):  # noqa: F811
    asked(world)
    pillar.fate = "later"
    post(post(pillar))
    assert len(pillar.letters) == 1
    world.later(seconds=WAIT.total_seconds() + 1)
    pillar.fate = "sent"
    post(post(pillar))
    assert len(pillar.letters) == 2


def test_a_letter_that_is_late_is_not_sent_any_more(world, pillar):  # noqa: F811
    asked(world)
    world.later(minutes=10)
    assert post(pillar).letters == []


@pytest.mark.parametrize("fate", ["refused", "perhaps"])
def test_a_letter_that_was_refused_or_may_be_taken_is_let_go(world, pillar, fate):  # noqa: F811
    asked(world)
    pillar.fate = fate
    post(pillar)
    world.later(seconds=LEASE.total_seconds() + 1)
    post(pillar)
    assert len(pillar.letters) == 1


def test_once_the_letter_is_out_the_digits_are_kept_nowhere(world, pillar):  # noqa: F811
    asked(world)
    db.session.rollback()
    assert db.session.scalars(select(SignInCode.code_sealed)).one() is not None
    post(pillar)
    assert db.session.scalars(select(SignInCode.code_sealed)).one() is None


def test_a_letter_goes_out_once(world, pillar):  # noqa: F811
    asked(world)
    post(post(pillar))
    assert len(pillar.letters) == 1


def test_the_letter_says_it_in_text_and_in_html_and_not_on_the_outside(world, pillar):  # noqa: F811
    asked(world)
    (letter,) = post(pillar).letters
    assert letter.subject == "Your code for Circles"
    assert pillar.code() in letter.html
    assert "http://localhost" in letter.text
    assert "Ruth" not in letter.text + letter.html
