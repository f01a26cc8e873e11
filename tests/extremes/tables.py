"""Tables with a field of 30 MB, twice what a row may have, or with 10,000 columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tests.unit.tables import WRITERS

FIELD_BYTES: Final = 30_000_000
COLUMNS: Final = 10_000
_SENTENCE: Final = "we loved the quiet garden and the fresh bread. "
_LONG: Final = _SENTENCE * (FIELD_BYTES // len(_SENTENCE))
_ROWS: Final = 60
_WIDE_ROWS: Final = 20
_LABELS: Final = ("positive", "negative")


def _short(number: int) -> str:
    return f"the shower of room {number} was cold and the answer rude"


def long_field(path: Path, quote: str, long: str = _LONG) -> None:
    """Write a CSV file of 61 rows; one in the middle is `long`."""
    texts = [_short(number) for number in range(_ROWS)]
    texts.insert(_ROWS // 2, long)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("text,label\n")
        for number, text in enumerate(texts):
            stream.writelines((quote, text, quote, ",", _LABELS[number % 2], "\n"))


def field_of_lines(path: Path) -> None:
    """Write the same with a text of 600,000 lines."""
    line = "fresh bread, and coffee as strong as it was hot\n"
    long_field(path, '"', line * (FIELD_BYTES // len(line)))


def unclosed_field(path: Path) -> None:
    """Write a CSV file in which the quote of 30 MB, in many lines, is never closed."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('text,label\n"')
        for start in range(0, len(_LONG), 1000):
            stream.writelines((_LONG[start : start + 1000], ",positive\n"))


def long_value(path: Path, lines: bool) -> None:
    """Write JSON of 61 records: one a line, or in an array, where the text of one has 90 MB."""
    texts = [_short(number) for number in range(_ROWS)]
    texts.insert(_ROWS // 2, _LONG if lines else _LONG * 3)
    records = [
        json.dumps({"text": text, "label": _LABELS[number % 2]})
        for number, text in enumerate(texts)
    ]
    joined = "\n".join(records) if lines else "[" + ",\n".join(records) + "]"
    path.write_text(joined, "utf-8")


def _wide_rows() -> list[list[str]]:
    middle = COLUMNS // 2
    rows = [[f"c{position}" for position in range(COLUMNS)]]
    rows[0][middle : middle + 2] = ["review", "sentiment"]
    for number in range(_WIDE_ROWS):
        row = [str((number * position) % 97) for position in range(COLUMNS)]
        row[middle : middle + 2] = [_short(number), _LABELS[number % 2]]
        rows.append(row)
    return rows


def wide_csv(path: Path) -> None:
    """Write 20 rows of 10,000 columns as CSV."""
    path.write_text("".join(",".join(row) + "\n" for row in _wide_rows()), "utf-8")


def wide_json(path: Path) -> None:
    """Write 20 rows of 10,000 columns as JSON Lines."""
    names, *rows = _wide_rows()
    records = [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
    path.write_text("\n".join(records), "utf-8")


def wide_workbook(path: Path) -> None:
    """Write 20 rows of 10,000 columns as a workbook."""
    WRITERS["xlsx"](path, _wide_rows())
