"""`moodcloud analyze`: the whole job for one file, or several as one table."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import PathOrAddress, chosen_options, option_flags
from moodcloud.cli.failing import exit_on_fault, print_json
from moodcloud.cli.manifests import manifest_in
from moodcloud.cli.sources import (
    check_sources,
    name_of,
    size_of,
    sources_at_hand,
    target_of,
)
from moodcloud.stages import Progress, no_progress

if TYPE_CHECKING:
    from moodcloud.analysis import Analysis
    from moodcloud.options import Options
    from moodcloud.reading import Inputs


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=PathOrAddress(needs_key=True, exists=True, allow_dash=True),
)
@click.option(
    "--out",
    "-o",
    type=PathOrAddress(file_okay=False),
    help="Folder of the results, made if missing, or s3://BUCKET/PREFIX/.  "
    "[default: FILE's name + -moodcloud, here]",
)
@option_flags()
@click.option(
    "--slices",
    type=click.IntRange(min=1),
    hidden=True,
    help="Work on the file in so many slices, each in a process of its own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of a table.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def analyze(
    context: click.Context,
    /,
    files: tuple[Path | Location, ...],
    out: Path | Location | None,
    slices: int | None,
    as_json: bool,
    quiet: bool,
    **settings: Any,
) -> None:
    """Draw a word cloud for each sentiment in FILE, with JSON summaries and a page.

    FILE and the folder of the results may be here or in S3. Several files, or those of a folder,
    are read as one table: their columns are matched by name; so are the files that a manifest
    (NAME.manifest.json) names. A dash reads standard input.

    \b
    Examples:
      moodcloud analyze reviews.csv
      moodcloud analyze tweets.csv --out clouds --text-column tweet --sentiment-column mood
      moodcloud analyze survey.csv --positive "agree,strongly agree" --negative disagree
      moodcloud analyze tweets.csv --where airline=United --where "date>=2015-02-20"
      moodcloud analyze march.csv april.csv --out spring
      moodcloud analyze reviews/
      zcat reviews.csv.gz | moodcloud analyze -
      moodcloud analyze s3://bucket/reviews.csv --out s3://bucket/clouds/
    """
    check_sources(files)
    name, target = (name_of(files[0]) if len(files) == 1 else None), out or target_of(files)
    with exit_on_fault(as_json):
        manifest = manifest_in(files)
        options = chosen_options(context, settings, manifest.options if manifest else None)
        with (
            sources_at_hand(files, target, manifest) as (source, folder),
            _shown(source, name, quiet=as_json or quiet) as progress,
        ):
            # The Korean analyser loads while this process imports what it needs.
            from moodcloud.language import prepare_ahead

            if isinstance(source, Path):
                prepare_ahead(source)
            summary = _run(source, folder, options, slices, name, progress).summary
    if as_json:
        print_json(asdict(summary))
    elif not quiet:
        from moodcloud.cli.tables import print_summary

        print_summary(summary, target)


def _run(
    source: Path | Inputs,
    folder: Path,
    options: Options,
    slices: int | None,
    name: str | None,
    progress: Progress,
) -> Analysis:
    if slices:
        if not isinstance(source, Path) or not source.is_file():
            raise click.UsageError("--slices cuts one file; several are read as a whole.")
        from moodcloud.slices.in_slices import analyze_in_slices

        return analyze_in_slices(source, folder, options, slices, name=name, progress=progress)
    from moodcloud.analysis import analyze as run

    return run(source, folder, options, name=name, progress=progress)


def _shown(
    source: Path | Inputs, name: str | None, *, quiet: bool
) -> AbstractContextManager[Progress]:
    """Return what shows each stage as it runs; what shows none does not wait for rich."""
    if quiet:
        return nullcontext(no_progress)
    from moodcloud.cli.terminal import stage_lines

    return stage_lines(size_of(source), name or source.name)
