"""How records stand in a JSON file that is one object: told by its members, as far as seen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from moodcloud.reading.names import is_known_name
from moodcloud.reading.records.json_stream import Shape
from moodcloud.reading.records.json_window import CutOffError, Window

_RECORDS: Final = ("{", "[")


@dataclass
class _Member:
    """A member of the object.

    Attributes:
        name: Its key.
        mark: With which character its value begins.
        element: With which character the first element of an array begins.
        keys: Of an object, as far as seen.
        nested: Whether an object holds more objects or arrays.
    """

    name: str
    mark: str
    element: str = ""
    keys: list[str] = field(default_factory=list)
    nested: bool = False


def layout_of(head: str) -> Shape:
    """Return how records stand in a file that begins with `head`, an object that holds more.

    `pandas.DataFrame.to_json` writes tables by columns, by key (its `index`) and `split`.
    """
    members = list(_members(head))
    if any(member.element in _RECORDS for member in members):
        split = members[0].name == "columns" and members[0].mark == "["
        lists = any(member.element == "[" for member in members)
        return Shape.SPLIT if split and lists else Shape.MEMBER
    if [member.name for member in members[:2]] == ["columns", "index"]:
        # The array of rows begins behind the head.
        return Shape.SPLIT
    if not any(member.mark in _RECORDS for member in members):
        # A record so long that the head does not hold it.
        return Shape.VALUES
    if all(member.mark == "[" for member in members):
        return Shape.COLUMNS
    if all(member.mark == "{" and member.keys and not member.nested for member in members):
        return _columns_or_keyed([member.name for member in members], members[0].keys)
    return Shape.NESTED


def _members(head: str) -> Iterator[_Member]:
    window = Window(io.StringIO(head))
    with suppress(CutOffError, ValueError, RecursionError):
        for name in window.members():
            member = _Member(name, window.peek(), window.element())
            if member.mark == "{":
                # What a head that ends within it shows counts, too.
                with suppress(CutOffError):
                    for key in window.members():
                        member.keys.append(key)
                        member.nested = member.nested or window.peek() in _RECORDS
                        window.value()
                yield member
            else:
                yield member
                window.value()


def _columns_or_keyed(outer: list[str], inner: list[str]) -> Shape:
    """Tell objects that hold a column each from objects that hold a record each, by the keys."""
    by_number = all(map(str.isdecimal, outer)), all(map(str.isdecimal, inner))
    if by_number[0] != by_number[1]:
        return Shape.KEYED if by_number[0] else Shape.COLUMNS
    known = any(map(is_known_name, outer)), any(map(is_known_name, inner))
    if known[0] != known[1]:
        return Shape.COLUMNS if known[0] else Shape.KEYED
    return Shape.KEYED if len(outer) > len(inner) else Shape.COLUMNS
