"""What the commands show: results, and what a file is taken for, in tables."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from moodcloud.cli.aspect_lines import aspect_lines
from moodcloud.cli.divided_tables import print_divided
from moodcloud.cli.terminal import Terminal, new_table
from moodcloud.tabular.na_values import has_label

if TYPE_CHECKING:
    from moodcloud.reading.inspect import Inspection
    from moodcloud.report.summary import Input, NoteCode, Summary, WordStat
    from moodcloud.tabular.reader import Reader
    from moodcloud.tabular.unpacking import Unpacked

_COLOURS: Final = {"positive": "bright_blue", "negative": "orange3", "neutral": "grey62"}
_DELIMITERS: Final = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}
# As many as fit on a screen.
_COLUMNS: Final = 40
_LETTERS: Final = 40
_ALIKE: Final = 8


def print_summary(summary: Summary, place: object) -> None:
    """Print rows and top words of each sentiment, the rows left out, and where the files are.

    Args:
        summary: The summary of the results.
        place: The folder of the results, here or in S3.
    """
    console, folder = Terminal(), str(place).rstrip("/")
    rows = summary.rows
    title = Text(summary.input.name)
    table = new_table(title, ("sentiment", "rows", "words"), numbers=("rows", "words"))
    table.add_column("most frequent", ratio=1)
    table.add_column("most distinctive (or chance)", ratio=1)
    for name, sentiment in summary.sentiments.items():
        table.add_row(
            Text(name, style=_COLOURS.get(name, "")),
            f"{sentiment.rows:,}",
            f"{sentiment.words:,}",
            Text(", ".join(entry.word for entry in sentiment.top_words[:8])),
            Text(_marked(sentiment.distinctive_words[:8])),
        )
    console.print(table)
    for line in aspect_lines(summary):
        console.say(line)
    print_divided(summary)
    left_out = {
        "rejected": rows.rejected,
        "without a sentiment": rows.unlabelled,
        "without a text": rows.empty,
        "left out by --where": rows.filtered,
        "with a text already counted": summary.copies_left_out,
    }
    shown = "".join(f", {count:,} {why}" for why, count in left_out.items() if count)
    console.print(
        f"{_rows(rows.read)} read, {rows.counted:,} counted{shown}. "
        f"Texts: {summary.input.texts_from}; sentiments: {summary.input.sentiments_from}."
        + ("" if summary.keyness else " One sentiment only: nothing sets its words apart."),
        markup=False,
        highlight=False,
    )
    if conditions := summary.options.get("where"):
        console.say(f"Rows with {' and '.join(conditions)} only.")
    if rows.uncompared:
        console.say(
            f"{_rows(rows.uncompared)} could not be compared with a condition: they hold something "
            "that is neither a number nor a date as far as can be told."
        )
    said = [*notes(summary.input), *_about_words(summary)]
    for note in [*files_of(summary.input), *_about_copies(summary), *said]:
        console.say(note)
    console.say(f"{len(summary.files)} files in {folder}; open {folder}/report.html")


def files_of(found: Input) -> list[str]:
    """Return a line for each file, where a table is in several or in a folder."""
    if len(found.files) < 2 and not found.files_left_out:
        return []
    read = [
        f"  {file.name}: {_rows(file.read)} read, {file.counted:,} counted"
        + (f", {file.rejected:,} rejected" if file.rejected else "")
        + ("" if file.header == found.header else "; no header: columns by position")
        + (f'; sheet "{file.sheet}", others alike' if file.sheets_alike else "")
        for file in found.files
    ]
    return [*read, *(f"  {file.name}: left out: {file.reason}" for file in found.files_left_out)]


_NOTES: Final[dict[NoteCode, str]] = {
    "unknown_language": "The language of the texts is not known, so its stop words are among the "
    "words: name it by --language, or list them by --stopwords.",
    "words_not_split": "Many words are in a script that does not part words: whole clauses are "
    "counted. Japanese needs `pip install 'moodcloud[ja]'`, Thai needs 'moodcloud[th]'; in other "
    "languages, put spaces between the words first.",
    "letters_missing": "Many words are not drawn, because the font has no letters for them: give "
    "another by --font. No font helps words from right to left, and in scripts of India.",
    "colour_of_none": "A name given to --colour is no sentiment of this file: that colour is not "
    "used. Its sentiments are {sentiments}.",
    "colour_illegible": "A colour given to --colour hardly stands out from the background (by less "
    "than 3 to 1): words in it are hard to read.",
}


def _about_words(summary: Summary) -> list[str]:
    """Return the notes on what is in the way of good words and pictures."""
    sentiments = ", ".join(summary.sentiments)
    said = [_NOTES[code].replace("{sentiments}", sentiments) for code in summary.notes]
    if rest := summary.rest:
        said.append(
            f"Words said less than {rest.least:,} times are not told one by one: "
            f"{rest.distinct:,} different ones, which occur {rest.occurrences:,} times."
        )
    return said


def _about_copies(summary: Summary) -> list[str]:
    """Return a note where texts are counted more than once."""
    copies, counted = summary.copies_counted, summary.rows.counted
    if not copies:
        return []
    are = "is a copy of an earlier one" if copies == 1 else "are copies of earlier ones"
    advice = " To count each text of a sentiment once: --copies once" * summary.has_many_copies
    return [f"{copies:,} of {counted:,} texts {are}.{advice}"]


def notes(found: Input) -> list[str]:
    """Return what to keep in mind about a file, each note a line of its own."""
    lines = []
    if found.sheets_alike:
        others = ", ".join(f'"{sheet}"' for sheet in found.sheets_alike)
        lines.append(
            f'The sheet "{found.sheet}" was read. Others look alike: {others} '
            f"(--sheet {shlex.quote(found.sheets_alike[0])})."
        )
    if alike := found.sentiment_columns_alike:
        lines.append(_alike(alike, found.sentiment_column))
    lines += _notes_on_records(found)
    if left_out := found.labels_left_out:
        rows = _rows(sum(each.rows for each in left_out))
        shown = ", ".join(f"{each.label[:40]} ({each.rows:,})" for each in left_out[:5])
        more = " …" if len(left_out) > 5 else ""
        lines.append(f"{rows} left out: labels not understood: {shown}{more}")
    if found.text_columns:
        lines.append(
            "Two columns hold texts of opposite sense: each text counts as a row of its own. "
            "--text-column and --sentiment-column read one of them."
        )
    if found.scored_by:
        line = "No column was taken for a sentiment: the texts were scored by "
        line += f"{found.scored_by}."
        if suggestion := found.suggestion:
            column, values = suggestion.column, ", ".join(suggestion.values)
            line += f' "{column}" ({values}) may be one: --sentiment-column {shlex.quote(column)}'
        lines.append(line)
    return lines


def _alike(names: Sequence[str], taken: str | None) -> str:
    """Return what to say of columns that hold the same labels, or of which none was taken."""
    shown = ", ".join(f'"{name}"' for name in names[:_ALIKE]) + " …" * (len(names) > _ALIKE)
    flag = f"(--sentiment-column {shlex.quote(names[0])})"
    if taken is None:
        return f"{len(names)} columns may hold the labels, and none was taken: {shown} {flag}."
    return f'Sentiments are from "{taken}". Other columns hold the same labels: {shown} {flag}.'


def _notes_on_records(found: Input) -> list[str]:
    """Return what to keep in mind about records within records."""
    lines = []
    if found.record_path:
        without = found.records_without_rows
        some = (
            f" {without:,} of these {'holds' if without == 1 else 'hold'} none." if without else ""
        )
        lines.append(f'Rows are the records in "{found.record_path}" within larger records.{some}')
    if found.lists_left_out:
        shown = ", ".join(f'"{name[:40]}"' for name in found.lists_left_out[:5])
        more = " …" if len(found.lists_left_out) > 5 else ""
        lines.append(f"Lists within records were left out: {shown}{more}")
    return lines


def _marked(words: Sequence[WordStat]) -> str:
    """Return words in a line, in brackets those that may be chance."""
    return ", ".join(each.word if each.significant else f"({each.word})" for each in words)


def print_inspection(inspection: Inspection) -> None:
    """Print what a file is taken for: the file, every column, the labels, some rows."""
    console = Terminal()
    reader = inspection.reader
    for name, fact in _facts(inspection).items():
        if fact is not None:
            console.print(f"[bold]{name:<12}[/] {escape(fact)}", highlight=False)
    console.print(_columns_table(inspection))
    filled = len(_filled(inspection))
    for hidden, what in (
        (filled - _COLUMNS, "more columns"),
        (len(reader.names) - filled, "columns without a value in the sample"),
    ):
        if hidden > 0:
            console.print(f"and {hidden:,} {what}; --json lists all", highlight=False)
    if inspection.alike:
        taken = inspection.columns.label_column if inspection.columns else None
        console.print(Text(_alike(inspection.alike, taken)))
    if inspection.suggestion:
        note = f"No column is taken for a sentiment. {inspection.suggestion}: --sentiment-column."
        console.print(Text(note))
    if inspection.labels:
        console.print(_labels_table(inspection))
    if reader.sample:
        console.print(_rows_table(inspection))


def _facts(inspection: Inspection) -> dict[str, str | None]:
    """Return what is known of the file as a whole, by name; None for what does not apply."""
    reader, file, unpacked = inspection.reader, inspection.file, inspection.unpacked
    delimiter = reader.delimiter
    return {
        "format": reader.format,
        "packed": _packed(unpacked),
        "sheet": _sheet(reader),
        "rows": reader.record_path and f"within records: {reader.record_path}",
        "left out": ", ".join(reader.lists_left_out[:5]) or None,
        "encoding": None if file is None else file.encoding + ", mended" * file.mended,
        "not letters": f"{file.replaced_bytes:,} bytes" if file and file.replaced_bytes else None,
        "delimiter": None if delimiter is None else _DELIMITERS.get(delimiter, delimiter),
        "header": "yes" if reader.header else "no: columns are numbered from 1",
        "skipped": f"{reader.skipped:,} lines above the table" if reader.skipped else None,
        "sample": f"{len(reader.sample):,} rows of {unpacked.bytes:,} bytes",
    }


def _packed(unpacked: Unpacked) -> str | None:
    return f"{unpacked.compression}: {unpacked.member}" if unpacked.member else unpacked.compression


def _sheet(reader: Reader) -> str | None:
    if reader.sheet is None or not reader.sheets_alike:
        return reader.sheet
    return f"{reader.sheet}; alike: {', '.join(reader.sheets_alike)} (--sheet)"


def _columns_table(inspection: Inspection) -> Table:
    table = new_table("columns", ("",))
    table.add_column("name", overflow="fold", max_width=30)
    table.add_column("used for")
    table.add_column("score and why", ratio=3)
    table.add_column("values", ratio=2)
    for position in _filled(inspection)[:_COLUMNS]:
        table.add_row(
            str(position + 1),
            Text(inspection.reader.names[position]),
            Text(_use(inspection, position), style="bold green"),
            _why(inspection, position),
            Text(" · ".join(_cut(value) for value in inspection.values(position))),
        )
    return table


def _filled(inspection: Inspection) -> list[int]:
    """Return the positions of the columns that are used or hold something in the sample.

    Without a sample, return those of all columns.
    """
    rows = inspection.reader.sample
    return [
        position
        for position in range(len(inspection.reader.names))
        if not rows or position in _used(inspection) or any(row[position].strip() for row in rows)
    ]


def _used(inspection: Inspection) -> tuple[int, ...]:
    return () if inspection.columns is None else tuple(inspection.columns.used)


def _use(inspection: Inspection, position: int) -> str:
    columns = inspection.columns
    if columns is None or position not in columns.used:
        return ""
    sides = "text" if columns.opposite is None else "positive text"
    uses = {columns.text: sides, columns.label: "sentiment", columns.opposite: "negative text"}
    return uses.get(position, "condition")


def _why(inspection: Inspection, position: int) -> Text:
    """Return what a column could be and why; if it could be nothing, what speaks against it."""
    both = [inspection.texts[position], inspection.sentiments[position]]
    lines = [f"{each.role} {each.score:.1f}: {each.reason}" for each in both if each.score]
    if lines:
        return Text("\n".join(lines))
    return Text("; ".join(f"no {each.role}: {each.reason}" for each in both), style="dim")


def _labels_table(inspection: Inspection) -> Table:
    table = new_table("labels in the sample", ("label", "rows", "sentiment"), numbers=("rows",))
    for label in inspection.labels:
        left_out = "not understood: rows are rejected" if has_label(label["label"]) else "no label"
        sentiment = label["sentiment"] or left_out
        table.add_row(Text(_cut(label["label"])), f"{label['rows']:,}", Text(sentiment))
    return table


def _rows_table(inspection: Inspection) -> Table:
    """Return some rows: the columns used first, and others as far as they fit."""
    reader, columns = inspection.reader, inspection.columns
    used = _used(inspection)
    positions = [*used, *(i for i in _filled(inspection) if i not in used)][:6]
    table = new_table("first rows")
    for position in positions:
        wide = columns is not None and position in (columns.text, columns.opposite)
        name = Text(_cut(reader.names[position]))
        table.add_column(name, ratio=3 if wide else 1, overflow="ellipsis", no_wrap=not wide)
    for row in inspection.first_rows():
        table.add_row(*(Text(" ".join(row[i][:200].split())) for i in positions))
    return table


def _cut(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _LETTERS else value[: _LETTERS - 1] + "…"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
