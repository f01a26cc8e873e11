"""How words and phrases are shown: as most people write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from moodcloud.language import (
    HANGUL,
    closed_up,
    display,
    folded,
    is_common,
    with_apostrophe,
    without_elided,
)
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import highest, summed
from moodcloud.vocabulary.units import Units

# So many words, the most frequent, are shown as people write them. To find that out for all words
# of a large table would take more time than all the rest, for words nobody sees.
DISPLAYED_WORDS: Final = 20_000
# A word beside a name has so many capitals within sentences, for each time it is there, if it is a
# part of the name: New York, but flight to Boston.
IN_A_NAME: Final = 0.5
# A part of a form is read as a word that begins with as many letters.
_ALIKE: Final = 3
# Signs between the parts of a form.
_JOINTS: Final = re.compile("[&-]")

Written = dict[int, dict[str, int]]
"""The forms of units or phrases, by their numbers, with their counts."""


class Writing(NamedTuple):
    """How the texts of a table are written.

    Attributes:
        language: ISO 639-1, or `und`.
        capitals: How often each token, folded, has a capital within a sentence.
    """

    language: str
    capitals: Mapping[str, int]


class ShownNames:
    """How the units of a table are shown; no two are shown alike.

    Attributes:
        names: How each unit is shown, by its number.
        changed: The numbers of those that are not shown by their own name.
    """

    def __init__(self, units: Units) -> None:
        """Begin with units that are shown by their own names."""
        self.names = units.names.copy()
        self.changed: list[int] = []
        self._number, self._there = units.number, units.totals > 0
        self._taken: set[str] = set()
        # Single words by the form that is shown: los, Los.
        self._by_spelling: dict[str, str] = {}

    def show(self, unit: int, name: str) -> None:
        """Show a unit by another name, unless another unit has it."""
        if name == self.names[unit] or name in self._taken or self._is_there(name):
            return
        self.names[unit] = name
        self.changed.append(unit)
        self._taken.add(name)

    def settle(self, rank: Ints) -> None:
        """Look up the single words that are shown otherwise by what is shown, too."""
        for unit in sorted(self.changed, key=rank.__getitem__):
            self._by_spelling[folded(self.names[unit])] = self.names[unit]

    def alone(self, part: str) -> str:
        """Return how a part of a phrase is shown alone.

        What it owns changes nothing: Brady's balls.
        """
        owner = part.removesuffix("'s")
        if self._is_there(owner):
            shown = self.names[self._number[owner]]
        else:
            shown = self._by_spelling.get(owner, owner)
        return shown if owner == part else shown.removesuffix("'s") + "'s"

    def _is_there(self, word: str) -> bool:
        number = self._number.get(word)
        return number is not None and bool(self._there[number])


def shown_names(units: Units, order: Ints, writing: Writing) -> ShownNames:
    """Return how units are shown.

    Args:
        units: The units.
        order: Their numbers, in the order of their names.
        writing: How the texts are written.
    """
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    shown, phrases = ShownNames(units), set(units.phrases.names)
    written = _written_units(units, rank, phrases, writing.language)
    several = [unit for unit in written if " " in units.names[unit]]
    # Single words first: they say which words have a capital.
    for unit in written:
        if " " not in units.names[unit]:
            shown.show(unit, _spelling(units.names[unit], written[unit], writing))
    shown.settle(rank)
    for unit in several:
        # Korean words, several too, are shown in the dictionary form, but for phrases.
        word = units.names[unit]
        if word in phrases or not HANGUL.search(word):
            cased = _cased(written[unit], shown, writing.capitals, first=word in phrases)
            shown.show(unit, cased)
    return shown


def shown_phrases(units: Units, shown: ShownNames, writing: Writing) -> list[str]:
    """Return how each phrase is shown; two may be shown alike."""
    phrases, names = units.phrases, [""] * len(units.phrases.names)
    written = _written(phrases.phrase, phrases.rows.name, phrases.rows.counts)
    for phrase, counts in written.items():
        forms = {units.forms.bigrams[form]: count for form, count in counts.items()}
        names[phrase] = _cased(_unelided(forms, writing.language), shown, writing.capitals)
    return names


def _written_units(units: Units, rank: Ints, phrases: set[str], language: str) -> Written:
    """Return how the most frequent units are written, in the order in which they are met."""
    displayed = np.zeros(len(rank), bool)
    displayed[highest(units.totals, DISPLAYED_WORDS, rank)] = True
    rows = units.forms.rows
    which = displayed[rows.unit]
    unit, form, _, count, _ = (column[which] for column in rows)
    written: Written = {}
    for number, counts in _written(unit, form, count).items():
        word = units.names[number]
        forms = {units.forms.name(form): times for form, times in counts.items()}
        # A negated word is shown with all that is written: n'aime pas.
        whole = " " in word and word not in phrases
        written[number] = forms if whole else _unelided(forms, language)
    return written


def _written(unit: Ints, form: Ints, count: Ints) -> dict[int, dict[int, int]]:
    """Return the counts of the forms of each unit, in the order in which they are met."""
    length = int(form.max(initial=0)) + 1
    pairs, first, pair = np.unique(unit * length + form, return_index=True, return_inverse=True)
    met, sums = np.argsort(first), summed(pair, count, len(pairs))
    columns = (each[met].tolist() for each in (pairs // length, pairs % length, sums))
    written: dict[int, dict[int, int]] = {}
    for number, own, times in zip(*columns, strict=True):
        written.setdefault(number, {})[own] = times
    return written


def _unelided(forms: dict[str, int], language: str) -> dict[str, int]:
    """Return forms without the elided words before them."""
    if not any("'" in form for form in forms):
        return forms
    own: Counter[str] = Counter()
    for form, count in forms.items():
        own[without_elided(form, language)] += count
    return own


def _cased(
    forms: Mapping[str, int], names: ShownNames, capitals: Mapping[str, int], first: bool = True
) -> str:
    """Return several words, each as it is shown alone, or as its name is: San Francisco, New York.

    Args:
        forms: The words in lower case, as they are written, with the counts.
        names: How words are shown.
        capitals: How often each token, folded, has a capital within a sentence.
        first: Whether the first word may have a capital; a negator has none.
    """
    parts = _negated(forms).split(" ")
    shown = [names.alone(part) for part in parts]
    cased = [
        name if name != part and folded(name) == part and (number or first) else part
        for number, (part, name) in enumerate(zip(parts, shown, strict=True))
    ]
    if first and cased != parts:
        enough = max(1, IN_A_NAME * sum(forms.values()))
        cased = [
            part.capitalize() if part == each and capitals.get(part, 0) >= enough else each
            for part, each in zip(parts, cased, strict=True)
        ]
    return closed_up(" ".join(cased))


def _spelling(word: str, forms: Mapping[str, int], writing: Writing) -> str:
    """Return how most people write a word."""
    if HANGUL.search(word) or (writing.language == "ja" and not word.isascii()):
        # These words are shown in their dictionary form, whatever ending people write.
        return word
    own = _own(word, forms)
    usual = folded(max(own, key=own.__getitem__, default=word))
    common = is_common(word, writing.language, usual)
    return display(own, word, common, writing.capitals)


def _own(word: str, forms: Mapping[str, int]) -> Mapping[str, int]:
    """Return how a word is written by itself, without the particle or the word joined to it."""
    if all(form.isascii() and not _JOINTS.search(form) for form in forms):
        return forms
    written: dict[str, int] = {}
    for form, count in forms.items():
        own = form[: len(word)] if HANGUL.search(form) else _part(form, word)
        if own and (own == form or not HANGUL.search(form) or folded(own) == word):
            written[own] = written.get(own, 0) + count
    return written


def _part(form: str, word: str) -> str:
    """Return the part of a form with signs that is read as `word`; the form where it is whole."""
    if not _JOINTS.search(form) or _JOINTS.search(word) or folded(form).replace("-", "") == word:
        return form
    alike = (part for part in _JOINTS.split(form) if folded(part)[:_ALIKE] == word[:_ALIKE])
    return next(alike, "")


def _negated(forms: Mapping[str, int]) -> str:
    """Return what most people write of several words, with the apostrophe that some leave out."""
    spelled: Counter[str] = Counter()
    for form, count in forms.items():
        spelled[with_apostrophe(form)] += count
    return _most_written(spelled)


def _most_written(forms: Mapping[str, int]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
