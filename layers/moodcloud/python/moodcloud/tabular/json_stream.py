"""Records of a JSON file, one at a time: whatever its size, one record is in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from moodcloud.errors import UploadError
from moodcloud.tabular.json_values import DECODER, decoded
from moodcloud.tabular.rows import MAX_CHARACTERS, BrokenRow

# --- A stream of JSON, value by value: whatever its size, what is in memory is one value.

CHUNK_CHARACTERS: Final = 1 << 20
# A longer value is passed over. What is shorter may still be too long for a row.
MAX_RECORD_CHARACTERS: Final = 1 << 24
SHOWN_CHARACTERS: Final = 1000
# What is cut in two at the end of a chunk: a word such as false, an escape such as \ud83d.
_LONGEST_TOKEN: Final = 16
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_FIRST_ELEMENT: Final = re.compile(r"\[[ \t\n\r]*([^ \t\n\r])")


_IN_STRING: Final = re.compile(r'[\\"]')
_OUTSIDE: Final = re.compile(r'["\[\]{}]')


@dataclass(frozen=True)
class Passed:
    """A value that is too long to be read: its characters, and how it begins."""

    characters: int
    beginning: str


class CutOffError(Exception):
    """The file ends within a value; `content` is how that begins."""

    def __init__(self, content: str) -> None:
        self.content = content
        super().__init__("the file ends within a value")


class Window:
    """What has been read of a stream of JSON and not been used yet.

    All methods but `peek`, `element` and `skip` raise ValueError where something else comes than
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
        """Return with which character the first element of an array begins, `]` where it is empty.

        Returns:
            Nothing where no array comes next.
        """
        while self.peek() == "[":
            if found := _FIRST_ELEMENT.match(self._text, self._at):
                return found[1]
            if not self._more():
                break
        return ""

    def skip(self) -> None:
        """Move behind the character that `peek` returned."""
        self._at += 1

    def expect(self, mark: str) -> None:
        """Move behind `mark`."""
        found = self.peek()
        if not found:
            raise CutOffError("")
        if found != mark:
            raise ValueError(f"{found} where {mark} is expected")
        self.skip()

    def elements(self) -> Iterator[Any]:
        """Yield the elements of the array that comes next."""
        self.expect("[")
        if self.peek() == "]":
            self.skip()
            return
        while True:
            yield self.value()
            if not self._goes_on("]"):
                return

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that comes next; who asks moves behind each value."""
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
        """Return the next value and move behind it.

        Returns:
            `Passed` where it has more than `MAX_RECORD_CHARACTERS`.
        """
        self.peek()
        while True:
            if len(self._text) - self._at > MAX_RECORD_CHARACTERS:
                return self._pass()
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
                # A number may go on in what is not read yet.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value

    def _pass(self) -> Passed:
        """Move behind a string, an array or an object of any length."""
        beginning = self._text[self._at : self._at + SHOWN_CHARACTERS]
        if beginning[0] not in '"[{':
            raise ValueError("a number or a word of so many characters")
        start, read = self._at, 0
        depth, within = 0, False
        while True:
            found = (_IN_STRING if within else _OUTSIDE).search(self._text, self._at)
            if found is None:
                read += len(self._text) - start
                self._text, self._at, start = self._stream.read(CHUNK_CHARACTERS), 0, 0
                if not self._text:
                    raise CutOffError(beginning)
                continue
            self._at = found.end()
            if found[0] == "\\":
                self._skip_escaped()
            elif found[0] == '"':
                within = not within
            else:
                depth += 1 if found[0] in "[{" else -1
            if not depth and not within:
                return Passed(read + self._at - start, beginning)

    def _skip_escaped(self) -> None:
        if self._at == len(self._text):
            self._text += self._stream.read(1)
        self._at += 1

    def _goes_on(self, closing: str) -> bool:
        """Move behind the comma, or behind the closing mark; tell whether more comes."""
        if self.peek() == ",":
            self.skip()
            # One comma too many at the end is no harm.
            if self.peek() != closing:
                return True
        self.expect(closing)
        return False

    def _more(self) -> bool:
        """Read on, twice as far each time within one value; tell whether there was more."""
        kept = self._text[self._at :]
        chunk = self._stream.read(max(CHUNK_CHARACTERS, len(kept)))
        self._text, self._at = kept + chunk, 0
        return bool(chunk)


# --- Records of a JSON file, one at a time: whatever its size, one record is in memory.

# What columns are called that have no name in the file.
TEXT: Final = "text"
LABEL: Final = "label"


class Shape(Enum):
    """How records stand in a JSON file."""

    LINES = "one a line"
    VALUES = "one behind the other"
    ARRAY = "in an array"
    MEMBER = "in an array that is a member of an object"
    NESTED = "in an array that is a member of an object within an object"
    KEYED = "in an object, each under a key of its own"
    SPLIT = "as lists in an array, below a list of their columns"
    COLUMNS = "column by column"
    TEXTS = "texts in an array"
    LABELLED = "labels in an object, each under its text"
    GROUPED = "in arrays in an object, each array under its label"


class Record(NamedTuple):
    """A record: its line (its number where records do not stand on lines), and its value."""

    line: int
    value: Any


def read_json(path: Path, shape: Shape) -> Iterator[Record | BrokenRow]:
    """Yield the records of a UTF-8 file, in file order.

    A broken line costs that line. A file that ends within a record costs that record.

    Args:
        path: The file.
        shape: Any but `COLUMNS`, which holds no records before it is transposed.

    Raises:
        UploadError: `broken_file`: a file that is not in lines is broken before its end, and
            where the next record begins cannot be told.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield from _lines(stream) if shape is Shape.LINES else _values(stream, shape)


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


def _values(stream: TextIO, shape: Shape) -> Iterator[Record | BrokenRow]:
    window, number = Window(stream), 0
    try:
        for number, value in enumerate(_FOUND[shape](window), start=1):
            if isinstance(value, Passed):
                reason = (
                    f"{value.characters:,} characters where at most {MAX_CHARACTERS:,} are read"
                )
                yield BrokenRow(number, reason, value.beginning)
            else:
                yield Record(number, value)
    except CutOffError as error:
        where = "this record" if error.content else "the array"
        yield BrokenRow(number + 1, f"the file ends within {where}", error.content)
    except (ValueError, RecursionError):
        reason = f"broken JSON in record {number + 1:,}"
        raise UploadError("broken_file", what="JSON", reason=reason) from None


def _plain(window: Window) -> Iterator[Any]:
    """Yield values that stand one behind the other, with commas between or not."""
    while mark := window.peek():
        if mark == ",":
            window.skip()
        else:
            yield window.value()


def _elements(window: Window) -> Iterator[Any]:
    """Yield the elements of arrays that stand one behind the other."""
    while window.peek():
        yield from window.elements()


def _members(window: Window, deep: bool) -> Iterator[Any]:
    """Yield the elements of each array of records in the top-level objects.

    Args:
        window: The stream.
        deep: Whether arrays are looked for in the objects within these objects, too.
    """
    while window.peek():
        yield from _records_within(window, deep)


def _records_within(window: Window, deep: bool) -> Iterator[Any]:
    for _ in window.members():
        if window.element() in ("{", "["):
            yield from window.elements()
        elif deep and window.peek() == "{":
            yield from _records_within(window, deep)
        else:
            window.value()


def _keyed(window: Window) -> Iterator[Any]:
    """Yield the value of each key of the top-level objects."""
    while window.peek():
        for _ in window.members():
            yield window.value()


def _texts(window: Window) -> Iterator[Any]:
    """Yield a record for each text of the top-level arrays."""
    for value in _elements(window):
        yield {TEXT: value} if isinstance(value, str) else value


def _labelled(window: Window) -> Iterator[Any]:
    """Yield a record for each key of the top-level objects, a text, and its value, a label."""
    while window.peek():
        for key in window.members():
            yield {TEXT: key, LABEL: window.value()}


def _grouped(window: Window) -> Iterator[Any]:
    """Yield what arrays in the top-level objects hold, with the key of each array as its label."""
    while window.peek():
        for key in window.members():
            if not window.element():
                window.value()
                continue
            for value in window.elements():
                record = {TEXT: value} if isinstance(value, str) else value
                yield {**record, LABEL: key} if isinstance(record, dict) else record


def _split(window: Window) -> Iterator[Any]:
    """Yield the list of columns, then the lists below it."""
    for key in window.members():
        if key == "columns" or window.element() == "[":
            found = window.elements()
            yield from found if key != "columns" else [list(found)]
        else:
            window.value()
    if window.peek():
        raise ValueError("more behind the table")


_FOUND: Final[dict[Shape, Callable[[Window], Iterator[Any]]]] = {
    Shape.VALUES: _plain,
    Shape.ARRAY: _elements,
    Shape.MEMBER: partial(_members, deep=False),
    Shape.NESTED: partial(_members, deep=True),
    Shape.KEYED: _keyed,
    Shape.SPLIT: _split,
    Shape.TEXTS: _texts,
    Shape.LABELLED: _labelled,
    Shape.GROUPED: _grouped,
}
