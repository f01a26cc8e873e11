"""A file without labels: its English texts are scored by VADER, and the scores are the labels."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import UploadError
from moodcloud.reading.account import Account
from moodcloud.reading.labels import NEGATIVE, NEUTRAL, POSITIVE
from moodcloud.reading.source import Source, copy_rows
from moodcloud.reading.vader import scoring

# Below this, processes take longer to start than they save.
SMALL_BYTES: Final = 1 << 20
_LABELS: Final = {1: POSITIVE, 0: NEUTRAL, -1: NEGATIVE}
_LETTER: Final = re.compile(r"[^\W\d_]")
_HANGUL_SHARE: Final = 0.2


def refuse_korean(texts: Iterable[str], name: str) -> None:
    """Refuse a file without labels whose sample `texts` are Korean.

    Raises:
        UploadError: `unlabelled_language`.
    """
    letters = _LETTER.findall("".join(texts))
    hangul = sum("가" <= letter <= "힣" for letter in letters)
    if hangul > _HANGUL_SHARE * len(letters):
        raise UploadError("unlabelled_language", name=name, language="Korean")


def score(
    connection: duckdb.DuckDBPyConnection, source: Source, workspace: Path
) -> tuple[Source, Account]:
    """Copy the texts of `source` into the workspace, each with its label.

    Raises:
        ChildProcessError: A process that scores ended early; trying again may help.
    """
    small = source.bytes < SMALL_BYTES
    with scoring(1 if small else os.cpu_count() or 1) as scored:
        return copy_rows(
            connection,
            source,
            workspace / "scored.csv",
            lambda rows: ((text, _LABELS[sign]) for text, sign in scored(row[0] for row in rows)),
        )
