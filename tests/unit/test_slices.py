"""A file in slices has the results of the whole file: the same rows, counts, lists, bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.analysis import analyze
from moodcloud.counting import Counts, count
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.insight.sample import Sample, take_sample
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.slices.deciding import decide
from moodcloud.slices.finishing import added_up
from moodcloud.slices.in_slices import analyze_in_slices
from moodcloud.slices.merging import merge
from moodcloud.slices.planning import QUOTED, NoSlices, plan
from moodcloud.slices.slice_steps import in_this_process
from moodcloud.slices.surveying import read_survey
from moodcloud.slices.work_files import WorkFiles, write_json
from moodcloud.tabular.reader import Job

from tests.conftest import ROOT
from tests.laws import examples

# What texts are made of, and what is between two rows: sound, awkward and broken.
TEXTS = ("good film", "not bad", "it was fine, really", 'a 5" tv', "two\nlines", "n/a", "재미 없다")
HARD = (*TEXTS, 'row\nin it",pos\n', '"', 'quoted "word"', "empty\n\nline", "  around  ", "")
BETWEEN = ('"open, pos\n', "\n", "text,label\n", "lonely\n", "#note\n", 'x",neg\n', "a,b,c,d\n")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp949")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return a file as programs and people write it."""
    texts = st.sampled_from(draw(st.sampled_from([TEXTS, HARD])))
    broken = st.sampled_from(draw(st.sampled_from([("",), ("",) * 9 + BETWEEN])))
    quoting = draw(st.sampled_from(["doubled", "backslash", "none"]))
    rows = draw(st.lists(st.tuples(texts, st.sampled_from(("pos", "neg")), broken), max_size=30))
    plain = [("a good plain text", "pos", ""), ("a bad plain text", "neg", "")] * 3
    lines = [f"{_quoted(text, quoting)},{label}\n{more}" for text, label, more in plain + rows]
    content = "text,label\n" * draw(st.booleans()) + "".join(lines)
    content = content.removesuffix("\n" * draw(st.booleans()))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return content.replace("\n", newline).encode(draw(st.sampled_from(ENCODINGS)))


def _quoted(text: str, quoting: str) -> str:
    if quoting == "none":
        return text.replace("\n", " ").replace(",", " ")
    return '"' + text.replace('"', '""' if quoting == "doubled" else '\\"') + '"'


@settings(max_examples=examples(25), deadline=None)
@given(files(), st.lists(st.integers(0, 900), max_size=5), st.sampled_from(["count", "once"]))
def test_slices_add_up_to_the_whole(content: bytes, targets: list[int], copies: str) -> None:
    options = Options(copies=copies)
    with _upload(content) as path:
        assert _sliced(path, options, sorted(targets)) in (_whole(path, options), None)


def test_a_cut_within_quotes_is_never_proven_and_no_other_is_refused(tmp_path: Path) -> None:
    rows = ['"a\nb, c\n""d""\n,pos\n",neg\n', 'a 5" tv,pos\n', '"x\n\ny",pos\n', "z,neg\n"] * 2
    header = "text,label\n"
    path, work = tmp_path / "upload.csv", WorkFiles(tmp_path / "work")
    path.write_text(header + "".join(rows))
    ends = list(accumulate(map(len, rows), initial=len(header)))
    with connect(tmp_path) as connection:
        planned = plan(_job(path, Options(), tmp_path, connection), work, 2, range(ends[-1]))
    # Each possible cut by itself: the slice is from the first row to it.
    cuts = sorted({*planned.cuts})
    slices = [{"start": ends[0], "stop": cut, "round": 0} for cut in cuts]
    write_json(work.round(0), {"reading": QUOTED, "slices": slices})
    in_this_process(work, "survey", 0, range(len(cuts)))
    for number, cut in enumerate(cuts):
        found = read_survey(work, 0, number)
        assert (found.refused == "") == (cut in ends)
        assert found.exit == min(end for end in ends if end >= cut)
    assert len(cuts) > len(ends)


@pytest.mark.parametrize(
    "content",
    [
        # A field that goes beyond several slices.
        'text,label\ngood,pos\n"' + "long\n" * 300 + '",neg\n' + "bad,neg\n" * 30,
        # One broken row at the end: quotes are read as the whole file has them.
        "text,label\n" + '"good, very",pos\n"bad",neg\n' * 60 + '"open,neg\n',
        "text,label\n" + 'a 5" tv,pos\nbad,neg\n' * 60 + '"open,neg\n',
        # Copies are in all slices.
        "text,label\n" + "good film,pos\nbad film,neg\n good film ,neg\n" * 50,
        # Labels of which a slice has a few only.
        "text,label\n" + "good,1\n" * 40 + "fine,3\n" * 40 + "bad,5\n" * 40 + "what,x\n",
        # Empty lines and rows left out, whose lines are listed.
        "text,label\n\n\n" + "good,pos\n\n,pos\nbad,neg\nn/a,neg\n" * 30,
    ],
)
def test_what_looks_at_the_whole_file_is_the_same(content: str) -> None:
    with _upload(content.encode()) as path:
        assert _sliced(path, Options(), None, 4) == _whole(path, Options())


def test_texts_without_labels_are_scored_in_slices() -> None:
    content = "text\n" + "This is a very good film\nWhat a bad and sad day\nIt is a table\n" * 20
    with _upload(content.encode()) as path:
        assert _sliced(path, Options(), None, 4) == _whole(path, Options())


def test_conditions_hold_in_slices() -> None:
    content = "text,label,stars\n" + "good film,pos,5\nbad film,neg,1\nso so,neg,3\n" * 20
    options = Options(where=("stars>2",))
    with _upload(content.encode()) as path:
        assert _sliced(path, options, None, 4) == _whole(path, options)


def test_records_add_up(tmp_path: Path) -> None:
    rows = [{"text": "a good film", "label": "pos"}, {"text": "bad", "label": "neg"}] * 20
    # The engine reads a list and a null as text; the careful reader knows better.
    odd = [{"text": ["a", "b"], "label": "pos"}, {"text": None, "label": "neg"}, {"text": "good"}]
    lines = [json.dumps(row) + "\n" for row in rows + odd + rows]
    path = tmp_path / "upload.jsonl"
    for content in ("".join(lines), "\n".join(lines[:40]), "{broken\n" + "".join(lines)):
        path.write_text(content)
        assert _sliced(path, Options(), None, 4) == _whole(path, Options())
    path.write_text("".join(lines[:40]))
    parquet = tmp_path / "upload.parquet"
    with connect(tmp_path) as connection:
        connection.execute(f"COPY (FROM read_json('{path}')) TO '{parquet}'")
    assert _sliced(parquet, Options(), None, 4) == _whole(parquet, Options())


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("reviews-en.csv", "english"),
        pytest.param("reviews-ko.csv", "korean", marks=pytest.mark.slow),
    ],
)
def test_results_have_the_same_bytes(
    name: str, sample: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    # In processes of their own, and so as the command does it.
    analyze_in_slices(ROOT / "samples" / name, tmp_path / "slices", Options(), 2)
    assert _bytes(tmp_path / "slices") == _bytes(request.getfixturevalue(sample))


SMALL = Options(width=400, height=225, max_words=60)


@pytest.fixture(scope="module", params=["airline-tweets.csv", "amazon-alexa.tsv"])
def real_file(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """Return a file of real data, and the bytes of its results as a whole."""
    path = real_data / request.param
    return path, _bytes(analyze(path, tmp_path_factory.mktemp("whole"), SMALL).folder)


@pytest.mark.slow
@pytest.mark.parametrize("slices", [1, 7, 40])
def test_real_data_has_the_same_bytes(
    slices: int, real_file: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    path, whole = real_file
    analyze_in_slices(path, tmp_path / "slices", SMALL, slices)
    assert _bytes(tmp_path / "slices") == whole


def test_a_file_that_has_no_slices_is_read_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "upload.json"
    path.write_text('[{"text": "good film", "label": "pos"}, {"text": "bad", "label": "neg"}]')
    analyze(path, tmp_path / "whole")
    analyze_in_slices(path, tmp_path / "slices", Options(), 2)
    assert _bytes(tmp_path / "slices") == _bytes(tmp_path / "whole")


def test_a_step_that_is_repeated_writes_the_same_bytes(tmp_path: Path) -> None:
    path, work = tmp_path / "upload.csv", WorkFiles(tmp_path / "work")
    path.write_text("text,label\n" + '"good, film",pos\nbad film,neg\nbad film,pos\n' * 30)
    found = []
    for _ in range(2):
        with connect(tmp_path) as connection:
            plan(_job(path, Options(), tmp_path, connection), work, 3)
            in_this_process(work, "survey", 0, range(3))
            decide(work, 0, connection)
            in_this_process(work, "count", 0, range(3))
            merge(work, connection)
        files = (each for each in work.folder.rglob("*") if each.is_file())
        found.append({each: each.read_bytes() for each in files})
    assert found[0] == found[1]


@contextmanager
def _upload(content: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload.csv"
        path.write_bytes(content)
        yield path


def _job(path: Path, options: Options, folder: Path, connection: duckdb.DuckDBPyConnection) -> Job:
    return Job(path, path.name, folder, connection, options)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _whole(path: Path, options: Options) -> dict[str, Any] | str:
    """Return what is found out of a file before its vocabulary is built; the code of its fault."""
    with TemporaryDirectory() as name, connect(folder := Path(name)) as connection:
        try:
            table = read_table(path, options, folder, connection)
        except UploadError as error:
            return error.code
        counts = count(connection, table, bigram_stop_words((), ()))
        return _facts(table, counts, take_sample(connection, table))


def _sliced(
    path: Path, options: Options, targets: Sequence[int] | None, slices: int = 0
) -> dict[str, Any] | str | None:
    """Return the same of its slices; None where it has none."""
    slices = slices or len(targets or ()) + 1
    with TemporaryDirectory() as name, connect(folder := Path(name)) as connection:
        work = WorkFiles(folder / "work")
        try:
            numbers, round_number = list(range(slices)), 0
            plan(_job(path, options, folder, connection), work, slices, targets)
            while numbers:
                in_this_process(work, "survey", round_number, numbers)
                numbers = decide(work, round_number, connection)
                round_number += 1
        except UploadError as error:
            return error.code
        except NoSlices:
            return None
        in_this_process(work, "count", 0, range(slices))
        merge(work, connection)
        counted = added_up(work, connection, folder)
        return _facts(counted.table, counted.counts, counted.sample(connection))


def _facts(table: Table, counts: Counts, sample: Sample) -> dict[str, Any]:
    columns = {"tokens": "token, count, texts, capitals", "bigrams": "bigram, count, texts"}
    return {
        "sentiments": table.sentiments,
        "rows": table.rows,
        "input": table.input,
        "rejected": list(table.rejected),
        "unspaced": table.unspaced,
        "sample": sample,
        "places of the sample": sample.lines,
        **{
            kind: sorted(
                counts.connection.execute(
                    f"SELECT sentiment, {names} FROM {getattr(counts, kind)}"
                ).fetchall()
            )
            for kind, names in columns.items()
        },
    }
