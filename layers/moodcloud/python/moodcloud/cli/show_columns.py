"""`moodcloud columns`: what a file is taken for, before anything is counted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import PathOrAddress, chosen_options, option_flags
from moodcloud.cli.failing import exit_on_fault, print_json
from moodcloud.cli.sources import name_of, sources_at_hand

if TYPE_CHECKING:
    from moodcloud.columns.candidates import Candidate
    from moodcloud.reading.inspect import Inspection

# The options that decide what a file is taken for.
_READING_OPTIONS: Final = (
    "text_column", "sentiment_column", "positive", "negative", "encoding", "member", "sheet",
)  # fmt: skip

_FILE: Final = PathOrAddress(needs_key=True, exists=True, dir_okay=False, allow_dash=True)


@click.command()
@click.argument(
    "file", type=PathOrAddress(needs_key=True, exists=True, dir_okay=False, allow_dash=True)
)
@option_flags(_READING_OPTIONS)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.pass_context
def columns(
    context: click.Context, /, file: Path | Location, as_json: bool, **settings: Any
) -> None:
    """Show what FILE is taken for: its format, its columns, and which of them would be used.

    Only a sample of the rows is looked at, and nothing is written. A dash reads standard input.

    \b
    Examples:
      moodcloud columns reviews.csv
      moodcloud columns survey.csv --sentiment-column would_return
      moodcloud columns s3://bucket/reviews.csv
    """
    # Imported here: `moodcloud --help` need not wait for the engine.
    from moodcloud.database import connect
    from moodcloud.reading.inspect import inspect
    from moodcloud.tabular.reader import Job
    from moodcloud.workspace import workspace

    with exit_on_fault(as_json):
        options = chosen_options(context, settings)
        with (
            workspace() as folder,
            sources_at_hand([file], folder) as (path, _),
            connect(folder) as connection,
        ):
            assert isinstance(path, Path)
            inspection = inspect(Job(path, name_of(file), folder, connection, options))
    if as_json:
        print_json(as_dict(inspection))
    else:
        from moodcloud.cli.tables import print_inspection

        print_inspection(inspection)
    with exit_on_fault():
        # The command ends as an analysis would, where the sample shows that it would fail.
        if inspection.fault is not None:
            raise inspection.fault


def as_dict(inspection: Inspection) -> dict[str, Any]:
    """Return what is shown, ready for JSON, with every column of the file."""
    # Imported here: `moodcloud --help` need not wait for the engine.
    from moodcloud.reading.opposite_texts import text_columns_of

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
