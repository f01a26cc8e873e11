"""Language: what a form means. Sees the vocabulary only, never the rows."""

from moodcloud.language.detection import detect
from moodcloud.language.lemmas import HANGUL, prepare, words_of_forms
from moodcloud.language.negation import NEGATED_PAIR, negation
from moodcloud.language.spelling import display, folded
from moodcloud.language.stopwords import pair_stop_forms, stop_words

__all__ = [
    "HANGUL",
    "NEGATED_PAIR",
    "detect",
    "display",
    "folded",
    "negation",
    "pair_stop_forms",
    "prepare",
    "stop_words",
    "words_of_forms",
]
