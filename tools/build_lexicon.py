"""Compile WordNet into the lexicon that `moodcloud.language.wordnet` reads.

    python -m tools.build_lexicon [FOLDER]

FOLDER holds WordNet 3.0's database, by default where Debian's packages `wordnet-base` and
`wordnet-sense-index` put it. nltk reads it. The same database gives the same bytes on every run.
"""

from __future__ import annotations

import argparse
import gzip
import io
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import nltk.data
from nltk.corpus.reader import WordNetCorpusReader

DEBIAN: Final = Path("/usr/share/wordnet")
LANGUAGE: Final = Path(__file__).parents[1] / "layers/moodcloud/python/moodcloud/language"
SENSE_TYPES: Final = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
"""The digit after `%` in a sense key (senseidx(5WN)); 5 is an adjective satellite."""
LATIN: Final = ("name5", "name20")
"""The files of animals and plants (lexnames(5WN)), as they are numbered below."""
# nltk wants this file, which Debian leaves out; nothing here looks at the names in it.
_LEXNAMES: Final = "".join(f"{number:02} name{number} 0\n" for number in range(45))


def main() -> None:
    """Write the lexicon and its licence into the package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=DEBIAN)
    parser.add_argument("--into", type=Path, default=LANGUAGE)
    arguments = parser.parse_args()
    with opened(arguments.folder) as wordnet:
        (arguments.into / "wordnet.en.txt.gz").write_bytes(packed(compiled(wordnet)))
        (arguments.into / "wordnet.LICENSE.txt").write_text(licence(wordnet), "utf-8")


@contextmanager
def opened(folder: Path) -> Iterator[WordNetCorpusReader]:
    """Yield nltk's reader of a database."""
    with tempfile.TemporaryDirectory() as home, warnings.catch_warnings():
        # It warns that it has no other language than English.
        warnings.simplefilter("ignore")
        # nltk reads only below its data path, and follows no links: so copy.
        database = Path(home) / "corpora" / "wordnet"
        shutil.copytree(folder, database, copy_function=shutil.copyfile)
        (database / "lexnames").write_text(_LEXNAMES)
        nltk.data.path.append(home)
        yield WordNetCorpusReader(str(database), None)
        nltk.data.path.remove(home)


def compiled(wordnet: WordNetCorpusReader) -> str:
    """Return the lexicon as text, three lines for each part of speech, and one of proper nouns.

    The three are: lemmas without a tagged sense; lemmas and the tag counts of all their senses, in
    turn; irregular forms and their lemmas (comma-separated), in turn.
    """
    lines: list[str] = []
    counts = tag_counts(wordnet)
    for pos in dict.fromkeys(SENSE_TYPES.values()):
        irregular = {
            form: lemmas for form, lemmas in wordnet._exception_map[pos].items() if "_" not in form
        }
        # A phrase is a lemma here only where a single word is its irregular form (comics).
        wanted = {lemma for lemmas in irregular.values() for lemma in lemmas}
        lemmas = {
            lemma for lemma in wordnet.all_lemma_names(pos) if "_" not in lemma or lemma in wanted
        }
        seen = {lemma: counts[lemma, pos] for lemma in lemmas if counts[lemma, pos]}
        lines.append(" ".join(sorted(lemmas - seen.keys())))
        lines.append(" ".join(f"{lemma} {count}" for lemma, count in sorted(seen.items())))
        lines.append(" ".join(f"{form} {','.join(irregular[form])}" for form in sorted(irregular)))
    lines.append(" ".join(sorted(proper_nouns(wordnet))))
    return "\n".join(lines) + "\n"


def proper_nouns(wordnet: WordNetCorpusReader) -> set[str]:
    """Return the nouns, in lower case, that WordNet spells with a capital in every sense.

    Families and orders of animals and plants are left out: nobody writes of Felidae.
    """
    spellings: dict[bool, set[str]] = {True: set(), False: set()}
    for synset in wordnet.all_synsets("n"):
        if synset.lexname() not in LATIN:
            for name in synset.lemma_names():
                spellings[name != name.lower()].add(name.lower())
    capital = spellings[True] - spellings[False]
    return {noun for noun in capital if noun.isalpha()}


def tag_counts(wordnet: WordNetCorpusReader) -> Counter[tuple[str, str]]:
    """Return how often each (lemma, part of speech) was tagged in WordNet's concordance."""
    counts: Counter[tuple[str, str]] = Counter()
    # Not `Lemma.count`: it searches another list, which differs, anew for each of 200,000 senses.
    for line in wordnet.open("index.sense").read().splitlines():
        key, _offset, _number, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[lemma, SENSE_TYPES[rest[0]]] += int(count)
    return counts


def packed(text: str) -> bytes:
    """Return `text` gzipped, with no clock and no file name in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(text.encode())
    return buffer.getvalue()


def licence(wordnet: WordNetCorpusReader) -> str:
    """Return WordNet's licence: the numbered lines that every index file opens with."""
    lines = wordnet.open("index.noun").read().splitlines()
    text = [line[4:].rstrip() for line in lines if line.startswith(" ")]
    return "\n".join(text).strip() + "\n"


if __name__ == "__main__":
    main()
