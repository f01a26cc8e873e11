"""Lemmas of languages other than English and Korean: lists made by hand, then simplemma.

A list (`lemmas.de.txt`) holds what simplemma reads as a form of another word than people mostly
mean: Spanish `amo` is a form of amar, not a master; German `Becher` is a cup, no form of bechern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from moodcloud.language.elision import may_elide, without_elided
from moodcloud.language.spelling import folded
from moodcloud.language.stopwords import judging_words, stop_words
from moodcloud.language.unlisted import (
    COMPOUNDING,
    OF_ACTION,
    OF_TWO_GENDERS,
    PARTICIPLE,
    VERB,
    WITH_RARE_VERBS,
    german,
    masculine,
    negative,
    no_verb,
    of_compound,
    of_participle,
    positive,
    singular,
    spanish_verb,
)
from moodcloud.language.variants import Accents, accented, laughter, shortened

_SIMPLEMMA_CODES: Final = {"no": "nb"}
"""simplemma parts the two written forms of Norwegian; nearly all texts are Bokmål."""

_LEAST_TRIED: Final = 2

_ACCENTS_LEFT_OUT: Final = ("ca", "de", "es", "fr", "gl", "it", "pt", "ro", "tr")
"""Languages whose stop words without accents are stop words, whatever else simplemma reads there:
tambien, tres (très), nao."""

_REFLEXIVE: Final = {
    "es": (("arse", "ar"), ("erse", "er"), ("irse", "ir")),
    "it": (("arsi", "are"), ("ersi", "ere"), ("irsi", "ire")),
    "pt": (("ar-se", "ar"), ("er-se", "er"), ("ir-se", "ir")),
}
"""simplemma reads some forms of a verb as reflexive (usaremos: usarse)."""


class Inflections:
    """The words of tokens of a language.

    >>> Inflections("es", {}).words("amo", "amo"), Inflections("fr", {}).words("l'hôtel", "l'hôtel")
    (('amar',), ('hôtel',))
    """

    def __init__(self, language: str, counts: Mapping[str, int]) -> None:
        """Take a language and a table.

        Args:
            language: ISO 639-1, one that simplemma knows.
            counts: Occurrences of each folded token of the table.
        """
        self._language = language
        self._counts = counts
        self._listed = listed_lemmas(language)
        self._stops = stop_words(language)
        judging = judging_words(language)
        judged = judging.judge | judging.negating | self._listed.keys()
        known = {
            token: count
            for token, count in counts.items()
            if not token.isascii() and is_listed(token, language)
        }
        self._accents = Accents(known, language, self._stops | judged)
        accented_stops = self._stops if language in _ACCENTS_LEFT_OUT else ()
        self._stop_accents = Accents({}, language, accented_stops)

    def words(self, token: str, written: str) -> tuple[str, ...]:
        """Return the word a token holds.

        Args:
            token: Folded.
            written: As it is mostly written: a capital tells a noun or a name.
        """
        if token in self._listed:
            return (self._listed[token],)
        if laughed := laughter(token, self._language):
            return (laughed,)
        spelled, written = (without_elided(each, self._language) for each in (token, written))
        if may_elide(spelled, self._language):
            return (spelled,)
        if (stop := self._stop_accents.restored(spelled)) != spelled:
            spelled = stop
        elif not self._is_known(spelled):
            spelled = self._accents.restored(shortened(spelled, self._is_known))
            # A word seen once is not worth trying each accent.
            rare = self._counts.get(token, 0) < _LEAST_TRIED
            if not rare and spelled.isascii() and not self._is_known(spelled):
                spelled = accented(spelled, self._language, self._is_known)
            written = spelled.capitalize() if written[:1].isupper() else spelled
        # What is a stop word in another spelling is left out as such, unless the user keeps it.
        if spelled != token and spelled in self._stops:
            return (spelled,)
        found = self._settled(spelled, self._lemma(spelled, written))
        return (negative(spelled, found, self._language, self._simple),)

    def _settled(self, token: str, word: str) -> str:
        """Return the word that the lemma of a token is counted under, where it is a form itself.

        simplemma reads scomode as scomoda, no form of scomodo, chiusa as chiuso, of chiudere, and
        annulées as annulé, of annuler.
        """
        if self._listed.get(word) == word:
            return word
        word = of_participle(word, self._language, self._is_listed)
        if self._language not in OF_TWO_GENDERS or word in self._listed:
            return word
        word = masculine(word, self._language, self._simple, self._is_known)
        if word == token or not PARTICIPLE.fullmatch(word):
            return word
        verb = self._lemma(word, word)
        return verb if VERB.fullmatch(verb) else word

    def _lemma(self, token: str, written: str) -> str:
        if (base := positive(token, self._language, self._is_known)) != token:
            return self._listed_lemma(base)
        simple = self._listed_lemma(written)
        found = self._other_reading(token, simple)
        if found != simple or found in self._listed or is_listed(token, self._language):
            return found
        if found != token:
            # Rules cut an ending, and the rest may be a form, too: compartes, comparte.
            again = self._language not in COMPOUNDING
            return self._listed_lemma(found) if again else found
        if self._language in COMPOUNDING:
            return of_compound(token, written, self._listed_lemma, self._is_listed)
        if self._language == "es":
            found = spanish_verb(token, self._listed_lemma, self._is_known)
        # A name has no plural, but no name ends as they do that name what is done: Atualizações.
        if found != written and not token.endswith(OF_ACTION):
            return found
        single = singular(token, self._language, self._counts)
        return self._listed_lemma(single) if self._is_known(single) else single

    def _other_reading(self, token: str, found: str) -> str:
        """Return what people mean by a token that simplemma reads otherwise, or what it found."""
        # Some imperatives with pronouns are listed as they are, others end up as nouns.
        if self._language == "es" and not token.isascii():
            unread = found == token or not is_listed(token, self._language)
            verb = spanish_verb(token, self._listed_lemma, self._is_known) if unread else token
            return found if verb == token else verb
        if self._language not in WITH_RARE_VERBS or found in self._listed:
            return found
        return no_verb(token, found, self._language, self._simple, self._is_noun)

    def _listed_lemma(self, written: str) -> str:
        if listed := self._listed.get(folded(written)):
            return listed
        if self._language == "de":
            return german(written, self._simple, self._is_listed)
        return self._simple(written)

    def _simple(self, token: str) -> str:
        return lemma(token, self._language)

    def _is_listed(self, token: str) -> bool:
        return is_listed(token, self._language)

    def _is_noun(self, token: str) -> bool:
        return token not in self._stops and self._is_listed(token)

    def _is_known(self, token: str) -> bool:
        return token in self._stops or token in self._listed or is_listed(token, self._language)


def lemma(token: str, language: str) -> str:
    """Return the lemma that simplemma gives, in lower case.

    Args:
        token: As written.
        language: ISO 639-1, one that simplemma knows.
    """
    found = folded(_lemmatize()(token, lang=_SIMPLEMMA_CODES.get(language, language)))
    for reflexive, ending in _REFLEXIVE.get(language, ()):
        if found.endswith(reflexive):
            return found.removesuffix(reflexive) + ending
    return found


@lru_cache(maxsize=100_000)
def is_listed(token: str, language: str) -> bool:
    """Return whether simplemma's dictionary of a language holds a token."""
    return bool(_is_known()(token, lang=_SIMPLEMMA_CODES.get(language, language)))


@lru_cache(maxsize=100_000)
def is_no_noun(token: str, language: str) -> bool:
    """Return whether a token is no noun, in a language whose nouns have a capital.

    >>> is_no_noun("absoluter", "de"), is_no_noun("zimmer", "de")
    (True, False)
    """
    written = token.capitalize()
    found = _lemmatize()(written, lang=language)
    return is_listed(written, language) and not found[:1].isupper()


@cache
def _lemmatize() -> Callable[..., str]:
    from simplemma import lemmatize

    return lemmatize


@cache
def _is_known() -> Callable[..., bool]:
    from simplemma import is_known

    return is_known


@cache
def listed_lemmas(language: str) -> dict[str, str]:
    """Return the lemma of each token that the list of a language holds.

    A line `lemma: form form` gives forms their lemma; words of a line without a colon stay as they
    are.
    """
    path = files("moodcloud.language").joinpath(f"lemmas.{language}.txt")
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        before, colon, after = line.partition(":")
        words = (after if colon else before).split()
        found.update({word: before.strip() if colon else word for word in words})
        if colon:
            found[before.strip()] = before.strip()
    return found
