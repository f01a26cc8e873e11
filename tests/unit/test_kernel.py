"""The kernel counts what SQL counts, and knows characters as the engine does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import duckdb
import pytest
from moodcloud.counting import Counts, by_kernel
from moodcloud.counting.by_kernel import count_by_kernel, fits_kernel, kernel_is_built
from moodcloud.counting.by_sql import count_by_sql
from moodcloud.counting.tokens import MAY_BE_COMPOSED
from moodcloud.database import connect, quoted

from tests.files.awkward_texts import awkward_texts
from tools.build_character_ranges import HEADER, header

STOPS: Final = ("the", "not", "방", "ß")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path) as opened:
        yield opened


def _table(connection: duckdb.DuckDBPyConnection, texts: Sequence[str | None]) -> SimpleNamespace:
    connection.execute(
        "CREATE OR REPLACE TABLE texts AS SELECT unnest($1) AS text, unnest($2) AS label",
        [list(texts), [str(number % 3) for number in range(len(texts))]],
    )
    return SimpleNamespace(
        relation="FROM texts",
        unspaced=(),
        labels={"0": "negative", "1": "positive"},
        rows=SimpleNamespace(counted=len(texts)),
    )


def _rows(counts: Counts) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: counts.connection.execute(f"FROM {table} ORDER BY ALL").fetchall()
        for table in (counts.tokens, counts.bigrams)
    }


def _differences(first: Counts, second: Counts) -> list[tuple[object, ...]]:
    pairs = zip(_rows(first).values(), _rows(second).values(), strict=True)
    return [row for one, other in pairs for row in set(one) ^ set(other)][:10]


needs_kernel = pytest.mark.skipif(
    not kernel_is_built(), reason="the kernel is not built: install a C compiler, then make"
)


@needs_kernel
@pytest.mark.parametrize("seed", range(2))
def test_kernel_and_sql_count_the_same(seed: int, connection: duckdb.DuckDBPyConnection) -> None:
    table = _table(connection, awkward_texts(seed, 6_000))
    by_sql, by_c = (
        count(connection, table, STOPS)  # type: ignore[arg-type]
        for count in (count_by_sql, count_by_kernel)
    )
    assert _differences(by_sql, by_c) == []
    assert len(_rows(by_c)[by_c.bigrams]) > 500


@needs_kernel
@pytest.mark.slow
def test_beyond_its_room_the_kernel_hands_over_and_goes_on(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = _table(
        connection, [f"word{number % 70_001} other{number}" for number in range(1_100_000)]
    )
    monkeypatch.setattr(by_kernel, "_BUDGET", 1 << 20)
    counts = count_by_kernel(connection, table, STOPS)  # type: ignore[arg-type]
    (found,) = connection.execute(
        f"SELECT sum(count) FROM {counts.tokens} WHERE token = 'word7'"
    ).fetchall()[0]
    assert found == sum(1 for n in range(1_100_000) if n % 70_001 == 7 and n % 3 < 2)
    (tokens, distinct) = connection.execute(
        f"SELECT sum(count), count(DISTINCT (sentiment, token)) - count(*) FROM {counts.tokens}"
    ).fetchall()[0]
    assert (tokens, distinct) == (2 * sum(1 for n in range(1_100_000) if n % 3 < 2), 0)


@needs_kernel
def test_sql_counts_what_the_kernel_has_no_room_for(connection: duckdb.DuckDBPyConnection) -> None:
    table = _table(connection, ["short text"] * 10)
    assert fits_kernel(connection, table)  # type: ignore[arg-type]
    table.rows.counted = 900_000
    connection.execute("UPDATE texts SET text = repeat('long ', 1000)")
    assert not fits_kernel(connection, table)  # type: ignore[arg-type]


def test_the_header_says_what_the_engine_knows_of_characters() -> None:
    assert HEADER.read_text("utf-8") == header(), "run python -m tools.build_character_ranges"


def test_every_character_that_composing_changes_is_looked_at(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    letters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    changed = [
        letter for letter in letters
        if unicodedata.combining(letter) or unicodedata.normalize("NFC", letter) != letter
    ]  # fmt: skip
    connection.execute("CREATE TABLE changed AS SELECT unnest($1) AS letter", [changed])
    missed = connection.execute(
        f"SELECT letter FROM changed WHERE NOT regexp_matches(letter, {quoted(MAY_BE_COMPOSED)})"
    ).fetchall()
    assert missed == []
