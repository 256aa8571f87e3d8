import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.dates import (
    LOCAL,
    DayProblem,
    NotADay,
    document_date,
    end_of_day,
    headline_date,
    local_day,
    long_date,
    parse_day,
    short_date,
    weekday_name,
)

DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31))


def test_local_day_is_the_vietnamese_one():
    assert local_day(dt.datetime(2026, 11, 21, 17, 0, tzinfo=dt.UTC)) == dt.date(2026, 11, 22)
    assert local_day(dt.datetime(2026, 11, 21, 16, 59, tzinfo=dt.UTC)) == dt.date(2026, 11, 21)


def test_local_day_refuses_a_naive_moment():
    with pytest.raises(ValueError, match="time zone"):
        local_day(dt.datetime(2026, 11, 21))  # noqa: DTZ001 -- what is refused


def test_end_of_day_is_the_next_local_midnight():
    assert end_of_day(dt.date(2017, 12, 31)) == dt.datetime(2017, 12, 31, 17, tzinfo=dt.UTC)
    assert end_of_day(dt.date(2017, 12, 31)).tzinfo is LOCAL


@given(DAYS.filter(lambda day: day.year > 1980), st.times())
def test_no_moment_of_the_day_is_late(day, time):
    moment = dt.datetime.combine(day, time, LOCAL)
    assert moment < end_of_day(day)
    assert local_day(moment) == day
    assert local_day(end_of_day(day)) == day + dt.timedelta(days=1)


def test_days_in_words():
    assert weekday_name(dt.date(2026, 11, 21)) == "Thứ bảy"
    assert short_date(dt.date(2018, 1, 8)) == "08/01/2018"
    assert long_date(dt.date(2026, 11, 22)) == "Chủ nhật ngày 22/11/2026"
    assert headline_date(dt.date(2018, 1, 18)) == "Thứ năm, 18/01/2018"
    assert document_date(dt.date(2020, 8, 9)) == "ngày 09 tháng 8 năm 2020"
    assert document_date(dt.date(2018, 2, 17)) == "ngày 17 tháng 02 năm 2018"
    assert document_date(dt.date(2018, 12, 1)) == "ngày 01 tháng 12 năm 2018"


@pytest.mark.parametrize(
    "value",
    [
        "9/8/2020",
        "09-08-2020",
        "9.8.20",
        " 09 / 08 / 2020 ",
        "2020-08-09",
        "2020-08-09T10:00:00+07:00",
        44052,
        44052.75,
        "44052",
        dt.date(2020, 8, 9),
        dt.datetime(2020, 8, 9, 23, 59),  # noqa: DTZ001 -- a cell knows no time zone
        dt.datetime(2020, 8, 8, 17, 0, tzinfo=dt.UTC),
    ],
)
def test_parse_day_reads_what_people_type(value):
    assert parse_day(value) == dt.date(2020, 8, 9)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, DayProblem.EMPTY),
        ("  ", DayProblem.EMPTY),
        ("hôm qua", DayProblem.NOT_A_DAY),
        ("9/8-2020", DayProblem.NOT_A_DAY),
        ("9/8/020", DayProblem.NOT_A_DAY),
        (True, DayProblem.NOT_A_DAY),
        (5, DayProblem.NOT_A_DAY),
        (-1, DayProblem.NOT_A_DAY),
        (float("nan"), DayProblem.NOT_A_DAY),
        (10**12, DayProblem.NOT_A_DAY),
        (dt.time(8), DayProblem.NOT_A_DAY),
        ("31/02/2017", DayProblem.NO_SUCH_DAY),
        ("0/1/2017", DayProblem.NO_SUCH_DAY),
        ("29/2/2017", DayProblem.NO_SUCH_DAY),
        ("12/25/2017", DayProblem.MONTH_FIRST),
        ("2017", DayProblem.YEAR_ONLY),
        (2017, DayProblem.YEAR_ONLY),
        ("8/2020", DayProblem.MONTH_ONLY),
        ("1/1/1017", DayProblem.OUT_OF_RANGE),
        (dt.date(1000, 1, 1), DayProblem.OUT_OF_RANGE),
    ],
)
def test_parse_day_never_guesses(value, problem):
    with pytest.raises(NotADay) as caught:
        parse_day(value)
    assert caught.value.problem == problem
    assert str(caught.value) == problem.value


@given(DAYS)
def test_parse_day_reads_back_every_day(day):
    serial = (day - dt.date(1899, 12, 30)).days
    assert parse_day(f"{day:%d/%m/%Y}") == parse_day(day.isoformat()) == day
    if not 1900 <= serial < 2200:
        assert parse_day(serial) == day


@given(st.text(alphabet="0123456789/.- ", max_size=12))
def test_parse_day_says_no_in_one_way(text):
    with suppress(NotADay):
        assert isinstance(parse_day(text), dt.date)
