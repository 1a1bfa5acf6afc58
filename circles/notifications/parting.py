"""What a member who leaves lets go of: news of that circle, read or not, on its way or here."""

from sqlalchemy import delete, select

from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, Parting
from circles.notifications.delivery import Delivery
from circles.notifications.notification import Notification
from circles.phrase import Phrase


def _drop_news(member: Membership) -> None:
    theirs = Notification.person_id == member.person_id
    quietly = {"synchronize_session": False}
    db.session.execute(
        delete(Notification).where(theirs, Notification.circle_id == member.circle_id),
        execution_options=quietly,
    )
    facts = select(Fact.id).where(Fact.circle_id == member.circle_id)
    db.session.execute(
        delete(Delivery).where(Delivery.person_id == member.person_id, Delivery.fact_id.in_(facts)),
        execution_options=quietly,
    )


NEWS = Parting(
    lambda member: True,
    Phrase("News of this circle stops at once."),
    _drop_news,
)
