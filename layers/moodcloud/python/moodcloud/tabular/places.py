"""Where the lines of a file are, found at the speed of the machine rather than of Python."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from moodcloud.tabular.csv_lines import Line, numbered_lines
from moodcloud.tabular.rows import MAX_CHARACTERS

try:
    from moodcloud.tabular import _lines
except ImportError:  # no compiler was there
    _lines = None  # type: ignore[assignment]

# All newlines of a file are of one kind, which the first one shows.
_SEARCHED_BYTES: Final = 4 << 20
_NEWLINES: Final = ("\r\n", "\r", "\n")
_BLOCK_BYTES: Final = 256 << 10


@dataclass(frozen=True)
class Place:
    """Where a line begins.

    Attributes:
        offset: In bytes.
        lines: How many lines are above.
        filled: How many of them are not empty.
        line: The line, where it has been read.
    """

    offset: int
    lines: int
    filled: int
    line: bytes = b""


class Places:
    """The lines of a file that are not empty, found by their number.

    Attributes:
        path: The file.
        newline: What ends its lines.
    """

    def __init__(self, path: Path, newline: str, block_bytes: int = _BLOCK_BYTES) -> None:
        """Count the lines of the file at `path`, and note where they are every so many bytes."""
        self.path = path
        self.newline = newline.encode()
        # Where each block of whole lines begins, then the end of the file.
        self._blocks = [Place(0, 0, 0)]
        rest = b""
        with path.open("rb") as stream:
            while more := stream.read(block_bytes):
                rest += more
                end = _end_of_lines(rest, self.newline)
                self._append(rest, end)
                rest = rest[end:]
        self._append(rest, len(rest))

    @property
    def filled(self) -> int:
        """How many lines are not empty."""
        return self._blocks[-1].filled

    @property
    def empty(self) -> int:
        """How many lines are empty."""
        return self._blocks[-1].lines - self.filled

    def find(self, numbers: Iterable[int]) -> Iterator[Place]:
        """Yield where lines begin, each given by its number among those not empty, from 1.

        Args:
            numbers: Numbers in ascending order, without doubles, up to `filled`.
        """
        wanted = iter(numbers)
        number = next(wanted, None)
        width = len(self.newline)
        with self.path.open("rb") as stream:
            while number is not None:
                end = bisect_left(self._blocks, number, key=_filled)
                start, stop = self._blocks[end - 1 : end + 1]
                stream.seek(start.offset)
                offset, filled = start.offset, start.filled
                lines = stream.read(stop.offset - start.offset).split(self.newline)
                for above, line in enumerate(lines, start.lines):
                    if line:
                        filled += 1
                        if filled == number:
                            yield Place(offset, above, filled - 1, line)
                            number = next(wanted, None)
                    offset += len(line) + width

    def lines(self, numbers: Iterable[int]) -> Iterator[int]:
        """Yield the lines, from 1, that have these numbers among those not empty; see `find`."""
        if not self.empty:
            yield from numbers
        else:
            yield from (place.lines + 1 for place in self.find(numbers))

    def read(self, place: Place) -> Generator[Line, None, None]:
        """Yield the lines of the file from `place` on, with their numbers, without newlines."""
        offset, above, line = place.offset, place.lines, place.line
        if line and len(line) <= MAX_CHARACTERS:
            yield above + 1, line.decode("utf-8", "replace")
            offset, above = offset + len(line) + len(self.newline), above + 1
        with self.path.open("rb") as stream:
            stream.seek(offset)
            text = TextIOWrapper(stream, encoding="utf-8", errors="replace", newline=None)
            for number, below in numbered_lines(text):
                yield above + number, below

    def _append(self, block: bytes, end: int) -> None:
        """Append the place after the first `end` bytes of a block that begins at the last."""
        if not end:
            return
        start, newline = self._blocks[-1], self.newline
        newlines, after = _count_newlines(block[:end], newline)
        lines = newlines + (not block.endswith(newline, 0, end))
        # A newline after another ends an empty line, and a block begins after one.
        empty = after + block.startswith(newline)
        place = Place(start.offset + end, start.lines + lines, start.filled + lines - empty)
        self._blocks.append(place)


def newlines_by_python(block: bytes, newline: bytes) -> tuple[int, int]:
    """Return how many newlines there are, and how many come right after another."""
    runs = re.findall(b"%b%b(?:%b)*" % (newline, newline, newline), block)
    return block.count(newline), sum(len(run) // len(newline) - 1 for run in runs)


# 0.06 s for 244 MB instead of 0.35.
_count_newlines: Final = newlines_by_python if _lines is None else _lines.count


def _filled(place: Place) -> int:
    return place.filled


def _end_of_lines(block: bytes, newline: bytes) -> int:
    """Return where the last whole line of a block ends."""
    last = block.rfind(newline)
    return 0 if last < 0 else last + len(newline)


def newline_of(path: Path) -> str:
    """Return the newline of a file whose newlines are of one kind."""
    with path.open("rb") as stream:
        head = stream.read(_SEARCHED_BYTES)
    return next((each for each in _NEWLINES if each.encode() in head), "\n")
