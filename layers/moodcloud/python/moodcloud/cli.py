"""The `moodcloud` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from moodcloud import __version__
from moodcloud.errors import UploadError
from moodcloud.options import Options, meaning
from moodcloud.terminal import StageLines, print_summary

BAD_INPUT = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moodcloud")
def main() -> None:
    """Word clouds and summaries for each sentiment in a file of labelled texts."""


def _labels(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if value else ()


def _words(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[str, ...]:
    """Return the words of a file, if there is one of this name, or of a list."""
    if value and Path(value).is_file():
        lines = Path(value).read_text("utf-8-sig").splitlines()
        return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return _labels(context, parameter, value)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results, made if missing.  [default: FILE's name + -moodcloud, here]",
)
@click.option("--text-column", metavar="NAME", help=meaning("text_column").capitalize() + ".")
@click.option(
    "--sentiment-column", metavar="NAME", help=meaning("sentiment_column").capitalize() + "."
)
@click.option("--positive", metavar="A,B", callback=_labels, help="Labels to read as positive.")
@click.option("--negative", metavar="A,B", callback=_labels, help="Labels to read as negative.")
@click.option(
    "--language",
    metavar="CODE",
    help="Language of the texts (en, ko, fr, ...).  [default: told by the words]",
)
@click.option(
    "--stopwords",
    metavar="FILE|A,B",
    callback=_words,
    help="Words to leave out, besides the stop words: a file with one a line, or a list.",
)
@click.option(
    "--keep",
    metavar="FILE|A,B",
    callback=_words,
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
def analyze(file: Path, out: Path | None, as_json: bool, quiet: bool, **settings: Any) -> None:
    """Draw a word cloud for each sentiment in FILE, with JSON summaries and a page.

    \b
    Examples:
      moodcloud analyze reviews.csv
      moodcloud analyze tweets.csv --out clouds --text-column tweet --sentiment-column mood
      moodcloud analyze survey.csv --positive "agree,strongly agree" --negative disagree
    """
    folder = out or Path(f"{file.stem}-moodcloud")
    try:
        options = Options(**settings)
        result = _analyze(file, folder, options, show=not (as_json or quiet))
    except UploadError as error:
        _fail(error, as_json)
    except OSError as error:
        Console(stderr=True).print(f"error: {error}", style="bold red", markup=False)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(result.summary, ensure_ascii=False, indent=1))
    elif not quiet:
        print_summary(Console(), result.summary, result.folder)


def _analyze(file: Path, folder: Path, options: Options, show: bool) -> Any:
    console = Console(stderr=True)
    # Imported here: `moodcloud --help` need not wait for pandas.
    if show and console.is_terminal:
        with StageLines(console, file) as lines:
            from moodcloud.analysis import analyze as run

            return run(file, folder, options, progress=lines.stage)
    from moodcloud.analysis import analyze as run

    return run(file, folder, options)


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
