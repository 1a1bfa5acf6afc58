"""What others have in their inboxes about someone who goes for good: it tells nothing any more,
and it would still name their place in a circle."""

from sqlalchemy import delete, or_, select

from circles.accounts import Farewell, Person
from circles.database import db
from circles.membership import Membership, Waiting
from circles.notifications.notification import Notification


def _drop_news_of(person: Person) -> None:
    places = select(Membership.id).where(Membership.person_id == person.id)
    doors = select(Waiting.id).where(Waiting.person_id == person.id)
    about = or_(Notification.subject_id.in_(places), Notification.subject_id.in_(doors))
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Notification).where(about), execution_options=quietly)


OTHERS_NEWS = Farewell(_drop_news_of)
