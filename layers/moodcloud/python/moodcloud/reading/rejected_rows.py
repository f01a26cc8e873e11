"""Rows left out, on the disk: there may be millions of them, each of a thousand characters."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import overload

from moodcloud.reading.table import RejectedRow


class RejectedRows(Sequence[RejectedRow]):
    """A list of rows, written to the disk once and read from it whenever it is asked for.

    Args:
        rows: What it holds.
        workspace: A writable folder that outlives it.
    """

    def __init__(self, rows: Iterable[RejectedRow], workspace: Path) -> None:
        self._count = 0
        with tempfile.NamedTemporaryFile(
            "w", encoding="ascii", dir=workspace, suffix=".left-out", delete=False
        ) as stream:
            self._path = Path(stream.name)
            for row in rows:
                stream.write(json.dumps((row.line, row.reason, row.content)) + "\n")
                self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RejectedRow]:
        with self._path.open(encoding="ascii") as stream:
            for line in stream:
                yield RejectedRow(*json.loads(line))

    @overload
    def __getitem__(self, index: int) -> RejectedRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[RejectedRow]: ...
    def __getitem__(self, index: int | slice) -> RejectedRow | list[RejectedRow]:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self._count)))
        return next(islice(self, range(self._count)[index], None))
