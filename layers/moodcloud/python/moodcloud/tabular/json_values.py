"""JSON values as the texts a CSV file of the same table would hold."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from moodcloud.patterns import lazy_pattern


def _constant(name: str) -> str | None:
    """Return null for NaN, which means a missing value, and infinities as written."""
    return None if name == "NaN" else name


# Numbers stay as written: 5 is "5", 5.0 is "5.0", however long. The last of several equal keys
# counts. Strings may hold line breaks.
DECODER: Final = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, strict=False
)
_UNSOUND: Final = lazy_pattern("[\0\r\ud800-\udfff]")
_PRINTED: Final = re.compile(r"\s*\{u?'")
# Python's parser takes a hundred times the memory of what it reads.
_LONGEST_PRINTED: Final = 1 << 16
# How deep objects within objects are looked at, how long the names of columns may be that result,
# and how many there may be: more than anybody reads.
_DEEPEST: Final = 8
_LONGEST_NAME: Final = 1000
_MOST_NAMES: Final = 50_000
# Roughly the memory of a Python object.
_BYTES_OF_A_VALUE: Final = 64


class _Field(NamedTuple):
    """A column of a record, and whether it is a list of several objects."""

    name: str
    several: bool


def decoded(line: str) -> Any:
    """Return the value of a line: JSON, or a dictionary as Python prints it.

    Raises:
        ValueError: It is neither.
        RecursionError: It is too deep.
    """
    if _PRINTED.match(line) and len(line) <= _LONGEST_PRINTED:
        return _printed(line)
    return DECODER.decode(line)


def _printed(line: str) -> Any:
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = _Plain().visit(ast.parse(line.strip(), mode="eval"))
            value = ast.literal_eval(tree)
        return DECODER.decode(json.dumps(value, default=str))
    except (SyntaxError, TypeError, MemoryError):
        raise ValueError("no dictionary") from None


class _Plain(ast.NodeTransformer):
    """Puts None in place of what is no plain value: nan, datetime(2026, 5, 1)."""

    def visit_Name(self, _: ast.Name) -> ast.Constant:
        return ast.Constant(None)

    def visit_Call(self, _: ast.Call) -> ast.Constant:
        return ast.Constant(None)


def text_of(value: Any) -> str:
    """Return a JSON value as text: null is empty, a list is its plain values with spaces between.

    Other lists that hold objects or lists, and objects, have no text and are empty; but a list of
    the pieces of a text, some of them marked up as chats have it, is that text.

    >>> text_of(["so ", {"type": "bold", "text": "good"}, "!"])
    'so good!'
    >>> text_of([{"label": "POS", "score": "0.1"}, {"label": "NEG", "score": "0.9"}])
    'NEG'
    """
    if isinstance(value, str):
        return sound(value) if _UNSOUND.search(value) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return " ".join(filter(None, map(text_of, value)))
    return likeliest(value) or "".join(map(text_of, _pieces(value)))


def likeliest(value: Any) -> str | None:
    """Return the label of the highest score where a value is all of a model's labels, else None.

    Each of them is a label that no other has, and its probability, and nothing else.
    """
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if not isinstance(value, list) or len(value) < 2:
        return None
    if not all(isinstance(each, dict) and each.keys() == {"label", "score"} for each in value):
        return None
    try:
        scores = {each["label"]: float(each["score"]) for each in value}
    except (TypeError, ValueError):
        return None
    if len(scores) < len(value) or not all(0 <= score <= 1 for score in scores.values()):
        return None
    label = max(scores, key=lambda each: scores[each])
    return sound(label) if isinstance(label, str) else None


def _pieces(value: Any) -> list[str]:
    """Return the pieces of a text of which some are marked up; none where a value is no such."""
    if not isinstance(value, list) or not any(isinstance(each, str) for each in value):
        return []
    inner = (each.get("text") if isinstance(each, dict) else each for each in value)
    pieces = [each for each in inner if isinstance(each, str)]
    return pieces if len(pieces) == len(value) else []


def sound(value: str) -> str:
    """Return `value` as a text file holds it: whole characters, no zeros, newlines of one kind."""
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def names_of(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the columns of `records` in the order they come; `a.b` is `b` of the object `a`.

    An object that is alone in a list is treated like others; lists of several objects give no
    columns. Very long names, and more than `_MOST_NAMES`, are left out.
    """
    fields: dict[_Field, None] = {}
    for record in records:
        fields.update(dict.fromkeys(islice(_fields(record), _MOST_NAMES - len(fields))))
    lists = {name for name, several in fields if several}
    return tuple(dict.fromkeys(name for name, _ in fields if lists.isdisjoint(_around(name))))


def field(record: Mapping[str, Any], name: str) -> str:
    """Return the text of a column of `record`; empty where the record has no such column."""
    return text_of(_value(record, name))


def _fields(record: Mapping[str, Any], within: str = "", depth: int = 0) -> Iterator[_Field]:
    for key, value in record.items():
        name = within + key if len(within) + len(key) <= _LONGEST_NAME else ""
        inner = _object(value) if depth < _DEEPEST else None
        if name and inner is None:
            several = isinstance(value, list) and any(isinstance(each, dict) for each in value)
            yield _Field(name, several and likeliest(value) is None)
        elif name and inner is not None:
            yield from _fields(inner, f"{name}.", depth + 1)


def weight_of(value: Any) -> int:
    """Return roughly how many bytes a JSON value takes in memory."""
    weight, values = 0, [value]
    while values:
        each = values.pop()
        weight += _BYTES_OF_A_VALUE
        if isinstance(each, str):
            weight += len(each)
        elif isinstance(each, dict):
            weight += sum(map(len, each))
            values.extend(each.values())
        elif isinstance(each, list):
            values.extend(each)
    return weight


def _around(name: str) -> Iterator[str]:
    """Yield the names of the objects that a column is in."""
    point = name.find(".")
    while point >= 0:
        yield name[:point]
        point = name.find(".", point + 1)


def _value(record: Mapping[str, Any], name: str) -> Any:
    if name in record:
        return record[name]
    for around in _around(name):
        inner = _object(record.get(around))
        found = None if inner is None else _value(inner, name[len(around) + 1 :])
        if found is not None:
            return found
    return None


def _object(value: Any) -> Mapping[str, Any] | None:
    """Return the object itself, or the only one of a list; None for other values."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None
