"""Backslashes in files that escape quotes by them: others stay, for the text means them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from moodcloud.reading.delimited.dialect import Dialect


def kept_escapes(lines: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """Yield lines in which a backslash that escapes no sign of the dialect is doubled.

    Those who split them would else make an n of the \\n that stands for a new line.
    """
    escape = _escape(dialect.quote, dialect.delimiter)
    return (escape.sub(_doubled, line) if "\\" in line else line for line in lines)


def has_other_escapes(path: Path, dialect: Dialect) -> bool:
    """Tell whether backslashes in a file may escape more than quotes, newlines and themselves.

    Outside of quotes, a delimiter behind one parts no fields to the careful reader alone.
    """
    signs = re.escape(f"\\\n\r{dialect.quote}".encode())
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return re.search(rb"\\[^" + signs + rb"]", content) is not None


@cache
def _escape(quote: str, delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"\\(?P<own>[\\{re.escape(quote + delimiter)}])|\\(?=[^\n])")


def _doubled(found: re.Match[str]) -> str:
    return found[0] if found["own"] else "\\\\"
