"""What reading hands on: a table of text and sentiment, and the account of every row read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from moodcloud.columns.candidates import Candidate, Suggestion

# More labels that are not understood are not listed.
MOST_LABELS: Final = 100


@dataclass(frozen=True)
class LabelRows:
    """A label as written, and how many rows have it."""

    label: str
    rows: int


@dataclass(frozen=True)
class InputFormat:
    """The upload as it was understood; the `input` part of `summary.json`.

    `member` is the file read from an archive, `sheet` that of a workbook; `sheets_alike` are others
    that seem to hold more of the same table.
    `replaced_bytes` stand for no letter; `mended` tells whether mojibake was.
    `encoding` and `delimiter` are None where the format has none of its own to tell.
    `sentiment_source` is `column`, or `vader` where there is no `sentiment_column`.
    `suggestion` is a column that might hold sentiments, where none was taken for them.
    `labels_left_out` are labels that are not understood, each with its rows, the most frequent
    first, at most `MOST_LABELS`.
    `skipped_lines` are those that are no rows: above the header or the first row, and comments.
    `candidates` are the columns considered for each role, best first.
    """

    name: str
    bytes: int
    sha256: str
    format: str
    compression: str | None
    member: str | None
    sheet: str | None
    sheets_alike: list[str]
    encoding: str | None
    replaced_bytes: int
    mended: bool
    delimiter: str | None
    header: bool
    skipped_lines: int
    text_column: str
    sentiment_column: str | None
    sentiment_source: str
    suggestion: Suggestion | None
    labels_left_out: list[LabelRows]
    candidates: list[Candidate]


@dataclass(frozen=True)
class RowCounts:
    """Rows read, and where each went: `read = counted + rejected + unlabelled + empty`."""

    counted: int
    rejected: int
    unlabelled: int
    empty: int

    @property
    def read(self) -> int:
        """Every row of the upload, the header not among them."""
        return self.counted + self.left_out

    @property
    def left_out(self) -> int:
        """Rows that are not counted, for whatever reason."""
        return self.rejected + self.unlabelled + self.empty


@dataclass(frozen=True)
class RejectedRow:
    """A row left out: where, why, and its content as it stood.

    `line` is the line it starts on, from 1; in a workbook the number of its row, in a Parquet
    file or a JSON array the number of its record.
    """

    line: int
    reason: str
    content: str


@dataclass(frozen=True)
class Table:
    """Text and sentiment of every row, as a relation the counting engine can scan many times.

    Attributes:
        relation: SQL that yields one row of `(text VARCHAR, label VARCHAR)` per row read, but for
            those whose text is the mark of a missing one.
        labels: Label as the relation has it to the name of its sentiment; others are not counted.
        sentiments: Rows counted for each sentiment, in the order results show them.
        rows: The account of all rows.
        input: The upload as understood.
        rejected: Rows left out, in file order, at most `Options.max_rejected` of them.
    """

    relation: str
    labels: dict[str, str]
    sentiments: dict[str, int]
    rows: RowCounts
    input: InputFormat
    rejected: Sequence[RejectedRow] = ()


# --- Rows left out, on the disk: there may be millions of them, each of a thousand characters.

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

    # Not overloaded: `typing.overload` holds on to all that the module sees, the engine too.
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self._count)))
        return next(islice(self, range(self._count)[index], None))
