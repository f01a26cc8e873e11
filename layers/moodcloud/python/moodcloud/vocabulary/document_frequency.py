"""In how many different texts each word and phrase is, in any of its forms, each text once."""

from __future__ import annotations

import numpy as np

from moodcloud.counting.kept_texts import Lists, Sought
from moodcloud.vocabulary.folding import Tokens
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import distinct
from moodcloud.vocabulary.units import Units
from moodcloud.vocabulary.word_numbers import WordNumbers


def sought_units(units: Units, tokens: Tokens, words: WordNumbers, phrases: Ints) -> Sought:
    """Return what to look for in texts: first the units, then phrases.

    An occurrence that is counted in a negated word or a phrase instead is none of the word, as in
    its count.

    Args:
        units: The units.
        tokens: The tokens that are words.
        words: The words that each of them holds.
        phrases: The number of each phrase of `units`, from 0; those of one number are one.
    """
    rows, written, count = units.forms.rows, len(tokens.written), len(units.names)
    as_one = rows.form >= written
    names, of_names = units.phrases.rows.name, units.phrases.phrase
    added = (
        np.concatenate([rows.form[as_one] - written, names]),
        np.concatenate([rows.unit[as_one], count + phrases[of_names]]),
    )
    taken = units.moved.bigram - written, units.moved.part
    bigrams = distinct(np.concatenate([added[0], taken[0]]))
    return Sought(
        units=count + int(phrases.max(initial=-1)) + 1,
        places=words.places,
        tokens=_units_of_tokens(units, tokens, words),
        bigrams=[units.forms.bigrams[bigram] for bigram in bigrams.tolist()],
        added=_lists(bigrams, *added),
        taken=_lists(bigrams, *taken),
    )


def _units_of_tokens(units: Units, tokens: Tokens, words: WordNumbers) -> Lists:
    """Return the units of each folded token that it is counted as."""
    rows = units.forms.rows
    single = rows.form < len(tokens.written)
    # A stop word has no rows, and neither has a token that is one.
    is_unit, is_counted = np.zeros(len(units.names), bool), np.zeros(words.tokens, bool)
    is_unit[rows.unit[single]] = True
    is_counted[tokens.fold[rows.form[single]]] = True
    counted = np.nonzero(is_counted)[0]
    row, unit = words.of(counted)
    kept = is_unit[unit]
    return Lists.of(counted[row[kept]], unit[kept], words.tokens)


def _lists(bigrams: Ints, bigram: Ints, unit: Ints) -> Lists:
    """Return the units of each of `bigrams`, which are in order."""
    return Lists.of(np.searchsorted(bigrams, bigram), unit, len(bigrams))
