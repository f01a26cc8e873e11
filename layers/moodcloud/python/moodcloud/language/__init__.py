"""Language: what a form means. Sees the vocabulary only, never the rows."""

from moodcloud.language.detection import LANGUAGES, detect
from moodcloud.language.lemmas import HANGUL, prepare, words_of_tokens
from moodcloud.language.negation import NEGATED_BIGRAM, negation
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import bigram_stop_words, stop_words

__all__ = [
    "HANGUL",
    "LANGUAGES",
    "NEGATED_BIGRAM",
    "bigram_stop_words",
    "detect",
    "display",
    "folded",
    "negation",
    "prepare",
    "stop_words",
    "words_of_tokens",
]
