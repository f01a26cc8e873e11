"""WordNet as a table: its words, how often each is used, and the lemmas a form may come from.

The table is compiled by `tools/build_lexicon.py` from WordNet 3.0 (Princeton University; licence
in wordnet.LICENSE.txt): its lemmas of one word, its irregular forms, its tag counts, its proper
nouns.
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
"""Morphy's rules of detachment, each an ending and what replaces it (WordNet's morphy(7WN))."""

_BY_LAST: Final = {
    pos: {
        last: tuple(rule for rule in rules if rule[0][-1] == last)
        for last in {old[-1] for old, _ in rules}
    }
    for pos, rules in ENDINGS.items()
}
"""The rules by the last letter, which spares most tokens most of them."""

_CHANGES: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "s": ((1, ""), (2, ""), (3, "y"), (3, "f")),
    "d": ((1, ""), (2, "")),
    "g": ((3, ""), (3, "e")),
    "r": ((1, ""), (2, "")),
    "t": ((2, ""), (3, "")),
    "n": ((2, "an"),),
}
"""The same rules in short: for each last letter, how many letters to cut and what to add."""


@dataclass(frozen=True)
class Lexicon:
    """What WordNet knows of one part of speech.

    Attributes:
        counts: How often each lemma is used in WordNet's semantic concordance, all senses together;
            0 where no use was tagged.
        irregular: For each irregular form the lemmas that the rules of detachment do not find.
    """

    counts: dict[str, int]
    irregular: dict[str, list[str]]


@cache
def lexicon() -> dict[str, Lexicon]:
    """Return WordNet's table for each part of speech; it is read once."""
    lines = _lines()
    return {
        pos: _lexicon(*(line.split() for line in lines[3 * number : 3 * number + 3]))
        for number, pos in enumerate(PARTS_OF_SPEECH)
    }


@cache
def _lines() -> list[str]:
    packed = files("moodcloud.language").joinpath("wordnet.en.txt.gz").read_bytes()
    return gzip.decompress(packed).decode().split("\n")


@cache
def proper_nouns() -> frozenset[str]:
    """Return the nouns, in lower case, that have a capital in every sense: monday, london."""
    return frozenset(_lines()[3 * len(PARTS_OF_SPEECH)].split())


def _lexicon(untagged: list[str], tagged: list[str], irregular: list[str]) -> Lexicon:
    counts = dict.fromkeys(untagged, 0)
    counts.update(zip(tagged[::2], map(int, tagged[1::2]), strict=True))
    lemmas = (each.split(",") for each in irregular[1::2])
    return Lexicon(counts, dict(zip(irregular[::2], lemmas, strict=True)))


def candidates(form: str, pos: str) -> list[str]:
    """Return the lemmas that `form` may be an inflection of, itself first if it is one.

    WordNet's morphy: irregular forms by its exception lists, others by its rules of detachment; of
    these, only those that WordNet holds are kept. The same as nltk's `WordNetCorpusReader._morphy`.

    Args:
        form: A form in lower case.
        pos: `n` noun, `v` verb, `a` adjective, `r` adverb.

    >>> candidates("leaves", "n")
    ['leaf', 'leave']
    """
    table = lexicon()[pos]
    counts = table.counts
    found = [form] if form in counts else []
    bases = table.irregular.get(form)
    if bases is None:
        rules = _BY_LAST[pos].get(form[-1:])
        if rules is None:
            return found
        bases = [form.removesuffix(old) + new for old, new in rules if form.endswith(old)]
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
