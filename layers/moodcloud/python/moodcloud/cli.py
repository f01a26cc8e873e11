"""The `moodcloud` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.console import Console

from moodcloud import __version__
from moodcloud.arguments import Place, labels, words
from moodcloud.aws.location import Location
from moodcloud.errors import UploadError
from moodcloud.options import Options, meaning
from moodcloud.places import at_hand
from moodcloud.terminal import StageLines, print_summary

if TYPE_CHECKING:
    from moodcloud.analysis import Analysis

BAD_INPUT = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moodcloud")
def main() -> None:
    """Word clouds and summaries for each sentiment in a file of labelled texts."""


@main.command()
@click.argument("file", type=Place(needs_key=True, exists=True, dir_okay=False))
@click.option(
    "--out",
    "-o",
    type=Place(file_okay=False),
    help="Folder of the results, made if missing, or s3://BUCKET/PREFIX/.  "
    "[default: FILE's name + -moodcloud, here]",
)
@click.option("--text-column", metavar="NAME", help=meaning("text_column").capitalize() + ".")
@click.option(
    "--sentiment-column", metavar="NAME", help=meaning("sentiment_column").capitalize() + "."
)
@click.option("--positive", metavar="A,B", callback=labels, help="Labels to read as positive.")
@click.option("--negative", metavar="A,B", callback=labels, help="Labels to read as negative.")
@click.option(
    "--language",
    metavar="CODE",
    help="Language of the texts (en, ko, fr, ...).  [default: told by the words]",
)
@click.option(
    "--stopwords",
    metavar="FILE|A,B",
    callback=words,
    help="Words to leave out, besides the stop words: a file with one a line, or a list.",
)
@click.option(
    "--keep",
    metavar="FILE|A,B",
    callback=words,
    help="Words to keep although they are stop words: a file or a list.",
)
@click.option(
    "--phrase-g2",
    type=float,
    default=Options.phrase_g2,
    show_default=True,
    help=meaning("phrase_g2").capitalize() + ".",
)
@click.option(
    "--phrase-share",
    type=float,
    default=Options.phrase_share,
    show_default=True,
    help=meaning("phrase_share").capitalize() + ".",
)
@click.option(
    "--max-words",
    type=int,
    default=Options.max_words,
    show_default=True,
    help=meaning("max_words").capitalize() + ".",
)
@click.option(
    "--width", type=int, default=Options.width, show_default=True, help="Width in pixels."
)
@click.option(
    "--height", type=int, default=Options.height, show_default=True, help="Height in pixels."
)
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of a table.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def analyze(
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
    target = out or Path(f"{Path(file.name).stem}-moodcloud")
    try:
        options = Options(**settings)
        with at_hand(file, target) as (path, folder):
            result = _analyze(path, folder, options, file.name, show=not (as_json or quiet))
    except UploadError as error:
        _fail(error, as_json)
    except OSError as error:
        Console(stderr=True, soft_wrap=True).print(
            f"error: {error}", style="bold red", markup=False
        )
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(result.summary, ensure_ascii=False, indent=1))
    elif not quiet:
        print_summary(Console(), result.summary, target)


def _analyze(file: Path, folder: Path, options: Options, name: str, show: bool) -> Analysis:
    console = Console(stderr=True)
    # Imported here: `moodcloud --help` need not wait for pandas.
    if show and console.is_terminal:
        with StageLines(console, file, name) as lines:
            from moodcloud.analysis import analyze as run

            return run(file, folder, options, name=name, progress=lines.stage)
    from moodcloud.analysis import analyze as run

    return run(file, folder, options, name=name)


def _fail(error: UploadError, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(error.as_dict(), ensure_ascii=False, indent=1))
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"error ({error.code}): {error.message}", style="bold red", markup=False)
    console.print(error.remedy, markup=False)
    sys.exit(BAD_INPUT)


@main.command()
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder of the results.",
)
def demo(out: Path) -> None:
    """Upload two sample files to an S3 emulator in this process and fetch the results.

    Runs from a checkout of the project: the handler that AWS would call is called with the event
    that AWS would send. Needs no account and no network.
    """
    try:
        from moodcloud.demo import run_demo
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"the demo needs {error.name}: run `make demo` in a checkout, or "
            "`pip install 'moto[server]' 'moodcloud[aws]'`"
        ) from error
    for summary, folder in run_demo(out):
        print_summary(Console(), summary, folder)


if __name__ == "__main__":
    main()
