"""What the commands print, and how they fail."""

from __future__ import annotations

import codecs
import io
import json
import shlex
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.status import Status
from rich.table import Table
from rich.text import Text

from moodcloud import processes as ending
from moodcloud.errors import EngineError, UploadError, brief
from moodcloud.readable import HARMFUL, harmless

if TYPE_CHECKING:
    from moodcloud.report.summary import Input, Summary
    from moodcloud.stages import Stage


# --- What the commands print on: a terminal of any encoding, which obeys nothing it is shown.


class Terminal(Console):
    """Prints texts of strangers: what would steer the terminal is shown as a sign."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the parts of what is printed; those that are rich's own orders stay."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield segment._replace(text=harmless(segment.text))


def print_json(content: Any) -> None:
    """Print JSON that is whole in every encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    utf8 = codecs.lookup(encoding).name == "utf-8"
    text = json.dumps(content, ensure_ascii=not utf8, indent=1)
    click.echo(HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def allow_any_letter() -> None:
    """Print a question mark for a letter the terminal's encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


# --- How a command fails: a message, a remedy, and a status that programs can read.

BAD_INPUT: Final = 2
OTHER_FAULT: Final = 1
_ENGINE: Final = "_duckdb"


@contextmanager
def in_plain_words(as_json: bool = False) -> Iterator[None]:
    """End the command with status 2 for a fault of the upload or its options, 1 for another.

    Args:
        as_json: Whether to print `error.json` too.
    """
    try:
        yield
    except UploadError as error:
        _fail(error, as_json)
    except Exception as error:
        # Told to end: whatever the work says of it is of no interest.
        if ending.status() is not None:
            raise
        # The engine is not imported for its faults: most commands do without it.
        engine = isinstance(error, EngineError) or type(error).__module__ == _ENGINE
        if not isinstance(error, OSError) and not engine:
            raise
        console = Terminal(stderr=True, soft_wrap=True)
        told = error.detail if isinstance(error, EngineError) else str(error)
        console.print(f"error: {told}", style="bold red", markup=False)
        sys.exit(OTHER_FAULT)


def _fail(error: UploadError, as_json: bool) -> NoReturn:
    if as_json:
        print_json(error.as_dict())
    tell(error)
    sys.exit(BAD_INPUT)


def tell(error: UploadError) -> None:
    """Print what is wrong with an upload, and what to do."""
    console = Terminal(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"error ({error.code}): {error.message}", style="bold red", markup=False)
    if error.values:
        console.print(f"Values found: {', '.join(map(brief, error.values))}, …", markup=False)
    console.print(error.remedy, markup=False)


# --- What the command shows in a terminal: a line for each stage, a table at the end.

_COLOURS = {"positive": "bright_blue", "negative": "orange3", "neutral": "grey62"}


class StageLines:
    """Shows each stage as it runs, and how long it took; the first is loading the libraries."""

    def __init__(self, console: Console, file: Path, name: str) -> None:
        self._console = console
        self._bytes = file.stat().st_size
        self._status = Status(Text(f"loading ({name})"), console=console)
        self._start = time.perf_counter()

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._status.stop()

    def stage(self, stage: Stage) -> None:
        """Show that a stage started or ended."""
        if stage.seconds is None:
            self._status.update(f"{stage.name} …")
            return
        detail = "" if stage.rows is None else f"{stage.rows:>12,} rows"
        if stage.name in ("reading", "counting"):
            detail += f"{self._bytes / 1e6 / max(stage.seconds, 1e-3):>9,.0f} MB/s"
        self._console.print(
            f"  [green]✓[/] {stage.name:<11}{stage.seconds:>7.2f} s {detail}", highlight=False
        )


def print_summary(console: Console, summary: Summary, place: object) -> None:
    """Print rows and top words of each sentiment, the rows left out, and where the files are.

    Args:
        console: Where to.
        summary: The summary of the results.
        place: The folder of the results, here or in S3.
    """
    folder = str(place).rstrip("/")
    rows = summary.rows
    table = Table(title=Text(summary.input.name), title_justify="left")
    table.add_column("sentiment")
    table.add_column("rows", justify="right")
    table.add_column("words", justify="right")
    table.add_column("most frequent", ratio=1)
    table.add_column("most distinctive", ratio=1)
    for name, sentiment in summary.sentiments.items():
        table.add_row(
            Text(name, style=_COLOURS.get(name, "")),
            f"{sentiment.rows:,}",
            f"{sentiment.words:,}",
            Text(", ".join(entry.word for entry in sentiment.top_words[:8])),
            Text(", ".join(entry.word for entry in sentiment.distinctive_words[:8])),
        )
    console.print(table)
    left_out = {
        "rejected": rows.rejected,
        "without a sentiment": rows.unlabelled,
        "without a text": rows.empty,
    }
    shown = "".join(f", {count:,} {why}" for why, count in left_out.items() if count)
    console.print(
        f"{_rows(rows.read)} read, {rows.counted:,} counted{shown}. "
        f"Texts: {summary.input.text_column}; "
        f"sentiments: {summary.input.sentiment_column or 'scored by VADER'}."
        + ("" if summary.keyness else " One sentiment only: nothing sets its words apart."),
        markup=False,
        highlight=False,
    )
    for note in notes(summary.input):
        console.print(note, markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"{len(summary.files)} files in {folder}; open {folder}/report.html",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def notes(found: Input) -> list[str]:
    """Return what to keep in mind about a file, each note a line of its own."""
    lines = []
    if found.sheets_alike:
        others = ", ".join(f'"{sheet}"' for sheet in found.sheets_alike)
        lines.append(
            f'The sheet "{found.sheet}" was read. Others look alike: {others} '
            f"(--sheet {shlex.quote(found.sheets_alike[0])})."
        )
    if left_out := found.labels_left_out:
        rows = _rows(sum(each.rows for each in left_out))
        shown = ", ".join(f"{each.label[:40]} ({each.rows:,})" for each in left_out[:5])
        more = " …" if len(left_out) > 5 else ""
        lines.append(f"{rows} left out: labels not understood: {shown}{more}")
    if found.sentiment_source == "vader":
        line = "No column was taken for a sentiment: the texts were scored by VADER."
        if suggestion := found.suggestion:
            column, values = suggestion.column, ", ".join(suggestion.values)
            line += f' "{column}" ({values}) may be one: --sentiment-column {shlex.quote(column)}'
        lines.append(line)
    return lines


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
