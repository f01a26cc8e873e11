"""Dates as people write them: which are read, and what a column tells of its order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.date_order import DateOrder, order_of
from moodcloud.dates import date_of, epoch_date
from moodcloud.roles.groupings import key_columns

from tests.laws import examples

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))
# How a day is written, and whether the form alone tells it.
FORMS = {
    "{d:%Y-%m-%d}": True,
    "{d:%Y%m%d}": True,
    "{d:%Y/%m/%d}": True,
    "{d.year}. {d.month}. {d.day}.": True,
    "{d.year}. {d.month}. {d.day} (금)": True,
    "{d.year}년 {d.month}월 {d.day}일": True,
    "{d.year}年{d.month}月{d.day}日": True,
    "{d:%B} {d.day}, {d.year}": True,
    "{d:%A}, {d:%B} {d.day}, {d.year}": True,
    "{d.day} {d:%b} {d.year}": True,
    "{d.day}-{d:%b}-{d:%y}": True,
    "{d.day}. {d.month}. {d.year}": True,
    "{d.day}.{d.month}.{d.year}": True,
    "{d.day}.{d.month:02}.{d:%y}": False,
    "{d.day}/{d.month}/{d.year}": False,
    "{d.month}/{d.day}/{d:%y}": False,
    "{d:%y}-{d:%m}-{d:%d}": False,
}
TIMES = {
    "": "",
    " 14:05": " 14:05",
    " 14:05:11": " 14:05:11",
    " 2:05:11 PM": " 14:05:11",
    " 오후 2:05:11": " 14:05:11",
    " 오후 2시 5분": " 14:05",
    " 14:05:11 +0000 UTC": " 14:05:11",
    " 14:05:11 GMT+0900 (Korean Standard Time)": " 14:05:11",
}


@pytest.mark.parametrize(("form", "told"), FORMS.items())
@settings(max_examples=examples(100))
@given(day=DAYS, time=st.sampled_from(sorted(TIMES)))
def test_a_date_is_read_in_every_form(form: str, told: bool, day: date, time: str) -> None:
    written = form.format(d=day)
    # A month of days tells the order of a column.
    first = day.replace(day=1)
    column = [form.format(d=first + timedelta(n)) for n in range(28)]
    assert date_of(written + time, order_of(column)) == f"{day}{TIMES[time]}"
    alone = date_of(written + time)
    assert alone == f"{day}{TIMES[time]}" if told else alone in (None, f"{day}{TIMES[time]}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri Mar 15 10:00:00 +0000 2024", "2024-03-15 10:00:00"),
        ("Fri Mar 15 2024 10:00:00 GMT+0900 (KST)", "2024-03-15 10:00:00"),
        ("Friday, March 15, 2024 at 2:05 PM", "2024-03-15 14:05"),
        ("20240315T101112Z", "2024-03-15 10:11:12"),
        ("15 mars 2024", "2024-03-15"),
        ("15. März 2024", "2024-03-15"),
        ("15 de marzo de 2024", "2024-03-15"),
        ("1er août 2024", "2024-08-01"),
        ("15.3.2024 14:05 Uhr", "2024-03-15 14:05"),
        ("2024. 3. 15 오전 12:30", "2024-03-15 00:30"),
        ("mars 2024", "2024-03"),
        ("03/2024", "2024-03"),
        ("202403", "2024-03"),
    ],
)
def test_a_date_of_the_world_is_read(text: str, expected: str) -> None:
    assert date_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lovely 15 2024",
        "15 lovely 2024",
        "20241315",
        "20240332",
        "1710467111",
        "12345678",
        "13/13/2024",
        "1.2.3.4",
        "3/15/24/7",
        "02/11/2023",
        "15.03.24.",
        "3 of 15",
        "2024 times",
    ],
)
def test_what_is_no_date_or_may_be_two_is_not_read(text: str) -> None:
    assert date_of(text) is None


@settings(max_examples=examples(100))
@given(
    st.datetimes(datetime(2001, 9, 10), datetime(2286, 1, 1)),
    st.sampled_from(["", "000", "123456", "000000000", ".0", "123.5"]),
)
def test_numbers_of_ten_digits_are_seconds(moment: datetime, finer: str) -> None:
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    assert epoch_date(f"{seconds}{finer}") == f"{moment:%Y-%m-%d %H:%M:%S}"
    assert date_of(str(seconds)) is None


@settings(max_examples=examples(100))
@given(
    st.lists(DAYS, min_size=2, max_size=20),
    st.sampled_from(["{d:%d/%m/%Y}", "{d:%m/%d/%y}", "{d:%d.%m.%y}"]),
    st.randoms(use_true_random=False),
)
def test_order_and_copies_of_rows_do_not_matter(
    days: list[date], form: str, random: object
) -> None:
    column = [form.format(d=day) for day in days]
    shuffled = column + column[:3]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order_of(shuffled) == order_of(column)


def test_a_column_whose_days_could_be_months_takes_the_month_and_says_so() -> None:
    assert order_of(["02/11/2023", "03/11/2023"]) == DateOrder("month", assumed=True)
    assert order_of(["02/11/2023", "28/12/2024"]) == DateOrder("day")
    assert order_of(["28/12/2024", "12/28/2024"]) is None
    assert order_of(["2024-03-15", "words"]) is None


def test_few_days_of_many_months_are_no_years() -> None:
    for column in (["01/03/21", "01/04/21", "01/05/22"], ["1.3.19", "1.6.20", "1.9.21"]):
        order = order_of(column)
        assert order is not None
        assert order.first != "year"
    assert date_of("1.3.19", order_of(["1.3.19", "1.6.20", "1.9.21"])) == "2019-03-01"
    assert date_of("3.1415") is None


def test_numbers_are_offered_as_times_where_the_name_says_so() -> None:
    rows = [(str(1_710_467_111 + n), str(1_710_467_111 + n), f"202403{n + 10}") for n in range(20)]
    assert key_columns(("created_utc", "tweet_id", "날짜"), rows, ()).times == [
        "created_utc",
        "날짜",
    ]
