"""Tables of HTML pages, which many programs save under the name of a workbook."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular.html_rows import HtmlRow, HtmlRows

TEXTS = ["The room was clean &amp; kind", "Never<br>again, a&nbsp;waste", "It <b>broke</b> twice"]
TABLE = (
    "<tr><th>id<th>review<th>mood</tr>"
    + "".join(
        f"<tr><td>{i}</td><td>{TEXTS[i % 3]} {i}</td><td>{('good', 'bad')[i % 2]}</td></tr>\n"
        for i in range(40)
    )
)  # fmt: skip


def _read(
    page: str | bytes, tmp_path: Path, connection: duckdb.DuckDBPyConnection, **options: str
) -> tuple[Table, list[tuple[str, str]]]:
    path = tmp_path / "export.xls"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    table = read_table(path, Options(**options), tmp_path, connection)  # type: ignore[arg-type]
    return table, connection.execute(table.relation).fetchall()


def _rows(page: str, step: int | None = None) -> list[list[str]]:
    found: list[HtmlRow] = []
    parser = HtmlRows(found.append)
    for start in range(0, len(page), step or len(page)):
        parser.feed(page[start : start + (step or len(page))])
    parser.end()
    return [row.cells for row in found]


def test_an_export_that_is_a_page_is_read_as_its_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    page = (
        '<html xmlns:x="urn:excel"><head><meta charset="utf-8"><style>td {color: red}</style>'
        "<!--[if gte mso 9]><xml></xml><![endif]--></head><body><![if supportMisalignedColumns]>"
        f"<table><tr><td colspan=3>All reviews of May</td></tr>{TABLE}</table></body></html>"
    )
    table, rows = _read(page, tmp_path, connection)
    used = table.input
    assert (used.format, used.header, used.text_column, used.sentiment_column) == (
        "html", True, "review", "mood",
    )  # fmt: skip
    assert (table.rows.read, table.sentiments) == (40, {"positive": 20, "negative": 20})
    assert "Never\nagain, a waste 1" in [text for text, *_ in rows]
    assert (used.sheet, used.sheets_alike) == (None, [])


def test_of_several_tables_the_one_with_most_rows_is_read_and_those_like_it_are_named(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    few = "".join(TABLE.splitlines()[:9])
    page = (
        "<!doctype html><table><tr><td>menu<td>"
        f"<table><caption>June</caption>{few}</table><tr><td>more<td>"
        f"<table><caption>May</caption>{TABLE}</table></table>"
    )
    table, _ = _read(page, tmp_path, connection)
    assert (table.input.sheet, table.input.sheets_alike) == ("May", ["June"])
    assert table.rows.read == 40
    for sheet in ("June", "2"):
        assert _read(page, tmp_path, connection, sheet=sheet)[0].rows.read == 9
    with pytest.raises(UploadError, match=r"no sheet July.*Sheets found: 1, June, May") as caught:
        _read(page, tmp_path, connection, sheet="July")
    assert caught.value.code == "unknown_sheet"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "utf-8"), ("koi8-r", "utf-8")],
)
def test_the_encoding_that_a_page_names_is_believed_unless_its_bytes_are_utf8(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, charset: str, encoding: str
) -> None:
    rows = "".join(f"<tr><td>Номер был чистым {i}<td>{i % 2}" for i in range(9))
    page = (
        f"<html><meta content='text/html; charset={charset}'><table><tr><td>отзыв<td>оценка{rows}"
    )
    _, found = _read(page.encode(encoding), tmp_path, connection)
    assert len(found) == 9
    assert found[0][0].startswith("Номер был чистым")


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        # What is never closed ends where the next one begins.
        ("<table><tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<table><td>a<td>b</table><table><tr><td>c</table>", [["a", "b"], ["c"]]),
        # A cell over several columns leaves the others empty; one over several rows is in each.
        ("<table><tr><td colspan=2>a<td>b", [["a", "", "b"]]),
        (
            "<table><tr><td rowspan=3>x<td>a<tr><td>b<tr><td>c<tr><td>y<td>d",
            [["x", "a"], ["x", "b"], ["x", "c"], ["y", "d"]],
        ),
        ("<table><tr><td>a<td rowspan=2>x<tr><td>b", [["a", "x"], ["b", "x"]]),
        # A table within a cell is one of its own.
        ("<table><tr><td>a<table><tr><td>in</table>b<td>c", [["in"], ["ab", "c"]]),
        # Scripts are no text, whatever is in them.
        ("<table><tr><td>a<script>x = '</td><td>' < b</script>c<td>d", [["ac", "d"]]),
        ("<table><tr><td>1 < 2 &lt;b&gt; &eacute;&#33;&nope;", [["1 < 2 <b> é!&nope;"]]),
        ("<table><tr><td><![odd[ words]]>a<!-- <td> --><td>b", [["a", "b"]]),
        ("<table><tr><td colspan=x rowspan=-1>a<td colspan=>b", [["a", "b"]]),
    ],
)
def test_cells_are_what_a_browser_shows(page: str, rows: list[list[str]]) -> None:
    assert _rows(page) == rows
    assert _rows(page, 1) == rows


def test_tables_within_tables_without_end_are_passed_over() -> None:
    rows = _rows("<table><tr><td>a<td>" + "<table><tr><td>" * 100_000 + "x" + "</table>" * 100_001)
    assert rows[-1][0] == "a"
    assert len(rows) == 100
    assert _rows("<table><tr><td>" + "<div><b>" * 100_000 + "x<td>y") == [["x", "y"]]


def test_a_page_cannot_fill_the_disk_by_cells_that_span_others() -> None:
    wide = _rows("<table><tr><td colspan=999999999999>a<td colspan=1000>b" + "<td>c" * 20_000)
    assert len(wide[0]) <= 16_384
    tall = _rows("<table><tr>" + "<td rowspan=65534>word" * 1000 + "<tr><td>x" * 1000)
    assert max(map(len, tall[1:])) < 20


def test_a_page_that_swells_is_not_written_to_its_end(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moodcloud.tabular.limits.RATIO_FROM", 1 << 20)
    monkeypatch.setattr("moodcloud.tabular.limits.MAX_RATIO", 5)
    with pytest.raises(UploadError) as caught:
        _read("<table>" + "<tr><td colspan=100>a<td>b" * 10_000, tmp_path, connection)
    assert caught.value.code == "archive_bomb"


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("<script>let a = '</td>'", "broken_file"),
        ("<!--" * 100_000, "broken_file"),
        ("<a b='" * 100_000, "broken_file"),
    ],
)
def test_what_does_not_end_is_told_and_swallows_no_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, rest: str, code: str
) -> None:
    with pytest.raises(UploadError) as caught:
        _read(f"<table>{TABLE}<tr><td>{rest}", tmp_path, connection)
    assert caught.value.code == code


def test_a_row_too_long_is_rejected_and_the_others_are_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table, _ = _read(
        f"<table>{TABLE}<tr><td>1<td>{'word ' * 500_000}<td>good", tmp_path, connection
    )
    assert (table.rows.read, table.rows.rejected) == (41, 1)
