"""What the commands show: results, a comparison, and what a file is taken for, in tables."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from moodcloud.cli.show_columns import SHOWN_ROWS, values_in
from moodcloud.cli.terminal import Terminal
from moodcloud.tabular.na_values import has_label

if TYPE_CHECKING:
    from moodcloud.reading.inspect import Understood
    from moodcloud.tabular.reader import Contents
    from moodcloud.tabular.unpacking import Unpacked

_COLOURS: Final = {"positive": "bright_blue", "negative": "orange3", "neutral": "grey62"}
_DELIMITERS: Final = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}
# As many as fit on a screen.
_MOVED_WORDS: Final = 15
_MOVED_WORDS_OF_SENTIMENT: Final = 10
_COLUMNS: Final = 40
_LETTERS: Final = 40


def print_summary(summary: Mapping[str, Any], place: object) -> None:
    """Print rows and top words of each sentiment, the rows left out, and where the files are.

    Args:
        summary: The content of `summary.json`.
        place: The folder of the results, here or in S3.
    """
    console = Terminal()
    found, rows, folder = summary["input"], summary["rows"], str(place).rstrip("/")
    table = _table(Text(found["name"]), ("sentiment", "rows", "words"), numbers=("rows", "words"))
    table.add_column("most frequent", ratio=1)
    table.add_column("most distinctive", ratio=1)
    for name, sentiment in summary["sentiments"].items():
        table.add_row(
            Text(name, style=_COLOURS.get(name, "")),
            f"{sentiment['rows']:,}",
            f"{sentiment['words']:,}",
            Text(", ".join(entry["word"] for entry in sentiment["top_words"][:8])),
            Text(", ".join(entry["word"] for entry in sentiment["distinctive_words"][:8])),
        )
    console.print(table)
    left_out = {
        "rejected": rows["rejected"],
        "without a sentiment": rows["unlabelled"],
        "without a text": rows["empty"],
    }
    shown = "".join(f", {count:,} {why}" for why, count in left_out.items() if count)
    console.print(
        f"{_rows(rows['read'])} read, {rows['counted']:,} counted{shown}. "
        f"Texts: {found['text_column']}; "
        f"sentiments: {found['sentiment_column'] or 'scored by VADER'}."
        + ("" if summary["keyness"] else " One sentiment only: nothing sets its words apart."),
        markup=False,
        highlight=False,
    )
    for note in notes(found):
        console.say(note)
    console.say(f"{len(summary['files'])} files in {folder}; open {folder}/report.html")


def notes(found: Mapping[str, Any]) -> list[str]:
    """Return what to keep in mind about a file, each note a line of its own.

    Args:
        found: The `input` of a `summary.json`, which an older version may have written with fewer
            keys.
    """
    lines = []
    if alike := found.get("sheets_alike"):
        others = ", ".join(f'"{sheet}"' for sheet in alike)
        lines.append(
            f'The sheet "{found["sheet"]}" was read. Others look alike: {others} '
            f"(--sheet {shlex.quote(alike[0])})."
        )
    if left_out := found.get("labels_left_out"):
        rows = _rows(sum(each["rows"] for each in left_out))
        shown = ", ".join(f"{each['label'][:40]} ({each['rows']:,})" for each in left_out[:5])
        more = " …" if len(left_out) > 5 else ""
        lines.append(f"{rows} left out: labels not understood: {shown}{more}")
    if found["sentiment_source"] == "vader":
        line = "No column was taken for a sentiment: the texts were scored by VADER."
        if suggestion := found.get("suggestion"):
            column, values = suggestion["column"], ", ".join(suggestion["values"])
            line += f' "{column}" ({values}) may be one: --sentiment-column {shlex.quote(column)}'
        lines.append(line)
    return lines


def print_differences(content: Mapping[str, Any], out: Path | None) -> None:
    """Print what rose and what fell, and the shares of the sentiments.

    Args:
        content: The content of `comparison.json`.
        out: The folder of its files, if they were written.
    """
    console = Terminal()
    for warning in content["warnings"]:
        console.say(f"warning: {warning}", "yellow")
    console.print(_shares(content))
    for title in ("rose", "fell"):
        if entries := content["whole"][title]:
            console.print(_moves(title, entries))
        else:
            console.print(f"Nothing {title} that chance could not explain.")
    for name, moves in content["sentiments"].items():
        for title in ("rose", "fell"):
            moved = [entry["text"] for entry in moves[title][:_MOVED_WORDS_OF_SENTIMENT]]
            if moved:
                console.say(f"{name}, {title}: {', '.join(moved)}")
    console.print(
        f"{content['tests']:,} differences looked at; of those shown, about "
        f"{content['false_discovery_rate']:.0%} may be chance.",
        highlight=False,
    )
    if out is not None:
        console.say(f"Open {out}/comparison.html")


def _shares(content: Mapping[str, Any]) -> Table:
    a, b = content["a"], content["b"]
    figures = ("A rows", "A share", "B rows", "B share", "z")
    title = Text(f"A: {a['name']}   B: {b['name']}")
    table = _table(title, ("sentiment", *figures), numbers=figures)
    for each in content["shares"]:
        table.add_row(
            Text(each["sentiment"]),
            f"{each['a']['rows']:,}",
            f"{each['a']['share']:.1%}",
            f"{each['b']['rows']:,}",
            f"{each['b']['share']:.1%}",
            f"{each['z']:+.1f}" if each["significant"] else "(chance)",
        )
    return table


def _moves(title: str, entries: Sequence[Mapping[str, Any]]) -> Table:
    more = f", {_MOVED_WORDS} of {len(entries):,}" if len(entries) > _MOVED_WORDS else ""
    figures = ("A", "B", "A per million", "B per million", "z")
    table = _table(f"{title}{more}", ("word", *figures), numbers=figures)
    for entry in entries[:_MOVED_WORDS]:
        sides = [("≤ " if entry[side]["at_most"] else "", entry[side]) for side in "ab"]
        table.add_row(
            Text(entry["text"]),
            *(f"{mark}{side['count']:,}" for mark, side in sides),
            *(f"{mark}{side['per_million']:,.0f}" for mark, side in sides),
            f"{entry['z']:+.1f}",
        )
    return table


def print_understood(understood: Understood) -> None:
    """Print what a file is taken for: the file, every column, the labels, some rows."""
    console = Terminal()
    contents = understood.contents
    for name, fact in _facts(understood).items():
        if fact is not None:
            console.print(f"[bold]{name:<12}[/] {escape(fact)}", highlight=False)
    console.print(_columns_table(understood))
    filled = len(_filled(understood))
    for hidden, what in (
        (filled - _COLUMNS, "more columns"),
        (len(contents.names) - filled, "columns without a value in the sample"),
    ):
        if hidden > 0:
            console.print(f"and {hidden:,} {what}; --json lists all", highlight=False)
    if understood.suggestion:
        note = f"No column is taken for a sentiment. {understood.suggestion}: --sentiment-column."
        console.print(Text(note))
    if understood.labels:
        console.print(_labels_table(understood))
    if contents.sample:
        console.print(_rows_table(understood))


def _facts(understood: Understood) -> dict[str, str | None]:
    """Return what is known of the file as a whole, by name; None where there is nothing to say."""
    contents, file, unpacked = understood.contents, understood.file, understood.unpacked
    delimiter = contents.delimiter
    return {
        "format": contents.format,
        "packed": _packed(unpacked),
        "sheet": _sheet(contents),
        "encoding": None if file is None else file.encoding + ", mended" * file.mended,
        "not letters": f"{file.replaced_bytes:,} bytes" if file and file.replaced_bytes else None,
        "delimiter": None if delimiter is None else _DELIMITERS.get(delimiter, delimiter),
        "header": "yes" if contents.header else "no: columns are numbered from 1",
        "skipped": f"{contents.skipped:,} lines above the table" if contents.skipped else None,
        "sample": f"{len(contents.sample):,} rows of {unpacked.bytes:,} bytes",
    }


def _packed(unpacked: Unpacked) -> str | None:
    return f"{unpacked.compression}: {unpacked.member}" if unpacked.member else unpacked.compression


def _sheet(contents: Contents) -> str | None:
    if contents.sheet is None or not contents.sheets_alike:
        return contents.sheet
    return f"{contents.sheet}; alike: {', '.join(contents.sheets_alike)} (--sheet)"


def _columns_table(understood: Understood) -> Table:
    table = _table("columns", ("",))
    table.add_column("name", overflow="fold", max_width=30)
    table.add_column("used for")
    table.add_column("score and why", ratio=3)
    table.add_column("values", ratio=2)
    for position in _filled(understood)[:_COLUMNS]:
        table.add_row(
            str(position + 1),
            Text(understood.contents.names[position]),
            Text(_use(understood, position), style="bold green"),
            _why(understood, position),
            Text(" · ".join(_cut(value) for value in values_in(understood, position))),
        )
    return table


def _filled(understood: Understood) -> list[int]:
    """Return the positions of the columns that are used or hold something in the sample.

    Without a sample, return those of all columns.
    """
    rows = understood.contents.sample
    return [
        position
        for position in range(len(understood.contents.names))
        if not rows or position in _used(understood) or any(row[position].strip() for row in rows)
    ]


def _used(understood: Understood) -> tuple[int, ...]:
    return () if understood.columns is None else tuple(understood.columns.used)


def _use(understood: Understood, position: int) -> str:
    columns = understood.columns
    if columns is None or position not in columns.used:
        return ""
    return "text" if position == columns.text else "sentiment"


def _why(understood: Understood, position: int) -> Text:
    """Return what a column could be, and why; what speaks against it where it could be nothing."""
    both = [understood.texts[position], understood.sentiments[position]]
    lines = [f"{each.role} {each.score:.1f}: {each.reason}" for each in both if each.score]
    if lines:
        return Text("\n".join(lines))
    return Text("; ".join(f"no {each.role}: {each.reason}" for each in both), style="dim")


def _labels_table(understood: Understood) -> Table:
    table = _table("labels in the sample", ("label", "rows", "sentiment"), numbers=("rows",))
    for label in understood.labels:
        left_out = "not understood: rows are rejected" if has_label(label["label"]) else "no label"
        sentiment = label["sentiment"] or left_out
        table.add_row(Text(_cut(label["label"])), f"{label['rows']:,}", Text(sentiment))
    return table


def _rows_table(understood: Understood) -> Table:
    """Return some rows: the columns used first, and others as far as they fit."""
    contents, columns = understood.contents, understood.columns
    used = _used(understood)
    positions = [*used, *(i for i in _filled(understood) if i not in used)][:6]
    table = _table("first rows")
    for position in positions:
        wide = columns is not None and position == columns.text
        name = Text(_cut(contents.names[position]))
        table.add_column(name, ratio=3 if wide else 1, overflow="ellipsis", no_wrap=not wide)
    for row in contents.sample[:SHOWN_ROWS]:
        table.add_row(*(Text(" ".join(row[i][:200].split())) for i in positions))
    return table


def _table(title: str | Text, columns: Sequence[str] = (), numbers: Collection[str] = ()) -> Table:
    """Return an empty table; those of its columns that hold numbers are aligned on the right."""
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, justify="right" if name in numbers else "left")
    return table


def _cut(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _LETTERS else value[: _LETTERS - 1] + "…"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
