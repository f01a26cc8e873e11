"""A file without labels: its English texts are scored by VADER, and the scores are the labels."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.columns.candidates import Suggestion
from moodcloud.errors import UploadError
from moodcloud.language.spelling import folded
from moodcloud.lexicon.label_words import NEGATIVE, NEUTRAL, POSITIVE
from moodcloud.options import LANGUAGES
from moodcloud.scoring.vader import scoring
from moodcloud.tabular.materialise import copy_rows
from moodcloud.tabular.reader import Account, Source

# Below this, processes take longer to start than they save.
SMALL_BYTES: Final = 1 << 20
_LABELS: Final = {1: POSITIVE, 0: NEUTRAL, -1: NEGATIVE}
_LETTER: Final = re.compile(r"[^\W\d_]")
_FORM: Final = re.compile(r"[^\W\d_]+")
# Latin letters, those with accents among them, come before this one.
_LATIN_END: Final = "\u0250"
_LATIN_SHARE: Final = 0.5


def refuse_other_languages(
    texts: Iterable[str], language: str | None, name: str, suggestion: Suggestion | None = None
) -> None:
    """Refuse a file without labels whose sample `texts` are surely not English.

    Args:
        texts: Of the sample.
        language: Of the options; None where the words tell.
        name: For messages.
        suggestion: A column that might hold labels, for messages, too.

    Raises:
        UploadError: `unlabelled_language`.
    """
    sample = " ".join(texts)
    # Once a file: lists of stop words in two dozen languages.
    from moodcloud.language.detection import UNKNOWN, detect

    language = language or detect(Counter(folded(form) for form in _FORM.findall(sample)))
    if language == "en":
        return
    letters = _LETTER.findall(sample)
    latin = sum(letter < _LATIN_END for letter in letters)
    if language != UNKNOWN:
        shown = LANGUAGES[language]
    elif latin < _LATIN_SHARE * len(letters):
        shown = "not in Latin letters"
    else:
        return
    perhaps = f" {suggestion}." if suggestion else ""
    raise UploadError("unlabelled_language", name=name, language=shown, perhaps=perhaps)


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
