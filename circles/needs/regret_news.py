"""Who hears of "not this time"."""

import uuid
from datetime import timedelta

from sqlalchemy import Select

from circles.announcement import Words, announces
from circles.database import db
from circles.fact import Fact
from circles.needs.hearers import those_who_lead
from circles.needs.kind import kind_of
from circles.needs.need import Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.regret import REGRETTED
from circles.phrase import Phrase

WORTH_HEARING = timedelta(days=2)
"""As long as a phone may be off; the page of the ask has it anyway."""


@announces(REGRETTED)
class Regretted(OfAnAsk):
    """Whoever asked in person reads that it is not this time, and no more."""

    is_the_last_word = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or need.regret is None:
            return None
        return Words(
            title=Phrase("Not this time"),
            body=kind_of(need.kind).discreet,
            line=Phrase("Not this time: {title}", title=need.title),
            path=f"/needs/{need.id}",
            tag=str(need.id),
            matters_until=fact.recorded_at + WORTH_HEARING,
        )
