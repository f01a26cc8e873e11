"""`moodcloud columns`: what a file is taken for, before anything is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import PathOrAddress, chosen_options, option_flags
from moodcloud.cli.failing import exit_on_fault, print_json
from moodcloud.cli.sources import name_of, sources_at_hand

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
        from moodcloud.reading.preview import as_dict

        print_json(as_dict(inspection))
    else:
        from moodcloud.cli.divided_tables import further_views
        from moodcloud.cli.tables import print_inspection
        from moodcloud.cli.terminal import Terminal

        print_inspection(inspection)
        known = inspection.facts()
        for line in further_views(known["group_columns"], known["time_columns"]):
            Terminal().say(line)
    with exit_on_fault():
        # The command ends as an analysis would, where the sample shows that it would fail.
        if inspection.fault is not None:
            raise inspection.fault
