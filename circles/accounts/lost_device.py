"""A device is lost, and may be in other hands: everyone is signed out but whoever says so, and
nothing that was made on it meanwhile lets anyone in."""

from sqlalchemy import delete

from circles.accounts.passkey_challenge import PasskeyChallenge
from circles.accounts.person import Person
from circles.accounts.re_entry import ReEntry
from circles.accounts.session import Session
from circles.accounts.sign_in_code import SignInCode
from circles.database import db


def keep_only(session: Session, person: Person) -> None:
    """Sign this person out everywhere but here. Links, codes and challenges under way go, too;
    passkeys and an address that stand already are for the person to look through."""
    Session.close_others(person, but=session)
    for noun in (ReEntry, SignInCode, PasskeyChallenge):
        gone = delete(noun).where(noun.person_id == person.id)
        db.session.execute(gone, execution_options={"synchronize_session": False})
