"""Who hears that a season of looking after a circle is over."""

import uuid

from sqlalchemy import Select

from circles.announcement import About, Announcement, Words, announces, offer_topic
from circles.fact import Fact
from circles.membership.announcements import A_WHILE
from circles.membership.circle import circle_with
from circles.membership.membership import people_in
from circles.membership.season import SEASON_ENDED, whose_season_is_over
from circles.phrase import Phrase

LOOKING_AFTER = "circle"
offer_topic(LOOKING_AFTER, Phrase("A turn at looking after the circle"))


@announces(SEASON_ENDED)
class SeasonEnded(Announcement):
    """The circle is asked whether someone would like a turn at looking after it."""

    @classmethod
    def about(cls, fact: Fact) -> About | None:
        """Of whoever's season it is, their own matter."""
        coordinator = whose_season_is_over(fact.subject_id)
        owners = frozenset({coordinator.id}) if coordinator is not None else frozenset()
        return About(LOOKING_AFTER, owners)

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return people_in(fact.circle_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        circle, coordinator = circle_with(fact.circle_id), whose_season_is_over(fact.subject_id)
        if circle is None or coordinator is None:
            return None
        line = Phrase("Would you like a turn at looking after {circle}?", circle=circle.name)
        if coordinator.id == reader_id:
            line = Phrase(
                "Your season of looking after {circle} is over. Stay, or hand over?",
                circle=circle.name,
            )
        return Words(
            title=Phrase("A season is over"),
            body=Phrase("Would someone like a turn at looking after the circle?"),
            line=line,
            path=f"/circles/{fact.circle_id}/members",
            tag=f"season-{fact.subject_id}",
            matters_until=fact.recorded_at + A_WHILE,
        )
