"""JSON values as the texts a CSV file of the same table would hold."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple


def _constant(name: str) -> str | None:
    """Return NaN, which stands for a missing value, as null; infinities as written."""
    return None if name == "NaN" else name


# Numbers stay as written: 5 is "5", 5.0 is "5.0", a number of any length is no burden. Of keys
# that come twice the last one counts. Line breaks may stand in strings.
DECODER: Final = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, strict=False
)
_UNSOUND: Final = re.compile("[\0\r\ud800-\udfff]")
_PRINTED: Final = re.compile(r"\s*\{u?'")
# Python takes a hundred times the memory of what it reads.
_LONGEST_PRINTED: Final = 1 << 20
# Of objects within objects.
_DEEPEST: Final = 8


class _Field(NamedTuple):
    """A column of a record, and whether it is a list of several objects."""

    name: str
    several: bool


def decoded(line: str) -> Any:
    """Return the value of a line: of JSON, or of a dictionary as Python prints it.

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
            value = ast.literal_eval(line.strip())
        return DECODER.decode(json.dumps(value, default=str))
    except (SyntaxError, TypeError, MemoryError) as error:
        raise ValueError("no dictionary") from error


def text_of(value: Any) -> str:
    """Return a JSON value as text: null is empty, a list is its plain values with spaces between.

    Objects, and lists that hold objects or lists, have no text: they are empty.
    """
    if isinstance(value, str):
        return sound(value) if _UNSOUND.search(value) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return " ".join(filter(None, map(text_of, value)))
    return ""


def sound(value: str) -> str:
    """Return `value` as it can be written as UTF-8: halves of a character become U+FFFD."""
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def names_of(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the columns of `records` in the order they come; `a.b` is `b` of the object `a`.

    An object that is alone in a list is one like others; of lists that hold several objects no
    column could be told.
    """
    fields = dict.fromkeys(each for record in records for each in _fields(record))
    lists = tuple(f"{name}." for name, several in fields if several)
    return tuple(dict.fromkeys(name for name, _ in fields if not name.startswith(lists)))


def field(record: Mapping[str, Any], name: str) -> str:
    """Return the text of a column of `record`; empty where the record has no such column."""
    return text_of(_value(record, name))


def _fields(record: Mapping[str, Any], within: str = "", depth: int = 0) -> Iterator[_Field]:
    for key, value in record.items():
        inner = _object(value) if depth < _DEEPEST else None
        if inner is None:
            yield _Field(within + key, isinstance(value, list) and _holds_objects(value))
        else:
            yield from _fields(inner, f"{within}{key}.", depth + 1)


def _value(record: Mapping[str, Any], name: str) -> Any:
    if name in record:
        return record[name]
    point = name.find(".")
    while point >= 0:
        inner = _object(record.get(name[:point]))
        found = None if inner is None else _value(inner, name[point + 1 :])
        if found is not None:
            return found
        point = name.find(".", point + 1)
    return None


def _object(value: Any) -> Mapping[str, Any] | None:
    """Return an object, or the one that is alone in a list."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(each, dict) for each in values)
