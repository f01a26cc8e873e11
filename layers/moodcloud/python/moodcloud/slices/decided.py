"""What all slices say together: how they are read, and what their labels mean."""

from __future__ import annotations

from dataclasses import dataclass

from moodcloud.reading.table import InputFormat, RowCounts
from moodcloud.report.contract import from_json
from moodcloud.slices.work_files import WorkFiles, read_json


@dataclass(frozen=True)
class Decided:
    """What the surveys of all slices say together.

    Attributes:
        rounds: The round in which each slice was surveyed last.
        labels: The sentiment of each label.
        sentiments: Rows of each sentiment, copies among them.
        rows: The account of all rows, copies counted.
        input: The upload as it was understood.
        lines: How many lines are above the first row of each slice.
        left_out: How many rows are left out in the slices above each.
        copied: How many texts each slice has in common with earlier ones.
    """

    rounds: list[int]
    labels: dict[str, str]
    sentiments: dict[str, int]
    rows: RowCounts
    input: InputFormat
    lines: list[int]
    left_out: list[int]
    copied: list[int]

    @property
    def parameters(self) -> dict[str, object]:
        """The labels and their sentiments as a query takes them."""
        return {"labels": list(self.labels), "sentiments": list(self.labels.values())}


def read_decided(work: WorkFiles) -> Decided:
    """Return what `decide` wrote."""
    return from_json(Decided, read_json(work.decided))
