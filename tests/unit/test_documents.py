"""What is no table is called by its name; what only looks like it is read."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pytest
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table

ROWS = "".join(f"words {i} here,{i % 2}\n" for i in range(20))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("\n<!DOCTYPE html>\n<html><body>403 Forbidden</body></html>", "an HTML page"),
        ("<table border=1><tr><td>I love it</td><td>positive</td></tr></table>", "an HTML page"),
        (
            '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
            "a workbook",
        ),
        ('<?xml version="1.0"?><reviews><review>good</review></reviews>', "an XML file"),
        ("{\\rtf1\\ansi some words,1\\par others,0}", "an RTF document"),
        ("-- MySQL dump 10.13\n\nDROP TABLE IF EXISTS `r`;\nCREATE TABLE `r` (`t` text);", "SQL"),
        ("INSERT INTO reviews VALUES ('so good','positive'),('so bad','negative');", "SQL"),
        ("---\n- text: so good\n  label: 1\n- text: so bad\n  label: 0\n", "a YAML file"),
        ("id   text       label\n---- ---------- -----\n1    so good        1\n", "fixed width"),
        ("[{'text': 'so good', 'label': 1},\n {'text': 'so bad', 'label': 0}]", "Python prints"),
        ('window.YTD.part0 = [{"text": "so good"}, {"text": "so bad"}]', "JavaScript"),
        ('const rows = [\n{"text": "so good", "label": 1}];\n', "JavaScript"),
        ('callback([{"text": "so good"}, {"text": "so bad"}]);', "JavaScript"),
        ("review/score: 5.0\nreview/text: so good\n\nreview/score: 1.0\n", "fields, one a line"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "a saved web page"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_no_table_is_refused_by_its_name(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str, what: str, encoding: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(content, encoding)
    with pytest.raises(UploadError) as caught:
        read_table(path, Options(), tmp_path, connection)
    assert caught.value.code == "not_text"
    assert what in caught.value.message


def _zip(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "some words, and more")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"SQLite format 3\0" + bytes(84), "an SQLite database"),
        (b"$FL2@(#) SPSS DATA FILE" + bytes(153), "an SPSS file"),
        (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf" + bytes(80), "a SAS file"),
        (gzip.compress(b"RDX3\nX\n\0\0\0\x03", mtime=0), "an R workspace"),
        (b"ARROW1\0\0" + bytes(range(200)), "an Arrow or Feather file"),
        (_zip("word/document.xml", "[Content_Types].xml"), "a Word document"),
        (_zip("Index/Document.iwa", "Data/preview.jpg"), "Apple's Numbers"),
        (b"upload.csv" + bytes(247) + b"ustar\00000" + bytes(247), "a tar archive"),
    ],
)
def test_a_file_of_another_program_is_refused_by_its_name(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: bytes, what: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_bytes(content)
    with pytest.raises(UploadError) as caught:
        read_table(path, Options(), tmp_path, connection)
    assert caught.value.code == "not_text"
    assert what in caught.value.message


@pytest.mark.parametrize(
    "above",
    [
        "<text>,label\n",
        "text,label\n<b>good</b> words,1\n",
        "from: us\n\ntext,label\n",
        "-- text,label\n",
    ],
)
def test_a_table_that_begins_like_a_document_is_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, above: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(above + ROWS, "utf-8")
    assert read_table(path, Options(), tmp_path, connection).rows.counted >= 20
