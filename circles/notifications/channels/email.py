"""A letter of news, or of a week: what it says, with one link, why it came, and how it ends.

The outside never says more than a lock screen may. The templates are `templates/mail/news` and
`templates/mail/week`.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from circles.announcement import SOMETHING_NEW, Words
from circles.mail import Letter
from circles.notifications.bell import News
from circles.notifications.letter import LOCALE
from circles.notifications.letter_end import NEWS, WEEKLY, LetterEnd
from circles.notifications.mail_desk import MailNews
from circles.notifications.mailing import MailClaim
from circles.notifications.preference import ALWAYS, BLANK, IN_WORDS
from circles.notifications.weekly import MailWeek
from circles.phrase import Phrase
from circles.week import Planned

Write = Callable[..., Letter]
"""`write(to, name, language, **words)`: the letter of that name in that language."""

SEVERAL = Phrase("A few things are new in your circle")
THE_WEEK = Phrase("Your circle this week")


@dataclass(frozen=True)
class Line:
    """One thing: what it is, and more of it where that may be told."""

    title: Phrase
    body: Phrase | None = None


@dataclass(frozen=True)
class Stationery:
    """Where letters are written: what every one of them needs."""

    write: Write
    base_url: str

    def news(self, to: str, circle: str, claim: MailClaim, told: MailNews) -> Letter:
        """A letter of news."""
        newest = _newest(told.news)
        lines = _lines(newest, told.level)
        is_chosen = told.letters == ALWAYS
        return self._letter(
            "news",
            to,
            claim,
            NEWS,
            subject=lines[0].title if len(newest) == 1 else SEVERAL,
            lines=lines,
            path=newest[0].path if len(newest) == 1 else "/inbox",
            is_chosen=is_chosen,
            circle=circle if told.level == IN_WORDS else None,
        )

    def week(self, to: str, circle: str, claim: MailClaim, told: MailWeek) -> Letter:
        """A letter of a week."""
        is_blank, week = told.level == BLANK, told.week
        return self._letter(
            "week",
            to,
            claim,
            WEEKLY,
            subject=SOMETHING_NEW if is_blank else THE_WEEK,
            sentence=None if is_blank else week.sentence,
            open=_planned(week.open, told.level),
            own=_planned(week.own, told.level),
            path=f"/circles/{claim.circle_id}",
            is_blank=is_blank,
            circle=circle if told.level == IN_WORDS else None,
        )

    def _letter(
        self, name: str, to: str, claim: MailClaim, sort: str, path: str, **words: object
    ) -> Letter:
        ends_at = f"{self.base_url}/letters/{LetterEnd.secret(claim.membership_id, sort)}"
        link = f"{self.base_url}{path}"
        letter = self.write(to, name, LOCALE, link=link, ends_at=ends_at, **words)
        return replace(letter, key=_key(claim.mailing_id), ends_at=ends_at)


def _key(mailing_id: uuid.UUID) -> str:
    """The same however often it is sent, and nothing that opens or tells anything."""
    return mailing_id.hex


def _newest(together: Sequence[News]) -> list[Words]:
    """Of one thing the newest words only, in the order in which it happened."""
    in_order = sorted(together, key=lambda news: news.happened_at)
    return list({news.subject_id: news.words for news in in_order}.values())


def _lines(told: Sequence[Words], level: str) -> list[Line]:
    if level == BLANK:
        return [Line(SOMETHING_NEW if len(told) == 1 else SEVERAL)]
    return [Line(one.title, one.line if level == IN_WORDS else one.body) for one in told]


def _planned(things: Sequence[Planned], level: str) -> list[Phrase]:
    if level == BLANK:
        return []
    return [one.in_words if level == IN_WORDS else one.discreet for one in things]
