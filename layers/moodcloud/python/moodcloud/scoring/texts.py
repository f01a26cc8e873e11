"""Labels for a file without labels: its texts are scored where they are English or Korean."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import UploadError
from moodcloud.language.detection import HANGUL
from moodcloud.language.spelling import folded
from moodcloud.lexicon.label_words import NEGATIVE, NEUTRAL, POSITIVE
from moodcloud.options import LANGUAGES
from moodcloud.patterns import lazy_pattern
from moodcloud.scoring import NSMC, VADER
from moodcloud.scoring.vader import Scored, scoring
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Account, Source

# For smaller files processes take longer to start than they save.
SMALL_BYTES: Final = 1 << 20
_SCORERS: Final = {"en": VADER, "ko": NSMC}
_LABELS: Final = {1: POSITIVE, 0: NEUTRAL, -1: NEGATIVE}
_LETTER: Final = re.compile(r"[^\W\d_]")
_TOKEN: Final = re.compile(r"[^\W\d_]+")
# Latin letters, with and without accents, come before this one.
_LATIN_END: Final = "\u0250"
_LATIN_SHARE: Final = 0.5
_LATIN_OR_HANGUL: Final = lazy_pattern(f"(?![\\d_])[^\\W{_LATIN_END}-\\U0010ffff]|{HANGUL.pattern}")
# A score says nothing of a text in another script, so few rows would say something.
_MOST_FOREIGN: Final = 0.5


def scorer_of(texts: Iterable[str], language: str | None, name: str, suggestion: str = "") -> str:
    """Return what scores the texts of a file without labels: one for all, by their language.

    Args:
        texts: A sample of them.
        language: What the options say; None where the words tell.
        name: The file, for the message.
        suggestion: What the message says of columns that might hold labels.

    Raises:
        UploadError: The texts are surely neither English nor Korean (`unlabelled_language`).
    """
    # Imported here, for it loads the stop words of two dozen languages.
    from moodcloud.language.detection import UNKNOWN, detect

    given, texts = language, list(texts)
    sample = " ".join(texts)
    language = given or detect(Counter(folded(token) for token in _TOKEN.findall(sample)))
    if language in _SCORERS and (given or not _are_foreign(texts)):
        return _SCORERS[language]
    letters = _LETTER.findall(sample)
    latin = sum(letter < _LATIN_END for letter in letters)
    if language != UNKNOWN and language not in _SCORERS:
        shown = LANGUAGES[language]
    elif _are_foreign(texts):
        shown = "mostly neither English nor Korean"
    elif latin < _LATIN_SHARE * len(letters):
        shown = "not in Latin letters"
    else:
        return VADER
    perhaps = f" {suggestion}." if suggestion else ""
    raise UploadError("unlabelled_language", name=name, language=shown, perhaps=perhaps)


def _are_foreign(texts: Collection[str]) -> bool:
    """Return whether half of the texts are in neither Latin letters nor Hangul."""
    lettered = [text for text in texts if _LETTER.search(text)]
    foreign = sum(not _LATIN_OR_HANGUL.search(text) for text in lettered)
    return bool(lettered) and foreign >= _MOST_FOREIGN * len(lettered)


def score(
    connection: duckdb.DuckDBPyConnection, source: Source, workspace: Path, scorer: str = VADER
) -> tuple[Source, Account]:
    """Copy the texts of `source` into the workspace, each with the label that `scorer` gives it.

    Raises:
        ChildProcessError: A process that scores ended early; trying again may help.
    """
    with _scoring(source, scorer) as scored:
        return materialise(
            connection,
            source,
            workspace / "scored.csv",
            lambda rows: ((text, _LABELS[sign]) for text, sign in scored(row[0] for row in rows)),
        )


@contextmanager
def _scoring(source: Source, scorer: str) -> Iterator[Callable[[Iterable[str]], Scored]]:
    if scorer == NSMC:
        # Imported here, for it loads the model. It scores as many rows a second as are read.
        from moodcloud.scoring import nsmc

        yield nsmc.scored
        return
    small = source.bytes < SMALL_BYTES
    with scoring(1 if small else os.cpu_count() or 1) as scored:
        yield scored
