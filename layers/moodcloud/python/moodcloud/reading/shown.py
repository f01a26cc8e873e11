"""What is shown of a file before anything is counted: its format, its columns, their use."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from moodcloud.columns.candidates import Candidate
from moodcloud.reading.inspect import Inspection
from moodcloud.reading.opposite_texts import text_columns_of


def as_dict(inspection: Inspection) -> dict[str, Any]:
    """Return what is shown, ready for JSON, with every column of the file."""
    reader, columns = inspection.reader, inspection.columns
    return {
        **inspection.facts(),
        "skipped_lines": reader.skipped,
        "rows_in_sample": len(reader.sample),
        "text_column": None if columns is None else columns.names[columns.text],
        "text_columns": None if columns is None else text_columns_of(columns),
        "sentiment_column": None if columns is None else columns.label_column,
        "sentiment_columns_alike": inspection.alike,
        "suggestion": None if inspection.suggestion is None else asdict(inspection.suggestion),
        "columns": [
            {
                "name": name,
                "position": position + 1,
                "values": inspection.values(position),
                "text": _judged(inspection.texts[position]),
                "sentiment": _judged(inspection.sentiments[position]),
            }
            for position, name in enumerate(reader.names)
        ],
        "labels": inspection.labels,
        "rows": inspection.first_rows(),
        "error": None if inspection.fault is None else inspection.fault.as_dict(),
    }


def _judged(candidate: Candidate) -> dict[str, Any]:
    return {"score": candidate.score, "reason": candidate.reason}
