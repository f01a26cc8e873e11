"""How records stand in a JSON file that is one object: told by its members, as far as seen."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from moodcloud.reading.candidates import MAX_LABEL_CHARACTERS
from moodcloud.reading.labels import MAX_GROUPS
from moodcloud.reading.names import is_known_name
from moodcloud.reading.records.json_stream import LABEL, Shape
from moodcloud.reading.records.json_values import text_of
from moodcloud.reading.records.json_window import CutOffError, Window
from moodcloud.reading.scales import held, scale_of
from moodcloud.reading.verdicts import SENTIMENTS, folded_label

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
        value: The whole of it, where it is no object.
    """

    name: str
    mark: str
    element: str = ""
    keys: list[str] = field(default_factory=list)
    nested: bool = False
    value: Any = None


def layout_of(head: str) -> Shape:
    """Return how records stand in a file that begins with `head`, an object that holds more.

    `pandas.DataFrame.to_json` writes tables by columns, by key (its `index`) and `split`.
    """
    members = list(_members(head))
    if _is_grouped(members):
        return Shape.GROUPED
    if _is_split(members):
        return Shape.SPLIT
    if any(member.element in _RECORDS for member in members):
        return Shape.MEMBER
    if not any(member.mark in _RECORDS for member in members):
        # A record so long that the head does not hold it, or very many labelled texts.
        return plain_layout_of({member.name: member.value for member in members})
    if all(member.mark == "[" for member in members):
        return Shape.COLUMNS
    flat = all(member.mark == "{" and member.keys and not member.nested for member in members)
    names = [member.name for member in members]
    return _columns_or_keyed(names, members[0].keys) if flat else Shape.NESTED


def plain_layout_of(values: Mapping[str, Any]) -> Shape:
    """Return how records stand in an object that holds neither objects nor arrays.

    It is a record, or its keys are texts and its values their labels: those are a few words that
    come again, or are understood, and most keys are several words.
    """
    labels = Counter(text_of(value).strip() for value in values.values())
    understood = scale_of(held(labels), LABEL, sample=True) is not None
    known = labels.total() > 1 and (2 * len(labels) <= labels.total() or understood)
    short = len(labels) <= MAX_GROUPS and max(map(len, labels), default=0) <= MAX_LABEL_CHARACTERS
    phrases = sum(" " in key.strip() for key in values)
    texts = 2 * phrases > len(values) and not any(map(is_known_name, values))
    return Shape.LABELLED if known and short and texts else Shape.VALUES


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
                member.value = window.value()


def _is_split(members: list[_Member]) -> bool:
    """Tell whether a list of columns comes first, and lists below it; they may not be seen yet."""
    names = [member.name for member in members[:2]]
    lists = any(member.element == "[" for member in members)
    return names[:1] == ["columns"] and members[0].mark == "[" and (lists or "index" in names)


def _is_grouped(members: list[_Member]) -> bool:
    """Tell whether all arrays have a sentiment for their name, and nothing else holds records."""
    arrays = [member for member in members if member.mark == "["]
    others = any(member.mark == "{" for member in members)
    return all(map(_is_group, arrays)) and len(arrays) > others


def _is_group(member: _Member) -> bool:
    """Tell whether an array holds the texts or records of a sentiment that is its name."""
    return member.element in ('"', "{", "]") and folded_label(member.name) in SENTIMENTS


def _columns_or_keyed(outer: list[str], inner: list[str]) -> Shape:
    """Tell objects that hold a column each from objects that hold a record each, by the keys."""
    by_number = all(map(str.isdecimal, outer)), all(map(str.isdecimal, inner))
    if by_number[0] != by_number[1]:
        return Shape.KEYED if by_number[0] else Shape.COLUMNS
    known = any(map(is_known_name, outer)), any(map(is_known_name, inner))
    if known[0] != known[1]:
        return Shape.COLUMNS if known[0] else Shape.KEYED
    return Shape.KEYED if len(outer) > len(inner) else Shape.COLUMNS
