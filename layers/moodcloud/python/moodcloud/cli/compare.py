"""`moodcloud compare`: which words rose and which fell between two sets of results."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import (
    PathOrAddress,
    at_hand,
    chosen_options,
    option_flags,
    results_at_hand,
)
from moodcloud.cli.failing import exit_on_fault, print_json
from moodcloud.options import Options

if TYPE_CHECKING:
    from moodcloud.comparing.document import ComparisonDocument
    from moodcloud.report.results import Results


@click.command()
@click.argument("a", type=PathOrAddress(exists=True))
@click.argument("b", type=PathOrAddress(exists=True))
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
    a: Path | Location,
    b: Path | Location,
    out: Path | None,
    as_json: bool,
    **settings: Any,
) -> None:
    """Tell what rose and what fell from A to B: words, phrases, the shares of the sentiments.

    A and B are folders of results, here or in S3, or files, which are analysed first: the options
    are for them, and for the size of the cloud. Differences that chance can explain are left out.

    \b
    Examples:
      moodcloud compare march-moodcloud april-moodcloud
      moodcloud compare march.csv april.csv --out march-to-april
      moodcloud compare s3://bucket/results/march.csv/ s3://bucket/results/april.csv/
    """
    # Imported here: `moodcloud --help` need not wait for it.
    from moodcloud.workspace import workspace

    with exit_on_fault(as_json):
        options = chosen_options(context, settings)
        with workspace() as folder:
            first = _results(a, folder / "a", options)
            second = _results(b, folder / "b", options)
            content = _compare(first, second, options, out)
    if as_json:
        print_json(asdict(content))
    else:
        from moodcloud.cli.tables import print_differences

        print_differences(content, out)


def _results(place: Path | Location, folder: Path, options: Options) -> Results:
    """Return the results at a place, or of the file there."""
    from moodcloud.analysis import analyze
    from moodcloud.report.results import Results

    folder.mkdir()
    found = results_at_hand(place, folder)
    if found is None:
        with at_hand(place, folder / "results") as (path, found):
            analyze(path, found, options, name=place.name)
    return Results(found)


def _compare(a: Results, b: Results, options: Options, out: Path | None) -> ComparisonDocument:
    """Return the comparison; write it, the page and the cloud if asked to."""
    from moodcloud.comparing.cloud import draw_differences
    from moodcloud.comparing.compared import compare_results
    from moodcloud.comparing.pages import comparison_document, write_comparison

    both = compare_results(a, b)
    cloud = None
    if out is not None:
        cloud = draw_differences(
            both.comparison, both.running_words, options, both.b.typed_summary.input.language
        )
    content = comparison_document(both, cloud)
    if out is not None:
        write_comparison(content, cloud, out, options.mask_profanity)
    return content
