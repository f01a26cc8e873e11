"""Language: which words tokens hold, which words say nothing, how a word is shown.

It works on distinct tokens and their counts, not on rows. There are two exceptions: `prepare` looks
at a sample of texts to load what they need, and `moodcloud.scoring` has the language of a sample
detected.
"""

from moodcloud.language.detection import HANGUL, UNKNOWN, detect
from moodcloud.language.lemmas import CAPITAL_NOUNS, is_common, prepare, words_of_tokens
from moodcloud.language.names import capitals_of, names_of
from moodcloud.language.negation import NEGATED_BIGRAM, negation, with_apostrophe
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import bigram_stop_words, stop_words, stop_words_alone

__all__ = [
    "CAPITAL_NOUNS",
    "HANGUL",
    "NEGATED_BIGRAM",
    "UNKNOWN",
    "bigram_stop_words",
    "capitals_of",
    "detect",
    "display",
    "folded",
    "is_common",
    "names_of",
    "negation",
    "prepare",
    "stop_words",
    "stop_words_alone",
    "with_apostrophe",
    "words_of_tokens",
]
