"""Delimited text as people have it: each file of the table reads as a person would read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

GOOD, BAD = "We loved the breakfast", "Never again, a waste of money"
TWO = Counter({(GOOD, "1"): 1, (BAD, "0"): 1})


@dataclass(frozen=True)
class Case:
    """A file and what it holds: rows as (text, label), lines skipped, rows rejected."""

    content: str
    rows: Counter[tuple[str, str]]
    skipped: int = 0
    rejected: int = 0


def two(template: str, **more: int) -> Case:
    """Return a file of two rows, with GOOD and BAD for what they say."""
    return Case(template.replace("GOOD", GOOD).replace("BAD", BAD), TWO, **more)


CASES = {
    "decimal commas": two("text;score;label\nGOOD;1,5;1\nBAD;2,25;0\n"),
    "the delimiter said in the first line": two('sep=;\ntext;label\nGOOD;1\n"BAD";0\n', skipped=1),
    "carets": Case(
        "text^label\n" + "".join(f"words {i}, and more^{i % 2}\n" for i in range(8)),
        Counter({(f"words {i}, and more", str(i % 2)): 1 for i in range(8)}),
    ),
    "labels marked for fastText, commas between": Case(
        f'__label__1,{GOOD}\n__label__0,"{BAD}"\n',
        Counter({(GOOD, "__label__1"): 1, (BAD, "__label__0"): 1}),
    ),
    "texts, the first a short one": Case(
        f"So good!\n{GOOD}\n{BAD}\n",
        Counter({("So good!", ""): 1, (GOOD, ""): 1, (BAD, ""): 1}),
    ),
    "texts below a question": Case(
        f"Your say?\n{GOOD}\n{BAD}\n", Counter({(GOOD, ""): 1, (BAD, ""): 1})
    ),
    "a header with empty names of empty columns": Case(
        f'v1,v2,,,\nham,{GOOD},,,\nspam,"{BAD} and time",,,\nham,so so,,, really\n',
        Counter({(GOOD, ""): 1, (f"{BAD} and time", ""): 1, ("so so", ""): 1}),
    ),
    "labels marked for fastText": Case(
        f"__label__1 {GOOD},  all; of it\n__label__0 {BAD}\n__label__1 \n",
        Counter(
            {
                (f"{GOOD},  all; of it", "__label__1"): 1,
                (f"{BAD}", "__label__0"): 1,
                ("", "__label__1"): 1,
            }
        ),
    ),
    "a title above": two('Reviews of May\n\ntext,label\nGOOD,1\n"BAD",0\n', skipped=2),
    "titles padded to the width": two(
        'Reviews,,\nof May,,\n,,\nid,text,label\n1,GOOD,1\n2,"BAD",0\n', skipped=3
    ),
    "comments above": two('# made, by, hand\n# text\ntext,label\nGOOD,1\n"BAD",0\n', skipped=2),
    "comments above, no header": two('# by hand\n1,GOOD,x\n0,"BAD",x\n', skipped=1),
    "comments between": two(
        'id,text,label\n1,GOOD,1\n# it\'s "fine\n2,"BAD",0\n# end\n', skipped=2
    ),
    "a hashtag is no comment": Case(
        "text,label\n#yes we can,1\n#no we cannot,0\n#yes,1\n",
        Counter({("#yes we can", "1"): 1, ("#no we cannot", "0"): 1, ("#yes", "1"): 1}),
    ),
    "a header marked as a comment": two('#text,label\nGOOD,1\n"BAD",0\n'),
    "quotes doubled": Case(
        'text,label\n"so ""good"", yes",1\n"bad, ""bad""",0\n',
        Counter({('so "good", yes', "1"): 1, ('bad, "bad"', "0"): 1}),
    ),
    "quotes escaped": Case(
        'text,label\n"so \\"good\\", yes",1\n"bad \\"thing\\" it was, no",0\n',
        Counter({('so "good", yes', "1"): 1, ('bad "thing" it was, no', "0"): 1}),
    ),
    "quotes escaped, and new lines": Case(
        'text,label\n"so \\"good\\"\\nyes \\\\ ",1\n"bad \\"thing\\" it was\\r\\nno",0\n',
        Counter({('so "good"\\nyes \\', "1"): 1, ('bad "thing" it was\\r\\nno', "0"): 1}),
    ),
    "quotes escaped, a row broken": Case(
        'text,label\n"so \\"good\\", yes",1\n"bad \\"thing\\" it was, no",0\nnone\n',
        Counter({('so "good", yes', "1"): 1, ('bad "thing" it was, no', "0"): 1}),
        rejected=1,
    ),
    "a stray quote amid": Case(
        'text,label\n5" of snow,1\n"a, b",0\n', Counter({('5" of snow', "1"): 1, ("a, b", "0"): 1})
    ),
    "single quotes": two("text,label\n'GOOD','1'\n'BAD','0'\n"),
    "spaces before quotes": two('text, note, label\nGOOD, "a, b", 1\n"BAD", "c, d", 0\n'),
    "newlines within quotes": Case(
        'text,label\n"one\n\ntwo, three",1\n"four\nfive",0\n',
        Counter({("one\n\ntwo, three", "1"): 1, ("four\nfive", "0"): 1}),
    ),
    "newlines of all kinds": two('text,label\r\nGOOD,1\r\n\n"BAD",0\r'),
    "only CR": two('text,label\rGOOD,1\r\r"BAD",0\r'),
    "blank lines between": two('\ntext,label\n\nGOOD,1\n   \n\n"BAD",0\n\n', skipped=1),
    "blank lines in one column": Case(
        'text\n\nfirst words\n\n""\nother words\n',
        Counter({("first words", ""): 1, ("", ""): 1, ("other words", ""): 1}),
    ),
    "a delimiter at every end": two('text,label,\nGOOD,1,\n"BAD",0,\n'),
    "a delimiter at every end but the header's": two('text,label\nGOOD,1,\n"BAD",0,\n'),
    "empty ends left out": two('text,label,note,more\nGOOD,1\n"BAD",0\n'),
    "numbers of rows without a name": two('"text","label"\n"1","GOOD",1\n"2","BAD",0\n'),
    "ragged": Case(
        "id,text,label,note\n"
        + "".join(f"{i},words {i},{i % 2},\n" for i in range(4))
        + '4,words 4,0\n5,"words 5",1,,,\n6,short\n7,a,1,b,c\n',
        Counter({(f"words {i}", str(i % 2)): 1 for i in range(6)}),
        rejected=2,
    ),
    "two rows of header, as SurveyMonkey writes them": two(
        'Comment,Sentiment\nOpen-Ended Response,Response\nGOOD,1\n"BAD",0\n', skipped=1
    ),
    "three rows of header, as Qualtrics writes them": two(
        'StartDate,Q1,Q2\nStart Date,How was it?,"Tell us:\nwhy?"\n'
        '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}"\n'
        '2024-01-01,1,GOOD\n2024-01-02,0,"BAD"\n',
        skipped=3,
    ),
    "names of groups above the header": two(
        'Guest,,Feedback,\nID,Country,Comment,Rating\n1,US,GOOD,1\n2,US,"BAD",0\n', skipped=1
    ),
    "a title and a date above": two(
        'Feedback,,\nas of,1 April,\n,,\nGuest,Comment,Sentiment\nA,GOOD,1\nB,"BAD",0\n',
        skipped=3,
    ),
    "thirty comments above": two(
        "# made, by, hand\n" * 30 + 'text,label\nGOOD,1\n"BAD",0\n', skipped=30
    ),
    "more comments than rows": two(
        "id,text,label\n" + "# by hand\n" * 9 + '1,GOOD,1\n2,"BAD",0\n', skipped=9
    ),
    "commas in texts that nobody quoted, the text last": Case(
        "label,text\n1,good, so good\n0,bad, and, well, bad\n1,fine\n0,slow,dull, and ugly\n",
        Counter(
            {
                ("good, so good", "1"): 1,
                ("bad, and, well, bad", "0"): 1,
                ("fine", "1"): 1,
                ("slow,dull, and ugly", "0"): 1,
            }
        ),
    ),
    "commas in texts that nobody quoted, the text first": Case(
        'text,label\ngood, so "good",1\nbad, and, well, bad,0\nfine,1\n',
        Counter({('good, so "good"', "1"): 1, ("bad, and, well, bad", "0"): 1, ("fine", "1"): 1}),
    ),
    "commas in texts that nobody quoted, without spaces": Case(
        "sentiment,comment\n" + "positive,good,so good\nnegative,bad,so bad\n" * 2,
        Counter({("good,so good", "positive"): 2, ("bad,so bad", "negative"): 2}),
    ),
    "a text on each line, with a comma": Case(
        "I love it, really.\nThis is bad, very bad.\nNot sure, maybe later.\nThanks, all!\n",
        Counter(
            {
                ("I love it, really.", ""): 1,
                ("This is bad, very bad.", ""): 1,
                ("Not sure, maybe later.", ""): 1,
                ("Thanks, all!", ""): 1,
            }
        ),
    ),
    "bars and tabs in the quoted texts of one column": Case(
        '"text"\n"I love it | really"\n"so bad | never again"\n"fine\tand good | yes"\n',
        Counter(
            {
                (t, ""): 1
                for t in ("I love it | really", "so bad | never again", "fine\tand good | yes")
            }
        ),
    ),
    "a text and its label with an at sign between": Case(
        "".join(f"words {i}, and more@{('good', 'bad')[i % 2]}\n" for i in range(8)),
        Counter({(f"words {i}, and more", ("good", "bad")[i % 2]): 1 for i in range(8)}),
    ),
    "spaces between what is quoted": Case(
        '"text" "label"\n"1" "good, \\"so\\" good" 1\n"2" "bad\nand worse" 0\n',
        Counter({('good, "so" good', "1"): 1, ("bad\nand worse", "0"): 1}),
    ),
    "files put together": Case(
        'text,label\nGOOD,a\n"one, two",b\n\ufefftext,label\nBAD,b\n'.replace("GOOD", GOOD).replace(
            "BAD", BAD.replace(",", "")
        ),
        Counter({(GOOD, "a"): 1, ("one, two", "b"): 1, (BAD.replace(",", ""), "b"): 1}),
        rejected=1,
    ),
}


def read(content: bytes, path: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    path.write_bytes(content)
    return read_table(path, Options(), path.parent, connection)


def rows_of(table: Table, connection: duckdb.DuckDBPyConnection) -> Counter[tuple[str, str]]:
    found = connection.execute(f"SELECT text, label FROM ({table.relation})").fetchall()
    return Counter((text.strip(), label.strip()) for text, label in found)


@pytest.mark.parametrize("name", CASES)
def test_a_file_reads_as_a_person_reads_it(
    name: str, tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    case = CASES[name]
    table = read(case.content.encode(), tmp_path / "upload.csv", connection)
    found = rows_of(table, connection)
    if table.input.sentiment_source == "vader":
        found = Counter({(text, ""): count for (text, _), count in found.items()})
    assert found == case.rows
    assert table.input.skipped_lines == case.skipped
    assert table.rows.rejected == case.rejected
    assert table.rows.read == case.rows.total() + case.rejected


@pytest.mark.parametrize("mark", "*+?()[\\^$.|#~")
def test_any_delimiter_may_be_said_in_the_first_line(
    mark: str, tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = f"sep={mark}\ntext{mark}label\n{GOOD}{mark}1\n{BAD}{mark}0\n"
    table = read(rows.encode(), tmp_path / "upload.csv", connection)
    assert (table.input.delimiter, table.rows.counted) == (mark, 2)


def test_the_header_of_a_file_put_behind_another_is_listed(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    content = "text,label\n" + "good words,1\nbad words,0\n" * 500
    table = read((content * 2).encode(), tmp_path / "upload.csv", connection)
    assert [(row.line, row.reason) for row in table.rejected] == [(1002, "the header again")]
    assert (table.rows.read, table.rows.counted) == (2001, 2000)


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("text,text,label", ("text", "text_2", "label")),
        (",text,label", ("1", "text", "label")),
        ("text,,label", ("text", "2", "label")),
        ("text_2,text,text,label", ("text_2", "text", "text_3", "label")),
    ],
)
def test_columns_named_alike_or_not_at_all_can_be_told_apart(
    header: str, named: tuple[str, ...], tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    width = len(named)
    rows = "".join(",".join(["some words"] * (width - 1) + [str(i % 2)]) + "\n" for i in range(9))
    path = tmp_path / "upload.csv"
    path.write_text(f"{header}\n{rows}", "utf-8")
    for name in named[:-1]:
        options = Options(text_column=name, sentiment_column="label")
        table = read_table(path, options, tmp_path, connection)
        assert table.input.text_column == name
        assert table.rows.counted == 9


@pytest.mark.slow
def test_a_row_too_long_to_read_is_one_rejected_row(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    long = "many words, many\n" * 400_000
    content = f'text,label\ngood words,1\n"{long}",1\n{"x" * 5_000_000},1\nbad words,0\n'
    table = read(content.encode(), tmp_path / "upload.csv", connection)
    assert (table.rows.counted, table.rows.rejected) == (2, 2)
    assert [row.line for row in table.rejected] == [3, 400_004]
    assert "6,800,004 characters where at most" in table.rejected[0].reason
    assert len(table.rejected[1].content) < 2_000


@pytest.mark.slow
def test_ten_thousand_columns_are_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    names = [f"q{i}" for i in range(10_000)]
    rows = [["7"] * 10_000 + [f"words {i}", str(i % 2)] for i in range(20)]
    lines = [[*names, "comment", "label"], *rows]
    content = "\n".join(",".join(line) for line in lines) + "\n"
    table = read(content.encode(), tmp_path / "upload.csv", connection)
    assert (table.input.text_column, table.rows.counted) == ("comment", 20)
