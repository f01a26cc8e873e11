"""Rows that meet conditions, and the account of those that do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from moodcloud.conditions import Verdict
from moodcloud.errors import UploadError
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.reader import MOST_LABELS, Account, Source
from moodcloud.tabular.rows import MAX_GROUPS, BrokenRow, Columns, Row

# More different values of a column that no row meets a condition on are not told apart.
MOST_VALUES: Final = 1000


class Filtered:
    """The rows of a source that meet conditions. A row that is broken stays: nobody can tell.

    Args:
        source: The rows with the columns used.
        columns: These columns.
        tests: For each of `columns.others`, a function that tells whether a field of it meets the
            condition.

    Attributes:
        source: The same with the rows that meet all conditions: their text, label and keys.
    """

    def __init__(
        self, source: Source, columns: Columns, tests: Sequence[Callable[[str], Verdict]]
    ) -> None:
        self._all, self._tests, self._read = source, tests, len(columns.read)
        self._kept = self._read + len(columns.keys)
        self._begin()
        self.source = replace(
            source, relation="", records=self._records, left_out=None, located=None
        )

    def account(self, found: Account) -> Account:
        """Return the account of the rows that were kept, with the others in it."""
        return replace(
            found,
            filtered=self._rows,
            labels_filtered=dict(self._labels),
            uncompared=self._uncompared,
            unmet=tuple(self._unmet),
        )

    def _begin(self) -> None:
        self._rows, self._uncompared, self._labels = 0, 0, Counter[str]()
        # The fields of each condition, as long as no row meets it.
        self._unmet: list[Counter[str] | None] = [Counter() for _ in self._tests]

    def _records(self) -> Iterator[Row | BrokenRow]:
        self._begin()
        kept = self._kept
        for record in self._all.records():
            if isinstance(record, BrokenRow):
                yield record
                continue
            fields = record.fields
            own = fields[:kept]
            if self._meets(fields[kept:]):
                yield Row(record.line, own)
            else:
                self._leave_out(own[: self._read])

    def _meets(self, fields: list[str]) -> bool:
        """Return whether fields meet all conditions, and count what cannot be compared."""
        meets, uncompared = True, False
        for number, (test, field) in enumerate(zip(self._tests, fields, strict=True)):
            verdict = test(field)
            meets = meets and verdict.met
            uncompared = uncompared or not (verdict.compared or not has_text(field))
            values = self._unmet[number]
            if verdict.met:
                self._unmet[number] = None
            elif values is not None and (len(values) < MOST_VALUES or field in values):
                values[field] += 1
        self._uncompared += uncompared
        return meets

    def _leave_out(self, fields: list[str]) -> None:
        self._rows += 1
        text, *label = fields
        if not label or not has_text(text):
            return
        self._labels[label[0]] += 1
        if len(self._labels) > MOST_LABELS:
            error = UploadError("too_many_labels", count=MOST_LABELS + 1, limit=MAX_GROUPS)
            error.values = tuple(list(self._labels)[:5])
            raise error
