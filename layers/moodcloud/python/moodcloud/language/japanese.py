"""Japanese: a verb or an adjective with its endings is one token, counted as its base form.

美味しかったです is 美味しい, and a negation is a word of its own: 美味しくありません is
美味しくない.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock
from typing import Any, Final, NamedTuple

from moodcloud.language.scripts import IDEOGRAPHS, KANA

_RUN: Final = re.compile(rf"\d*[{KANA}{IDEOGRAPHS}]+")
_VERB, _ADJECTIVE, _NOUN, _AUXILIARY, _PARTICLE, _PREFIX = (
    "動詞", "形容詞", "名詞", "助動詞", "助詞", "接頭詞"
)  # fmt: skip
_NEGATIVES: Final = frozenset({"ない", "ぬ", "ん", "無い"})
# The vowel that a verb of five rows ends in before ない: 行き becomes 行か.
_TO_A_ROW: Final = str.maketrans("きぎしちにびみりい", "かがさたなばまらわ")
_LOCK: Final = Lock()
_BEFORE_NONE: Final = ("で", "じゃ", "では", "は", "も", "が")
_BEING: Final = ("ない", "無い", "ある")
# What follows て and is a word by itself: 買って良かった.
_WORDS_AFTER_TE: Final = ("いい", "よい", "良い", "ほしい", "欲しい")
_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc]+")
_SHORT: Final = 2
_DOING: Final = ("する", "できる", "出来る")
# What is between a noun and what is not done: おすすめはできない.
_BEFORE_DOING: Final = ("は", "も", "が", "を")
# It makes the contrary of the noun before it: 期待外れ.
_CONTRARY: Final = ("外れ", "はずれ")
# How adjectives begin that people write in characters or in kana, and how they are counted.
_SPELLINGS: Final = (
    ("いい", "良い"),
    ("よい", "良い"),
    ("よく", "良く"),
    ("凄", "すご"),
    ("おいし", "美味し"),
    ("うれし", "嬉し"),
)
_EASE: Final = ("やすい", "にくい", "づらい", "がたい", "難い", "易い")


class Morpheme(NamedTuple):
    """A morpheme, with its part of speech, the kind of that, how it is inflected, its base form."""

    written: str
    part: str
    kind: str
    more: str
    inflection: str
    base: str


class Unit(NamedTuple):
    """What is counted as one: as it is written, and the word that it is."""

    written: str
    word: str


def split(text: str) -> str:
    """Return a text with spaces around its words.

    >>> split("部屋は美味しくありません。").split()  # doctest: +SKIP
    ['部屋', 'は', '美味しくありません', '。']
    """
    return _RUN.sub(lambda run: f" {' '.join(unit.written for unit in _units(run[0]))} ", text)


def lemma(token: str) -> str:
    """Return the word that a token holds."""
    units = _units(token)
    return units[0].word if len(units) == 1 else token


def _units(run: str) -> list[Unit]:
    return list(_joined(_morphemes(run)))


@cache
def _tagger() -> Any:
    import ipadic
    from fugashi import GenericTagger

    return GenericTagger(ipadic.MECAB_ARGS)


def _morphemes(run: str) -> list[Morpheme]:
    # The engine counts in several threads, and what a tagger finds lasts until it is called again.
    with _LOCK:
        return [_morpheme(node.surface, node.feature) for node in _tagger()(run)]


def _morpheme(written: str, feature: Sequence[str]) -> Morpheme:
    base = feature[6] if len(feature) > 6 and feature[6] != "*" else written
    return Morpheme(written, feature[0], feature[1], feature[2], feature[4], base)


def _joined(morphemes: Sequence[Morpheme]) -> Iterator[Unit]:
    place = 0
    while place < len(morphemes):
        end = _end(morphemes, place)
        parts = morphemes[place:end]
        if not _counts(parts):
            yield Unit("".join(each.written for each in parts), _word(parts))
        elif parts[0].written.isdigit():
            yield Unit(parts[0].written, parts[0].written)
        place = end


def _counts(parts: Sequence[Morpheme]) -> bool:
    """Return whether this is a number, with what it counts: 三日, 2個."""
    return parts[0].part == _NOUN and parts[0].kind == "数"


def _end(morphemes: Sequence[Morpheme], place: int) -> int:
    """Return the place after all that belongs to a word that begins at `place`."""
    first, end = morphemes[place], place + 1
    if first.part == _PREFIX and end < len(morphemes) and morphemes[end].part == _NOUN:
        return _end(morphemes, end)
    if doing := _polite_doing(morphemes, place):
        return doing
    if first.part in (_VERB, _ADJECTIVE):
        while end < len(morphemes) and _continues(morphemes[end - 1], morphemes[end]):
            end += 1
        return _end_of_negation(morphemes, end) if first.part == _ADJECTIVE else end
    if first.part != _NOUN:
        return end
    number = first.kind == "数"
    while end < len(morphemes) and (
        _is_suffix(morphemes[end], number) or _is_one_name(morphemes[end - 1], morphemes[end])
    ):
        end += 1
    if number:
        return end
    negated = _end_of_negation(morphemes, end)
    return negated if negated > end else _end_of_undone(morphemes, end)


def _polite_doing(morphemes: Sequence[Morpheme], place: int) -> int | None:
    """Return the place after a polite noun made of a verb, with what is done: お|勧め|しません."""
    parts = morphemes[place : place + 3]
    if [each.part for each in parts] != [_PREFIX, _VERB, _VERB] or parts[2].base not in _DOING:
        return None
    end = place + len(parts)
    while end < len(morphemes) and _continues(morphemes[end - 1], morphemes[end]):
        end += 1
    return end


def _is_suffix(each: Morpheme, number: bool) -> bool:
    counter = each.more == "助数詞"
    if number and (each.kind == "数" or counter):
        return True
    return (each.part == _NOUN and each.kind == "接尾" and not counter) or (
        each.written in _CONTRARY and not number
    )


def _is_one_name(before: Morpheme, each: Morpheme) -> bool:
    """Return whether two pieces in katakana are a word that the dictionary lacks: コス|パ."""
    both = before.written + each.written
    short = min(len(before.written), len(each.written)) <= _SHORT
    return short and each.part == _NOUN and _KATAKANA.fullmatch(both) is not None


def _continues(before: Morpheme, each: Morpheme) -> bool:
    """Return whether a morpheme is an ending of the verb or the adjective before it."""
    if each.part == _AUXILIARY:
        return True
    if each.part == _PARTICLE:
        return each.kind == "接続助詞" and each.written in ("て", "で", "ちゃ", "じゃ")
    if each.part == _ADJECTIVE and each.base in _WORDS_AFTER_TE:
        return False
    if before.part == _VERB and each.part == _VERB and each.base in _DOING:
        return True
    dependent = each.part in (_VERB, _ADJECTIVE) and each.kind in ("非自立", "接尾")
    return dependent or (before.part == _ADJECTIVE and each.base == "ない")


def _end_of_negation(morphemes: Sequence[Morpheme], place: int) -> int:
    """Return the place after a negation: ではない, じゃなかった, がない, (美味しく)ありません."""
    end = place
    while end < len(morphemes) and morphemes[end].written in _BEFORE_NONE:
        end += 1
    if end == len(morphemes) or end - place > 2:
        return place
    head = morphemes[end]
    if head.part not in (_ADJECTIVE, _AUXILIARY, _VERB) or head.base not in _BEING:
        return place
    end += 1
    while end < len(morphemes) and _continues(morphemes[end - 1], morphemes[end]):
        end += 1
    return end if _negates(morphemes[place:end]) else place


def _end_of_undone(morphemes: Sequence[Morpheme], place: int) -> int:
    """Return the place after a negated verb of doing: おすすめ|できない, 期待|はしていない."""
    start = place
    if start < len(morphemes) and morphemes[start].written in _BEFORE_DOING:
        start += 1
    if start == len(morphemes) or morphemes[start].base not in _DOING:
        return place
    end = start + 1
    while end < len(morphemes) and _continues(morphemes[end - 1], morphemes[end]):
        end += 1
    return end if _negates(morphemes[start:end]) else place


def _negates(parts: Sequence[Morpheme]) -> bool:
    return any(each.base in _NEGATIVES and each.part != _NOUN for each in parts)


def _says_more(each: Morpheme) -> bool:
    """Return whether an ending makes another word: 使いやすい, 壊れにくい."""
    return each.part == _ADJECTIVE and each.kind == "非自立" and each.base.endswith(_EASE)


def _word(parts: Sequence[Morpheme]) -> str:
    """Return the base form of a word with its endings; a negated one ends in ない."""
    first = parts[0]
    if first.part not in (_VERB, _ADJECTIVE):
        return _noun(parts)
    if ease := [number for number, each in enumerate(parts) if _says_more(each)]:
        return "".join(each.written for each in parts[: ease[0]]) + parts[ease[0]].base
    if not _negates(parts[1:]):
        return _spelled(first.base) if first.part == _ADJECTIVE else first.base
    if first.base == "する":
        return "しない"
    stem = first.written
    if first.inflection.startswith("五段"):
        stem = stem[:-1] + stem[-1].translate(_TO_A_ROW)
    return f"{_spelled(stem) if first.part == _ADJECTIVE else stem}ない"


def _spelled(adjective: str) -> str:
    """Return an adjective in the one spelling that it is counted under: 良い for いい."""
    for begins, counted in _SPELLINGS:
        if adjective.startswith(begins):
            return counted + adjective.removeprefix(begins)
    return adjective


def _noun(parts: Sequence[Morpheme]) -> str:
    """Return a noun with its suffixes, and with ない where it is negated or not done."""
    # A prefix makes a noun of the verb after it: お勧め.
    least = 2 if parts[0].part == _PREFIX else 1
    ends = (number for number in range(least, len(parts)) if _is_no_suffix(parts[number]))
    end = next(ends, len(parts))
    noun = "".join(each.written for each in parts[:end])
    rest = parts[end:]
    if not _negates(rest):
        return noun
    if verbs := [number for number, each in enumerate(rest) if each.base in _DOING]:
        return f"{noun}{_word(rest[verbs[0] :])}"
    return f"{noun}じゃない" if rest[0].written[0] in "でじ" else f"{noun}ない"


def _is_no_suffix(each: Morpheme) -> bool:
    return each.part not in (_NOUN, _PREFIX) and each.written not in _CONTRARY
