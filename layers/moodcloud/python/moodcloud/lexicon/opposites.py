"""Names of two columns of opposite sense, and how people say there that they have nothing to name.

The lists are in `opposites.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from moodcloud.lexicon import read_lexicon, words_of
from moodcloud.lexicon.column_names import folded_name
from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE

_ACCENT: Final = re.compile("[\u0300-\u036f]")
# Hangul, ideographs, kana and Thai: names are found within longer ones.
_WITHOUT_SPACES: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# What may be around a text that names nothing.
_AROUND: Final = r"[\s\pZ\x{200B}\x{FEFF}.,;:!?…。、！？·~*\"'’‘“”()\[\]–—_/-]"
_EDGES: Final = re.compile(
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
    if _is_example(spaced):
        return None
    found = {_SENTIMENTS[each] for each in _SPACED.findall(spaced)}
    rest = "".join(part for part in _SPACED.sub("", spaced).split("_") if part not in _FILLER)
    found |= {_SENTIMENTS[each] for each in _COMPACT.findall(rest)}
    rest = _COMPACT_FILLER.sub("", _COMPACT.sub("", rest))
    return Sense(found.pop(), rest) if len(found) == 1 else None


def _is_example(name: str) -> bool:
    """Return whether a name is of an example of what is good or bad: a `good_answer`."""
    rest = _SPACED.sub("", name)
    return rest != name and rest.strip("_") in _EXAMPLES


def sets_texts_apart(name: str) -> bool:
    """Return whether a column of this name makes two others examples to learn distances from."""
    return folded_name(name) in _APART


def names_nothing(text: str) -> bool:
    """Return whether a text of such a column says that there is nothing to name.

    >>> names_nothing("No Negative"), names_nothing(" 없음. "), names_nothing("Nothing works")
    (True, True, False)
    """
    if len(text) > LONGEST_NOTHING:
        return False
    # Letter by letter, as the engine does it.
    return _EDGES.sub("", "".join(letter.lower()[0] for letter in text)) in NOTHING


def names_nothing_sql(table: str) -> str:
    """Return SQL for whether a `text` names nothing, as `names_nothing` says it.

    Args:
        table: A table whose column `said` holds `NOTHING`: a list in a query takes ten times as
            long.
    """
    folded = "regexp_replace(lower(text), '^{0}+|{0}+$', '', 'g')".format(
        _AROUND.replace("'", "''")
    )
    short = f"CASE WHEN length(text) <= {LONGEST_NOTHING} THEN {folded} END"
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
_SPACED: Final = re.compile(
    rf"(?<![^_])(?:{_one_of([n for n in _SENTIMENTS if not _WITHOUT_SPACES.search(n)])})(?![^_])"
)
_COMPACT: Final = re.compile(_one_of([n for n in _SENTIMENTS if _WITHOUT_SPACES.search(n)]))
_FILLER: Final = frozenset(_folded_list(words_of(_LISTS["filler"])))
_COMPACT_FILLER: Final = re.compile(_one_of([n for n in _FILLER if _WITHOUT_SPACES.search(n)]))
_EXAMPLES: Final = frozenset(_folded_list(words_of(_LISTS["examples"])))
_SIGNS: Final = {
    sign: sentiment for sentiment in (POSITIVE, NEGATIVE) for sign in _LISTS["signs"][sentiment]
}
_APART: Final = frozenset(_folded_list(words_of(_LISTS["apart"])))

NOTHING: Final = _said(_LISTS)
"""Texts that name nothing, in lower case, without spaces and punctuation around them."""
LONGEST_NOTHING: Final = max(map(len, NOTHING)) + 10
"""A longer text names something."""
