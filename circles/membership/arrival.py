"""Someone comes in by an invitation, or waits at the door."""

from circles.accounts import Person
from circles.membership.invitation import Invitation
from circles.membership.membership import Membership
from circles.membership.permissions import may_admit
from circles.membership.waiting import Waiting
from circles.phrase import Phrase
from circles.refusal import Refusal


class AlreadyHere(Refusal):
    """They are in this circle; the invitation stays unspent for someone else."""

    code = "already_a_member"

    def __init__(self) -> None:
        super().__init__(
            Phrase("You are in this circle already. The invitation is still good for someone else.")
        )


def arrive(token: str, person: Person) -> Membership | Waiting:
    """Redeem the invitation behind a token for this person, new or known.

    Raises `UnknownInvitation` or `AlreadyHere`.
    """
    return arrive_by(Invitation.of_token(token), person)


def arrive_by(invitation: Invitation, person: Person) -> Membership | Waiting:
    """Redeem an invitation for this person, new or known.

    Whether it lets in or asks for a welcome is decided now, by the role its maker has now.
    Raises `UnknownInvitation` or `AlreadyHere`.
    """
    circle = invitation.circle
    if Membership.of(person, circle):
        raise AlreadyHere
    inviter = Membership.of(invitation.invited_by, circle)
    if invitation.kind == "personal":
        invitation.redeem()
        if inviter is not None and may_admit(inviter):
            Waiting.come_in(circle, person)
            return Membership.admit(circle, person)
    by_poster = invitation.kind == "open"
    return Waiting.knock(circle, person, invitation.invited_by_id, by_poster)
