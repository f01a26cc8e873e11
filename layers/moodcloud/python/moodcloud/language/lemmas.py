"""Tokens become words, by script: Hangul is read as Korean, the rest in the table's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from moodcloud.language.detection import HANGUL, UNKNOWN
from moodcloud.language.english import is_decided
from moodcloud.language.inflections import Inflections, is_listed, is_no_noun
from moodcloud.language.names import lemma_in
from moodcloud.language.segmentation import can_split
from moodcloud.language.spelling import folded
from moodcloud.language.stopwords import judging_words, stop_words
from moodcloud.language.unlisted import ENDINGS
from moodcloud.language.wordnet import is_known, proper_nouns

if TYPE_CHECKING:
    from moodcloud.language.korean import Korean

LEMMATIZED_TOKENS: Final = 60_000
"""How many tokens get a lemma, the most frequent first; the rest, seen a few times in millions of
texts, are words as they are. It bounds the time of any upload."""

LONGEST_TOKEN: Final = 200
"""What has more letters without a space between them is no word in any language: base64, or a text
whose spaces were lost. It holds no words, so that no single row takes long."""

LEAST_HYPHENATED: Final = 3
"""A token with a hyphen seen once or twice may be words with a dash between them."""

LONGEST_PREFIX: Final = 3
"""What so short a beginning is joined to by a hyphen is one word: e-mail, re-install, X-ray."""

LONGEST_NAME: Final = 5
"""So short a token with an ampersand is a name: AT&T, H&M."""

LONGER_PREFIXES: Final = (
    "anti", "counter", "hyper", "inter", "mega", "micro", "mini", "multi", "over", "post",
    "pseudo", "quasi", "self", "semi", "super", "ultra",
)  # fmt: skip

LATTER_PARTS: Final = (
    "based", "class", "end", "free", "friendly", "hand", "hearted", "home", "known", "like", "long",
    "looking", "made", "minded", "minute", "old", "paced", "priced", "proof", "quality", "ready",
    "resistant", "size", "sized", "star", "style", "time", "wide",
)  # fmt: skip
"""What ends English compounds that are seldom enough to be seen once: gluten-free, second-hand."""

PARTICLES: Final = ("in", "up", "on", "off", "out", "down", "over", "back", "away")
"""What ends nouns of verbs: check-in, follow-up."""

ENGLISH_NEGATORS: Final = ("no", "not")

CAPITAL_NOUNS: Final = ("de",)
"""Languages whose nouns have a capital: without it "Becher" is read as a form of "bechern"."""

NO_NAMES: Final = {
    "ca": ("ment", "ció"),
    "es": ("mente", "ción", "miento"),
    "fr": ("ment", "tion"),
    "it": ("mente", "zione"),
    "pt": ("mente", "ção"),
}
"""The endings of adverbs and nouns that dictionaries lack: franchement, atualização."""

UNSPACED: Final = ("zh", "ja", "th")
"""Languages whose texts are split into words before they are counted."""

ENGLISH_BESIDE: Final = ("en", "ko", *UNSPACED)
"""Languages in whose texts words in Latin letters are taken for English."""

WITHOUT_CAPITALS: Final = (*ENGLISH_BESIDE, UNKNOWN)
"""Languages whose words are read without looking at their capitals."""

LEAST_KOREAN: Final = 1e-4
"""Korean in less than one word of ten thousand finds no place in any cloud."""

# Signs within words, and the one at their end.
_JOINTS: Final = re.compile("[&-]|[+]$")

# A file that begins with so much Hangul, in UTF-8, is surely Korean. Elsewhere the texts tell.
_HEAD_BYTES: Final = 1 << 16
_LEAST_IN_HEAD: Final = 0.05


def words_of_tokens(
    tokens: Sequence[str],
    counts: Sequence[int],
    language: str,
    written: Mapping[str, str] | None = None,
    names: Collection[str] = (),
    texts: Sequence[Sequence[str]] = (),
) -> dict[str, tuple[str, ...]]:
    """Return the words of the tokens that hold others than themselves.

    Most tokens hold one word; Korean tokens may hold more or none. A token that is not in the
    result is a word as it is.

    Args:
        tokens: Distinct, folded, in order.
        counts: Occurrences of each.
        language: ISO 639-1, or `und`; how to read tokens that are not Hangul.
        written: How each token is written mostly: a capital tells names, and German nouns.
        names: The tokens that are names, and so no forms of other words.
        texts: The tokens of each text, where the neighbours of a token help to read it.
    """
    others = dict(zip(tokens, counts, strict=True))
    words: dict[str, tuple[str, ...]] = {}
    for token in [token for token in others if len(token) > LONGEST_TOKEN]:
        words[token] = ()
        del others[token]
    korean = [token for token in others if not token.isascii() and HANGUL.search(token)]
    hangul = {token: others.pop(token) for token in korean}
    words |= _words_of_hangul(hangul, sum(counts), texts)
    words_of, written, listed = _reader(language, names, others), written or {}, list(others)
    # Equal ones stay in order, so the first of them get a lemma.
    frequent = np.argsort(-np.array(list(others.values()), np.int64), kind="stable")
    for token in map(listed.__getitem__, frequent[:LEMMATIZED_TOKENS].tolist()):
        parts = _parts(token, others, language) if _JOINTS.search(token) else (token,)
        usual = written.get(token, token) if parts == (token,) else ""
        found = tuple(word for part in parts for word in words_of(part, usual or part))
        if found != (token,):
            words[token] = found
    return words


def _words_of_hangul(
    tokens: Mapping[str, int], total: int, texts: Sequence[Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the words of Korean tokens with their counts, where there are enough of `total`."""
    if not tokens or sum(tokens.values()) < LEAST_KOREAN * total:
        return {}
    listed = list(tokens)
    between = [[folded(token) for token in text if len(token) <= LONGEST_TOKEN] for text in texts]
    read = _korean().words_of(listed, list(tokens.values()), between)
    return {token: words for token, words in zip(listed, read, strict=True) if words != (token,)}


def _parts(token: str, counts: Mapping[str, int], language: str) -> tuple[str, ...]:
    """Return what a token with a sign is read as: one word as people mostly write it, or several.

    With a hyphen it is one word where it is written without one more often (wi-fi, wifi), often
    enough with it, with a particle (check-in) or a prefix (re-install); elsewhere the hyphen is a
    dash between words (rooms-clean), but not in languages that write compounds so. With an
    ampersand it is a name of few letters (at&t), or of many that is often written; and a plus at
    the end belongs to a word that is written with it more often (disney+).

    Args:
        token: Folded.
        counts: Occurrences of each token of the table.
        language: That of the table.
    """
    if token.endswith("+"):
        bare = token[:-1]
        return (bare,) if len(bare) > 1 and counts.get(bare, 0) > counts[token] else (token,)
    if "&" in token:
        return _parts_of_name(token, counts)
    together = token.replace("-", "")
    if counts.get(together, 0) > counts[token]:
        return (together,)
    parts = tuple(token.split("-"))
    if stop_words(language).issuperset(parts):
        return ()
    first, last = parts[0], parts[-1]
    if language not in WITHOUT_CAPITALS:
        # A letter before a word is a part of it: U-Bahn.
        joined = len(first) == 1 or stop_words(language).isdisjoint(parts)
        whole = joined or is_listed(token, language) or counts[token] >= LEAST_HYPHENATED
        return (token,) if whole else parts
    negators = judging_words(language).negating.union(ENGLISH_NEGATORS)
    short = len(first) <= LONGEST_PREFIX and first not in negators
    prefixed = short or first in LONGER_PREFIXES
    ends = last in PARTICLES or (len(parts) == 2 and last in LATTER_PARTS)
    whole = counts[token] >= LEAST_HYPHENATED or ends or prefixed
    return (token,) if whole else parts


def _parts_of_name(token: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return a name with ampersands (r&b, at&t), or the words that they are between."""
    parts = tuple(token.split("&"))
    short = min(map(len, parts)) == 1 or len(token) <= LONGEST_NAME
    return (token,) if short or counts[token] >= LEAST_HYPHENATED else parts


def prepare(texts: Iterable[str]) -> None:
    """Load what texts like these need, so that it is there when tokens become words."""
    if any(HANGUL.search(text) for text in texts):
        analyser = _korean().analyser
        if not analyser.start():
            analyser.load()


def prepare_ahead(path: Path) -> None:
    """Start loading what a file needs whose beginning shows it, long before its texts are read."""
    with suppress(OSError):
        # What is no regular file, as a pipe, can be read but once.
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES).decode("utf-8", errors="ignore")
            if len(HANGUL.findall(head)) >= _LEAST_IN_HEAD * len(head) > 0:
                _korean().analyser.start()


def is_common(word: str, language: str, form: str = "") -> bool:
    """Return whether a word is in the dictionary of a language, where such words have no capital.

    Args:
        word: In lower case.
        language: ISO 639-1, or `und`.
        form: How it is mostly written, in lower case: other than the word, it is no name.
    """
    if language in ENGLISH_BESIDE:
        if word.rpartition("-")[2] in LATTER_PARTS and "-" in word:
            return True
        return (is_known(word) or is_decided(word)) and word not in proper_nouns()
    if language == UNKNOWN:
        return False
    if language in CAPITAL_NOUNS:
        adjective = form.removeprefix(word) in ENDINGS and is_listed(word + "em", language)
        return adjective or is_no_noun(form or word, language)
    inflected = form not in ("", word)
    return inflected or word.endswith(NO_NAMES.get(language, "\0")) or is_listed(word, language)


@cache
def _korean() -> Korean:
    """Return the one `Korean`: its analyser loads once, and only where there is work for it."""
    # Imported here: most tables hold no Hangul.
    from moodcloud.language.korean import Korean

    return Korean()


def _reader(
    language: str, names: Collection[str], counts: Mapping[str, int]
) -> Callable[[str, str], tuple[str, ...]]:
    """Return what gives the words of a token, folded and as it is mostly written."""
    if language in UNSPACED and can_split(language):
        own = _own_lemma(language)
        return lambda token, _: (lemma_in(token, names, counts) if token.isascii() else own(token),)
    if language in ENGLISH_BESIDE:
        return lambda token, _: (lemma_in(token, names, counts),)
    if language == UNKNOWN:
        return lambda token, _: (token,)
    words = Inflections(language, counts).words
    if language in CAPITAL_NOUNS:
        return words
    return lambda token, usual: (token,) if token in names else words(token, usual)


def _own_lemma(language: str) -> Callable[[str], str]:
    """Return the function of a language without spaces; its dictionary is loaded on first use."""
    if language == "zh":
        from moodcloud.language.chinese import lemma as own
    elif language == "ja":
        from moodcloud.language.japanese import lemma as own
    else:
        from moodcloud.language.thai import lemma as own
    return own
