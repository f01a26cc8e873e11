"""Language: which words tokens hold, which words say nothing, how a word is shown.

It works on distinct tokens and their counts, not on rows. There are three exceptions: `prepare`
and `prepare_ahead` look at a sample of texts to load what they need, `moodcloud.scoring` has the
language of a sample detected, and texts in scripts without spaces are split into words before they
are counted.
"""

from moodcloud.language.detection import HANGUL, UNKNOWN, detect
from moodcloud.language.elision import without_elided
from moodcloud.language.lemmas import (
    LEAST_KOREAN,
    WITHOUT_CAPITALS,
    is_common,
    prepare,
    prepare_ahead,
    words_of_tokens,
)
from moodcloud.language.names import capitals_of, names_of
from moodcloud.language.negation import NEGATED_BIGRAM, Negation, negation, with_apostrophe
from moodcloud.language.own_lemmas import Lemmatizer, words_by
from moodcloud.language.segmentation import (
    can_split,
    closed_up,
    splitter,
    unspaced,
    unsplit,
)
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import bigram_stop_words, stop_words, stop_words_alone

__all__ = [
    "HANGUL",
    "LEAST_KOREAN",
    "NEGATED_BIGRAM",
    "UNKNOWN",
    "WITHOUT_CAPITALS",
    "Lemmatizer",
    "Negation",
    "bigram_stop_words",
    "can_split",
    "capitals_of",
    "closed_up",
    "detect",
    "display",
    "folded",
    "is_common",
    "names_of",
    "negation",
    "prepare",
    "prepare_ahead",
    "splitter",
    "stop_words",
    "stop_words_alone",
    "unspaced",
    "unsplit",
    "with_apostrophe",
    "without_elided",
    "words_by",
    "words_of_tokens",
]
