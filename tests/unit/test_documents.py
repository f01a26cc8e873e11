"""What is no table is called by its name; what only looks like it is read."""

from __future__ import annotations

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
