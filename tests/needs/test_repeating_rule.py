"""The rules that may be said, and the sentence that each of them is."""

from datetime import date, time

import pytest

from circles.needs import Recurrence, RepeatingRule
from circles.needs.repeating_rule import UnknownRule, day_of_every_month, nth_of_its_weekday
from circles.needs.series_wording import series_sentence

MORNINGS = "every Monday and Friday from 09:00 to 12:00"
SECOND = "every month on the second Tuesday, 6 times"
TUESDAY = date(2026, 11, 24)


def read(text: str, starts=time(18)) -> RepeatingRule:
    return RepeatingRule.read(text, TUESDAY, "Europe/London", starts)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("rrule:freq=daily;", "FREQ=DAILY"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;WKST=MO;BYDAY=TH,MO,TH", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY"),
        ("INTERVAL=2;FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=24"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=DAILY;UNTIL=20270330", "FREQ=DAILY;UNTIL=20270330"),
        # 18:00 in London in summer is 17:00 in UTC, and a second earlier leaves that day out.
        ("FREQ=DAILY;UNTIL=20270330T170000Z", "FREQ=DAILY;UNTIL=20270330"),
        ("FREQ=DAILY;UNTIL=20270330T165959Z", "FREQ=DAILY;UNTIL=20270329"),
        ("FREQ=DAILY;UNTIL=20270330T235959", "FREQ=DAILY;UNTIL=20270330"),
    ],
)
def test_a_rule_is_kept_in_one_way(typed, kept):
    assert str(read(typed)) == kept
    assert read(kept) == read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "every Tuesday",
        "FREQ=YEARLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=WEEKLY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYDAY=5TU",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1TU,2TU",
        "FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=367",
        "FREQ=DAILY;COUNT=２",
        "FREQ=DAILY;COUNT=2;UNTIL=20270330",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=00010101T000000Z",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=DAILY\nDTSTART:20260101",
        "FREQ=DAILY;INTERVAL=" + "9" * 5000,
    ],
)
def test_any_other_rule_is_none(typed):
    with pytest.raises(UnknownRule):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "starts", "ends", "sentence"),
    [
        ("FREQ=WEEKLY;UNTIL=20270330", time(18), None, "every Tuesday at 18:00 until 30 March"),
        ("FREQ=DAILY", None, None, "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", time(9), time(12), MORNINGS),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None, None, "every two weeks on Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", time(18), None, "every month on day 5 at 18:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", None, None, "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=6", None, None, SECOND),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=1", None, None, "every month on the last Friday, once"),
    ],
)  # fmt: skip
def test_each_is_a_plain_sentence(typed, starts, ends, sentence):
    rule = read(typed, starts)
    recurrence = Recurrence(rule, TUESDAY, starts, ends, "Europe/London")
    assert str(series_sentence(recurrence)) == sentence


def test_days_are_named_in_the_readers_language():
    recurrence = Recurrence(read("FREQ=WEEKLY"), TUESDAY, time(18), None, "Europe/London")
    assert "mardi" in series_sentence(recurrence).say("fr")


def test_a_day_as_every_month_has_it():
    assert [day_of_every_month(date(2026, 1, day)) for day in (1, 28, 29, 31)] == [1, 28, -1, -1]
    assert [nth_of_its_weekday(date(2026, 1, day)) for day in (1, 7, 8, 28, 29)] == [1, 1, 2, 4, -1]
