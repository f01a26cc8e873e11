"""Memory that an upload needs is held against what there is before it is spent."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count, islice, repeat
from pathlib import Path

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.counting import Counts
from moodcloud.counting import count as count_words
from moodcloud.errors import UploadError
from moodcloud.memory import engine_bound, make_room
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular import reader as account

from tests.conftest import WriteCsv

SKETCH = Options(width=200, height=200, max_words=5, examples=False)
SYLLABLES = [chr(code) for code in range(ord("가"), ord("가") + 3_000, 7)]


def _ids() -> Iterator[str]:
    return (f"w{number:x}" for number in count())


def _numbered_korean() -> Iterator[str]:
    size = len(SYLLABLES)
    for number in count():
        yield "".join(SYLLABLES[number // size**place % size] for place in range(4))


def _negated() -> Iterator[str]:
    return (f"not w{number:x}" for number in count())


def _phrases() -> Iterator[str]:
    return (f"x{number // 3:x} y{number // 3:x} ." for number in count())


def _save(path: Path, words: Iterator[str], rows: int, labels: int = 2) -> Path:
    lines = (f"{' '.join(islice(words, 6))},group {n % labels}\n" for n in range(rows))
    path.write_text("text,label\n" + "".join(lines), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "rows", "labels"),
    [
        (_ids, 30_000, 2),
        (_numbered_korean, 20_000, 2),
        (_negated, 9_000, 2),
        (_phrases, 24_000, 2),
        (_ids, 12_000, 12),
    ],
)
def test_more_words_than_the_memory_holds_are_refused_before_they_are_read(
    tmp_path: Path, words: Callable[[], Iterator[str]], rows: int, labels: int
) -> None:
    path = _save(tmp_path / "many.csv", words(), rows, labels)
    stages = []
    with pytest.raises(UploadError) as caught:
        analyze(
            path,
            tmp_path / "out",
            SKETCH,
            memory_mb=200,
            progress=lambda stage: stages.append(stage.name),
        )
    assert caught.value.code == "out_of_memory"
    assert re.search(r"its [\d,]+ different words", caught.value.message)
    assert set(stages) == {"reading", "counting"}


@pytest.mark.slow
@pytest.mark.parametrize("memory_mb", [200, 1_024, 2_048])
def test_the_memory_that_a_refusal_names_is_enough_and_no_more(
    connection: duckdb.DuckDBPyConnection, memory_mb: int
) -> None:
    counts = _counted(connection, memory_mb * 1_500)
    with pytest.raises(UploadError) as caught:
        make_room(counts, 2, memory_mb, "x.csv")
    found = re.search(r"take ([\d,]+) MB", caught.value.message)
    assert found
    enough = int(found[1].replace(",", ""))
    with pytest.raises(UploadError):
        make_room(counts, 2, enough - 1, "x.csv")
    make_room(counts, 2, enough, "x.csv")


@pytest.mark.slow
def test_many_rows_of_few_words_need_no_more_memory(tmp_path: Path) -> None:
    path = _save(tmp_path / "few.csv", (f"word{n % 99}" for n in count()), 100_000)
    summary = analyze(path, tmp_path / "out", SKETCH, memory_mb=200).summary
    assert summary.rows.counted == 100_000


@pytest.mark.slow
def test_numbers_take_no_memory_of_the_words(tmp_path: Path) -> None:
    numbers = (f"good {n}" for n in count(10**9))
    path = _save(tmp_path / "numbers.csv", numbers, 30_000)
    assert analyze(path, tmp_path / "out", SKETCH, memory_mb=200).summary.rows.read == 30_000


def _counted(connection: duckdb.DuckDBPyConnection, words: int) -> Counts:
    counts = Counts.named(connection)
    connection.execute(
        f"CREATE TABLE {counts.tokens} AS "
        f"SELECT 'good' AS sentiment, 'w' || i AS token, 1::BIGINT AS count "
        f"FROM range({words}) t(i)"
    )
    connection.execute(
        f"CREATE TABLE {counts.bigrams} (sentiment VARCHAR, bigram VARCHAR, count BIGINT)"
    )
    return counts


def _limit(connection: duckdb.DuckDBPyConnection) -> str:
    (limit,) = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0]
    return str(limit)


def test_the_engine_gives_back_what_the_words_need(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"SET memory_limit = '{engine_bound(2048)}MiB'")
    make_room(_counted(connection, 900_000), 2, 2048, "x.csv")
    # Python's base and a tenth are left, and 507 bytes a word.
    assert _limit(connection) == "730.0 MiB"


def test_the_engine_keeps_its_memory_where_words_are_few(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    before = _limit(connection)
    make_room(_counted(connection, 1_000), 2, 2048, "x.csv")
    assert _limit(connection) == before


@pytest.mark.slow
def test_no_number_of_words_is_refused_where_no_bound_is_given(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    before = _limit(connection)
    assert engine_bound(None) is None
    make_room(_counted(connection, 5_000_000), 2, None, "x.csv")
    assert _limit(connection) == before


@pytest.mark.parametrize(("memory_mb", "bound"), [(2048, 1024), (10_240, 5120), (1024, 409)])
def test_the_engine_has_at_most_half_and_leaves_python_its_base(memory_mb: int, bound: int) -> None:
    assert engine_bound(memory_mb) == bound


def test_what_is_told_of_the_size_of_counts_is_what_python_gets(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = [
        ("Good day 😀 12 not bad, a good day", "pos"),
        ("good day §", "neg"),
        ("날씨 좋다", "neg"),
    ]
    table = _table(write_csv([("text", "label"), *rows]), tmp_path, connection)
    counts = count_words(connection, table, frozenset({"a"}))
    sentiments = tuple(table.sentiments)
    words, marks = counts.words(sentiments), [token for _, token, _ in counts.marks()]
    size = counts.size_of_tokens()
    assert size.rows == len(words.gram) + len(marks)
    assert size.distinct == len({*words.names, *marks})
    tokens = [words.names[number] for number in words.gram.tolist()]
    assert size.bytes == sum(len(token.encode()) for token in [*tokens, *marks])
    assert counts.size_of_tokens("[가-힣]").distinct == 2
    bigrams = counts.telling_bigrams(sentiments, 2, "nothing")
    assert counts.size_of_bigrams(2).rows == len(bigrams.gram)
    assert counts.size_of_matching_bigrams("not .*").rows == 1
    assert counts.running_words() == words.count.sum()


def _table(path: Path, workspace: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    return read_table(path, Options(sentiment_column="label"), workspace, connection)


@pytest.mark.slow
def test_millions_of_rejected_rows_take_no_memory(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "rejected.csv"
    sound = "".join(f"a lovely room {n},{('good', 'bad')[n % 2]}\n" for n in range(100))
    path.write_text("text,label\n" + sound + f"{'x' * 1000}\n" * 30_000)
    tracemalloc.start()
    table = read_table(path, Options(max_rejected=10_000_000), tmp_path, connection)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(table.rejected) == 30_000
    assert table.rejected[-1].line == 30_101
    assert peak < 15 << 20


@pytest.mark.slow
def test_texts_taken_for_labels_are_refused_before_they_fill_the_memory(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    write_csv: WriteCsv,
) -> None:
    monkeypatch.setattr(account, "MOST_CHARACTERS", 100_000)
    rows = [("a text", f"{n} {label * 100}") for n, label in enumerate(repeat("long ", 1_000))]
    path = write_csv([("text", "label"), *rows])
    with pytest.raises(UploadError) as caught:
        _table(path, tmp_path, connection)
    assert caught.value.code == "too_many_labels"
    assert caught.value.found["count"] < 1_000
