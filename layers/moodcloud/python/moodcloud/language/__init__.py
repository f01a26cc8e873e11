"""Language: which words tokens hold, which words say nothing, how a word is shown.

It works on distinct tokens and their counts, not on rows. There are three exceptions: `prepare`
looks at a sample of texts to load what they need, `moodcloud.scoring` has the language of a sample
detected, and texts in scripts without spaces are split into words before they are counted.
"""

from moodcloud.language.detection import HANGUL, UNKNOWN, detect
from moodcloud.language.lemmas import CAPITAL_NOUNS, is_common, prepare, words_of_tokens
from moodcloud.language.negation import NEGATED_BIGRAM, negation
from moodcloud.language.segmentation import (
    can_split,
    closed_up,
    splitter,
    unspaced,
    unsplit,
)
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import bigram_stop_words, stop_words

__all__ = [
    "CAPITAL_NOUNS",
    "HANGUL",
    "NEGATED_BIGRAM",
    "UNKNOWN",
    "bigram_stop_words",
    "can_split",
    "closed_up",
    "detect",
    "display",
    "folded",
    "is_common",
    "negation",
    "prepare",
    "splitter",
    "stop_words",
    "unspaced",
    "unsplit",
    "words_of_tokens",
]
