"""Language: which words tokens hold, which words say nothing, how a word is shown.

It works on distinct tokens and their counts, not on rows. There are two exceptions: `prepare` looks
at a sample of texts to load what they need, and `moodcloud.scoring` has the language of a sample
detected.
"""

from moodcloud.language.detection import HANGUL, UNKNOWN, detect
from moodcloud.language.elision import without_elided
from moodcloud.language.lemmas import WITHOUT_CAPITALS, is_common, prepare, words_of_tokens
from moodcloud.language.negation import NEGATED_BIGRAM, negation
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import bigram_stop_words, stop_words

__all__ = [
    "HANGUL",
    "NEGATED_BIGRAM",
    "UNKNOWN",
    "WITHOUT_CAPITALS",
    "bigram_stop_words",
    "detect",
    "display",
    "folded",
    "is_common",
    "negation",
    "prepare",
    "stop_words",
    "without_elided",
    "words_of_tokens",
]
