"""The tables of an HTML page as rows of text, one at a time: only one of them is in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from moodcloud.tabular.rows import MAX_CHARACTERS

# Tables deeper than this are passed over with what is in them: no page shows such.
_DEEPEST: Final = 100
# Captions of more are not kept.
MOST_TABLES: Final = 1000
# As many columns as a sheet of a workbook may have.
MAX_CELLS: Final = 16_384
# A cell over more columns counts as one over so many, and one over several rows is said again in
# each of them only where it is as short as a label: otherwise a small page would fill the disk.
_MOST_SPANNED: Final = 100
_MOST_ABOVE: Final = 16
_MOST_ROWS_SPANNED: Final = 65_534
_LONGEST_SPANNED: Final = 100
_MOST_CAPTION: Final = 100
# What is between these is no text.
_UNSEEN: Final = frozenset(("script", "style", "template"))
# A line ends before and after these.
_LINES: Final = frozenset(
    ("br", "p", "div", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
)
_CELLS: Final = frozenset(("td", "th"))
_PARTS: Final = frozenset(("thead", "tbody", "tfoot"))


@dataclass(frozen=True)
class HtmlRow:
    """A row of a table.

    Attributes:
        table: The number of its table in the page, from 1.
        line: The number of the row in the table, from 1.
        cells: Its cells as text.
        heads: Whether all its cells are marked as headings.
        too_long: Whether it has more characters or cells than are read; `cells` are the first.
    """

    table: int
    line: int
    cells: list[str]
    heads: bool
    too_long: bool


@dataclass
class _Table:
    """A table that is open, and its row and cell that are open."""

    number: int
    line: int = 0
    row: list[str] | None = None
    # The text of the cell that is open, in pieces; None where none is.
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)
    heads: bool = True
    own: bool = False
    characters: int = 0
    too_long: bool = False
    # What cells of rows above say in a column of this row: in how many more rows, and what.
    above: dict[int, tuple[int, str]] = field(default_factory=dict)
    caption: list[str] | None = None


class HtmlRows(HTMLParser):
    """Finds the rows of all tables while a page is fed to it.

    A table within a cell is a table of its own, and no part of the cell.

    Args:
        found: Called with each row that has a cell, as soon as it ends.
    """

    def __init__(self, found: Callable[[HtmlRow], None]) -> None:
        super().__init__(convert_charrefs=True)
        self._found = found
        self._open: list[_Table] = []
        self._tables = 0
        self._deeper = 0
        self._unseen = 0
        self.captions: dict[int, str] = {}

    @property
    def waiting(self) -> int:
        """How many characters are kept until what they begin ends."""
        return len(self.rawdata)

    @property
    def is_in_script(self) -> bool:
        """Whether a script or a style sheet has begun and not ended."""
        return self.cdata_elem is not None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell, and end those that this ends."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._open_table()
        elif self._open and not self._deeper:
            self._open_part(self._open[-1], tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell with all that is open in it."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table" and self._deeper:
            self._deeper -= 1
        elif self._open and not self._deeper:
            self._close_part(self._open[-1], tag)

    def handle_data(self, data: str) -> None:
        """Add text to the cell that is open."""
        if not self._open or self._deeper or self._unseen:
            return
        table = self._open[-1]
        if table.caption is not None:
            if len(table.caption) < _MOST_CAPTION:
                table.caption.append(data[:_MOST_CAPTION])
        elif table.cell is not None:
            room = MAX_CHARACTERS - table.characters
            table.too_long = table.too_long or len(data) > room
            if room:
                # Only a tag begins a line.
                table.cell.append(data[:room].replace("\r", " ").replace("\n", " "))
                table.characters += len(table.cell[-1])

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        """Pass over what Office writes between `<![` and `>`: the parser knows few words there."""
        position: int = self.parse_bogus_comment(i)
        return position

    def end(self) -> None:
        """End the tables that are still open."""
        self.close()
        while self._open:
            self._end_table()

    def _open_table(self) -> None:
        if len(self._open) == _DEEPEST:
            self._deeper += 1
            return
        self._tables += 1
        self._open.append(_Table(self._tables))

    def _open_part(self, table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _CELLS:
            self._end_cell(table)
            if table.row is None:
                self._begin_row(table)
            table.cell, table.own = [], True
            table.heads = table.heads and tag == "th"
            columns = _number(attributes.get("colspan"), _MOST_SPANNED)
            table.span = columns, _number(attributes.get("rowspan"), _MOST_ROWS_SPANNED)
        elif tag == "tr":
            self._end_row(table)
            self._begin_row(table)
        elif tag in _PARTS:
            self._end_part(table)
        elif tag == "caption":
            table.caption = []
        elif tag in _LINES:
            _begin_line(table)

    def _close_part(self, table: _Table, tag: str) -> None:
        if tag == "table":
            self._end_table()
        elif tag in _CELLS:
            self._end_cell(table)
        elif tag == "tr":
            self._end_row(table)
        elif tag in _PARTS:
            self._end_part(table)
        elif tag == "caption" and table.caption is not None:
            caption, table.caption = " ".join("".join(table.caption).split()), None
            if caption and len(self.captions) < MOST_TABLES:
                self.captions[table.number] = caption[:_MOST_CAPTION]
        elif tag in _LINES:
            _begin_line(table)

    def _begin_row(self, table: _Table) -> None:
        table.row, table.line = [], table.line + 1
        table.heads, table.own, table.characters, table.too_long = True, False, 0, False

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None or table.row is None:
            return
        text, table.cell, row = _seen("".join(table.cell)), None, table.row
        self._fill_from_above(table)
        columns, rows = table.span
        if len(row) + columns > MAX_CELLS:
            table.too_long = True
            return
        if rows > 1 and len(text) <= _LONGEST_SPANNED and len(table.above) < _MOST_ABOVE:
            table.above[len(row)] = rows, text
        row += [text, *[""] * (columns - 1)]

    def _fill_from_above(self, table: _Table) -> None:
        """Add to a row what cells of rows above say in its next columns."""
        assert table.row is not None
        while (known := table.above.get(len(table.row))) is not None:
            table.row.append(known[1])

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        row, table.row = table.row, None
        if row is None:
            return
        if table.own:
            table.row = row
            self._fill_from_above(table)
            table.row = None
            self._found(HtmlRow(table.number, table.line, row, table.heads, table.too_long))
        if table.above:
            table.above = {at: (n - 1, text) for at, (n, text) in table.above.items() if n > 1}

    def _end_part(self, table: _Table) -> None:
        self._end_row(table)
        # No cell reaches from the head of a table into its body.
        table.above = {}

    def _end_table(self) -> None:
        self._end_row(self._open[-1])
        self._open.pop()


def _number(text: str | None, most: int) -> int:
    """Return over how many columns or rows a cell is said to be."""
    written = (text or "").strip()
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
    return min(max(number, 1), most)


def _begin_line(table: _Table) -> None:
    if table.cell and table.cell[-1] != "\n":
        table.cell.append("\n")


def _seen(text: str) -> str:
    """Return a text as a page shows it, without empty lines.

    >>> _seen("  two   words \\n")
    'two words'
    """
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
