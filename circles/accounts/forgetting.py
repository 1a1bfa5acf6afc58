"""What is forgotten of the ways back in, and when."""

from datetime import datetime

from sqlalchemy import ColumnElement

from circles.accounts.guesses import Guesses
from circles.accounts.passkey_challenge import PasskeyChallenge
from circles.accounts.re_entry import ReEntry
from circles.accounts.sign_in_code import SignInCode
from circles.accounts.spoken_code import SpokenCode
from circles.forgetting import forgets


@forgets(Guesses, why="A limit that is over limits nobody.")
def past_guesses(now: datetime) -> ColumnElement[bool]:
    """Limits whose time is over."""
    return Guesses.ends_at <= now


@forgets(SpokenCode, why="A code that ran out opens nothing.")
def dead_spoken_codes(now: datetime) -> ColumnElement[bool]:
    """Codes that were not used in time."""
    return SpokenCode.expires_at <= now


@forgets(ReEntry, why="A re-entry link that ran out opens nothing.")
def dead_re_entries(now: datetime) -> ColumnElement[bool]:
    """Links that were not used in time."""
    return ReEntry.expires_at <= now


@forgets(SignInCode, why="A code that ran out opens nothing, and holds an address.")
def dead_sign_in_codes(now: datetime) -> ColumnElement[bool]:
    """Codes that were not typed in time."""
    return SignInCode.expires_at <= now


@forgets(PasskeyChallenge, why="A challenge that ran out lets nobody in.")
def dead_passkey_challenges(now: datetime) -> ColumnElement[bool]:
    """Challenges that were not answered in time."""
    return PasskeyChallenge.expires_at <= now
