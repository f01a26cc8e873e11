"""Variants of a word in languages other than English and Korean: the accents and letters people
leave out, the letters they repeat, the ways they laugh.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Final

from moodcloud.language.spelling import LENGTHENED
from moodcloud.patterns import lazy_pattern

LAUGHTER: Final = lazy_pattern(
    r"(?:j+[aeiu]+)(?:j+[aeiu]*)+|a*(?:ja){2,}j?|[ha]*ha+h[ha]*|[he]*he+h[he]*|h?(?:ih){2,}i?|(?:hi){2,}h?"
    r"|(?:ks?){3,}|(?:rs){2,}|(?:xa){2,}|(?:wk){2,}w?|(?:l+o+)+l+|[xх]d+|mdr+|p?tdr+|lmf?ao|rofl"
    r"|а*(?:ха){2,}х?|(?:хе){2,}х?"
)
"""How people laugh: jajaja, hahaha, kkkk, rsrs, lol, xD, mdr."""

_LAUGHED: Final = {
    "es": "jaja",
    "ca": "jaja",
    "gl": "jaja",
    "pt": "kkk",
    "id": "wkwk",
    "ru": "хаха",
}
"""The word that laughter is counted under; `haha` in the other languages."""

_MOST_RUNS: Final = 3
_DIGRAPHS: Final = str.maketrans(
    {"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_SPELLED_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def laughter(token: str, language: str) -> str:
    """Return the word that a token is counted under if it is laughter, or an empty string.

    >>> laughter("jajajaja", "es"), laughter("lol", "de"), laughter("Haar", "de")
    ('jaja', 'haha', '')
    """
    return _LAUGHED.get(language, "haha") if LAUGHTER.fullmatch(token) else ""


def shortened(token: str, is_known: Callable[[str], bool]) -> str:
    """Return a token with each letter that is repeated three times or more once or twice.

    Args:
        token: Folded.
        is_known: Whether a token is a word; the first spelling that is one wins.

    >>> shortened("muuuuy", {"muy"}.__contains__)
    'muy'
    """
    if not LENGTHENED.search(token):
        return token
    pieces = LENGTHENED.split(token)
    between, letters = pieces[::2], pieces[1::2]
    if len(letters) <= _MOST_RUNS:
        for times in product((1, 2), repeat=len(letters)):
            runs = [letter * number for letter, number in zip(letters, times, strict=True)]
            word = "".join(map("".join, zip(between, [*runs, ""], strict=True)))
            if is_known(word):
                return word
    return LENGTHENED.sub(r"\1", token)


class Accents:
    """The words of a table by their spelling without accents: tambien is también.

    >>> Accents({"también": 3, "calle": 2}, "es").restored("tambien")
    'también'
    """

    def __init__(self, counts: Mapping[str, int], language: str, also: Iterable[str] = ()) -> None:
        """Take the accented words.

        Args:
            counts: Occurrences of each folded token that is a word.
            language: ISO 639-1, or `und`.
            also: Words that are known, whether or not they occur.
        """
        self._full: dict[str, str] = {}
        accented = [*sorted(also), *sorted(counts, key=lambda token: (counts[token], token))]
        for token in accented:
            if token.isascii():
                continue
            for plain in _plain(token, language):
                if plain != token:
                    self._full[plain] = token

    def restored(self, token: str) -> str:
        """Return the accented word that a token is without its accents, or the token itself."""
        return self._full.get(token, token)


def _plain(token: str, language: str) -> tuple[str, ...]:
    """Return how people write a word who leave out its accents."""
    decomposed = unicodedata.normalize("NFD", token.translate(_DIGRAPHS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    plain = unicodedata.normalize("NFC", bare)
    # Without its dots a German word is often another one: schon, Uber.
    return (token.translate(_SPELLED_OUT),) if language == "de" else (plain,)


_ACCENTED: Final = {
    "es": {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"},
    "fr": {"a": "àâ", "e": "éèê", "i": "îï", "o": "ô", "u": "ûù", "c": "ç"},
    "it": {"a": "à", "e": "èé", "i": "ì", "o": "ò", "u": "ù"},
    "pt": {"a": "áãâ", "e": "éê", "i": "í", "o": "óôõ", "u": "ú", "c": "ç"},
}


def accented(token: str, language: str, is_known: Callable[[str], bool]) -> str:
    """Return the known word that a token is with one accent more, or the token itself.

    >>> accented("suscripcion", "es", {"suscripción"}.__contains__)
    'suscripción'
    """
    letters = _ACCENTED.get(language, {})
    spellings = (
        token[:place] + accent + token[place + 1 :]
        for place in range(len(token) - 1, -1, -1)
        for accent in letters.get(token[place], "")
    )
    return next(filter(is_known, spellings), token)
