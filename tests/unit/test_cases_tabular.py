"""Headers above broken rows and numbers, damaged letters: which rows and letters are read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular import charset
from moodcloud.tabular.utf8 import Utf8File, to_utf8

NOTES = [
    "Please name a source for this",
    "It is clear and short enough",
    "It says nothing that is new",
    "A good link to the report",
    "The date in it is wrong",
]
RATED = ["USEFUL", "USELESS", "USEFUL", "USEFUL", "USELESS"]


def _read(tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str | bytes) -> Table:
    path = tmp_path / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, Options(), tmp_path, connection)


def _texts(table: Table, connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        text for (text,) in connection.execute(f"SELECT text FROM ({table.relation})").fetchall()
    ]


def _rows(joint: str) -> list[str]:
    rows = enumerate(zip(NOTES, RATED, strict=True), start=1)
    return [joint.join((str(number), note, rated)) for number, (note, rated) in rows]


@pytest.mark.parametrize("joint", ["\t", ",", ";"])
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_row_that_a_newline_cuts_in_two_does_not_hide_the_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, joint: str, at: int
) -> None:
    lines = _rows(joint)
    lines[at] = lines[at].replace(" is ", " is\n").replace("for this", "for\nthis")
    lines[at] = lines[at].replace("link to", "link\nto")
    table = _read(tmp_path, connection, "\n".join([joint.join(("no", "said", "use")), *lines]))
    assert (table.input.header, table.input.text_column) == (True, "said")
    assert (table.rows.counted, table.rows.rejected) == (4, 2)
    assert [row.line for row in table.rejected] == [at + 2, at + 3]


def test_all_parts_of_a_row_cut_in_three_are_rejected(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = _rows("\t")
    lines[1] = "2\tIt is clear\nand short\nenough\tUSELESS"
    table = _read(tmp_path, connection, "\n".join(["no\tsaid\tuse", *lines]))
    assert (table.rows.counted, [row.line for row in table.rejected]) == (4, [3, 4, 5])


def test_a_row_of_words_where_numbers_are_does_not_hide_the_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [*_rows(","), "total,five notes in all,"]
    table = _read(tmp_path, connection, "\n".join(["no,said,use", *lines]))
    assert (table.input.header, table.rows.read) == (True, 6)


def test_rows_that_lack_their_last_fields_stay_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [row.rpartition(",")[0] for row in _rows(",")[:4]] + _rows(",")[4:] * 5
    table = _read(tmp_path, connection, "\n".join(["no,said,use", *lines]))
    assert (table.rows.read, table.rows.rejected) == (9, 0)


@pytest.mark.parametrize(
    ("header", "index"),
    [("0,1,2", False), (",0,1,2", True), ('"0","1","2"', False), ("0,1,5", False)],
)
def test_numbers_of_columns_are_a_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, header: str, index: bool
) -> None:
    rows = [f"{i * 37},{note},{i % 2}" for i, note in enumerate(NOTES * 3)]
    lines = [f"{i},{row}" for i, row in enumerate(rows)] if index else rows
    table = _read(tmp_path, connection, "\n".join([header, *lines]))
    assert (table.input.header, table.input.text_column) == (True, "1")
    assert table.rows.read == 15


def test_a_0_above_a_single_column_of_texts_is_its_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(tmp_path, connection, "\n".join(["0", *NOTES]))
    assert (table.input.header, table.input.text_column, table.rows.read) == (True, "0", 5)


def test_numbers_that_are_no_header_are_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [f"{i % 2},{note}" for i, note in enumerate(NOTES * 3)]
    table = _read(tmp_path, connection, "\n".join(["0,1", *lines[1:]]))
    assert (table.input.header, table.rows.read) == (True, 14)
    table = _read(tmp_path, connection, "\n".join(["0,All was fine", *lines]))
    assert (table.input.header, table.rows.read) == (False, 16)


def _utf8(tmp_path: Path, content: bytes) -> tuple[str, Utf8File]:
    path = tmp_path / "upload.csv"
    path.write_bytes(content)
    file = to_utf8(path, tmp_path, path.name)
    return file.path.read_text("utf-8"), file


@pytest.mark.parametrize(
    ("damaged", "meant", "count"),
    [
        ("our doggieï¿½ slept", "our doggie\ufffd slept", 1),
        ("it isnï¿½t goodï¿½ï¿½", "it isn\ufffdt good\ufffd\ufffd", 3),
        ("a cafÃ¯Â¿Â½", "a caf\ufffd", 1),
        ("so 锟斤拷 it was", "so \ufffd\ufffd it was", 1),
        ("ï»¿text", "text", 1),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_damaged_mark_is_no_letters_and_counted(
    tmp_path: Path, damaged: str, meant: str, count: int, codec: str
) -> None:
    others = "".join(f"a naïve café in the Île, No. {i}, ¿qué?\n" for i in range(40))
    text, file = _utf8(tmp_path, (others + damaged + "\n").encode(codec))
    assert text == others + meant + "\n"
    assert (file.replaced_bytes, file.mended) == (count, False)


def test_a_damaged_mark_between_two_pieces_of_a_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charset, "_CHUNK", 7)
    text, file = _utf8(tmp_path, ("é" * 30 + "ï¿½ and ï, ï¿, ï¿½ï").encode())
    assert text == "é" * 30 + "\ufffd and ï, ï¿, \ufffdï"
    assert file.replaced_bytes == 2


FRENCH = [
    "Très déçu de l’étiquetage, ils étaient pressés",
    "Il a été réparé à l’hôtel – déjà vu",
    "Où est la clé de la chambre où j’étais",
    "Le château est très bien situé, naïve idée",
]
SPANISH = ["Está en la habitación", "qué café más rápido", "el señor volverá mañana, aquí"]
GERMAN = ["schöne Zimmer, müde Gäste", "für fünf Nächte zu laut", "Ärger und böse Überraschung"]


@pytest.mark.parametrize(
    ("page", "others"), [("cp850", FRENCH), ("mac_roman", FRENCH), ("cp850", GERMAN)]
)
def test_letters_of_another_code_page_within_cp1252_are_repaired_and_counted(
    tmp_path: Path, page: str, others: list[str]
) -> None:
    old = [line.replace("’", "'").replace("–", "-") for line in others]
    content = b"".join(line.encode("cp1252") + b",1\n" for line in others * 3)
    content += b"".join(line.encode(page) + b",0\n" for line in old)
    text, file = _utf8(tmp_path, content)
    assert text == "".join(f"{line},1\n" for line in others * 3) + "".join(
        f"{line},0\n" for line in old
    )
    assert file.encoding == "cp1252"
    assert file.replaced_bytes == sum(not sign.isascii() for line in old for sign in line)


@pytest.mark.parametrize("lines", [FRENCH, GERMAN, SPANISH])
def test_a_file_of_dos_is_read(tmp_path: Path, lines: list[str]) -> None:
    old = "".join(f"{line},1\n" for line in lines).replace("’", "'").replace("–", "-")
    text, _ = _utf8(tmp_path, old.encode("cp850"))
    assert text == old


def test_a_file_of_an_old_macintosh_is_read(tmp_path: Path) -> None:
    lines = ["La chambre était belle", "La douche était cassée", "Personnel très aimable"]
    moods = ["Satisfait", "Déçu", "Neutre"]
    old = "".join(f"{each};{mood}\n" for each, mood in zip(lines, moods, strict=True)) * 8
    text, _ = _utf8(tmp_path, old.encode("mac_roman"))
    assert text == old


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (
            "cp1257",
            ["eŠvietimas yra labai gera paslauga", "iŽemėlapis neveikia", "Žiūriu, ąžuolas"],
        ),
        ("cp1250", ["eŠkola je velmi dobrá služba", "iŽiadosť nefunguje", "Příliš žluťoučký kůň"]),
        ("cp1250", ["eŚwiat działa świetnie", "mŹródło było złe", "Zażółć gęślą jaźń"]),
    ],
)
def test_capitals_within_words_do_not_make_a_file_one_of_an_old_macintosh(
    tmp_path: Path, page: str, lines: list[str]
) -> None:
    text, file = _utf8(tmp_path, "".join(f"{line},1\n" for line in lines * 4).encode(page))
    assert (text, file.encoding) == ("".join(f"{line},1\n" for line in lines * 4), page)


def test_signs_of_cp1252_stay_signs(tmp_path: Path) -> None:
    lines = (
        "Er sagte ‚so‘ und „so“ – gut…oder nicht,1\n"
        "l’hôtel—un “rêve”, 10€und Windows™phone,0\n"
        "Škoda, œuvre, Dvořák ohne Haken: Žižek, naše,1\n"
    ).replace("ř", "r")
    text, file = _utf8(tmp_path, (lines * 4).encode("cp1252"))
    assert (text, file.replaced_bytes) == (lines * 4, 0)


def test_a_byte_that_is_no_letter_in_cp1252_is_counted(tmp_path: Path) -> None:
    text, file = _utf8(tmp_path, "\n".join(FRENCH * 3).encode("cp1252") + b"\nso \x81,0\n")
    assert text.endswith("so \ufffd,0\n")
    assert file.replaced_bytes == 1
