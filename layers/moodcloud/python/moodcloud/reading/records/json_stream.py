"""Records of a JSON file, one at a time: whatever its size, one record is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from moodcloud.reading.delimited.rows import BrokenRow
from moodcloud.reading.records.json_values import DECODER

CHUNK_CHARACTERS: Final = 1 << 20
# A longer record is taken for one that never ends.
MAX_RECORD_CHARACTERS: Final = 1 << 27
# What is cut in two at the end of a chunk: a word such as false, an escape such as \ud83d.
_LONGEST_TOKEN: Final = 16
_SHOWN_CHARACTERS: Final = 1000
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_FIRST_ELEMENT: Final = re.compile(r"\[[ \t\n\r]*([^ \t\n\r])")


class Shape(Enum):
    """How records stand in a JSON file."""

    LINES = "one a line"
    VALUES = "one behind the other"
    ARRAY = "in an array"
    MEMBER = "in an array that is a member of an object"


class Record(NamedTuple):
    """A record: its line (its number where records do not stand on lines), and its value."""

    line: int
    value: Any


class BrokenJson(Exception):  # noqa: N818 - becomes an UploadError where the file is known
    """The JSON is broken at record `number`, and where the next one begins cannot be told."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"broken JSON in record {number:,}")


def read_json(path: Path, shape: Shape) -> Iterator[Record | BrokenRow]:
    """Yield the records of a UTF-8 file, in file order.

    A broken line costs that line. A file that ends within a record costs that record.

    Raises:
        BrokenJson: A file that is not in lines is broken before its end.
    """
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield from _lines(stream) if shape is Shape.LINES else _values(stream, shape)


def _lines(stream: TextIO) -> Iterator[Record | BrokenRow]:
    number = 0
    while line := stream.readline(MAX_RECORD_CHARACTERS):
        number += 1
        if len(line) == MAX_RECORD_CHARACTERS and not line.endswith("\n"):
            yield BrokenRow(number, "a line that is too long", line[:_SHOWN_CHARACTERS] + "…")
            while line and not line.endswith("\n"):
                line = stream.readline(CHUNK_CHARACTERS)
            continue
        try:
            yield Record(number, DECODER.decode(line))
        except (ValueError, RecursionError):
            if line.strip():
                yield BrokenRow(number, "broken JSON", line.rstrip("\n"))


def _values(stream: TextIO, shape: Shape) -> Iterator[Record | BrokenRow]:
    window, number = Window(stream), 0
    found = {Shape.VALUES: _plain, Shape.ARRAY: _elements, Shape.MEMBER: _members}[shape](window)
    try:
        for number, value in enumerate(found, start=1):
            yield Record(number, value)
    except CutOffError as error:
        where = "this record" if error.content else "the array"
        yield BrokenRow(number + 1, f"the file ends within {where}", error.content)
    except (ValueError, RecursionError):
        raise BrokenJson(number + 1) from None


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
        yield from _array(window)


def _array(window: Window) -> Iterator[Any]:
    window.expect("[")
    mark = window.peek()
    while mark != "]":
        yield window.value()
        mark = window.peek()
        if mark == ",":
            window.skip()
            mark = window.peek()
        elif mark != "]":
            window.expect("]")
    window.skip()


def _members(window: Window) -> Iterator[Any]:
    """Yield the elements of each array of records that is a member of a top-level object."""
    while window.peek():
        window.expect("{")
        mark = window.peek()
        while mark != "}":
            window.value()
            window.expect(":")
            if window.at_records():
                yield from _array(window)
            else:
                window.value()
            mark = window.peek()
            if mark == ",":
                window.skip()
                mark = window.peek()
            elif mark != "}":
                window.expect("}")
        window.skip()


class CutOffError(Exception):
    """The file ends within a value; `content` is how that begins."""

    def __init__(self, content: str) -> None:
        self.content = content
        super().__init__("the file ends within a value")


class Window:
    """What has been read of a stream of JSON and not been used yet."""

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

    def at_records(self) -> bool:
        """Tell whether an array of objects or arrays comes next."""
        while self.peek() == "[":
            if found := _FIRST_ELEMENT.match(self._text, self._at):
                return found[1] in "{["
            if not self._more():
                break
        return False

    def skip(self) -> None:
        """Move behind the character that `peek` returned."""
        self._at += 1

    def expect(self, mark: str) -> None:
        """Move behind `mark`.

        Raises:
            ValueError: Something else comes.
            CutOffError: Nothing comes.
        """
        found = self.peek()
        if not found:
            raise CutOffError("")
        if found != mark:
            raise ValueError(f"{found} where {mark} is expected")
        self.skip()

    def value(self) -> Any:
        """Return the next value and move behind it.

        Raises:
            ValueError: It is broken, or longer than `MAX_RECORD_CHARACTERS`.
            CutOffError: The stream ends within it.
        """
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                near_end = error.pos >= len(self._text) - _LONGEST_TOKEN
                if not near_end and not error.msg.startswith("Unterminated string"):
                    raise
                if len(self._text) - self._at > MAX_RECORD_CHARACTERS:
                    raise
                if not self._more():
                    content = self._text[self._at : self._at + _SHOWN_CHARACTERS]
                    raise CutOffError(content.rstrip()) from None
            else:
                # A number may go on in what is not read yet.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value

    def _more(self) -> bool:
        """Read on, twice as far each time within one value; tell whether there was more."""
        kept = self._text[self._at :]
        chunk = self._stream.read(max(CHUNK_CHARACTERS, len(kept)))
        self._text, self._at = kept + chunk, 0
        return bool(chunk)
