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
    """Return what to look for in texts: first the units, then phrases, then `words_in_phrases`.

    An occurrence that is counted in a negated word or a phrase instead is none of the word, as in
    its count. The last ones are words wherever they are but in negated words.

    Args:
        units: The units.
        tokens: The tokens that are words.
        words: The words that each of them holds.
        phrases: The number of each phrase of `units`, from 0; those of one number are one.
    """
    rows, written = units.forms.rows, len(tokens.written)
    whole, first = words_in_phrases(units), len(units.names) + int(phrases.max(initial=-1)) + 1
    as_one = rows.form >= written
    names, of_names = units.phrases.rows.name, units.phrases.phrase
    added = (
        np.concatenate([rows.form[as_one] - written, names]),
        np.concatenate([rows.unit[as_one], len(units.names) + phrases[of_names]]),
    )
    everywhere = np.full(len(units.names), -1)
    everywhere[whole] = first + np.arange(len(whole))
    bigram, part = units.moved.bigram - written, units.moved.part
    negated = (everywhere[part] >= 0) & ~np.isin(bigram, names)
    taken = (
        np.concatenate([bigram, bigram[negated]]),
        np.concatenate([part, everywhere[part[negated]]]),
    )
    bigrams = distinct(np.concatenate([added[0], taken[0]]))
    return Sought(
        units=first + len(whole),
        places=words.places,
        tokens=_units_of_tokens(units, tokens, words, everywhere),
        bigrams=[units.forms.bigrams[bigram] for bigram in bigrams.tolist()],
        added=_lists(bigrams, *added),
        taken=_lists(bigrams, *taken),
    )


def words_in_phrases(units: Units) -> Ints:
    """Return the words of which a phrase takes occurrences, by their numbers."""
    bigrams = units.moved.bigram - len(units.forms.written)
    return distinct(units.moved.part[np.isin(bigrams, units.phrases.rows.name)])


def _units_of_tokens(units: Units, tokens: Tokens, words: WordNumbers, everywhere: Ints) -> Lists:
    """Return the units of each folded token that it is counted as.

    Args:
        units: The units.
        tokens: The tokens that are words.
        words: The words that each of them holds.
        everywhere: For each unit the number of that which counts it in phrases, too; -1 for none.
    """
    rows = units.forms.rows
    single = rows.form < len(tokens.written)
    # A stop word has no rows, and neither has a token that is one.
    is_unit, is_counted = np.zeros(len(units.names), bool), np.zeros(words.tokens, bool)
    is_unit[rows.unit[single]] = True
    is_counted[tokens.fold[rows.form[single]]] = True
    counted = np.nonzero(is_counted)[0]
    row, unit = words.of(counted)
    row, unit = row[is_unit[unit]], unit[is_unit[unit]]
    too = everywhere[unit] >= 0
    token = counted[np.concatenate([row, row[too]])]
    return Lists.of(token, np.concatenate([unit, everywhere[unit[too]]]), words.tokens)


def _lists(bigrams: Ints, bigram: Ints, unit: Ints) -> Lists:
    """Return the units of each of `bigrams`, which are in order."""
    return Lists.of(np.searchsorted(bigrams, bigram), unit, len(bigrams))
