"""Someone comes in by an invitation."""

from circles.accounts import Person
from circles.membership.invitation import Invitation
from circles.membership.membership import Membership
from circles.phrase import Phrase
from circles.refusal import Refusal


class AlreadyHere(Refusal):
    """They are in this circle; the invitation stays unspent for someone else."""

    code = "already_a_member"

    def __init__(self) -> None:
        super().__init__(
            Phrase("You are in this circle already. The invitation is still good for someone else.")
        )


def arrive(token: str, person: Person) -> Membership:
    """Redeem an invitation for this person, new or known.

    Raises `UnknownInvitation` or `AlreadyHere`.
    """
    invitation = Invitation.of_token(token)
    if Membership.of(person, invitation.circle):
        raise AlreadyHere
    invitation.redeem()
    return Membership.admit(invitation.circle, person)
