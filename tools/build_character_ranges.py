"""Write what the engine knows of characters as a header in C: their kinds, and their lower case.

    python -m tools.build_character_ranges

The kinds are those that `moodcloud/counting/tokens.py` names in its regular expressions, and white
space. A test holds the header against the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import duckdb
from moodcloud.counting.tokens import APOSTROPHES, MAY_BE_COMPOSED
from moodcloud.tabular.na_values import BLANK_SQL

HEADER: Final = (
    Path(__file__).resolve().parent.parent / "layers/moodcloud/kernel/counting/character_ranges.h"
)
# Each with the value that characters.h gives it.
KINDS: Final = {
    r"\p{L}": 1, r"[\p{L}\p{M}\p{N}]": 2, r"\p{N}": 4, r"[\p{Latin}\p{Hangul}]": 8, r"\s": 16,
    MAY_BE_COMPOSED: 32, r"\p{Ll}": 64, f"[{BLANK_SQL}]": 128,
}  # fmt: skip


def header() -> str:
    """Return the header."""
    kinds = " + ".join(
        f"CASE WHEN regexp_full_match(chr(code::INT), '{kind}') THEN {value} ELSE 0 END"
        for kind, value in KINDS.items()
    )
    with duckdb.connect() as connection:
        characters = connection.execute(
            f"""
            SELECT code, {kinds}, unicode(lower(chr(code::INT))) - code
            FROM range(1, 1114112) r(code) WHERE code NOT BETWEEN 55296 AND 57343 ORDER BY code
            """
        ).fetchall()
        (longer,) = connection.execute(
            "SELECT count(*) FROM range(1, 1114112) r(code) "
            "WHERE code NOT BETWEEN 55296 AND 57343 AND length(lower(chr(code::INT))) <> 1"
        ).fetchall()[0]
    if longer:
        raise ValueError("some characters have a lower case of several characters")
    lines = [
        "/* Written by tools/build_character_ranges.py: characters as the engine sees them. */",
        "static const KindRange KIND_RANGES[] = {",
        *_lines(
            f"{{{first:#x}, {last:#x}, {kinds}}}"
            for first, last, kinds in _runs([(code, kinds) for code, kinds, _ in characters])
        ),
        "};",
        "",
        "static const LowerRange LOWER_RANGES[] = {",
        *_lines(
            f"{{{first:#x}, {last:#x}, {step}, {shift}}}"
            for first, last, step, shift in _steps(
                [(c, shift) for c, _, shift in characters if shift]
            )
        ),
        "};",
        "",
        "static const uint32_t APOSTROPHES[] = {"
        + ", ".join(f"{ord(apostrophe):#x}" for apostrophe in APOSTROPHES)
        + "};",
    ]
    return "\n".join(lines) + "\n"


def _runs(values: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield first, last and value of each run of neighbours that have the same one, but for 0."""
    for (_, value), run in groupby(enumerate(values), key=lambda at: (at[1][0] - at[0], at[1][1])):
        codes = [code for _, (code, _) in run]
        if value:
            yield codes[0], codes[-1], value


def _steps(shifts: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield first, last, step and shift; capital and small letters often take turns (step 2)."""
    first, last, step, shift = *shifts[0][:1] * 2, 0, shifts[0][1]
    for code, each in shifts[1:]:
        if each == shift and code - last in ({1, 2} if not step else {step}):
            last, step = code, code - last
            continue
        yield first, last, step or 1, shift
        first, last, step, shift = code, code, 0, each
    yield first, last, step or 1, shift


def _lines(entries: Iterator[str]) -> Iterator[str]:
    line = "   "
    for entry in entries:
        if len(line) + len(entry) > 96:
            yield line
            line = "   "
        line += f" {entry},"
    yield line


if __name__ == "__main__":
    HEADER.write_text(header(), "utf-8")
