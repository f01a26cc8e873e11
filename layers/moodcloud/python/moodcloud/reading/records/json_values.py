"""JSON values as the texts a CSV file of the same table would hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final


def _constant(name: str) -> str | None:
    """Return NaN, which stands for a missing value, as null; infinities as written."""
    return None if name == "NaN" else name


# Numbers stay as written: 5 is "5", 5.0 is "5.0", a number of any length is no burden. Of keys
# that come twice the last one counts. Line breaks may stand in strings.
DECODER: Final = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, strict=False
)
_UNSOUND: Final = re.compile("[\0\r\ud800-\udfff]")


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
    """Return the columns of `records` in the order they come; `a.b` is `b` of the object `a`."""
    names: dict[str, None] = {}
    for record in records:
        for key, value in record.items():
            if isinstance(value, dict):
                names.update(dict.fromkeys(f"{key}.{inner}" for inner in value))
            else:
                names[key] = None
    return tuple(names)


def field(record: Mapping[str, Any], name: str) -> str:
    """Return the text of a column of `record`; empty where the record has no such column."""
    if name in record:
        return text_of(record[name])
    point = name.find(".")
    while point >= 0:
        inner = record.get(name[:point])
        if isinstance(inner, dict) and name[point + 1 :] in inner:
            return text_of(inner[name[point + 1 :]])
        point = name.find(".", point + 1)
    return ""
