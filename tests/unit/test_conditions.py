"""Conditions choose rows, and what several of them choose adds up to the whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import astuple
from pathlib import Path

import duckdb
import pytest
from moodcloud.conditions import is_condition, parse
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.settings import from_environment, from_metadata, gather, to_metadata

from tests.conftest import WriteCsv
from tests.unit.tables import WRITERS


@pytest.mark.parametrize(
    ("condition", "met", "not_met"),
    [
        ("airline=United", ["United", " united ", '"United"'], ["United Airlines", ""]),
        ("airline != United", ["Delta", ""], ["United"]),
        ("airline==Virgin America", ["Virgin America"], ["Virgin"]),
        ("stars>=4", ["4", "4.0", "10", "1e1", "+5"], ["3.99", "-4", "four", ""]),
        ("stars=5", ["5", "5.0", "05"], ["6", "five"]),
        ("stars<0.5", [".25", "-3"], ["0.5", "1", "none"]),
        # More digits than a float holds.
        ("id=570306133677760513", ["570306133677760513"], ["570306133677760514"]),
        ("date<2024-03", ["2024-02-29", "2023-12-31T23:59:59Z"], ["2024-03-01", "March", "2"]),
        ("date<=2024-03-05", ["2024-03-05 23:59", "2024-03-01"], ["2024-03-06 00:00"]),
        ("date=2024-03", ["2024-03-31 12:00:00 +0100", "2024-03-01"], ["2024-04-01"]),
        ("date>2024", ["2025-01-01"], ["2024-12-31", "2024"]),
        ("date>=2024-03-05 10:30", ["2024-03-05T10:30:01.5Z"], ["2024-03-05 10:29", "10:31"]),
        ("note=", ["", "  "], ["x"]),
        ("airline = 'Virgin America'", ["virgin america", "Virgin America"], ["Virgin"]),
        ("ok=TRUE", ["true", "True"], ["false", ""]),
        ("city!=“Köln”", ["Bonn"], ["köln", "KO\u0308LN"]),
        ("tag=<b>", ["<b>", "<B>"], ["b"]),
        ("tag='>5'", [">5"], ["6"]),
        (
            "price>=100",
            [
                "1,200",
                "$1,200.50",
                "1.234,50 €",
                "1 200",
                "EUR 100",
                "1.2K",
                "100%",
                "1'200 CHF",
                "₩12,000",
                "1,00,000",
                "+3M",
            ],
            ["12,5", "€ 15", "99,99", "0,125", "-1,200", "-$500", "$-500", "1,2,300,4", "ABC 500"],
        ),
        ("price=1200", ["1,200", "1,200.00", "1.2k"], ["1.200", "1,20"]),
        (
            "date>=2024-01",
            [
                "Mar 15, 2024",
                "15/03/2024",
                "3/15/2024 9:05 PM",
                "15.03.2024",
                "2024/3/5",
                "5 March 2024",
                "2024년 3월 5일",
                "15-Mar-2024",
                "Tue Mar 05 11:35:52 +0000 2024",
                "March 2024",
                "04/04/2024",
                # In either order.
                "02/11/2024",
            ],
            ["Nov 2, 2023", "28/12/2023", "02/11/2023", "13/13/2024", "soon"],
        ),
        ("date!=2024-03", ["02/04/2024", "28/02/2024"], ["15/03/2024", "Mar 15, 2024"]),
        ("date<2024-03-05 12:00", ["02/28/2024 11:59 am", "5 Mar 2024"], ["5 Mar 2024, 12:30"]),
        ("리뷰=좋아요!=나빠요", ["좋아요!=나빠요"], ["좋아요"]),
    ],
)
def test_a_condition_holds_or_not(condition: str, met: list[str], not_met: list[str]) -> None:
    holds = parse(condition).test()
    assert [field for field in met if not holds(field).met] == []
    assert [field for field in not_met if holds(field).met] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "airline",
        "=United",
        "name>m",
        "stars>=",
        "a=1;b=2",
        "stars=>4",
        "stars=<4",
        "stars =< 4",
        "name=>m",
        "stars<>4",
    ],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    assert not is_condition(text)
    with pytest.raises(UploadError, match="--where is") as caught:
        Options(where=("a=1", text))
    assert caught.value.code == "bad_option"


@pytest.mark.parametrize("text", ["stars=>4", "stars=<4", "stars =< 4", "name=>m", "stars<>4"])
def test_a_sign_turned_round_is_refused(text: str) -> None:
    assert not is_condition(text)


def test_a_column_tells_what_its_dates_and_points_mean() -> None:
    def met(condition: str, *fields: str) -> list[bool]:
        return [verdict.met for verdict in map(parse(condition).test(fields), fields)]

    assert met("d>=2023-06", "02/11/2023", "28/12/2022") == [True, False]
    assert met("d>=2023-06", "02/11/2023", "12/28/2022") == [False, False]
    # Nothing tells the day from the month, and it does not matter.
    assert met("d>=2024-01-01", "02/11/2023", "03/04/2024", "01/01/2024") == [False, True, True]
    assert met("price>=100", "1.200", "99,50", "12.000 €") == [True, False, True]
    assert met("price>=100", "1.200", "99.50", "150") == [False, False, True]
    # Seconds since 1970, and days without marks: a year is a year there.
    assert met("at>=2024", "1710467111", "1672531200") == [True, False]
    assert met("at>=2024-01-01", "1710467111", "1672531200") == [True, False]
    assert met("at<2024", "20240315", "20231231") == [False, True]
    assert met("id>=2024", "1710467111", "7") == [True, False]


def test_what_cannot_be_compared_is_told_apart() -> None:
    price, day = parse("price>=100").test(), parse("date!=2024-03").test()
    assert [price(each).compared for each in ("950", "", "on request", "ca. 5")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [day(each) for each in ("02/03/2024", "x")] == [(True, False)] * 2
    assert parse("name!=2024").test()("Ann") == (True, True)


def test_conditions_come_with_an_upload_and_from_the_environment() -> None:
    chosen = Options(where=("city=Paris, France", "stars>=4"))
    assert gather(from_metadata(to_metadata({"where": chosen.where}))) == chosen
    written = "city=Paris, France; stars>=4"
    assert gather(from_environment({"MOODCLOUD_WHERE": written})) == chosen
    tagged = Options(where=("tag=a;b", 'name="c;d=e"', "stars>=4"))
    assert gather(from_metadata(to_metadata({"where": tagged.where}))) == tagged
    assert gather(from_metadata({"moodcloud-where": written})) == chosen


NAMES = ("id", "review", "stars", "hotel")
ROWS = [
    (str(n), f"a text of guest {n} about the room", str(1 + n % 5), "AB"[n % 3 > 0])
    for n in range(60)
]


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        # The column tells what comes first, in its own dates and in that of the condition.
        (["1/2/24", "28/2/24"], "2/3/24", "2024-03-02"),
        (["1/2/2024", "2/28/2024"], "2/3/24", "2024-02-03"),
        (["24.03.15", "24.03.16"], "24.03.02", "2024-03-02"),
        (["01.02.24"], "2.3.24", "2024-03-02"),
        (["28.12.1998"], "2.3.98", "1998-03-02"),
        # Where it does not, the date itself may.
        (["2024-02-01"], "15/3/2024", "2024-03-15"),
        (["Feb 1, 2024"], "3/15/24", "2024-03-15"),
    ],
)
def test_a_date_of_a_condition_is_read_as_those_of_its_column(
    column: list[str], value: str, read: str
) -> None:
    for sign in ("<", "<=", ">", ">=", "="):
        test = parse(f"day{sign}{value}").test(column)
        meant = parse(f"day{sign}{read}").test(column)
        others = ["2024-02-02", "2024-02-03 10:00", "2024-03-02", "2024-03-15", "2025-01-01"]
        moments = [*column, *others]
        assert list(map(test, moments)) == list(map(meant, moments))
    assert parse(f"day<={value}").test(column)(read).met


def test_a_range_from_a_date_that_may_be_two_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "days.csv"
    rows = [f"a room with view {n},{n % 2},2024-02-0{n % 9 + 1}\n" for n in range(20)]
    path.write_text("text,label,day\n" + "".join(rows), "utf-8")
    with pytest.raises(UploadError, match="does not tell the day from the month") as raised:
        _read(path, connection, "day>=2/3/24")
    assert raised.value.code == "bad_option"
    assert not parse("day=2/3/24").test(["2024-02-03"])("2024-02-03").met


def _read(path: Path, connection: duckdb.DuckDBPyConnection, *where: str) -> Table:
    folder = path.parent / f"{len(list(path.parent.iterdir()))}"
    folder.mkdir()
    table = read_table(path, Options(where=where), folder, connection)
    ((rows,),) = connection.execute(f"SELECT count(*) FROM ({table.relation})").fetchall()
    assert table.rows.counted <= rows <= table.rows.counted + table.rows.left_out
    return table


_IN_ANOTHER_ZONE = """
import sys
from pathlib import Path
from moodcloud.database import connect, further_connection
from moodcloud.options import Options
from moodcloud.reading import read_table
folder = Path(sys.argv[1])
with connect(folder) as engine:
    options = Options(where=("seen>=2024-02-24",))
    print(read_table(folder / "moments.parquet", options, folder, engine).rows.counted)
    for connection in (engine, engine.cursor()):
        print(*connection.execute("SELECT TIMESTAMPTZ '2024-02-24 00:00+00'::VARCHAR").fetchone())
"""


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_moments_are_those_of_utc_wherever_the_machine_is(tmp_path: Path, zone: str) -> None:
    duckdb.sql(f"""
        COPY (SELECT 'the room was ' || ['good', 'bad'][1 + i % 2] AS text,
                     ['positive', 'negative'][1 + i % 2] AS sentiment,
                     to_timestamp(1708732800 + 3600 * (i - 40)) AS seen
              FROM range(60) t(i)) TO '{tmp_path}/moments.parquet'
    """)
    told = subprocess.run(
        [sys.executable, "-c", _IN_ANOTHER_ZONE, str(tmp_path)],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == ["20", *["2024-02-24 00:00:00+00"] * 2]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "json, lists", "parquet", "xlsx"])
@pytest.mark.parametrize("parts", [("hotel=A", "hotel!=A"), ("stars<=3", "stars>3")])
def test_parts_add_up_to_the_whole(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, format_: str, parts: tuple[str, ...]
) -> None:
    path = tmp_path / "reviews.file"
    WRITERS[format_](path, [NAMES, *ROWS])
    whole, total = _read(path, connection), Counter[str]()
    for part in parts:
        table = _read(path, connection, part)
        assert table.rows.read == whole.rows.read == 60
        assert table.rows.filtered == 60 - table.rows.counted
        assert table.input.text_column == whole.input.text_column
        total.update(table.sentiments)
    # 1 to 3 stars alone would be another scale.
    assert dict(total) == dict(whole.sentiments) == {"positive": 24, "neutral": 12, "negative": 24}


def test_all_conditions_must_hold(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    path = write_csv([NAMES, *ROWS])
    both = _read(path, connection, "hotel=A", "Stars >= 4")
    kept = [row for row in ROWS if row[3] == "A" and int(row[2]) >= 4]
    assert (both.rows.counted, both.sentiments) == (len(kept), {"positive": len(kept)})
    assert _read(path, connection, "4=A", "3>=4").sentiments == both.sentiments


def test_rows_left_out_for_another_reason_are_still_listed(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    odd = [("60", "", "1", "A"), ("61", "no stars", "", "A"), ("62", "", "2", "B")]
    path = write_csv([NAMES, *ROWS, *odd, ("broken",)])
    table = _read(path, connection, "hotel=A")
    assert astuple(table.rows) == (20, 1, 1, 1, 0, 41, 0)
    reasons = [(row.line, row.reason) for row in table.rejected]
    broken = (65, "1 fields where 4 are expected")
    assert reasons == [(62, "no text"), (63, "no sentiment"), broken]


def test_rows_that_a_condition_cannot_be_compared_with_are_counted(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    prices = ["1,200", "950", "€ 15", "on request", "n/a", ""]
    rated = [(*row, prices[n % 6], f"{1 + n % 5}.0 out of 5 stars") for n, row in enumerate(ROWS)]
    path = write_csv([(*NAMES, "price", "marks"), *rated])
    rows = _read(path, connection, "price>=100").rows
    assert (rows.counted, rows.filtered, rows.uncompared) == (20, 40, 10)
    rows = _read(path, connection, "marks>=4").rows
    assert (rows.counted, rows.uncompared) == (24, 0)
    with pytest.raises(UploadError, match="60 rows hold what is neither a number nor") as caught:
        _read(path, connection, "review>=4")
    assert caught.value.code == "no_row_meets"


def test_a_condition_that_nothing_meets_says_so(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    path = write_csv([NAMES, *ROWS])
    with pytest.raises(UploadError, match=r"60 rows of .*hotel=C \(.* 2 different") as caught:
        _read(path, connection, "hotel=C", "stars>=1")
    assert (caught.value.code, caught.value.values) == ("no_row_meets", ("B", "A"))
    with pytest.raises(UploadError, match="together, though some meet each of them") as caught:
        _read(path, connection, "hotel=A", "hotel=B")
    assert caught.value.values == ()
    with pytest.raises(UploadError, match=r'no column hotle, .*mean "hotel"') as caught:
        _read(path, connection, "hotle=A")
    assert caught.value.code == "unknown_column"


def test_a_condition_that_no_text_without_a_label_meets_says_so(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    path = write_csv([("text", "lang"), *((f"I love phone number {n}", "en") for n in range(10))])
    with pytest.raises(UploadError, match="None of the 10 rows") as caught:
        _read(path, connection, "lang=fr")
    assert (caught.value.code, caught.value.values) == ("no_row_meets", ("en",))


def test_the_language_of_texts_without_labels_is_that_of_the_rows_chosen(
    write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    english = [("en", f"I love this great phone, number {n}") for n in range(10)]
    korean = [("ko", f"이 전화기는 정말 마음에 들지 않아요 {n}") for n in range(40)]
    path = write_csv([("lang", "text"), *korean, *english])
    assert _read(path, connection).input.sentiment_source == "nsmc"
    table = _read(path, connection, "lang=en")
    assert table.input.sentiment_source == "vader"
    assert (table.sentiments, table.rows.filtered) == ({"positive": 10}, 40)
