"""`moodcloud columns`: what a file is taken for, before anything is counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moodcloud.aws.location import Location
from moodcloud.commands.arguments import Place
from moodcloud.commands.failing import in_plain_words
from moodcloud.commands.flags import chosen_options, option_flags
from moodcloud.commands.places import at_hand
from moodcloud.commands.screen import Terminal, print_json
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.reading.understand import Understood

# The options that decide what a file is taken for.
READING_OPTIONS = (
    "text_column", "sentiment_column", "positive", "negative", "encoding", "member", "sheet",
)  # fmt: skip


@click.command()
@click.argument("file", type=Place(needs_key=True, exists=True, dir_okay=False))
@option_flags(READING_OPTIONS)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.pass_context
def columns(
    context: click.Context, /, file: Path | Location, as_json: bool, **settings: Any
) -> None:
    """Show what FILE is taken for: its format, its columns, and which of them would be used.

    Only a sample of the rows is looked at, and nothing is written.

    \b
    Examples:
      moodcloud columns reviews.csv
      moodcloud columns survey.csv --sentiment-column would_return
      moodcloud columns s3://bucket/reviews.csv
    """
    # Imported here: `moodcloud --help` need not wait for the engine.
    from moodcloud.commands.columns_shown import as_dict, print_understood
    from moodcloud.database import connect
    from moodcloud.reading.understand import understand

    with in_plain_words(as_json):
        options = chosen_options(context, settings)
        with (
            workspace() as folder,
            at_hand(file, folder) as (path, _),
            connect(folder) as connection,
        ):
            understood = understand(path, options, folder, connection, file.name)
    if as_json:
        print_json(as_dict(understood))
    else:
        print_understood(Terminal(), understood)
    with in_plain_words():
        _refuse(understood)


def _refuse(understood: Understood) -> None:
    """End as an analysis would, where the sample shows that it would fail."""
    if understood.fault is not None:
        raise understood.fault
