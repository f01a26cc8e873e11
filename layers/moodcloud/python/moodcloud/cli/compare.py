"""`moodcloud compare`: which words rose and which fell between sets of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import (
    PathOrAddress,
    chosen_options,
    option_flags,
    results_at_hand,
)
from moodcloud.cli.failing import exit_on_fault, print_json
from moodcloud.cli.sources import name_of, sources_at_hand
from moodcloud.options import Options
from moodcloud.readable import encodable

if TYPE_CHECKING:
    from moodcloud.report.results import Results


@click.command()
@click.argument(
    "sides",
    metavar="A B [C ...]",
    type=PathOrAddress(exists=True),
    nargs=-1,
    required=True,
)
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for comparison.html, comparison.json and the cloud, made if missing.  "
    "[default: none is written]",
)
@option_flags()
@click.option("--json", "as_json", is_flag=True, help="Print comparison.json instead of tables.")
@click.pass_context
def compare(
    context: click.Context,
    /,
    sides: tuple[Path | Location, ...],
    out: Path | None,
    as_json: bool,
    **settings: Any,
) -> None:
    """Tell what rose and what fell from A to B: words, phrases, the shares of the sentiments.

    Each is a folder of results, here or in S3; or a file, or a folder of files, which are analysed
    first: the options are for them, and for the cloud. Of more than two, the last is compared with
    the first, and each with the one before it. Differences that chance can explain are left out.

    \b
    Examples:
      moodcloud compare march-moodcloud april-moodcloud
      moodcloud compare march.csv april.csv --out march-to-april
      moodcloud compare march/ april/ may/ --out spring
      moodcloud compare s3://bucket/results/march.csv/ s3://bucket/results/april.csv/
    """
    if len(sides) < 2:
        raise click.UsageError("Name two sides at least: moodcloud compare A B.")
    # Imported here: `moodcloud --help` need not wait for it.
    from moodcloud.comparing.compared import compare_results
    from moodcloud.comparing.content import comparison_document
    from moodcloud.comparing.pages import write_comparison
    from moodcloud.workspace import workspace

    with exit_on_fault(as_json):
        options = chosen_options(context, settings)
        with workspace() as folder:
            places = [folder / str(number) for number in range(len(sides))]
            compared = compare_results(
                *map(_results, sides, _names(sides), places, [options] * len(sides))
            )
            if out is None:
                content = comparison_document(compared, None)
            else:
                content = write_comparison(compared, out, options)
    if as_json:
        print_json(asdict(content))
    else:
        from moodcloud.cli.comparison_tables import print_differences

        print_differences(content, out)


def _names(sides: Sequence[Path | Location]) -> list[str]:
    """Return what each side is called if it is analysed: its path where others have its name."""
    names = list(map(name_of, sides))
    return [
        encodable(str(side)) if names.count(name) > 1 else name
        for side, name in zip(sides, names, strict=True)
    ]


def _results(place: Path | Location, name: str, folder: Path, options: Options) -> Results:
    """Return the results at a place, or of the file or the files there."""
    from moodcloud.analysis import analyze
    from moodcloud.report.results import Results

    folder.mkdir()
    found = results_at_hand(place, folder)
    if found is None:
        with sources_at_hand((place,), folder / "results") as (source, found):
            analyze(source, found, options, name=name)
    return Results(found)
