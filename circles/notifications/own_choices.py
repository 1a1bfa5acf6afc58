"""What someone chose to hear of, to take along."""

from typing import Any

from sqlalchemy import select

from circles.accounts import Person, exports
from circles.database import db
from circles.membership import Circle, Membership
from circles.notifications.preference import Preference
from circles.notifications.quiet_time import QuietTime


@exports
def choices_of(person: Person) -> dict[str, Any]:
    """What was chosen, circle by circle, and the quiet time; nothing where nobody chose."""
    quiet = QuietTime.among([person.id]).get(person.id)
    rows = db.session.execute(
        select(Circle.name, Preference)
        .join(Membership, Membership.circle_id == Circle.id)
        .join(Preference, Preference.membership_id == Membership.id)
        .where(Membership.person_id == person.id)
        .order_by(Circle.name, Circle.id)
    )
    return {
        "news": [{"circle": name, **_chosen(preference)} for name, preference in rows],
        "quiet_time": quiet and _quiet(quiet),
    }


def _chosen(preference: Preference) -> dict[str, Any]:
    evening = preference.evening_at
    return {
        "news": preference.news,
        "kinds": preference.kinds,
        "lock_screen": preference.lock_screen,
        "evening_at": evening and f"{evening:%H:%M}",
        "minutes_before": preference.minutes_before,
        "letters": preference.letters,
        "weekly_letter": preference.weekly_letter,
    }


def _quiet(quiet: QuietTime) -> dict[str, Any]:
    return {
        "is_on": quiet.is_on,
        "begins": f"{quiet.begins:%H:%M}",
        "ends": f"{quiet.ends:%H:%M}",
        "time_zone": quiet.time_zone,
    }
