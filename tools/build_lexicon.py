"""Compile WordNet into the lexicon that `moodcloud.language.wordnet` reads.

    python tools/build_lexicon.py [FOLDER]

FOLDER holds WordNet 3.0's database, by default where Debian's packages `wordnet-base` and
`wordnet-sense-index` put it. The same database gives the same bytes on every run.
"""

from __future__ import annotations

import argparse
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

DEBIAN: Final = Path("/usr/share/wordnet")
LANGUAGE: Final = Path(__file__).parents[1] / "layers/moodcloud/python/moodcloud/language"
PARTS_OF_SPEECH: Final = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE_TYPES: Final = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
"""The digit after `%` in a sense key (senseidx(5WN)); 5 is an adjective satellite."""


def main() -> None:
    """Write the lexicon and its licence into the package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=DEBIAN)
    parser.add_argument("--into", type=Path, default=LANGUAGE)
    arguments = parser.parse_args()
    (arguments.into / "wordnet.en.txt.gz").write_bytes(packed(compiled(arguments.folder)))
    (arguments.into / "wordnet.LICENSE.txt").write_text(licence(arguments.folder), "utf-8")


def compiled(folder: Path) -> str:
    """Return the lexicon as text, three lines for each part of speech.

    They are: lemmas without a tagged sense; lemmas and the tag counts of all their senses, in
    turn; irregular forms and their lemmas (comma-separated), in turn.
    """
    counts = tag_counts(folder)
    lines: list[str] = []
    for pos, name in PARTS_OF_SPEECH.items():
        irregular = {
            form: lemmas for form, *lemmas in exceptions(folder / f"{name}.exc") if "_" not in form
        }
        # A phrase is a lemma here only where a single word is its irregular form (comics).
        wanted = {lemma for lemmas in irregular.values() for lemma in lemmas}
        lemmas = {
            lemma
            for lemma in index(folder / f"index.{name}")
            if "_" not in lemma or lemma in wanted
        }
        seen = {lemma: counts[lemma, pos] for lemma in lemmas if counts[lemma, pos]}
        lines.append(" ".join(sorted(lemmas - seen.keys())))
        lines.append(" ".join(f"{lemma} {count}" for lemma, count in sorted(seen.items())))
        lines.append(" ".join(f"{form} {','.join(irregular[form])}" for form in sorted(irregular)))
    return "\n".join(lines) + "\n"


def packed(text: str) -> bytes:
    """Return `text` gzipped, with no clock and no file name in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(text.encode())
    return buffer.getvalue()


def index(path: Path) -> Iterator[str]:
    """Yield the lemmas of an `index.*` file (wndb(5WN)); its licence lines start with a space."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            yield line.split(" ", 1)[0]


def exceptions(path: Path) -> Iterator[list[str]]:
    """Yield an irregular form and its lemmas, for each line of a `*.exc` file."""
    for line in path.read_text("utf-8").splitlines():
        yield line.split()


def tag_counts(folder: Path) -> Counter[tuple[str, str]]:
    """Return how often each (lemma, part of speech) was tagged in WordNet's concordance."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        key, _offset, _number, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[lemma, SENSE_TYPES[rest[0]]] += int(count)
    return counts


def licence(folder: Path) -> str:
    """Return WordNet's licence: the numbered lines that every index file opens with."""
    lines = (folder / "index.noun").read_text("utf-8").splitlines()
    text = [line[4:].rstrip() for line in lines if line.startswith(" ")]
    return "\n".join(text).strip() + "\n"


if __name__ == "__main__":
    main()
