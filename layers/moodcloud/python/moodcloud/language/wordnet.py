"""WordNet as a table: which words there are, how often each is used, and what a form may come from.

The table is compiled by `tools/build_lexicon.py` from WordNet 3.0 (Princeton University; licence
in wordnet.LICENSE.txt): its lemmas of one word, its irregular forms, its tag counts.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

NOUN, VERB, ADJECTIVE, ADVERB = PARTS_OF_SPEECH = ("n", "v", "a", "r")

ENDINGS: Final = {
    NOUN: (
        ("s", ""),
        ("ses", "s"),
        ("ves", "f"),
        ("xes", "x"),
        ("zes", "z"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("men", "man"),
        ("ies", "y"),
    ),
    VERB: (
        ("s", ""),
        ("ies", "y"),
        ("es", "e"),
        ("es", ""),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
    ),
    ADJECTIVE: (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    ADVERB: (),
}
"""Morphy's rules of detachment: an ending and what replaces it (WordNet's manual, morphy(7WN))."""

_BY_LAST_LETTER: Final = {
    pos: {
        letter: tuple((old, -len(old), new) for old, new in rules if old.endswith(letter))
        for letter in {old[-1] for old, _ in rules}
    }
    for pos, rules in ENDINGS.items()
}


_CHANGES: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "s": ((1, ""), (2, ""), (3, "y"), (3, "f")),
    "d": ((1, ""), (2, "")),
    "g": ((3, ""), (3, "e")),
    "r": ((1, ""), (2, "")),
    "t": ((2, ""), (3, "")),
    "n": ((2, "an"),),
}
"""The same rules in short: for each last letter, how many letters to cut and what to put there."""


@dataclass(frozen=True)
class Lexicon:
    """What WordNet knows of one part of speech.

    Attributes:
        counts: Lemma to its uses in WordNet's semantic concordance, all senses together; 0 where
            none was tagged.
        irregular: Form to the lemmas the rules of detachment would not find.
    """

    counts: dict[str, int]
    irregular: dict[str, list[str]]


@cache
def lexicon() -> dict[str, Lexicon]:
    """Return WordNet's table for each part of speech; read once."""
    packed = files("moodcloud.language").joinpath("wordnet.en.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().split("\n")
    return {
        pos: _lexicon(*(line.split() for line in lines[3 * number : 3 * number + 3]))
        for number, pos in enumerate(PARTS_OF_SPEECH)
    }


def _lexicon(untagged: list[str], tagged: list[str], irregular: list[str]) -> Lexicon:
    counts = dict.fromkeys(untagged, 0)
    counts.update(zip(tagged[::2], map(int, tagged[1::2]), strict=True))
    lemmas = (each.split(",") for each in irregular[1::2])
    return Lexicon(counts, dict(zip(irregular[::2], lemmas, strict=True)))


def candidates(form: str, pos: str) -> list[str]:
    """Return the lemmas `form` may be an inflection of: itself first, where it is one.

    WordNet's morphy: irregular forms by its exception lists, others by its rules of detachment;
    of these, the ones WordNet holds. The same as nltk's `WordNetCorpusReader._morphy`.

    Args:
        form: In lower case.
        pos: `n` noun, `v` verb, `a` adjective, `r` adverb.

    >>> candidates("leaves", "n")
    ['leaf', 'leave']
    """
    table = lexicon()[pos]
    counts = table.counts
    found = [form] if form in counts else []
    irregular = table.irregular.get(form)
    if irregular is not None:
        bases = irregular
    else:
        rules = _BY_LAST_LETTER[pos].get(form[-1:], ())
        bases = [form[:end] + new for old, end, new in rules if form.endswith(old)]
    for base in bases:
        if base in counts and base not in found:
            found.append(base)
    return found


def is_known(form: str) -> bool:
    """Return whether `form` may have candidates: a quick test that spares most names and typos."""
    known = _known()
    if form in known:
        return True
    changes = _CHANGES.get(form[-1:], ())
    return any(form[:-cut] + new in known for cut, new in changes)


@cache
def _known() -> frozenset[str]:
    """Return every lemma and every irregular form."""
    return frozenset().union(*(chain(t.counts, t.irregular) for t in lexicon().values()))
