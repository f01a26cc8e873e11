"""Inflections of words that simplemma's dictionaries lack, or read without their capital.

German adjectives and participles (zielgerichtete, ausgepackt), nouns that look like verbs (Igel,
igeln; Spanish tapones, taponar), plurals of new words (veganas, environnementalistes),
superlatives (riquísimo, bellissima).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from moodcloud.patterns import lazy_pattern

Lemma = Callable[[str], str]

ENDINGS: Final = ("e", "en", "er", "es", "em")
"""Those of German adjectives."""

_ADJECTIVE: Final = lazy_pattern(
    r"(.{3,}(?:ig|lich|isch|bar|los|voll|sam|haft|end|iert|elt|[^aeiouäöü]t|et|wert|"
    r"bereit|frei|reich|arm))e[nrsm]?"
)
_PARTICIPLE: Final = lazy_pattern(
    r"(ein|aus|an|ab|auf|zu|vor|mit|weg|los|her|hin|um|nach|zurück|weiter|rauf|runter|raus|rein|fest|"
    r"kaputt|frei|hoch|zusammen|heraus|hinaus|heim|nieder|vorbei)(ge.{2,}(?:t|en))"
)
COMPOUNDING: Final = ("de", "nl", "da", "no", "sv")
"""Languages that write compounds as one word."""

_LEAST_PART: Final = 3
_LEAST_END: Final = 4

_CLITICS: Final = re.compile(r"(.{2,}?)(?:[mts]e|l[aeo]s?|n?os){1,2}")
_PARTICIPLE_OF_VERB: Final = re.compile(r"(.{2,})(?:(ad)|id)[oa]s?")
_PLURAL: Final = {
    "es": re.compile(r"(.{3,}[aeiouáéó])s"),
    "pt": re.compile(r"(.{3,}[aeioué])s"),
    "gl": re.compile(r"(.{3,}[aeiou])s"),
    "ca": re.compile(r"(.{3,}[aeiou])s"),
    "fr": re.compile(r"(.{3,}(?:[eénltdc]|(?<!ou)r))s"),
}
_INFINITIVE: Final = re.compile(r"[a-zñç]+[aei]r")
_OF_PARTICIPLE: Final = re.compile(r".*[ai]d[oa]s?")
_INFLECTED_ADJECTIVE: Final = re.compile(r"(.{2,})[oa]s?")
_PRESENT_PARTICIPLE: Final = re.compile(r"(.{3,})(?:ante|iente)s?")
_OF_ACTION: Final = {
    "es": ("ciones", "ción"),
    "fr": ("tions", "tion"),
    "it": ("zioni", "zione"),
    "pt": ("ções", "ção"),
}
OF_ACTION: Final = tuple(of_many for of_many, _ in _OF_ACTION.values())
"""The ends of plurals of nouns that say what is done."""

_LEAST_SINGULAR: Final = 4
WITH_RARE_VERBS: Final = ("es", "pt")
"""Languages where simplemma reads nouns and adjectives as forms of verbs hardly anybody uses."""

OF_TWO_GENDERS: Final = ("es", "it", "pt")
"""Languages where simplemma gives some forms of adjectives and participles lemmas of their own."""

PARTICIPLE: Final = re.compile(r".{2,}(?:[aiu]t|[^aeiou]t|s|[ai]d)o")
VERB: Final = re.compile(r".{2,}(?:[aei]re?)")

_LEAST_STEM: Final = 2
_PARTICIPLES: Final = {
    "fr": (("é", "er"), ("ée", "er")),
    "pt": (("ido", "er"), ("ido", "ir")),
}
# Nouns that look like participles of verbs, and adjectives that say something else.
_NO_PARTICIPLES: Final = """
abonné accusé aîné allée allié armée associé avancée blessé bordée bouchée bouffée carré chaussée
cheminée cité cliché communiqué comprimé conjuré contrée coulée couvée curé cuvée damné délégué
député dérivé doré dorée durée employé énoncé envolée équipée exilé exposé fée fessée fiancé
fiancée foulée fourré fumée fusée gelée gorgée gradué handicapé immigré initié invité jetée juré
levée licencié lignée livrée marié menée montée musée négligé nuée orangé ordonnée passé passée
pavé pensée percée pesée pincée plongée poignée portée poussée préjugé privé procédé protégé péché
randonnée rangée réfugié renommée rentrée résumé retraité rosé rosée ruée saignée salarié sensé
tablée tournée tracé traité tranchée traversée trouée veillée velouté visée volée zélé renommé
dénué apelido bandido colorido comprido marido ouvido partido pedido querido sentido tecido
vestido
"""

_TURKISH_NEGATION: Final = lazy_pattern(
    r"m(?:[ae](?:d[ıi]|z|m[ıi]ş|yaca|yece|yan|yen|y[ıi]n|y[ıi]z|m$|s[ıi]n$)|[ıiuü]yor)"
)
_NEGATIVE_PREFIX: Final = {"cs": "ne", "sk": "ne", "lt": "ne", "lv": "ne"}

_PLAIN_VOWELS: Final = str.maketrans("áéíóú", "aeiou")
_SUPERLATIVE: Final = re.compile(r"(.{2,}?)(?:[ií]ss?im)(?:[oa]s?|[ie])")
# What the end of a word is before -ísimo and -issimo, and elsewhere.
_BEFORE_SUPERLATIVE: Final = (
    ("qu", "c"),
    ("gu", "g"),
    ("ch", "c"),
    ("gh", "g"),
    ("bil", "ble"),
    ("c", "z"),
    ("", ""),
)
_WITH_SUPERLATIVES: Final = ("ca", "es", "gl", "it", "pt")
_MASCULINE: Final = {"es": "o", "pt": "o", "gl": "o"}


def german(written: str, lemma: Lemma, is_listed: Callable[[str], bool]) -> str:
    """Return the lemma of a German token.

    Args:
        written: As it is mostly written.
        lemma: What gives the lemma of simplemma, as written.
        is_listed: Whether its dictionary holds a token.
    """
    low = written.lower()
    found = lemma(written)
    if written != low:
        return _with_capital(written, found, lemma(low))
    stem = low.removesuffix("e")
    # Laute is no form of lauten, as there is lautem; Liebe and lieben are in the list.
    if stem != low and is_listed(stem + "em") and lemma(stem + "em") == stem:
        return stem
    if found != low or is_listed(low):
        return found
    if participle := _PARTICIPLE.fullmatch(low):
        before, rest = participle.groups()
        stem = lemma(rest)
        return before + stem if not stem.startswith("ge") else low
    adjective = _ADJECTIVE.fullmatch(low)
    return adjective[1] if adjective else low


def _with_capital(written: str, found: str, uninflected: str) -> str:
    """Return the lemma of a token with a capital, a noun or the first word of sentences.

    Args:
        written: The token.
        found: Its lemma, as it is written.
        uninflected: Its lemma in lower case.
    """
    low = written.lower()
    # Becher is no form of bechern.
    if found == low + "n" and low.endswith(("er", "el")):
        return low
    # Absurde begins sentences, and so does Schöne, read as Schönes; what is a noun, too (Liebe,
    # Breite), is in the list.
    if {found, low} <= {uninflected + ending for ending in ENDINGS}:
        return uninflected
    return found


def of_compound(token: str, written: str, lemma: Lemma, is_listed: Callable[[str], bool]) -> str:
    """Return the lemma of a compound by that of its longest known end: Ohrkanäle, Ohrkanal.

    Args:
        token: Folded; no dictionary holds it.
        written: As it is mostly written.
        lemma: What gives the lemma of a token.
        is_listed: Whether a dictionary holds a token.
    """
    for start in range(_LEAST_PART, len(token) - _LEAST_END + 1):
        end = token[start:]
        end = end.capitalize() if written[:1].isupper() else end
        if is_listed(end):
            return token[:start] + lemma(end)
    return token


def singular(token: str, language: str, counts: Mapping[str, int]) -> str:
    """Return the singular of a plural that no dictionary holds, or the token itself.

    >>> singular("veganas", "es", {"vegano": 2}), singular("jeans", "de", {})
    ('vegano', 'jeans')
    """
    plural = _PLURAL.get(language)
    of_many, of_one = _OF_ACTION.get(language, (" ", ""))
    if token.endswith(of_many):
        return token.removesuffix(of_many) + of_one
    found = plural.fullmatch(token) if plural else None
    if found is None:
        return token
    masculine = found[1][:-1] + _MASCULINE.get(language, found[1][-1])
    return masculine if found[1].endswith("a") and masculine in counts else found[1]


def no_verb(
    token: str, verb: str, language: str, lemma: Lemma, is_noun: Callable[[str], bool]
) -> str:
    """Return the noun or adjective that a form is rather than that of a verb, or the verb.

    Tapones are no form of taponar, as tapón is a noun, and blandas none of blandir, as there is an
    adverb blandamente. Desquiciante and monitoreo end as adjectives and nouns made of verbs.

    Args:
        token: Folded.
        verb: Its lemma, where it is read as a form of a verb.
        language: One of `WITH_RARE_VERBS`.
        lemma: What gives the lemma of a token.
        is_noun: Whether a dictionary holds a token, and it is no stop word.
    """
    if not _INFINITIVE.fullmatch(verb) or _OF_PARTICIPLE.fullmatch(token):
        return verb
    for single in _singulars(token):
        if len(single) >= _LEAST_SINGULAR and is_noun(single) and lemma(single) == single:
            return single
    adjective = _INFLECTED_ADJECTIVE.fullmatch(token)
    if adjective and is_noun(_adverb(adjective[1], language)):
        return adjective[1] + "o"
    if language != "es":
        return verb
    if (participle := _PRESENT_PARTICIPLE.fullmatch(token)) and participle[1] == verb[:-2]:
        return token.removesuffix("s")
    return token if token.endswith("eo") and verb == token[:-1] + "ar" else verb


def _singulars(token: str) -> Iterator[str]:
    """Yield what a Spanish or Portuguese token may be the plural of."""
    if token.endswith(("as", "es", "os")):
        yield token[:-1]
    if token.endswith("ones"):
        yield token[:-4] + "ón"
    if token.endswith("ces"):
        yield token[:-3] + "z"
    if token.endswith("es"):
        yield token[:-2]


def masculine(word: str, language: str, lemma: Lemma, is_listed: Callable[[str], bool]) -> str:
    """Return the masculine of an adjective, or the word itself.

    A word is the feminine of an adjective where simplemma reads it so, as it does not read each
    form of it (frescas is fresca, and fresca fresco), or where the adjective has an adverb.

    Args:
        word: What a token was read as.
        language: One of `OF_TWO_GENDERS`.
        lemma: What gives the lemma of a token.
        is_listed: Whether a dictionary holds a token.

    >>> masculine("scomoda", "it", str, {"scomodo", "scomodamente"}.__contains__)
    'scomodo'
    """
    stem = word.removesuffix("a")
    if stem == word or not is_listed(stem + "o"):
        return word
    if lemma(word) == stem + "o" or is_listed(_adverb(stem, language)):
        return stem + "o"
    return word


def _adverb(stem: str, language: str) -> str:
    """Return the adverb of an adjective; Portuguese writes it without the accent (rapidamente)."""
    return (stem.translate(_PLAIN_VOWELS) if language == "pt" else stem) + "amente"


def of_participle(word: str, language: str, is_listed: Callable[[str], bool]) -> str:
    """Return the verb that a French or Portuguese word is the participle of, or the word itself.

    simplemma has lemmas of their own for two thousand of them: annulées is annulé.

    >>> of_participle("annulé", "fr", {"annuler"}.__contains__)
    'annuler'
    """
    if word in _NO_PARTICIPLES.split():
        return word
    verbs = (
        word.removesuffix(ending) + infinitive
        for ending, infinitive in _PARTICIPLES.get(language, ())
        if len(word) >= len(ending) + _LEAST_STEM and word.endswith(ending)
    )
    return next(filter(is_listed, verbs), word)


def negative(token: str, found: str, language: str, lemma: Lemma) -> str:
    """Return the lemma of a verb with its negation, where that is part of the word.

    >>> negative("beğenmedim", "beğen", "tr", str), negative("beğendim", "beğen", "tr", str)
    ('beğenme', 'beğen')

    Args:
        token: Folded.
        found: Its lemma.
        language: ISO 639-1.
        lemma: What gives the lemma of a token.
    """
    if language == "tr" and token.startswith(found):
        if not _TURKISH_NEGATION.match(token, len(found)):
            return found
        last = [letter for letter in found if letter in "aıoueiöü"][-1:]
        return found + ("ma" if last and last[0] in "aıou" else "me")
    prefix = _NEGATIVE_PREFIX.get(language, "")
    if prefix and token.startswith(prefix) and not found.startswith(prefix):
        rest = token.removeprefix(prefix)
        return prefix + found if rest and lemma(rest) == found else found
    return found


def positive(token: str, language: str, is_listed: Callable[[str], bool]) -> str:
    """Return the adjective that a token is the superlative of, or the token itself.

    >>> positive("riquísimas", "es", {"rico"}.__contains__)
    'rico'
    """
    found = _SUPERLATIVE.fullmatch(token) if language in _WITH_SUPERLATIVES else None
    if found is None:
        return token
    stems = (
        found[1].removesuffix(before) + after
        for before, after in _BEFORE_SUPERLATIVE
        if found[1].endswith(before)
    )
    adjectives = (stem + ending for stem in stems for ending in ("o", "e", ""))
    return next(filter(is_listed, adjectives), token)


def spanish_verb(token: str, lemma: Lemma, is_listed: Callable[[str], bool]) -> str:
    """Return the infinitive of a participle, or of a verb with pronouns, or the token itself.

    >>> spanish_verb("irme", str, {"ir"}.__contains__)
    'ir'
    """
    if found := _PARTICIPLE_OF_VERB.fullmatch(token):
        verbs = (found[1] + ending for ending in (("ar",) if found[2] else ("er", "ir")))
        return next(filter(is_listed, verbs), token)
    if found := _CLITICS.fullmatch(token):
        verb = found[1].translate(_PLAIN_VOWELS)
        # The noun ayuda is also what one asks for in ayúdanos.
        forms = (verb, verb + "r") if verb.endswith(("a", "e")) else (verb,)
        for form in filter(is_listed, forms):
            if (infinitive := lemma(form)).endswith(("ar", "er", "ir")):
                return infinitive
    return token
