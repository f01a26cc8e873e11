"""Rows left out, on the disk: there may be millions of them, each of a thousand characters."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, overload

from moodcloud.reading.table import RejectedRow

_BLOCK_BYTES: Final = 1 << 16


class RejectedRows(Sequence[RejectedRow]):
    """A list of rows, written to the disk once and read from it whenever it is asked for.

    The file has no name and goes with the list, also where its folder goes before.

    Args:
        rows: What it holds.
        workspace: A writable folder.
    """

    def __init__(self, rows: Iterable[RejectedRow], workspace: Path) -> None:
        self._count = 0
        # Open for as long as the list is there.
        self._stream = tempfile.TemporaryFile(dir=workspace)  # noqa: SIM115
        for row in rows:
            line = json.dumps((row.line, row.reason, row.content)) + "\n"
            self._stream.write(line.encode())
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RejectedRow]:
        place = 0
        while True:
            # Several may read at the same time, each from its own place.
            self._stream.seek(place)
            lines = self._stream.readlines(_BLOCK_BYTES)
            place = self._stream.tell()
            if not lines:
                return
            for line in lines:
                yield RejectedRow(*json.loads(line))

    @overload
    def __getitem__(self, index: int) -> RejectedRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[RejectedRow]: ...
    def __getitem__(self, index: int | slice) -> RejectedRow | list[RejectedRow]:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self._count)))
        return next(islice(self, range(self._count)[index], None))
