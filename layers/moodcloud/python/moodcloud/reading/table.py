"""What reading hands on: a table of text and sentiment, and the account of every row read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from moodcloud.reading.rejected import RejectedRow
from moodcloud.reading.text_lines import FindLines, no_lines
from moodcloud.roles.candidates import Candidate
from moodcloud.roles.suggestions import Suggestion
from moodcloud.scoring import SCORERS

# More labels that are not understood are not listed.
MOST_LABELS: Final = 100


@dataclass(frozen=True)
class LabelRows:
    """A label as written, and how many rows have it."""

    label: str
    rows: int


@dataclass(frozen=True)
class FileRead:
    """One of the files that are read as one table, and where its rows went.

    Attributes:
        name: What results call the file.
        bytes: The size of the file.
        sha256: The digest of the file.
        format: What kind of file it is.
        encoding: The encoding of its text; null where the format has none to choose.
        header: Whether its columns have names.
        sheet: The sheet read from a workbook, or the table of an HTML page that has several.
        sheets_alike: Other sheets of the workbook, or tables of the page, with the same header.
        read: All its rows: the sum of all others.
        counted: Rows whose text was counted for a sentiment, copies among them.
        rejected: Rows that are broken or have a label that is not understood.
        unlabelled: Rows without a sentiment.
        empty: Rows without a text.
        filtered: Rows that do not meet the conditions.
    """

    name: str
    bytes: int
    sha256: str
    format: str
    encoding: str | None
    header: bool
    sheet: str | None
    sheets_alike: list[str]
    read: int
    counted: int
    rejected: int
    unlabelled: int
    empty: int
    filtered: int


@dataclass(frozen=True)
class FileLeftOut:
    """A file that is no part of the table, and why: in a folder, or named twice."""

    name: str
    reason: str


@dataclass(frozen=True)
class InputFormat:
    """The upload as it was understood; the `input` part of `summary.json`.

    `member` is the file read from an archive, `sheet` that of a workbook; `sheets_alike` are others
    that seem to hold more of the same table.
    `record_path` is where the rows are within the records of a JSON file; None where they are
    these records themselves. `records_without_rows` of them hold none there. `lists_left_out` are
    other lists of records within them.
    `replaced_bytes` are bytes that were no letter; `mended` is whether mojibake was repaired.
    `encoding` and `delimiter` are None where the format has no choice of them.
    `sentiment_source` is `column`, or where there is no `sentiment_column`, what scored the texts
    (`vader`, `nsmc`) or `columns`: there are two of texts, which `text_columns` names by their
    sentiment. `text_column` is then the positive one.
    `sentiment_columns_alike` are others that hold the same labels as `sentiment_column`; where none
    was taken, columns of 0 and 1 that share the labels out among them, or the one suggested and
    others of the same scale.
    `suggestion` is a column that might hold sentiments, where no column was taken for them.
    `labels_left_out` are labels that are not understood, each with its rows, the most frequent
    first, at most `MOST_LABELS`.
    `skipped_lines` are those that are no rows: above the header or the first row, and comments.
    `candidates` are the columns considered for each role, best first.
    `files` are those the table was read from, and `files_left_out` those of a folder that were not.
    `group_columns` and `time_columns` are those that could say the group or the time of a row.
    """

    name: str
    bytes: int
    sha256: str
    format: str
    compression: str | None
    member: str | None
    sheet: str | None
    sheets_alike: list[str]
    record_path: str | None
    records_without_rows: int
    lists_left_out: list[str]
    encoding: str | None
    replaced_bytes: int
    mended: bool
    delimiter: str | None
    header: bool
    skipped_lines: int
    text_column: str
    sentiment_column: str | None
    sentiment_source: str
    sentiment_columns_alike: list[str]
    suggestion: Suggestion | None
    labels_left_out: list[LabelRows]
    candidates: list[Candidate]
    text_columns: dict[str, str] | None
    files: list[FileRead]
    files_left_out: list[FileLeftOut]
    group_columns: list[str]
    time_columns: list[str]

    @property
    def texts_from(self) -> str:
        """The column of the texts, or both with their sentiments."""
        both = self.text_columns or {}
        return ", ".join(f"{name} ({side})" for side, name in both.items()) or self.text_column

    @property
    def sentiments_from(self) -> str:
        """What says the sentiments."""
        if self.text_columns:
            return "the column of each text"
        return self.sentiment_column or f"scored by {self.scored_by}"

    @property
    def scored_by(self) -> str:
        """What scored the texts, as people call it; empty where they have labels."""
        return SCORERS.get(self.sentiment_source, "")


@dataclass(frozen=True)
class RowCounts:
    """Rows read, and where each went: `read` is the sum of all others.

    Copies are counted, and thus 0 here, unless each text is to be counted once.

    Where a file has two columns of texts, each of them counts as a row.

    `uncompared` rows, which are among the others, hold what a condition cannot be compared with.
    """

    counted: int
    rejected: int
    unlabelled: int
    empty: int
    copies: int = 0
    filtered: int = 0
    uncompared: int = 0

    @property
    def read(self) -> int:
        """Every row of the upload, the header not among them."""
        return self.counted + self.left_out + self.copies + self.filtered

    @property
    def left_out(self) -> int:
        """Rows without something to count: neither copies nor rows that are filtered."""
        return self.rejected + self.unlabelled + self.empty


@dataclass(frozen=True)
class Table:
    """Text and sentiment of every row, as a relation the counting engine can scan many times.

    Attributes:
        relation: SQL that yields one row of `(text VARCHAR, label VARCHAR)` per row read, but for
            those whose text is the mark of a missing one.
        labels: The sentiment of each label in the relation; other labels are not counted.
        sentiments: Rows counted for each sentiment, in the order results show them.
        rows: The account of all rows.
        input: The upload as understood.
        rejected: Rows left out, in file order, at most `Options.max_rejected` of them.
        unspaced: The languages without spaces that the texts are in, among `zh`, `ja`, `th`: they
            are split into words before they are counted, where the module for it is installed.
        keyed: SQL that yields each row of the relation as `(text, label, key0, key1)`, as many keys
            as there are columns of groups and time; the same as `relation` where there are none.
        keys: The names of these columns by the option that asks for them.
        find_lines: A function that says where texts are, each in the first row that has it.
    """

    relation: str
    labels: dict[str, str]
    sentiments: dict[str, int]
    rows: RowCounts
    input: InputFormat
    rejected: Sequence[RejectedRow] = ()
    unspaced: tuple[str, ...] = ()
    keyed: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    find_lines: FindLines = field(default=no_lines, compare=False)
