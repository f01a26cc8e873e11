"""Files become columns and rows by themselves; what tables of sentiments look like is handed in."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import moodcloud
import pytest
from moodcloud.errors import UploadError, naming
from moodcloud.options import Options
from moodcloud.reading.inspect import HINTS
from moodcloud.tabular.formats import open_reader
from moodcloud.tabular.hints import NO_HINTS, Hints
from moodcloud.tabular.reader import Job, Reader
from moodcloud.tabular.rows import Columns


def _reader(
    content: str, hints: Hints, folder: Path, connection: duckdb.DuckDBPyConnection
) -> Reader:
    path = folder / "upload"
    path.write_text(content, "utf-8")
    return open_reader(Job(path, path.name, folder, connection, Options()), hints)[2]


def test_a_table_is_read_by_those_who_know_nothing_of_it(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = "".join(f"fine weather in town {i},{i}\n" for i in range(20))
    reader = _reader("what,how many\n" + rows, NO_HINTS, tmp_path, connection)
    assert (reader.names, reader.header) == (("what", "how many"), True)
    source, account = reader.open(Columns(0, 1, reader.names))
    assert account.rows == 20
    found = connection.execute(f"SELECT text FROM ({source.relation}) WHERE label = '7'").fetchall()
    assert found == [("fine weather in town 7",)]


@pytest.mark.parametrize(("hints", "header"), [(NO_HINTS, False), (HINTS, True)])
def test_only_hints_tell_a_name_from_a_short_text(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, hints: Hints, header: bool
) -> None:
    rows = "".join(f"so {i},ok\nno {i},na\n" for i in range(9))
    assert _reader("text,label\n" + rows, hints, tmp_path, connection).header is header


def test_readers_import_nothing_of_the_rooms_above_them() -> None:
    package = Path(moodcloud.__file__).parent
    allowed = {path.stem for path in package.glob("*.py")} | {"tabular"}
    imports = re.compile(r"^ *(?:from|import) moodcloud\.(\w+)", re.MULTILINE)
    for path in (package / "tabular").glob("*.py"):
        assert set(imports.findall(path.read_text("utf-8"))) <= allowed, path.name


def test_a_fault_names_the_file_once_somebody_knows_its_name() -> None:
    fault = UploadError("broken_file", what="JSON", reason="it is cut off")
    assert fault.message == "the file is JSON, but cannot be read: it is cut off."
    with pytest.raises(UploadError) as caught, naming(name="a.json"), naming(column="b"):
        raise fault
    assert caught.value.message == "a.json is JSON, but cannot be read: it is cut off."
    assert list(caught.value.found) == ["name", "what", "reason"]
    fault.about(name="another")
    assert fault.found["name"] == "a.json"
