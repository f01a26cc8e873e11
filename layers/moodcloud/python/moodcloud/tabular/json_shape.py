"""Whether a file is JSON, and how its records are laid out in it, as its beginning shows."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final

from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_stream import CutOffError, Shape, Window
from moodcloud.tabular.json_values import DECODER, decoded, text_of
from moodcloud.tabular.rows import MAX_GROUPS, MAX_LABEL_CHARACTERS

HEAD_CHARACTERS: Final = 1 << 20
_LINES_LOOKED_AT: Final = 50
_ARRAY_OF_RECORDS: Final = re.compile(r'\s*\[\s*(\{\s*["}]|\[|\]\s*$)')
_ARRAY_OF_TEXTS: Final = re.compile(r'\s*\[\s*"')
_DIGITS: Final = re.compile("[0-9]+")
# Fewer numbered keys may be the fields of one record, unless they are ids: numbers, or those of
# reviews.
_LEAST_KEYS: Final = 20
_LEAST_IDS: Final = 5
_OBJECT: Final = re.compile(r'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:')


def json_shape(path: Path, hints: Hints) -> Shape | None:
    """Return how records are laid out in the UTF-8 file at `path`; None where it is not JSON.

    A comma-separated file may hold fields that begin with a brace: lines are taken for JSON
    where most of the first ones are, each as a whole.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = stream.read(HEAD_CHARACTERS)
        whole = not stream.read(1)
    if head.lstrip()[:1] not in ("{", "["):
        return Shape.LINES if _in_lines(head, whole) else None
    if _in_lines(head, whole):
        return Shape.LINES
    if _ARRAY_OF_RECORDS.match(head):
        return Shape.ARRAY
    if _ARRAY_OF_TEXTS.match(head) and _holds_texts(head):
        return Shape.TEXTS
    return _shape_of_object(head, hints) if _OBJECT.match(head) else None


def _in_lines(head: str, whole: bool) -> bool:
    """Return whether most of the first lines, at least two, are an object or a list each."""
    lines = head.split("\n", _LINES_LOOKED_AT)
    if len(lines) > _LINES_LOOKED_AT or not whole:
        lines.pop()
    filled = [line for line in lines if line.strip()]
    kinds = [_kind(line) for line in filled]
    most = max(kinds.count("{"), kinds.count("["))
    # An array may have one record a line, with brackets and commas on lines of their own.
    opened = bool(filled) and filled[0].strip() == "["
    return most >= 2 and 2 * most >= len(filled) and not opened


def _kind(line: str) -> str:
    """Return `{` or `[` where the line is an object or a list, else nothing."""
    mark = line.lstrip()[:1]
    if mark not in ("{", "["):
        return ""
    try:
        decoded(line)
    except (ValueError, RecursionError):
        return ""
    return mark


def _holds_texts(head: str) -> bool:
    """Return whether a file begins with an array of texts, and nothing follows it."""
    window = Window(io.StringIO(head))
    try:
        texts = all(each is None or isinstance(each, str) for each in window.elements())
        return texts and not window.peek()
    except CutOffError:
        return True
    except (ValueError, RecursionError):
        return False


def _shape_of_object(head: str, hints: Hints) -> Shape:
    """Return the shape of a file that begins with an object which is not on a line of its own."""
    start = len(head) - len(head.lstrip())
    try:
        value, end = DECODER.raw_decode(head, start)
    except (JSONDecodeError, RecursionError):
        return _layout_of(head, hints)
    if head[end:].lstrip(" \t\n\r,").startswith("{"):
        # Too long for the head to hold two of them, but a line each.
        alone = "\n" not in head[start:end] and head[end:].lstrip(" \t\r").startswith("\n")
        return Shape.LINES if alone else Shape.VALUES
    # A record that is alone is plain: one that holds more is a table of another shape.
    plain = not any(isinstance(each, dict | list) for each in value.values())
    return _plain_layout_of(value, hints) if plain and value else _layout_of(head, hints)


_RECORDS: Final = ("{", "[")


@dataclass
class _Member:
    """A member of the object.

    Attributes:
        name: Its key.
        mark: With which character its value begins.
        element: With which character the first element of an array begins.
        keys: The keys of an object, as far as seen.
        nested: Whether an object holds more objects or arrays.
        inner: With which characters the first elements of the arrays in an object begin, empty for
            what is no array.
        value: The whole of it, where it is no object.
    """

    name: str
    mark: str
    element: str = ""
    keys: list[str] = field(default_factory=list)
    nested: bool = False
    inner: set[str] = field(default_factory=set)
    value: Any = None


def _layout_of(head: str, hints: Hints) -> Shape:
    """Return how records are laid out in a file that begins with `head`, an object that holds more.

    `pandas.DataFrame.to_json` writes tables by columns, by key (its `index`) and `split`.
    """
    members = list(_members(head))
    if _is_grouped(members, hints):
        return Shape.GROUPED
    if _is_split(members):
        return Shape.SPLIT
    if any(member.element in _RECORDS for member in members):
        return Shape.MEMBER
    if not any(member.mark in _RECORDS for member in members):
        # A record so long that the head does not hold it, or very many labelled texts.
        return _plain_layout_of({member.name: member.value for member in members}, hints)
    if all(member.mark == "[" for member in members):
        return Shape.COLUMNS
    flat = all(member.mark == "{" and member.keys and not member.nested for member in members)
    names = [member.name for member in members]
    return _columns_or_keyed(names, members[0].keys, hints) if flat else Shape.NESTED


def _plain_layout_of(values: Mapping[str, Any], hints: Hints) -> Shape:
    """Return how records are laid out in an object that holds neither objects nor arrays.

    It is a record, or its keys are texts and its values their labels: those are a few words that
    come again, or are understood, and most keys are several words.
    """
    labels = Counter(text_of(value).strip() for value in values.values())
    understood = hints.labels(labels)
    known = labels.total() > 1 and (2 * len(labels) <= labels.total() or understood)
    short = len(labels) <= MAX_GROUPS and max(map(len, labels), default=0) <= MAX_LABEL_CHARACTERS
    if _are_keyed_texts(values, hints):
        return Shape.KEYED_TEXTS
    phrases = sum(" " in key.strip() for key in values)
    texts = 2 * phrases > len(values) and not any(map(hints.known_name, values))
    return Shape.LABELLED if known and short and texts else Shape.VALUES


def _are_keyed_texts(values: Mapping[str, Any], hints: Hints) -> bool:
    """Return whether an object holds texts under numbered keys: `{"101": "…", "102": "…"}`."""
    forms = {_DIGITS.sub("0", key) for key in values}
    ids = all(form == "0" or hints.known_name(form.strip("0-_ ")) for form in forms)
    if len(values) < (_LEAST_IDS if ids else _LEAST_KEYS) or len(forms) > 1:
        return False
    texts = {value for value in values.values() if isinstance(value, str) and " " in value.strip()}
    return bool(_DIGITS.search(next(iter(values)))) and 2 * len(texts) > len(values)


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
                        member.inner.add(window.element())
                        window.value()
                yield member
            else:
                yield member
                member.value = window.value()


def _is_split(members: list[_Member]) -> bool:
    """Return whether a list of columns comes first, then lists, which may not be seen yet."""
    names = [member.name for member in members[:2]]
    lists = any(member.element == "[" for member in members)
    return names[:1] == ["columns"] and members[0].mark == "[" and (lists or "index" in names)


def _is_grouped(members: list[_Member], hints: Hints) -> bool:
    """Return whether all arrays have a label for their name, and nothing else holds records."""
    arrays = [member for member in members if member.mark == "["]
    objects = [member for member in members if member.mark == "{"]
    if not arrays:
        nested = [each for each in objects if each.nested]
        return len(nested) == 1 and _holds_texts_by_label(nested[0], hints)
    # Columns of opposite sense have as many rows each.
    uneven = len({len(each.value) for each in arrays if isinstance(each.value, list)}) > 1
    labels = uneven and hints.labels(Counter(member.name for member in arrays))
    return len(arrays) > bool(objects) and all(
        # It holds the texts or the records of one label, which is its name.
        member.element in ('"', "{", "]") and (labels or hints.label(member.name))
        for member in arrays
    )


def _holds_texts_by_label(member: _Member, hints: Hints) -> bool:
    """Return whether an object holds nothing but arrays of texts, each under their label."""
    return (
        len(member.keys) > 1 and member.inner <= {'"', "]"} and all(map(hints.label, member.keys))
    )


def _columns_or_keyed(outer: list[str], inner: list[str], hints: Hints) -> Shape:
    """Return whether objects hold a column each or a record each, as the keys suggest."""
    by_number = all(map(str.isdecimal, outer)), all(map(str.isdecimal, inner))
    if by_number[0] != by_number[1]:
        return Shape.KEYED if by_number[0] else Shape.COLUMNS
    known = any(map(hints.known_name, outer)), any(map(hints.known_name, inner))
    if known[0] != known[1]:
        return Shape.COLUMNS if known[0] else Shape.KEYED
    return Shape.KEYED if len(outer) > len(inner) else Shape.COLUMNS
