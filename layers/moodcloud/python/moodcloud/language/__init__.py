"""Language: what a form means. Sees the vocabulary only, never the rows."""

from moodcloud.language.stopwords import stop_words
from moodcloud.language.words import language_of, word_of

__all__ = ["language_of", "stop_words", "word_of"]
