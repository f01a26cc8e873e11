"""Records of a JSON file of any size, one at a time: only one of them is in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from moodcloud.errors import UploadError
from moodcloud.tabular.json_values import DECODER, decoded
from moodcloud.tabular.rows import BrokenRow

CHUNK_CHARACTERS: Final = 1 << 20
# A longer line is rejected; a longer value elsewhere ends the reading. What is shorter may still be
# too long for a row.
MAX_RECORD_CHARACTERS: Final = 1 << 24
SHOWN_CHARACTERS: Final = 1000
# The end of a chunk may cut this much in two: a word such as false, an escape such as \ud83d.
_LONGEST_TOKEN: Final = 16
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_FIRST_ELEMENT: Final = re.compile(r"\[[ \t\n\r]*([^ \t\n\r])")


class CutOffError(Exception):
    """The file ends within a value; `content` is how that begins."""

    def __init__(self, content: str) -> None:
        self.content = content
        super().__init__("the file ends within a value")


class TooLongError(ValueError):
    """A value is too long to be held in memory."""


class Window:
    """The part of a stream of JSON that has been read and not been used yet.

    All methods but `peek`, `element` and `skip` raise ValueError where something else follows than
    they expect, and CutOffError where the stream ends.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0

    def peek(self) -> str:
        """Move to the next character that is not blank and return it; empty at the end."""
        while True:
            self._at = _BLANKS.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def element(self) -> str:
        """Return the character that the first element of the next array begins with.

        Returns:
            `]` where the array is empty; nothing where no array comes next.
        """
        while self.peek() == "[":
            if found := _FIRST_ELEMENT.match(self._text, self._at):
                return found[1]
            if not self._more():
                break
        return ""

    def skip(self) -> None:
        """Move past the character that `peek` returned."""
        self._at += 1

    def expect(self, mark: str) -> None:
        """Move past `mark`."""
        found = self.peek()
        if not found:
            raise CutOffError("")
        if found != mark:
            raise ValueError(f"{found} where {mark} is expected")
        self.skip()

    def elements(self) -> Iterator[Any]:
        """Yield the elements of the next array."""
        for _ in self.places():
            yield self.value()

    def places(self) -> Iterator[None]:
        """Stop at each element of the next array. The caller must move past it."""
        self.expect("[")
        if self.peek() == "]":
            self.skip()
            return
        while True:
            yield
            if not self._goes_on("]"):
                return

    def members(self) -> Iterator[str]:
        """Yield the keys of the next object. The caller must move past each value."""
        self.expect("{")
        if self.peek() == "}":
            self.skip()
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise ValueError("a key that is no string")
            self.expect(":")
            yield key
            if not self._goes_on("}"):
                return

    def value(self) -> Any:
        """Return the next value and move past it.

        Raises:
            TooLongError: It has more than `MAX_RECORD_CHARACTERS`.
        """
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                near_end = error.pos >= len(self._text) - _LONGEST_TOKEN
                if not near_end and not error.msg.startswith("Unterminated string"):
                    raise
                if not self._more():
                    content = self._text[self._at : self._at + SHOWN_CHARACTERS]
                    raise CutOffError(content.rstrip()) from None
            else:
                # A number may continue in what is not read yet.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value

    def _goes_on(self, closing: str) -> bool:
        """Move past the comma or the closing mark; return whether more follows."""
        if self.peek() == ",":
            self.skip()
            # One comma too many at the end is no harm.
            if self.peek() != closing:
                return True
        self.expect(closing)
        return False

    def _more(self) -> bool:
        """Read on, twice as far each time within one value; return whether there was more."""
        kept = self._text[self._at :]
        if len(kept) > MAX_RECORD_CHARACTERS:
            raise TooLongError(f"a value of more than {MAX_RECORD_CHARACTERS:,} characters")
        chunk = self._stream.read(max(CHUNK_CHARACTERS, len(kept)))
        self._text, self._at = kept + chunk, 0
        return bool(chunk)


# The names of columns that have none in the file.
TEXT: Final = "text"
LABEL: Final = "label"


class Shape(Enum):
    """How records are laid out in a JSON file."""

    LINES = "one a line"
    VALUES = "one after the other"
    ARRAY = "in an array"
    MEMBER = "in an array that is a member of an object"
    NESTED = "in an array that is a member of an object within an object"
    KEYED = "in an object, each under a key of its own"
    SPLIT = "as lists in an array, below a list of their columns"
    COLUMNS = "column by column"
    TEXTS = "texts in an array"
    LABELLED = "labels in an object, each under its text"
    GROUPED = "in arrays in an object, each array under its label"
    KEYED_TEXTS = "texts in an object, each under a key of its own"


class Record(NamedTuple):
    """A record: its line (or its number, where records are not one a line), and its value."""

    line: int
    value: Any


Take = Callable[[Window], Iterator[Any]]


def one_value(window: Window) -> Iterator[Any]:
    """Yield the next value."""
    yield window.value()


def read_json(path: Path, shape: Shape, take: Take = one_value) -> Iterator[Record | BrokenRow]:
    """Yield the records of a UTF-8 file, in file order.

    A broken line costs that line. A file that ends within a record costs that record.

    Args:
        path: The file.
        shape: Any but `COLUMNS`: such a file has no records before it is transposed.
        take: A function that moves past a record of a shape among `TAKEN` and yields what is wanted
            of it, so that a record may be larger than memory.

    Raises:
        UploadError: `broken_file`: a file that is not in lines is broken before its end, and
            where the next record begins cannot be told.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield from _lines(stream) if shape is Shape.LINES else read_values(stream, shape, take)


def _lines(stream: TextIO) -> Iterator[Record | BrokenRow]:
    number = 0
    while line := stream.readline(MAX_RECORD_CHARACTERS):
        number += 1
        if len(line) == MAX_RECORD_CHARACTERS and not line.endswith("\n"):
            yield BrokenRow(number, "a line that is too long", line[:SHOWN_CHARACTERS] + "…")
            while line and not line.endswith("\n"):
                line = stream.readline(CHUNK_CHARACTERS)
            continue
        try:
            yield Record(number, decoded(line))
        except (ValueError, RecursionError):
            if line.strip():
                yield BrokenRow(number, "broken JSON", line.rstrip("\n"))


def read_values(
    stream: TextIO, shape: Shape, take: Take = one_value
) -> Iterator[Record | BrokenRow]:
    """Yield the records of a stream that are not one a line, as `read_json` does."""
    window, number = Window(stream), 0
    found = _taken(window, TAKEN[shape], take) if shape in TAKEN else _FOUND[shape](window)
    try:
        for number, value in enumerate(found, start=1):
            yield Record(number, value)
    except CutOffError as error:
        where = "this record" if error.content else "the array"
        yield BrokenRow(number + 1, f"the file ends within {where}", error.content)
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, TooLongError) else "broken JSON"
        reason = f"{what} in record {number + 1:,}"
        raise UploadError("broken_file", what="JSON", reason=reason) from None


def _taken(window: Window, places: Callable[[Window], Iterator[None]], take: Take) -> Iterator[Any]:
    for _ in places(window):
        yield from take(window)


def _plain(window: Window) -> Iterator[None]:
    """Stop at values that follow each other, with commas between them or not."""
    while mark := window.peek():
        if mark == ",":
            window.skip()
        else:
            yield


def _elements(window: Window) -> Iterator[None]:
    """Stop at the elements of arrays that follow each other."""
    while window.peek():
        yield from window.places()


def _members(window: Window, deep: bool) -> Iterator[None]:
    """Stop at the elements of each array of records in the top-level objects.

    Args:
        window: The stream.
        deep: Whether to look for arrays in the objects within these objects, too.
    """
    while window.peek():
        yield from _records_within(window, deep)


def _records_within(window: Window, deep: bool) -> Iterator[None]:
    for _ in window.members():
        if window.element() in ("{", "["):
            yield from window.places()
        elif deep and window.peek() == "{":
            yield from _records_within(window, deep)
        else:
            window.value()


def _keyed(window: Window) -> Iterator[None]:
    """Stop at the value of each key of the top-level objects."""
    while window.peek():
        for _ in window.members():
            yield


def _texts(window: Window) -> Iterator[Any]:
    """Yield a record for each text of the top-level arrays."""
    for value in _taken(window, _elements, one_value):
        yield {TEXT: value} if isinstance(value, str) else value


def _labelled(window: Window) -> Iterator[Any]:
    """Yield a record for each text, a key of the top-level objects, and its label, the value."""
    while window.peek():
        for key in window.members():
            yield {TEXT: key, LABEL: window.value()}


def _grouped(window: Window) -> Iterator[Any]:
    """Yield the elements of the arrays in the top-level objects, with each array's key as label."""
    while window.peek():
        yield from _grouped_within(window)


def _grouped_within(window: Window) -> Iterator[Any]:
    for key in window.members():
        if window.peek() == "{":
            yield from _grouped_within(window)
        elif not window.element():
            window.value()
        else:
            for value in window.elements():
                record = {TEXT: value} if isinstance(value, str) else value
                yield {**record, LABEL: key} if isinstance(record, dict) else record


def _keyed_texts(window: Window) -> Iterator[Any]:
    """Yield a record for each text in the top-level objects, with its key."""
    while window.peek():
        for key in window.members():
            yield {"id": key, TEXT: window.value()}


def _split(window: Window) -> Iterator[Any]:
    """Yield the list of columns, then the lists below it."""
    for key in window.members():
        if key == "columns" or window.element() == "[":
            found = window.elements()
            yield from found if key != "columns" else [list(found)]
        else:
            window.value()
    if window.peek():
        raise ValueError("more after the table")


# Where records are in shapes that hold them as they are; the other shapes make records.
TAKEN: Final[dict[Shape, Callable[[Window], Iterator[None]]]] = {
    Shape.VALUES: _plain,
    Shape.ARRAY: _elements,
    Shape.MEMBER: partial(_members, deep=False),
    Shape.NESTED: partial(_members, deep=True),
    Shape.KEYED: _keyed,
}
_FOUND: Final[dict[Shape, Take]] = {
    Shape.SPLIT: _split,
    Shape.TEXTS: _texts,
    Shape.LABELLED: _labelled,
    Shape.GROUPED: _grouped,
    Shape.KEYED_TEXTS: _keyed_texts,
}
