"""Which table a file of nested records holds: the records themselves, or a list within each.

`{"title": ..., "reviews": [{"text": ...}, ...]}` is a product: the table is its reviews. A comment
with replies, or a tweet with tags, is the table itself, since it has a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from moodcloud.patterns import lazy_pattern
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_values import field, likeliest, names_of


class Each(Enum):
    """A step to all members of an object whose keys are no names of columns."""

    MEMBER = "its keys name records, as in a database"
    LABELLED = "its keys are the labels of the records in its members"


# A step on the way to a table is a key, or leads to each member of an object
# (`{"reviews": {"-Mx1": {...}, "-Mx2": {...}}}`). Lists on the way are passed through.
Step = str | Each
RecordPath = tuple[Step, ...]

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
_WORDS: Final = lazy_pattern(r"\w\W+\w|[^\x00-\u2fff]{4}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_STARS: Final = frozenset("12345")
_CLOSING: Final = {"{": "}", "[": "]"}


def path_name(path: Iterable[Step]) -> str:
    """Return a path as people write it.

    >>> path_name(("apps", Each.MEMBER, "reviews"))
    'apps.*.reviews'
    """
    return ".".join("*" if isinstance(step, Each) else step for step in path)


class _Worth(NamedTuple):
    """How well records would do as a table.

    Attributes:
        sure: How surely they hold texts, from 0 to 2.
        labelled: Whether there are labels beside them.
        texts: The texts.
        words: Whether a column holds words at least, which may be short texts.
    """

    sure: int
    labelled: bool
    texts: list[str]
    words: bool = False


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
    tables = dict(islice(_tables(records, hints), _MOST_TABLES))
    if not tables:
        return Found((), ())
    worth = _worth(records, hints)
    worths = {other: _worth(rows, hints) for other, rows in tables.items()}
    short = [other for other, found in worths.items() if found.labelled and found.words]
    size = 0
    for other, rows in tables.items():
        found = worths[other]
        within = other[: len(path)] == path
        larger = found[:2] == worth[:2] and not within and len(rows) > size
        if larger or _is_better(found, worth, within):
            path, worth, size = other, found, len(rows)
    if not worth.sure and len(short) == 1 and not (worth.labelled and worth.words):
        path = short[0]
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


def _tables(rows: Sequence[Any], hints: Hints) -> Iterator[tuple[RecordPath, list[Any]]]:
    """Yield the lists of several records within records, the outer ones first.

    A list of lists is yielded without records: it is no table, but is left out like one.
    """
    inner: list[tuple[RecordPath, Sequence[Any]]] = [((), rows)]
    while inner:
        at, found = inner.pop(0)
        for step, values in _members(found, at[-1:] == (Each.MEMBER,), hints):
            records = list(islice(records_of(values), _ROWS))
            below = (*at, step)
            if any(map(_holds_lists, values)):
                yield below, []
            if not records or len(below) > _DEEPEST:
                continue
            if isinstance(step, Each) or any(map(is_several, values)):
                yield below, records
            inner.append((below, records))


def _members(rows: Sequence[Any], keyed: bool, hints: Hints) -> Iterator[tuple[Step, list[Any]]]:
    """Yield each key with its values, or one step for all members of objects without columns.

    Args:
        rows: The records.
        keyed: Whether they are members of such an object themselves.
        hints: What is known of labels.
    """
    labelled = _holds_labelled(rows, keyed, hints)
    if labelled or _holds_members(rows, keyed):
        members = [list(islice(row.values(), _ROWS)) for row in rows[:_ROWS]]
        # The members themselves may be lists.
        values = list(chain.from_iterable(members)) if labelled else members
        yield Each.LABELLED if labelled else Each.MEMBER, values
        return
    found: dict[str, list[Any]] = {}
    for row in rows[:_ROWS]:
        for key, value in islice(row.items(), _KEYS):
            if isinstance(value, dict | list) and (key in found or len(found) < _KEYS):
                found.setdefault(key, []).append(value)
    yield from found.items()


def records_of(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the records among values, in lists of them, and in lists of pages of them."""
    for value in values:
        if isinstance(value, dict):
            yield value
        elif isinstance(value, list):
            for each in value:
                yield from (each,) if isinstance(each, dict) else each if is_page(each) else ()


def is_page(value: Any) -> bool:
    """Return whether a value is a list that holds records only."""
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _holds_lists(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(each, list) and not is_page(each) for each in value
    )


def is_several(value: Any) -> bool:
    """Return whether a value is a list of several records."""
    several = isinstance(value, list) and len(list(islice(records_of([value]), 2))) > 1
    return several and likeliest(value) is None


def _holds_labelled(rows: Sequence[Any], keyed: bool, hints: Hints) -> bool:
    """Return whether objects hold lists of records, each under the label of its records."""
    objects = [row for row in rows[:_MEMBERS] if row]
    keys = list(dict.fromkeys(key for each in objects for key in islice(each, _KEYS)))
    words = bool(keys) and all(map(hints.label, keys))
    if not words and not _are_stars(keys):
        return False
    members = [member for each in objects for member in each.values()]
    if not all(map(_holds_records, members)):
        return words and _holds_members(rows, keyed)
    records = list(islice(records_of(members), _ROWS))
    return bool(records) and (words or not _worth(records, hints).labelled)


def _holds_records(value: Any) -> bool:
    """Return whether a value is a list of records, or an object that has one."""
    return is_page(value) or (isinstance(value, dict) and any(map(is_several, value.values())))


def _are_stars(keys: Sequence[str]) -> bool:
    """Return whether keys are numbers of stars: numbers that count up from 1 may be of pages."""
    counted = [str(number) for number in range(1, 1 + len(keys))]
    return len(keys) > 1 and _STARS.issuperset(keys) and (len(keys) == 5 or keys != counted)


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
    names = names_of(sample)[:_KEYS]
    sides = [_filled(sample, names[i]) for i in hints.opposite_names(names)]
    if sides and all(_texts(values, 1) for values in sides):
        return _Worth(2, True, list(chain.from_iterable(sides)), True)
    sure, labelled, words, texts = 0, False, False, list[str]()
    for name in names:
        values = _filled(sample, name)
        if len(values) < max(1, _FILLED * len(sample)):
            continue
        told = hints.names_texts(name)
        if (found := _texts(values, told)) > sure:
            sure, texts = found, values
        named = hints.known_name(name) and not hints.text_name(name)
        labels = named or hints.label_column(values)
        labelled = labelled or labels
        words = words or (not labels and told >= 0 and _texts(values, 1) > 0)
    return _Worth(sure, labelled, texts, words)


def _filled(rows: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return [value for row in rows if (value := field(row, name).strip())]


def _texts(values: list[str], told: int) -> int:
    """Return how surely a column holds texts: 2 where its name tells so, too."""
    if not values:
        return 0
    letters = sum(len(_LETTER.findall(value)) for value in values) / len(values)
    phrased = sum(bool(_WORDS.search(value)) for value in values) / len(values)
    different = len(set(values))
    if told < 0 or different < 2 or letters < 2:
        return 0
    if told > 0:
        return 2 if phrased >= _NAMED_PHRASED else 1
    return int(letters >= _LETTERS and phrased >= _PHRASED and 3 * different >= len(values))


def differ(rows: Sequence[Any], others: Sequence[Any], hints: Hints) -> bool:
    """Return whether records have other columns than those of a table, and do worse as one."""
    columns, found = (set(names_of(each[:_MEMBERS])) for each in (rows, others))
    alike = 2 * len(columns & found) >= max(len(columns), len(found))
    return not alike and _worth(others, hints)[:2] < _worth(rows, hints)[:2]


def lists_in(value: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths that lead through objects only to a list of records."""
    for key, each in islice(value.items(), _KEYS):
        if isinstance(each, dict) and len(path) < _DEEPEST:
            yield from lists_in(each, (*path, key))
        elif isinstance(each, list) and any(isinstance(record, dict) for record in each):
            yield (*path, key)


def is_by_keys(value: Any, path: RecordPath) -> bool:
    """Return whether a path leads through objects only to one of a record under each key."""
    for step in path:
        if isinstance(step, Each):
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
