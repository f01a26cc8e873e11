"""Records of a JSON file, one at a time: whatever its size, one record is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from moodcloud.reading.delimited.lines import MAX_CHARACTERS
from moodcloud.reading.delimited.rows import BrokenRow
from moodcloud.reading.records.json_values import decoded
from moodcloud.reading.records.json_window import (
    CHUNK_CHARACTERS,
    MAX_RECORD_CHARACTERS,
    SHOWN_CHARACTERS,
    CutOffError,
    Passed,
    Window,
)

# What columns are called that have no name in the file.
TEXT: Final = "text"
LABEL: Final = "label"


class Shape(Enum):
    """How records stand in a JSON file."""

    LINES = "one a line"
    VALUES = "one behind the other"
    ARRAY = "in an array"
    MEMBER = "in an array that is a member of an object"
    NESTED = "in an array that is a member of an object within an object"
    KEYED = "in an object, each under a key of its own"
    SPLIT = "as lists in an array, below a list of their columns"
    COLUMNS = "column by column"
    TEXTS = "texts in an array"
    LABELLED = "labels in an object, each under its text"
    GROUPED = "in arrays in an object, each array under its label"


class Record(NamedTuple):
    """A record: its line (its number where records do not stand on lines), and its value."""

    line: int
    value: Any


class BrokenJson(Exception):  # noqa: N818 - becomes an UploadError where the file is known
    """The JSON is broken at record `number`, and where the next one begins cannot be told."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"broken JSON in record {number:,}")


def read_json(path: Path, shape: Shape) -> Iterator[Record | BrokenRow]:
    """Yield the records of a UTF-8 file, in file order.

    A broken line costs that line. A file that ends within a record costs that record.

    Args:
        path: The file.
        shape: Any but `COLUMNS`, which holds no records before it is transposed.

    Raises:
        BrokenJson: A file that is not in lines is broken before its end.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield from _lines(stream) if shape is Shape.LINES else _values(stream, shape)


def _lines(stream: TextIO) -> Iterator[Record | BrokenRow]:
    number = 0
    while line := stream.readline(MAX_RECORD_CHARACTERS):
        number += 1
        if len(line) == MAX_RECORD_CHARACTERS and not line.endswith("\n"):
            yield BrokenRow(number, "a line that is too long", line[:SHOWN_CHARACTERS] + "…")
            while line and not line.endswith("\n"):
                line = stream.readline(CHUNK_CHARACTERS)
            continue
        try:
            yield Record(number, decoded(line))
        except (ValueError, RecursionError):
            if line.strip():
                yield BrokenRow(number, "broken JSON", line.rstrip("\n"))


def _values(stream: TextIO, shape: Shape) -> Iterator[Record | BrokenRow]:
    window, number = Window(stream), 0
    try:
        for number, value in enumerate(_FOUND[shape](window), start=1):
            if isinstance(value, Passed):
                reason = (
                    f"{value.characters:,} characters where at most {MAX_CHARACTERS:,} are read"
                )
                yield BrokenRow(number, reason, value.beginning)
            else:
                yield Record(number, value)
    except CutOffError as error:
        where = "this record" if error.content else "the array"
        yield BrokenRow(number + 1, f"the file ends within {where}", error.content)
    except (ValueError, RecursionError):
        raise BrokenJson(number + 1) from None


def _plain(window: Window) -> Iterator[Any]:
    """Yield values that stand one behind the other, with commas between or not."""
    while mark := window.peek():
        if mark == ",":
            window.skip()
        else:
            yield window.value()


def _elements(window: Window) -> Iterator[Any]:
    """Yield the elements of arrays that stand one behind the other."""
    while window.peek():
        yield from window.elements()


def _members(window: Window, deep: bool) -> Iterator[Any]:
    """Yield the elements of each array of records in the top-level objects.

    Args:
        window: The stream.
        deep: Whether arrays are looked for in the objects within these objects, too.
    """
    while window.peek():
        yield from _records_within(window, deep)


def _records_within(window: Window, deep: bool) -> Iterator[Any]:
    for _ in window.members():
        if window.element() in ("{", "["):
            yield from window.elements()
        elif deep and window.peek() == "{":
            yield from _records_within(window, deep)
        else:
            window.value()


def _keyed(window: Window) -> Iterator[Any]:
    """Yield the value of each key of the top-level objects."""
    while window.peek():
        for _ in window.members():
            yield window.value()


def _texts(window: Window) -> Iterator[Any]:
    """Yield a record for each text of the top-level arrays."""
    for value in _elements(window):
        yield {TEXT: value} if isinstance(value, str) else value


def _labelled(window: Window) -> Iterator[Any]:
    """Yield a record for each key of the top-level objects, a text, and its value, a label."""
    while window.peek():
        for key in window.members():
            yield {TEXT: key, LABEL: window.value()}


def _grouped(window: Window) -> Iterator[Any]:
    """Yield what arrays in the top-level objects hold, with the key of each array as its label."""
    while window.peek():
        for key in window.members():
            if not window.element():
                window.value()
                continue
            for value in window.elements():
                record = {TEXT: value} if isinstance(value, str) else value
                yield {**record, LABEL: key} if isinstance(record, dict) else record


def _split(window: Window) -> Iterator[Any]:
    """Yield the list of columns, then the lists below it."""
    for key in window.members():
        if key == "columns" or window.element() == "[":
            found = window.elements()
            yield from found if key != "columns" else [list(found)]
        else:
            window.value()
    if window.peek():
        raise ValueError("more behind the table")


_FOUND: Final[dict[Shape, Callable[[Window], Iterator[Any]]]] = {
    Shape.VALUES: _plain,
    Shape.ARRAY: _elements,
    Shape.MEMBER: partial(_members, deep=False),
    Shape.NESTED: partial(_members, deep=True),
    Shape.KEYED: _keyed,
    Shape.SPLIT: _split,
    Shape.TEXTS: _texts,
    Shape.LABELLED: _labelled,
    Shape.GROUPED: _grouped,
}
