"""`rejected.csv`: the rows left out, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from moodcloud.reading import RejectedRow

# Where a cell may begin: at the start of the content, and behind whatever a spreadsheet set up for
# another country parts cells by. Quotes and white space before the sign do not disarm it.
_FORMULA: Final = re.compile(
    "(^|[;\t\r\n])((?:[^\\S\t\r\n]|[\"'\u200b\u2060\ufeff])*)([=+@\uff1d\uff0b\uff0d\uff20-])"
)
_CONTROL: Final = ("\t", "\r", "\n")


def write_rejected(rows: Iterable[RejectedRow], path: Path) -> None:
    """Write the rows left out, one a line: where it starts, why, and its content."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("line", "reason", "content"))
        writer.writerows((row.line, row.reason, inert(row.content)) for row in rows)


def inert(content: str) -> str:
    """Return the content so that no spreadsheet takes it, or a part of it, for a formula.

    An apostrophe before what would begin a formula makes it text, as OWASP advises for CSV.
    """
    safe = _FORMULA.sub(r"\1'\2\3", content)
    return "'" + safe if safe.startswith(_CONTROL) else safe
