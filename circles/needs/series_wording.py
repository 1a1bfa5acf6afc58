"""A repeating rule in one plain sentence: "every Tuesday at 18:00 until 30 March"."""

from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from circles.needs.recurrence import Recurrence
from circles.needs.repeating_rule import LAST, RepeatingRule
from circles.needs.wording import Clock, Day, region
from circles.phrase import N_, Phrase

A_MONDAY, DAY = date(2024, 1, 1), timedelta(days=1)

EVERY_NTH = {
    1: N_("every month on the first {weekday}"),
    2: N_("every month on the second {weekday}"),
    3: N_("every month on the third {weekday}"),
    4: N_("every month on the fourth {weekday}"),
    LAST: N_("every month on the last {weekday}"),
}


class Weekdays(Phrase):
    """Days of any week, counted from Monday as 0."""

    def __init__(self, weekdays: tuple[int, ...]) -> None:
        super().__init__("{days}", days=",".join(map(str, weekdays)))
        self.weekdays = weekdays

    def say(self, locale: str = "en") -> str:
        """For example `Monday, Thursday and Friday`."""
        there = region(locale)
        days = [A_MONDAY + n * DAY for n in self.weekdays]
        return format_list([format_date(day, "EEEE", locale=there) for day in days], locale=there)


class DayOfYear(Day):
    """A day within a year of now, for which no weekday is needed."""

    def say(self, locale: str = "en") -> str:
        """For example `30 March`."""
        return format_skeleton("MMMMd", self.day, locale=region(locale))


def series_sentence(recurrence: Recurrence) -> Phrase:
    """When it is wanted, from how often to until when."""
    return _with_end(_with_time(_rhythm(recurrence.rule), recurrence), recurrence.rule)


def _rhythm(rule: RepeatingRule) -> Phrase:
    weekdays = Weekdays(rule.weekdays)
    if rule.every == "day":
        return Phrase("every day")
    if rule.every == "week":
        return Phrase("every {weekdays}", weekdays=weekdays)
    if rule.every == "two_weeks":
        return Phrase("every two weeks on {weekdays}", weekdays=weekdays)
    if rule.nth is not None:
        return Phrase(EVERY_NTH[rule.nth], weekday=weekdays)
    if rule.month_day == LAST:
        return Phrase("every month on the last day")
    return Phrase("every month on day {number}", number=rule.month_day)


def _with_time(rhythm: Phrase, recurrence: Recurrence) -> Phrase:
    if recurrence.starts is None:
        return rhythm
    starts = Clock(recurrence.starts)
    if recurrence.ends is None:
        return Phrase("{rhythm} at {starts}", rhythm=rhythm, starts=starts)
    ends = Clock(recurrence.ends)
    return Phrase("{rhythm} from {starts} to {ends}", rhythm=rhythm, starts=starts, ends=ends)


def _with_end(what: Phrase, rule: RepeatingRule) -> Phrase:
    if rule.until is not None:
        return Phrase("{what} until {day}", what=what, day=DayOfYear(rule.until))
    if rule.times == 1:
        return Phrase("{what}, once", what=what)
    if rule.times is not None:
        return Phrase("{what}, {times} times", what=what, times=rule.times)
    return what
