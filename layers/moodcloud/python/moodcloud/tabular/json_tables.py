"""Which table a file of nested records holds: the records themselves, or a list within each.

`{"title": ..., "reviews": [{"text": ...}, ...]}` is a product: the table is its reviews. A comment
with replies, or a tweet with tags, is the table itself, since it has a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_values import field, names_of

# A step on the way to a table: a key, or None for each member of an object whose keys are no names
# of columns (`{"reviews": {"-Mx1": {...}, "-Mx2": {...}}}`). Lists on the way are passed through.
RecordPath = tuple[str | None, ...]

# How much is looked at: tables within tables, records of each, columns.
_DEEPEST: Final = 6
_MOST_TABLES: Final = 40
_ROWS: Final = 200
_KEYS: Final = 400
_MEMBERS: Final = 30
# What a column of texts has without telling by its name: so many letters, in most rows several
# words; under such a name, several words in some rows.
_LETTERS: Final = 20
_PHRASED: Final = 0.5
_NAMED_PHRASED: Final = 0.2
_FILLED: Final = 0.2
_WORDS: Final = re.compile(r"\w\W+\w|[^\x00-\u2fff]{4}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_CLOSING: Final = {"{": "}", "[": "]"}


def path_name(path: Iterable[str | None]) -> str:
    """Return a path as people write it.

    >>> path_name(("apps", None, "reviews"))
    'apps.*.reviews'
    """
    return ".".join("*" if step is None else step for step in path)


class _Worth(NamedTuple):
    """How well records would do as a table.

    Attributes:
        sure: How surely they hold texts, from 0 to 2.
        labelled: Whether there are labels beside them.
        texts: The texts.
    """

    sure: int
    labelled: bool
    texts: list[str]


@dataclass(frozen=True)
class Found:
    """The table in a sample of records.

    Attributes:
        path: Where its records are; empty where they are those of the sample.
        left_out: Other lists of records, by the names of their paths.
    """

    path: RecordPath
    left_out: tuple[str, ...]


def find_table(records: Sequence[Mapping[str, Any]], hints: Hints) -> Found:
    """Find the records that hold texts, among these and the lists within them."""
    path: RecordPath = ()
    tables = dict(islice(_tables(records, ()), _MOST_TABLES))
    if not tables:
        return Found((), ())
    worth = _worth(records, hints)
    size = 0
    for other, rows in tables.items():
        found = _worth(rows, hints)
        within = other[: len(path)] == path
        larger = found[:2] == worth[:2] and not within and len(rows) > size
        if larger or _is_better(found, worth, within):
            path, worth, size = other, found, len(rows)
    left_out = [path_name(other) for other in tables if path[: len(other)] != other]
    return Found(path, tuple(dict.fromkeys(left_out)))


def _is_better(found: _Worth, best: _Worth, within: bool) -> bool:
    """Return whether a table does better; one within another must hold more than parts of it."""
    better = found.sure and found[:2] > best[:2]
    return bool(better) and not (within and _are_parts(found.texts, best.texts))


def _are_parts(texts: list[str], whole: list[str]) -> bool:
    """Return whether most texts are pieces of others: sentences, or words that were marked."""
    said = "\n".join(whole)
    return 2 * sum(text in said for text in texts) > len(texts)


def _tables(rows: Sequence[Any], path: RecordPath) -> Iterator[tuple[RecordPath, list[Any]]]:
    """Yield the lists of several records within records, the outer ones first.

    A list of lists is yielded without records: it is no table, but is left out like one.
    """
    inner = [(path, rows)]
    while inner:
        at, found = inner.pop(0)
        for step, values in _members(found, at[-1:] == (None,)):
            records = list(islice(_records(values), _ROWS))
            below = (*at, step)
            if any(map(_holds_lists, values)):
                yield below, []
            if not records or len(below) > _DEEPEST:
                continue
            if step is None or any(map(is_several, values)):
                yield below, records
            inner.append((below, records))


def _members(rows: Sequence[Any], keyed: bool) -> Iterator[tuple[str | None, list[Any]]]:
    """Yield each key with its values, or one step for all members of objects without columns.

    Args:
        rows: The records.
        keyed: Whether they are members of such an object themselves.
    """
    if _holds_members(rows, keyed):
        yield None, [list(islice(row.values(), _ROWS)) for row in rows[:_ROWS]]
        return
    values: dict[str, list[Any]] = {}
    for row in rows[:_ROWS]:
        for key, value in islice(row.items(), _KEYS):
            if isinstance(value, dict | list) and (key in values or len(values) < _KEYS):
                values.setdefault(key, []).append(value)
    yield from values.items()


def _records(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, dict):
            yield value
        elif isinstance(value, list):
            yield from (each for each in value if isinstance(each, dict))


def _holds_lists(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, list) for each in value)


def is_several(value: Any) -> bool:
    """Return whether a value is a list of several records."""
    return isinstance(value, list) and sum(isinstance(each, dict) for each in value) > 1


def _holds_members(rows: Sequence[Any], keyed: bool) -> bool:
    """Return whether objects hold a record under each key, and the keys are no names of columns.

    The records are alike, and their keys others in each object, where there are several. Records
    that hold nothing but records, and have keys for names, are such objects in any case.
    """
    objects = [row for row in rows[:_MEMBERS] if row]
    members = list(islice(chain.from_iterable(each.values() for each in objects), _MEMBERS))
    if len(members) < 2 or not all(isinstance(member, dict) and member for member in members):
        return False
    first = _columns(members[0])
    alike = all(_share(first, _columns(member)) for member in members[1:])
    keys = {key for each in objects for key in each}
    return alike and (keyed or len(objects) == 1 or len(keys) > max(map(len, objects)))


def _columns(value: Mapping[str, Any], depth: int = 0) -> set[str]:
    """Return the keys of a record, or of those within an object of records."""
    first = next(iter(value.values()), None)
    nested = depth < _DEEPEST and first and all(isinstance(each, dict) for each in value.values())
    return _columns(first, depth + 1) if nested and isinstance(first, dict) else set(value)


def _share(keys: set[str], others: set[str]) -> bool:
    return 2 * len(keys & others) >= min(len(keys), len(others)) > 0


def _worth(rows: Sequence[Mapping[str, Any]], hints: Hints) -> _Worth:
    sample = rows[:_ROWS]
    sure, labelled, texts = 0, False, list[str]()
    for name in names_of(sample)[:_KEYS]:
        values = [value for row in sample if (value := field(row, name).strip())]
        if len(values) < max(1, _FILLED * len(sample)):
            continue
        told = hints.names_texts(name)
        if (found := _texts(values, told)) > sure:
            sure, texts = found, values
        named = hints.known_name(name) and not hints.text_name(name)
        labelled = labelled or named or hints.label_column(values)
    return _Worth(sure, labelled, texts)


def _texts(values: list[str], told: int) -> int:
    """Return how surely a column holds texts: 2 where its name tells so, too."""
    letters = sum(len(_LETTER.findall(value)) for value in values) / len(values)
    phrased = sum(bool(_WORDS.search(value)) for value in values) / len(values)
    different = len(set(values))
    if told < 0 or different < 2 or letters < 2:
        return 0
    if told > 0:
        return 2 if phrased >= _NAMED_PHRASED else 1
    return int(letters >= _LETTERS and phrased >= _PHRASED and 3 * different >= len(values))


def is_by_keys(value: Any, path: RecordPath) -> bool:
    """Return whether a path leads through objects only to one of a record under each key."""
    for step in path:
        if step is None:
            return True
        value = value.get(step) if isinstance(value, dict) else None
    return False


def completed(head: str) -> str:
    """Return the beginning of a file of JSON as whole values, without the last one, cut in two.

    >>> completed('{"a": [{"b": 1}, {"b": 2, "c": "x, y')
    '{"a": [{"b": 1}, {"b": 2}]}'
    """
    open_: list[str] = []
    end, closing = 0, ""
    for found in _TOKEN.finditer(head):
        mark = found[0]
        if mark in _CLOSING:
            open_.append(_CLOSING[mark])
        elif mark in ("}", "]") and open_:
            open_.pop()
            if not open_:
                end, closing = found.end(), ""
        elif mark == ",":
            end, closing = found.start(), "".join(reversed(open_))
    return head[:end] + closing
