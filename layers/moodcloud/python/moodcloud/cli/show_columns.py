"""`moodcloud columns`: what a file is taken for, before anything is counted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import Place, at_hand, chosen_options, option_flags
from moodcloud.cli.terminal import Terminal, in_plain_words, print_json
from moodcloud.columns.candidates import Candidate
from moodcloud.reading.inspect import Inspection
from moodcloud.tabular.na_values import has_label
from moodcloud.tabular.reader import Reader
from moodcloud.tabular.unpacking import Unpacked
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.reading.inspect import Inspection


# --- What `moodcloud columns` shows: the file, every column, the labels, some rows.

SHOWN_ROWS: Final = 5
SHOWN_COLUMNS: Final = 40
SAMPLE_VALUES: Final = 3
_VALUE: Final = 40
_DELIMITERS: Final = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}


def as_dict(inspection: Inspection) -> dict[str, Any]:
    """Return what is shown, ready for JSON; columns, values and rows as many as there are."""
    reader, columns = inspection.reader, inspection.columns
    return {
        **inspection.facts(),
        "skipped_lines": reader.skipped,
        "rows_in_sample": len(reader.sample),
        "text_column": None if columns is None else columns.names[columns.text],
        "sentiment_column": None if columns is None else columns.label_column,
        "suggestion": None if inspection.suggestion is None else asdict(inspection.suggestion),
        "columns": [
            {
                "name": name,
                "position": position + 1,
                "values": _values(inspection, position),
                "text": _judged(inspection.texts, position),
                "sentiment": _judged(inspection.sentiments, position),
            }
            for position, name in enumerate(reader.names)
        ],
        "labels": inspection.labels,
        "rows": reader.sample[:SHOWN_ROWS],
        "error": None if inspection.fault is None else inspection.fault.as_dict(),
    }


def _packed(unpacked: Unpacked) -> str | None:
    return f"{unpacked.compression}: {unpacked.member}" if unpacked.member else unpacked.compression


def _sheet(reader: Reader) -> str | None:
    if reader.sheet is None or not reader.sheets_alike:
        return reader.sheet
    return f"{reader.sheet}; alike: {', '.join(reader.sheets_alike)} (--sheet)"


def print_inspection(console: Console, inspection: Inspection) -> None:
    """Print what a file is taken for."""
    reader, file, unpacked = inspection.reader, inspection.file, inspection.unpacked
    delimiter = reader.delimiter
    facts = {
        "format": reader.format,
        "packed": _packed(unpacked),
        "sheet": _sheet(reader),
        "encoding": None if file is None else file.encoding + ", mended" * file.mended,
        "not letters": f"{file.replaced_bytes:,} bytes" if file and file.replaced_bytes else None,
        "delimiter": None if delimiter is None else _DELIMITERS.get(delimiter, delimiter),
        "header": "yes" if reader.header else "no: columns are numbered from 1",
        "skipped": f"{reader.skipped:,} lines above the table" if reader.skipped else None,
        "sample": f"{len(reader.sample):,} rows of {unpacked.bytes:,} bytes",
    }
    for name, fact in facts.items():
        if fact is not None:
            console.print(f"[bold]{name:<12}[/] {escape(fact)}", highlight=False)
    console.print(_columns_table(inspection))
    filled = len(_filled(inspection))
    for hidden, what in (
        (filled - SHOWN_COLUMNS, "more columns"),
        (len(reader.names) - filled, "columns without a value in the sample"),
    ):
        if hidden > 0:
            console.print(f"and {hidden:,} {what}; --json lists all", highlight=False)
    if inspection.suggestion:
        note = f"No column is taken for a sentiment. {inspection.suggestion}: --sentiment-column."
        console.print(Text(note))
    if inspection.labels:
        console.print(_labels_table(inspection))
    if reader.sample:
        console.print(_rows_table(inspection))


def _columns_table(inspection: Inspection) -> Table:
    table = Table(title="columns", title_justify="left")
    table.add_column("")
    table.add_column("name", overflow="fold", max_width=30)
    table.add_column("used for")
    table.add_column("score and why", ratio=3)
    table.add_column("values", ratio=2)
    for position in _filled(inspection)[:SHOWN_COLUMNS]:
        table.add_row(
            str(position + 1),
            Text(inspection.reader.names[position]),
            Text(_use(inspection, position), style="bold green"),
            _why(inspection, position),
            Text(" · ".join(_cut(value) for value in _values(inspection, position))),
        )
    return table


def _filled(inspection: Inspection) -> list[int]:
    """Return the positions of the columns that are used or hold something in the sample.

    All of them where there is no sample.
    """
    rows, columns = inspection.reader.sample, inspection.columns
    used = () if columns is None else columns.used
    return [
        position
        for position in range(len(inspection.reader.names))
        if not rows or position in used or any(row[position].strip() for row in rows)
    ]


def _labels_table(inspection: Inspection) -> Table:
    table = Table(title="labels in the sample", title_justify="left")
    table.add_column("label")
    table.add_column("rows", justify="right")
    table.add_column("sentiment")
    for label in inspection.labels:
        left_out = "not understood: rows are rejected" if has_label(label["label"]) else "no label"
        sentiment = label["sentiment"] or left_out
        table.add_row(Text(_cut(label["label"])), f"{label['rows']:,}", Text(sentiment))
    return table


def _rows_table(inspection: Inspection) -> Table:
    """Return some rows: the columns used first, and others as far as they fit."""
    reader, columns = inspection.reader, inspection.columns
    used = () if columns is None else columns.used
    others = [i for i in _filled(inspection) if i not in used]
    positions = [*used, *others][:6]
    table = Table(title="first rows", title_justify="left")
    for position in positions:
        wide = columns is not None and position == columns.text
        name = Text(_cut(reader.names[position]))
        table.add_column(name, ratio=3 if wide else 1, overflow="ellipsis", no_wrap=not wide)
    for row in reader.sample[:SHOWN_ROWS]:
        table.add_row(*(Text(" ".join(row[i][:200].split())) for i in positions))
    return table


def _use(inspection: Inspection, position: int) -> str:
    columns = inspection.columns
    if columns is None or position not in columns.used:
        return ""
    return "text" if position == columns.text else "sentiment"


def _judged(candidates: list[Candidate], position: int) -> dict[str, Any]:
    return {"score": candidates[position].score, "reason": candidates[position].reason}


def _why(inspection: Inspection, position: int) -> Text:
    """Return what a column could be, and why; what speaks against it where it could be nothing."""
    both = [inspection.texts[position], inspection.sentiments[position]]
    lines = [f"{each.role} {each.score:.1f}: {each.reason}" for each in both if each.score]
    if lines:
        return Text("\n".join(lines))
    return Text("; ".join(f"no {each.role}: {each.reason}" for each in both), style="dim")


def _values(inspection: Inspection, position: int) -> list[str]:
    """Return the first values of a column that differ."""
    filled = (row[position].strip()[:200] for row in inspection.reader.sample)
    return list(dict.fromkeys(value for value in filled if value))[:SAMPLE_VALUES]


def _cut(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _VALUE else value[: _VALUE - 1] + "…"


# --- `moodcloud columns`: what a file is taken for, before anything is counted.

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
    from moodcloud.database import connect
    from moodcloud.reading.inspect import inspect
    from moodcloud.tabular.reader import Job

    with in_plain_words(as_json):
        options = chosen_options(context, settings)
        with (
            workspace() as folder,
            at_hand(file, folder) as (path, _),
            connect(folder) as connection,
        ):
            inspection = inspect(Job(path, file.name, folder, connection, options))
    if as_json:
        print_json(as_dict(inspection))
    else:
        print_inspection(Terminal(), inspection)
    with in_plain_words():
        _refuse(inspection)


def _refuse(inspection: Inspection) -> None:
    """End as an analysis would, where the sample shows that it would fail."""
    if inspection.fault is not None:
        raise inspection.fault
