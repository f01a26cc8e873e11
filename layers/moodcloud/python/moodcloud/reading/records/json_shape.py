"""Whether a text is JSON, and how its records stand in it: told by its beginning."""

from __future__ import annotations

import io
import re
from json import JSONDecodeError
from pathlib import Path
from typing import Final

from moodcloud.reading.records.json_layout import layout_of, plain_layout_of
from moodcloud.reading.records.json_stream import Shape
from moodcloud.reading.records.json_values import DECODER, decoded
from moodcloud.reading.records.json_window import CutOffError, Window

_HEAD_CHARACTERS: Final = 1 << 20
_LINES_LOOKED_AT: Final = 50
_ARRAY_OF_RECORDS: Final = re.compile(r'\s*\[\s*(\{\s*["}]|\[|\]\s*$)')
_ARRAY_OF_TEXTS: Final = re.compile(r'\s*\[\s*"')
_OBJECT: Final = re.compile(r'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:')


def json_shape(path: Path) -> Shape | None:
    """Return how records stand in the UTF-8 file at `path`; None where it is not JSON.

    A comma-separated file may hold fields that begin with a brace: lines are taken for JSON
    where most of the first ones are, each as a whole.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = stream.read(_HEAD_CHARACTERS)
        whole = not stream.read(1)
    if head.lstrip()[:1] not in ("{", "["):
        return Shape.LINES if _in_lines(head, whole) else None
    if _in_lines(head, whole):
        return Shape.LINES
    if _ARRAY_OF_RECORDS.match(head):
        return Shape.ARRAY
    if _ARRAY_OF_TEXTS.match(head) and _holds_texts(head):
        return Shape.TEXTS
    return _shape_of_object(head) if _OBJECT.match(head) else None


def _in_lines(head: str, whole: bool) -> bool:
    """Tell whether most of the first lines, at least two, are an object or a list each."""
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
    """Tell whether a file begins with an array of texts, and nothing stands behind it."""
    window = Window(io.StringIO(head))
    try:
        texts = all(each is None or isinstance(each, str) for each in window.elements())
        return texts and not window.peek()
    except CutOffError:
        return True
    except (ValueError, RecursionError):
        return False


def _shape_of_object(head: str) -> Shape:
    """Return how records stand in a file that begins with an object not on a line of its own."""
    start = len(head) - len(head.lstrip())
    try:
        value, end = DECODER.raw_decode(head, start)
    except (JSONDecodeError, RecursionError):
        return layout_of(head)
    if head[end:].lstrip(" \t\n\r,").startswith("{"):
        # Too long for the head to hold two of them, but a line each.
        alone = "\n" not in head[start:end] and head[end:].lstrip(" \t\r").startswith("\n")
        return Shape.LINES if alone else Shape.VALUES
    # A record that is alone is plain: one that holds more is a table of another shape.
    plain = not any(isinstance(each, dict | list) for each in value.values())
    return plain_layout_of(value) if plain and value else layout_of(head)
