"""Names of two columns of opposite sense, and how people say there that they have nothing to name.

The lists are in `opposites.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from moodcloud.lexicon import read_lexicon, words_of
from moodcloud.lexicon.column_names import folded_name
from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE
from moodcloud.patterns import lazy_pattern

_ACCENT: Final = re.compile("[\u0300-\u036f]")
# Hangul, ideographs, kana and Thai: names are found within longer ones.
_WITHOUT_SPACES: Final = lazy_pattern("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# What may be around a text that names nothing.
_AROUND: Final = r"[\s\pZ\x{200B}\x{FEFF}.,;:!?…。、！？·~*\"'’‘“”()\[\]–—_/-]"
_EDGES: Final = lazy_pattern(
    "^{0}+|{0}+$".format(
        _AROUND.replace(r"\pZ", "").replace(r"\x{200B}", "\u200b").replace(r"\x{FEFF}", "\ufeff")
    )
)


class Sense(NamedTuple):
    """What the name of a column says of its texts.

    Attributes:
        sentiment: Whether they are positive or negative.
        rest: What they are about; the same for two columns that belong together.
    """

    sentiment: str
    rest: str


def sense_of(name: str) -> Sense | None:
    """Return the sentiment that the name of a column says its texts are of; None where none.

    >>> sense_of("Positive_Review"), sense_of("Not liked"), sense_of("Likes or dislikes")
    (Sense(sentiment='positive', rest=''), Sense(sentiment='negative', rest=''), None)
    """
    if sign := _SIGNS.get(name.strip()):
        return Sense(sign, "")
    spaced = _unaccented(folded_name(name))
    # Most names hold none of these words: the patterns of all of them take 20 ms to compile.
    if spaced.isascii() and _FIRST_PARTS.isdisjoint(spaced.split("_")):
        return None
    known = _patterns()
    if _is_example(spaced, known.spaced):
        return None
    found = {_SENTIMENTS[each] for each in known.spaced.findall(spaced)}
    rest = "".join(part for part in known.spaced.sub("", spaced).split("_") if part not in _FILLER)
    found |= {_SENTIMENTS[each] for each in known.compact.findall(rest)}
    rest = known.compact_filler.sub("", known.compact.sub("", rest))
    return Sense(found.pop(), rest) if len(found) == 1 else None


def _is_example(name: str, spaced: re.Pattern[str]) -> bool:
    """Return whether a name is of an example of what is good or bad: a `good_answer`."""
    rest = spaced.sub("", name)
    return rest != name and rest.strip("_") in _EXAMPLES


def sets_texts_apart(name: str) -> bool:
    """Return whether a column of this name makes two others examples to learn distances from."""
    return folded_name(name) in _APART


def names_nothing(text: str) -> bool:
    """Return whether a text of such a column says that there is nothing to name.

    >>> names_nothing("No Negative"), names_nothing(" 없음. "), names_nothing("Nothing works")
    (True, True, False)
    """
    if len(text) > longest_nothing():
        return False
    # Letter by letter, as the engine does it.
    return _EDGES.sub("", "".join(letter.lower()[0] for letter in text)) in nothing()


def names_nothing_sql(table: str) -> str:
    """Return SQL for whether a `text` names nothing, as `names_nothing` says it.

    Args:
        table: A table whose column `said` holds `nothing()`: a list in a query takes ten times as
            long.
    """
    folded = "regexp_replace(lower(text), '^{0}+|{0}+$', '', 'g')".format(
        _AROUND.replace("'", "''")
    )
    short = f"CASE WHEN length(text) <= {longest_nothing()} THEN {folded} END"
    return f"coalesce({short} IN (SELECT said FROM {table}), false)"


def _unaccented(name: str) -> str:
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", name)))


def _folded_list(words: list[str]) -> list[str]:
    return [_unaccented(folded_name(word)) for word in words]


def _one_of(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _said(lists: dict[str, dict[str, list[str]]]) -> frozenset[str]:
    """Return how people name nothing, also by a name of the column: "No Negative"."""
    said = [*words_of(lists["nothing"])]
    for language, forms in lists["no"].items():
        names = lists[POSITIVE][language] + lists[NEGATIVE][language]
        said += [form.format(name) for form in forms for name in names]
    return frozenset(_EDGES.sub("", each.lower()) for each in said)


_LISTS: Final = read_lexicon("opposites")
_SENTIMENTS: Final = {
    name: sentiment
    for sentiment in (POSITIVE, NEGATIVE)
    for name in _folded_list(words_of(_LISTS[sentiment]))
}
# What a name begins with, or goes on with after "_", that holds one of them in an alphabet.
_FIRST_PARTS: Final = frozenset(name.partition("_")[0] for name in _SENTIMENTS)
_FILLER: Final = frozenset(_folded_list(words_of(_LISTS["filler"])))
_EXAMPLES: Final = frozenset(_folded_list(words_of(_LISTS["examples"])))
_SIGNS: Final = {
    sign: sentiment for sentiment in (POSITIVE, NEGATIVE) for sign in _LISTS["signs"][sentiment]
}
_APART: Final = frozenset(_folded_list(words_of(_LISTS["apart"])))


class _Patterns(NamedTuple):
    spaced: re.Pattern[str]
    compact: re.Pattern[str]
    compact_filler: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return what finds names of a sentiment, and what fills a name, in scripts without spaces."""
    compact = set(filter(_WITHOUT_SPACES.search, _SENTIMENTS))
    spaced = _one_of([name for name in _SENTIMENTS if name not in compact])
    return _Patterns(
        re.compile(rf"(?<![^_])(?:{spaced})(?![^_])"),
        re.compile(_one_of([name for name in _SENTIMENTS if name in compact])),
        re.compile(_one_of(list(filter(_WITHOUT_SPACES.search, _FILLER)))),
    )


@cache
def nothing() -> frozenset[str]:
    """Return texts that name nothing, in lower case, without what may be around them."""
    return _said(_LISTS)


@cache
def longest_nothing() -> int:
    """Return the most characters of a text that names nothing."""
    return max(map(len, nothing())) + 10
