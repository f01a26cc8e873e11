"""A stream of JSON, value by value: whatever its size, what is in memory is one value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any, Final, TextIO

from moodcloud.reading.records.json_values import DECODER

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
