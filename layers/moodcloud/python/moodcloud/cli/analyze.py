"""`moodcloud analyze`: the whole job for one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import (
    PathOrAddress,
    at_hand,
    chosen_options,
    default_folder,
    option_flags,
)
from moodcloud.cli.failing import exit_on_fault, print_json


@click.command()
@click.argument("file", type=PathOrAddress(needs_key=True, exists=True, dir_okay=False))
@click.option(
    "--out",
    "-o",
    type=PathOrAddress(file_okay=False),
    help="Folder of the results, made if missing, or s3://BUCKET/PREFIX/.  "
    "[default: FILE's name + -moodcloud, here]",
)
@option_flags()
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of a table.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def analyze(
    context: click.Context,
    /,
    file: Path | Location,
    out: Path | Location | None,
    as_json: bool,
    quiet: bool,
    **settings: Any,
) -> None:
    """Draw a word cloud for each sentiment in FILE, with JSON summaries and a page.

    FILE and the folder of the results may be here or in S3.

    \b
    Examples:
      moodcloud analyze reviews.csv
      moodcloud analyze tweets.csv --out clouds --text-column tweet --sentiment-column mood
      moodcloud analyze survey.csv --positive "agree,strongly agree" --negative disagree
      moodcloud analyze s3://bucket/reviews.csv --out s3://bucket/clouds/
    """
    # Imported here: `moodcloud --help` need not wait for it.
    from moodcloud.cli.terminal import stage_lines

    name, target = file.name, out or default_folder(file.name)
    with exit_on_fault(as_json):
        options = chosen_options(context, settings)
        with (
            at_hand(file, target) as (path, folder),
            stage_lines(path, name, quiet=as_json or quiet) as progress,
        ):
            from moodcloud.analysis import analyze as run

            summary = run(path, folder, options, name=name, progress=progress).summary
    if as_json:
        print_json(asdict(summary))
    elif not quiet:
        from moodcloud.cli.tables import print_summary

        print_summary(summary, target)
