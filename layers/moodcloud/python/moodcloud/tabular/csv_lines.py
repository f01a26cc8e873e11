"""The lines of a file, numbered and bounded, for a reader that may have to go back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TextIO

from moodcloud.tabular.rows import MAX_CHARACTERS

# How many lines of a file may be read in vain for quotes that are opened and never closed.
PATIENCE: Final = 20_000_000
# A quoted field may have so many even when that many have been read: hardly any has more.
MAX_ROW_LINES: Final = 1000
# Bytes kept of a row whose end is searched for: it may have to be read again.
MAX_HELD_BYTES: Final = 256 << 20
_KEPT: Final = 4000
_PACK: Final = 1000

Line = tuple[int, str]


class TooLong(Exception):  # noqa: N818 - it says how a row ended, nothing is wrong
    """The row that is read has more than `MAX_CHARACTERS`."""


class CutLine(str):
    """The beginning of a line that has more than `MAX_CHARACTERS`.

    Attributes:
        length: The characters of the whole line.
        marks: How often each quote character is in the whole line, alone and escaped.
    """

    length: int
    marks: dict[str, int]


def numbered_lines(stream: TextIO) -> Iterator[Line]:
    """Yield the lines of a text stream with their numbers from 1, without newlines."""
    number = 0
    while line := stream.readline(MAX_CHARACTERS + 1):
        number += 1
        if line[-1] == "\n":
            yield number, line[:-1]
        elif len(line) <= MAX_CHARACTERS:
            yield number, line
        else:
            yield number, _cut(line, stream)


def quotes_in(line: str, quote: str, backslash: bool) -> int:
    """Return how many quotes of `line` open or close a field."""
    if isinstance(line, CutLine):
        return line.marks[quote] - backslash * line.marks["\\" + quote]
    return line.count(quote) - backslash * line.count("\\" + quote)


def length_of(line: str) -> int:
    """Return the characters of a line, of a cut one as it was."""
    return line.length if isinstance(line, CutLine) else len(line)


def _cut(beginning: str, stream: TextIO) -> CutLine:
    line = CutLine(beginning[:_KEPT])
    line.length = 0
    line.marks = dict.fromkeys(('"', "'", '\\"', "\\'"), 0)
    piece = beginning
    while piece:
        line.length += len(piece.rstrip("\n"))
        for mark in line.marks:
            line.marks[mark] += piece.count(mark)
        piece = "" if piece[-1] == "\n" else stream.readline(MAX_CHARACTERS)
    return line


@dataclass(frozen=True)
class _Pack:
    """Neighbouring lines as UTF-8: a tenth of the memory of a list of them."""

    number: int
    data: bytes

    @property
    def text(self) -> str:
        """Return the lines with newlines between them."""
        return self.data.decode()


class Lines:
    """Lines that can be read again from where a row began.

    Attributes:
        characters: The length of the row that goes beyond its first line, as far as it was read.
        ended: Whether the last of the lines has been asked for.
    """

    def __init__(self, numbered: Iterable[Line]) -> None:
        self._source = iter(numbered)
        # What is to be read again, the next on top.
        self._again: list[Line | _Pack] = []
        # What was read of the row after its first line: packs, and the lines after those.
        self._packs: list[Line | _Pack] = []
        self._row: list[Line] = []
        self._rows_lines = 0
        self._held = 0
        self._patience = PATIENCE
        self.characters = 0
        self.ended = False

    def __iter__(self) -> Iterator[Line]:
        """Yield each line that is not part of a row yet."""
        while True:
            while self._again:
                item = self._again.pop()
                if isinstance(item, _Pack):
                    numbered = enumerate(item.text.split("\n"), start=item.number)
                    self._again.extend(reversed(list(numbered)))
                else:
                    yield item
            for line in self._source:
                yield line
                if self._again:
                    break
            else:
                self.ended = True
                return

    @property
    def vain(self) -> int:
        """How many lines were read in vain so far."""
        return PATIENCE - self._patience

    def begin_row(self, first: str) -> None:
        """Begin a row that goes beyond its `first` line."""
        self._packs.clear()
        self._row.clear()
        self._rows_lines = 0
        self._held = 0
        self.characters = length_of(first)

    def of_row(self, first: str) -> Iterator[str]:
        """Yield `first`, then the lines after it, with newlines.

        Raises:
            TooLong: There are more than `MAX_CHARACTERS`.
        """
        self.begin_row(first)
        yield first + "\n"
        for line in self._following():
            if self.characters > MAX_CHARACTERS:
                raise TooLong
            yield line + "\n"

    def row(self, first: str, most: int) -> list[str]:
        """Return the lines of the row that begins with `first`; nothing for more than `most`."""
        return [] if self._rows_lines >= most else [first, *(line for _, line in self._row)]

    def skip_row(
        self, quotes: int, quotes_of: Callable[[str], int], closes: Callable[[str], bool]
    ) -> bool:
        """Read to the end of a row that is too long, and return whether it has one.

        Args:
            quotes: The number of quotes in its first line.
            quotes_of: The quotes of a line. The row ends where there is an even number.
            closes: Whether the quote that makes the number even closes a field.
        """
        for item in (*self._packs, *self._row):
            quotes += quotes_of(item.text if isinstance(item, _Pack) else item[1])
        if quotes % 2 == 0:
            return True
        for line in self._following():
            if quotes_of(line) % 2:
                return closes(line)
            if self._held > MAX_HELD_BYTES:
                break
        return False

    def reopen(self) -> None:
        """Go back to the line after the first of the row."""
        self._patience -= self._rows_lines
        self._again.extend(reversed([*self._packs, *self._row]))
        self.begin_row("")

    def _following(self) -> Iterator[str]:
        most = max(MAX_ROW_LINES, self._patience) - self._rows_lines
        for numbered in islice(self, max(most, 0)):
            self._rows_lines += 1
            self.characters += 1 + length_of(numbered[1])
            self._row.append(numbered)
            if len(self._row) == _PACK:
                self._pack()
            yield numbered[1]

    def _pack(self) -> None:
        if any(isinstance(line, CutLine) for _, line in self._row):
            self._packs.extend(self._row)
        else:
            self._keep(self._row[0][0], "\n".join(line for _, line in self._row))
        self._row = []

    def _keep(self, number: int, text: str) -> None:
        pack = _Pack(number, text.encode())
        self._packs.append(pack)
        self._held += len(pack.data)
