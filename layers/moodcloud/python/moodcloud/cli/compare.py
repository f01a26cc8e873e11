"""`moodcloud compare`: which words rose and which fell between two sets of results."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import Place, at_hand, chosen_options, option_flags, results_at_hand
from moodcloud.cli.terminal import Terminal, in_plain_words, print_json
from moodcloud.options import Options
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.comparing.document import ComparisonDocument, UseChange
    from moodcloud.report.results import Results


# --- What `moodcloud compare` shows in a terminal: what rose, what fell, and the shares.

_SHOWN: Final = 15
_NAMED: Final = 10


def print_differences(console: Console, content: ComparisonDocument, out: Path | None) -> None:
    """Print a comparison.

    Args:
        console: Where to.
        content: The comparison.
        out: The folder of its files, if they were written.
    """
    for warning in content.warnings:
        console.print(Text(f"warning: {warning}", style="yellow"), soft_wrap=True)
    console.print(_shares(content))
    for title, entries in (("rose", content.whole.rose), ("fell", content.whole.fell)):
        if entries:
            console.print(_moves(title, entries))
        else:
            console.print(f"Nothing {title} that chance could not explain.")
    for name, moves in content.sentiments.items():
        for title, entries in (("rose", moves.rose), ("fell", moves.fell)):
            words = ", ".join(entry.text for entry in entries[:_NAMED])
            if words:
                console.print(Text(f"{name}, {title}: {words}"), soft_wrap=True)
    console.print(
        f"{content.tests:,} differences looked at; of those shown, about "
        f"{content.false_discovery_rate:.0%} may be chance.",
        highlight=False,
    )
    if out is not None:
        console.print(f"Open {out}/comparison.html", markup=False, highlight=False, soft_wrap=True)


def _shares(content: ComparisonDocument) -> Table:
    table = Table(title=Text(f"A: {content.a.name}   B: {content.b.name}"), title_justify="left")
    table.add_column("sentiment")
    for name in ("A rows", "A share", "B rows", "B share", "z"):
        table.add_column(name, justify="right")
    for each in content.shares:
        table.add_row(
            Text(each.sentiment),
            f"{each.a.rows:,}",
            f"{each.a.share:.1%}",
            f"{each.b.rows:,}",
            f"{each.b.share:.1%}",
            f"{each.z:+.1f}" if each.significant else "(chance)",
        )
    return table


def _moves(title: str, entries: Sequence[UseChange]) -> Table:
    more = f", {_SHOWN} of {len(entries):,}" if len(entries) > _SHOWN else ""
    table = Table(title=f"{title}{more}", title_justify="left")
    table.add_column("word")
    for name in ("A", "B", "A per million", "B per million", "z"):
        table.add_column(name, justify="right")
    for entry in entries[:_SHOWN]:
        sides = entry.a, entry.b
        most = ["≤ " if side.at_most else "" for side in sides]
        table.add_row(
            Text(entry.text),
            *(f"{mark}{side.count:,}" for mark, side in zip(most, sides, strict=True)),
            *(f"{mark}{side.per_million:,.0f}" for mark, side in zip(most, sides, strict=True)),
            f"{entry.z:+.1f}",
        )
    return table


# --- `moodcloud compare`: which words rose and which fell between two sets of results.


@click.command()
@click.argument("a", type=Place(exists=True))
@click.argument("b", type=Place(exists=True))
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
    with in_plain_words(as_json), ExitStack() as stack:
        options = chosen_options(context, settings)
        folder = stack.enter_context(workspace())
        sides = [_results(place, folder / name, options) for name, place in (("a", a), ("b", b))]
        content = _compare(sides[0], sides[1], options, out)
    if as_json:
        print_json(asdict(content))
    else:
        print_differences(Terminal(), content, out)


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
    from moodcloud.comparing.cloud import draw_differences
    from moodcloud.comparing.compared import compare_results
    from moodcloud.comparing.pages import comparison_document, write_comparison

    both = compare_results(a, b)
    cloud = None
    if out is not None:
        cloud = draw_differences(both.comparison, both.running_words, options)
    content = comparison_document(both, cloud)
    if out is not None:
        write_comparison(content, cloud, out)
    return content
