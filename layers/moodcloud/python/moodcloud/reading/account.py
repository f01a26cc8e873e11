"""The account of rows: how many of each label, how many without a text or a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import duckdb

# White space as Unicode has it: the engine's own \s knows ASCII only.
_BLANK_SQL: Final = r"[^\s\pZ\x0b\x1c-\x1f\x{85}\x{200B}\x{FEFF}]"
_VISIBLE: Final = re.compile("[^\\s\u200b\ufeff]")


@dataclass(frozen=True)
class Account:
    """Where the rows of a source went before labels are understood.

    Attributes:
        labels: Rows with a text, by label as written.
        unlabelled: Rows with a text but no label.
        empty: Rows without a text.
        broken: Rows that could not be split into fields.
    """

    labels: dict[str, int]
    unlabelled: int
    empty: int
    broken: int = 0


def is_blank(value: str) -> bool:
    """Tell whether a field holds nothing a person could see."""
    return _VISIBLE.search(value) is None


def survey(connection: duckdb.DuckDBPyConnection, relation: str) -> Account:
    """Count the rows of `(text, label)` in `relation` in one scan.

    Raises:
        duckdb.InvalidInputException: A row cannot be split into fields.
    """
    # One row: a label as written, its rows with a text, its rows without.
    query = f"""
        SELECT label,
               count(*) FILTER (regexp_matches(text, '{_BLANK_SQL}')) AS filled,
               count(*) FILTER (NOT regexp_matches(text, '{_BLANK_SQL}')) AS empty
        FROM ({relation})
        GROUP BY label
        ORDER BY label
        """
    try:
        rows = connection.execute(query).fetchall()
    except UnicodeDecodeError as error:
        # The engine's own message cut a character of the file in two.
        raise duckdb.InvalidInputException("a row cannot be read") from error
    return Account(
        labels={label: filled for label, filled, _ in rows if filled and not is_blank(label)},
        unlabelled=sum(filled for label, filled, _ in rows if is_blank(label)),
        empty=sum(empty for _, _, empty in rows),
    )
