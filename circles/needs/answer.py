"""What someone answered to the questions of their ask's kind."""

import json
import logging
from collections.abc import Mapping

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from circles.needs.question import Told
from circles.needs.questionnaire import BY_KEY
from circles.sealing import BrokenSeal, sealed

Answers = dict[str, Told]
"""What was answered, by the question's key; what was left open is not in it."""

log = logging.getLogger(__name__)


class HasAnswers:
    """Part of an ask. They stand in its own row, so a full board reads them with it."""

    answers: Mapped[Answers] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """What everyone may read who sees the ask."""
    private_answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    _private_answers = sealed("private_answers_sealed")

    @property
    def private_answers(self) -> Answers:
        """From where and where to; nothing where the server's sealing key was lost."""
        try:
            return json.loads(self._private_answers or "{}")
        except BrokenSeal:
            log.exception("Private answers cannot be opened with this sealing key.")
            return {}

    def answer(self, given: Mapping[str, Told | None]) -> None:
        """Answer anew. An empty answer takes back what was said; what is not given stays."""
        private = {key: told for key, told in given.items() if BY_KEY[key].is_private}
        if private:
            said = _changed(self.private_answers, private)
            self._private_answers = json.dumps(said) if said else None
        self.answers = _changed(
            self.answers or {}, {k: v for k, v in given.items() if k not in private}
        )

    def forget_private_answers(self) -> None:
        """Nobody has to find the way any more."""
        self._private_answers = None


def _changed(kept: Answers, given: Mapping[str, Told | None]) -> Answers:
    both = {**kept, **given}
    return {key: told for key, told in both.items() if told not in (None, "", False)}
