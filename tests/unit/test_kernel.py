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
from moodcloud.counting.counts import add
from moodcloud.counting.plain_texts import RARE, RARE_WORDS, WORDS_AFTER
from moodcloud.counting.split_texts import split_texts
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
        [list(texts), [str(len(text or "") % 3) for text in texts]],
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
def test_texts_are_split_as_sql_splits_them(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [text for text in awkward_texts(3, 4_000) if text is not None]
    by_c = split_texts(connection, [*texts, "", " a  b\n"])
    monkeypatch.setattr("moodcloud.counting.split_texts._texts", None)
    assert by_c == [*split_texts(connection, texts), [], ["a", "b"]]


@needs_kernel
@pytest.mark.slow
def test_beyond_its_room_the_kernel_hands_over_and_goes_on(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every third text is cleaned in SQL, and half of them are copies.
    texts = [f"word{n % 7_001} {'&#38;' if n % 3 else ''} other{n}" for n in range(60_000)] * 2
    table = _table(connection, texts)
    expected = _rows(count_by_kernel(connection, table, STOPS)).values()  # type: ignore[arg-type]
    monkeypatch.setattr(by_kernel, "_BUDGET", 1 << 20)
    handed_over: list[Counts] = []

    def added(parts: list[Counts]) -> Counts:
        handed_over.extend(parts)
        return add(parts)

    monkeypatch.setattr(by_kernel, "add", added)
    counts = count_by_kernel(connection, table, STOPS)  # type: ignore[arg-type]
    assert list(_rows(counts).values()) == list(expected)
    assert len(handed_over) > 2


@needs_kernel
def test_sql_counts_what_the_kernel_has_no_room_for(connection: duckdb.DuckDBPyConnection) -> None:
    table = _table(connection, ["short text"] * 10)
    assert fits_kernel(connection, table)  # type: ignore[arg-type]
    table.rows.counted = 900_000
    connection.execute("UPDATE texts SET text = repeat('long ', 1000)")
    assert not fits_kernel(connection, table)  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_header_says_what_the_engine_knows_of_characters() -> None:
    assert HEADER.read_text("utf-8") == header(), "run python -m tools.build_character_ranges"


def test_letters_that_only_expressions_take_for_others_are_rare(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rare = "".join((*RARE, *RARE_WORDS, *WORDS_AFTER))
    letters = sorted({each for each in rare if each.isalpha() and each not in RARE})
    connection.execute("CREATE TABLE letters AS SELECT unnest($1) AS letter", [letters])
    others = connection.execute(
        f"""
        WITH codes AS (
            SELECT chr(code::INT) AS other FROM range(1, 1114112) r(code)
            WHERE code NOT BETWEEN 55296 AND 57343
        ),
        alike AS (
            SELECT other FROM codes
            WHERE regexp_full_match(other, {quoted(f"(?i:[{''.join(letters)}])")})
        )
        SELECT other FROM alike, letters
        WHERE regexp_full_match(other, '(?i:' || letter || ')') AND lower(other) <> letter
        """
    ).fetchall()
    assert {other for (other,) in others} == set("ſᲀᲁᲂᲃᲄᲅ") & set(RARE)


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
