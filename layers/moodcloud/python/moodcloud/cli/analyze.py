"""`moodcloud analyze`: the whole job for one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import Place, at_hand, chosen_options, default_folder, option_flags
from moodcloud.cli.terminal import StageLines, Terminal, in_plain_words, print_json, print_summary
from moodcloud.options import Options

if TYPE_CHECKING:
    from moodcloud.analysis import Analysis


@click.command()
@click.argument("file", type=Place(needs_key=True, exists=True, dir_okay=False))
@click.option(
    "--out",
    "-o",
    type=Place(file_okay=False),
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
    target = out or default_folder(file.name)
    with in_plain_words(as_json):
        options = chosen_options(context, settings)
        with at_hand(file, target) as (path, folder):
            result = _analyze(path, folder, options, file.name, show=not (as_json or quiet))
    if as_json:
        print_json(asdict(result.summary))
    elif not quiet:
        print_summary(Terminal(), result.summary, target)


def _analyze(file: Path, folder: Path, options: Options, name: str, show: bool) -> Analysis:
    console = Terminal(stderr=True)
    # Imported here: `moodcloud --help` need not wait for pandas.
    if show and console.is_terminal:
        with StageLines(console, file, name) as lines:
            from moodcloud.analysis import analyze as run

            return run(file, folder, options, name=name, progress=lines.stage)
    from moodcloud.analysis import analyze as run

    return run(file, folder, options, name=name)
