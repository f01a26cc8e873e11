"""Records within records: each becomes a row, with the fields of what holds it beside its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from moodcloud.errors import UploadError
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_shape import HEAD_CHARACTERS
from moodcloud.tabular.json_stream import (
    LABEL,
    TAKEN,
    Record,
    Shape,
    Window,
    read_json,
    read_values,
)
from moodcloud.tabular.json_tables import (
    Each,
    RecordPath,
    Step,
    completed,
    differ,
    find_table,
    is_by_keys,
    is_page,
    is_several,
    lists_in,
    path_name,
    records_of,
)
from moodcloud.tabular.rows import SAMPLE_ROWS, BrokenRow

# The columns of what holds a row are named `parent.title`.
PARENT: Final = "parent"
_SAMPLE: Final = 2 * SAMPLE_ROWS


def parts(value: Any, path: RecordPath) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield each value at a path, with the fields of the objects around it.

    >>> list(parts({"a": 1, "b": [{"c": 2}, {"c": 3}]}, ("b",)))
    [({'c': 2}, {'a': 1}), ({'c': 3}, {'a': 1})]
    """
    if isinstance(value, list):
        for each in value:
            nested = isinstance(each, list) and not is_page(each)
            yield from ((each, {}),) if nested else parts(each, path)
    elif not path:
        yield value, {}
    elif isinstance(value, dict):
        step, rest = path[0], path[1:]
        if isinstance(step, Each):
            for key, member in value.items():
                for record, outer in parts(member, rest):
                    yield _labelled(record, key, step), outer
        elif value.get(step) is not None:
            own = {k: each for k, each in value.items() if k != step and not is_several(each)}
            for record, outer in parts(value[step], rest):
                yield record, {**own, step: outer} if outer else own


def streamed(window: Window, path: RecordPath) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield what `parts` would of the next value, without holding it in memory.

    Only the fields before a value are known then, not those after it.
    """
    mark = window.peek()
    if mark == "[":
        for _ in window.places():
            yield from streamed(window, path)
    elif not path:
        yield window.value(), {}
    elif mark == "{":
        own: dict[str, Any] = {}
        for key in window.members():
            if path[0] == key or isinstance(path[0], Each):
                around = dict(own)
                for record, outer in streamed(window, path[1:]):
                    inner = {key: outer} if outer and path[0] == key else {}
                    yield _labelled(record, key, path[0]), {**around, **inner}
            elif not is_several(value := window.value()):
                own[key] = value
    else:
        window.value()


def _labelled(record: Any, key: str, step: Step) -> Any:
    """Return a record with the key above it as its label, where that is what such keys are."""
    if step is Each.LABELLED and isinstance(record, dict):
        return {LABEL: key, **record}
    return record


def joined(record: Any, outer: dict[str, Any], key: str = PARENT) -> Any:
    """Return a record with the fields of what holds it; what is no record stays as it is."""
    return {**record, key: outer} if isinstance(record, dict) and outer else record


@dataclass
class Nested:
    """The records at a path within those of a file, one after the other.

    Attributes:
        file: A UTF-8 file of JSON.
        shape: How the outer records are laid out in it.
        path: Where in each of them the rows are.
        key: The key for the fields of what holds a row.
        large: Whether an outer record is larger than memory: the fields after its rows are unknown.
        without: How many outer records held no row when all were read last.
    """

    file: Path
    shape: Shape
    path: RecordPath
    key: str = PARENT
    large: bool = False
    without: int = 0

    def __call__(self) -> Iterator[Record | BrokenRow]:
        """Yield all rows, each with its number, or the line of its outer record."""
        self.without = 0
        if self.large:
            yield from read_json(self.file, self.shape, self._taken)
            return
        number = 0
        for record in read_json(self.file, self.shape):
            if isinstance(record, BrokenRow):
                yield record
                continue
            for row in self._counted(parts(record.value, self.path)):
                number += 1
                yield Record(record.line if self.shape is Shape.LINES else number, row)

    def rows(self, values: Iterable[Any]) -> list[Any]:
        """Return some rows that are records, from all of these outer ones."""
        within = (each for value in values for each in parts(value, self.path))
        found = [each for each in within if isinstance(each[0], dict)]
        return [joined(*each, self.key) for each in found[:: 1 + len(found) // _SAMPLE]]

    def _taken(self, window: Window) -> Iterator[Any]:
        yield from self._counted(streamed(window, self.path))

    def _counted(self, found: Iterable[tuple[Any, dict[str, Any]]]) -> Iterator[Any]:
        empty = True
        for record, outer in found:
            empty = False
            yield joined(record, outer, self.key)
        self.without += empty


def nested_records(file: Path, shape: Shape, values: list[Any], path: RecordPath) -> Nested:
    """Return the records at a path; `values` are some of the outer records."""
    inner = (record for value in values for record, _ in parts(value, path))
    taken = any(isinstance(record, dict) and PARENT in record for record in inner)
    return Nested(file, shape, path, f"{PARENT}_record" if taken else PARENT)


def nested_in_stream(file: Path, shape: Shape, hints: Hints) -> Nested | None:
    """Return the records within those of a file that are too large to be held in memory.

    Returns:
        None where the head of the file shows no path to them.
    """
    if shape not in TAKEN:
        return None
    values = _head_values(file, shape)
    found = find_table(values, hints)
    if not found.path:
        return None
    return replace(nested_records(file, shape, values, found.path), large=True)


def judge_lists(file: Path, shape: Shape, hints: Hints) -> tuple[bool, tuple[str, ...]]:
    """Judge the lists that an object holds, as far as its head shows them.

    Returns:
        Whether the table is only a part of what `shape` reads: a record under each key, or one of
        several lists of other records. Else also the names of the lists that it does not read.
    """
    values = _head_values(file, Shape.VALUES)
    if not values:
        return False, ()
    path = find_table(values, hints).path
    if is_by_keys(values[0], path):
        return True, ()
    lists = list(lists_in(values[0]))
    read = [each for each in lists if shape is Shape.NESTED or len(each) == 1]
    best = next((each for each in read if path[: len(each)] == each), None)
    # Lists that a longer file holds after its head must not be lost.
    if best and file.stat().st_size <= HEAD_CHARACTERS:
        rows = list(records_of(value for value, _ in parts(values[0], best)))
        others = [
            list(records_of(value for value, _ in parts(values[0], p))) for p in read if p != best
        ]
        if others and all(differ(rows, other, hints) for other in others):
            return True, ()
    return False, tuple(path_name(each) for each in lists if each not in read)


def _head_values(file: Path, shape: Shape) -> list[Any]:
    """Return the records that the head of a file shows, the last one as far as it does."""
    with file.open(encoding="utf-8", errors="replace") as stream:
        head = stream.read(HEAD_CHARACTERS)
        whole = not stream.read(1)
    text = io.StringIO(head if whole else completed(head))
    with suppress(UploadError):
        found = list(read_values(text, shape))
        return [
            each.value
            for each in found
            if isinstance(each, Record) and isinstance(each.value, dict)
        ]
    return []
