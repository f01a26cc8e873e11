"""Chinese: texts fall into words; negators, degrees and counters go where they belong.

A negator and the word after it are one token, 不是很好, which is counted as the word 不好. A degree
is no part of a word (很大 is 大), and numbers fall together with what they count (三天). Words are
looked up in simplified characters, and shown in those that people mostly write.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Final, NamedTuple

from moodcloud.language.scripts import IDEOGRAPHS
from moodcloud.language.stopwords import stop_words

GAP: Final = " @ "
"""A mark in place of a number in characters, so that its neighbours do not become a bigram."""

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_DIGITS: Final = re.compile(r"[\d.,]*\d")
_NUMERALS: Final = "〇零一二三四五六七八九十百千万亿两俩几数半"
# A negator and its word are at most so many pieces: 没有|想象|中|的|那么|好.
_FURTHEST: Final = 6
# A word that the dictionary lacks is in at most so many: 不|咋|地.
_MOST_PIECES: Final = 3
_LENGTHENED: Final = re.compile(r"(.)\1{2,}")


class Piece(NamedTuple):
    """A piece of a text: as it is written, and in simplified characters."""

    written: str
    simple: str


@dataclass(frozen=True)
class _Grammar:
    """What words do in a sentence; see `chinese.toml`.

    Attributes:
        negators: The name of each negator.
        negated: Words of grammar that it may negate, too.
        between: What may be between a negator and what it negates.
        two: A degree or a negator that the dictionary joins to the word after it.
        adjectives: What the dictionary may join to a degree.
        joined: Words that the dictionary takes apart.
        counters: What numbers count.
        counted: A number in characters together with what it counts.
        first: The characters that negators begin with.
        leading: Those that negators and degrees begin with.
    """

    negators: dict[str, str]
    negated: frozenset[str]
    between: frozenset[str]
    two: re.Pattern[str]
    adjectives: frozenset[str]
    joined: frozenset[str]
    counters: frozenset[str]
    counted: re.Pattern[str]
    first: frozenset[str]
    leading: frozenset[str]


@cache
def _grammar() -> _Grammar:
    listed: dict[str, Any] = tomllib.loads(_data("chinese.toml"))
    counters = frozenset(listed["counters"].split())
    with_numerals = sorted(counters - frozenset(listed["not_with_numerals"].split()))
    degrees, adjectives, felt, whole, parted = (
        "|".join(listed[name].split())
        for name in ("degrees", "adjectives", "felt", "whole", "parted")
    )
    negators = {
        token: tokens.split()[0] for tokens in listed["negators"] for token in tokens.split()
    }
    return _Grammar(
        negators=negators,
        negated=frozenset(listed["negated"].split()),
        between=frozenset(listed["between"].split()),
        two=re.compile(
            f"(?!(?:{whole})$)((?:{degrees})(?=(?:{adjectives}|{felt})$)|{parted})(?!样)(.+)"
        ),
        adjectives=frozenset(listed["adjectives"].split()),
        joined=frozenset(listed["joined"].split()),
        counters=counters,
        counted=re.compile(f"第?[{_NUMERALS}]+多?({'|'.join(with_numerals)})|第[{_NUMERALS}]+"),
        first=frozenset(token[0] for token in negators),
        leading=frozenset(token[0] for token in (*negators, *listed["degrees"].split())),
    )


def _data(name: str) -> str:
    return files("moodcloud.language").joinpath(name).read_text("utf-8")


@cache
def _simplifying() -> dict[int, str]:
    """Return the simplified character of each traditional one, for `str.translate`."""
    lines = (line for line in _data("traditional.txt").splitlines() if not line.startswith("#"))
    return {ord(pair[0]): pair[1] for line in lines for pair in line.split()}


def simplified(text: str) -> str:
    """Return a text in simplified characters, each in its place.

    >>> simplified("質量很好")
    '质量很好'
    """
    return text.translate(_simplifying())


def split(text: str) -> str:
    """Return a text with spaces around its words.

    What is not in ideographs stays as it is, and so does a mention.

    >>> split("房間不是很乾淨，WiFi信號差").split()
    ['房間', '不是很乾淨', '，WiFi', '信號', '差']
    """
    parts, mention = [], False
    for unit in _units(_pieces(text)):
        word = _IDEOGRAPH.match(unit)
        parts.append(f" {unit} " if word and not mention else unit)
        mention = mention if word else unit.endswith("@")
    return "".join(parts)


def _units(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield what is counted as one: words, negated words, a gap for a number, all the rest."""
    grammar, place = _grammar(), 0
    while place < len(pieces):
        simple = pieces[place].simple
        number = place and _DIGITS.fullmatch(pieces[place - 1].simple)
        if number and simple in grammar.counters:
            place = _end_of_counter(pieces, place)
        elif grammar.counted.fullmatch(simple):
            yield GAP
            place = _end_of_counter(pieces, place)
        else:
            end = _end_of_negated(pieces, place) if simple in grammar.negators else place + 1
            yield "".join(piece.written for piece in pieces[place:end])
            place = end


def _end_of_counter(pieces: Sequence[Piece], place: int) -> int:
    """Return the place after a counter, which may be in two pieces: 一个|星期."""
    end = place + 1
    both = f"{pieces[place].simple[-1]}{pieces[end].simple}" if end < len(pieces) else ""
    return end + 1 if both[:1] == "个" and both in _grammar().counters else end


def _end_of_negated(pieces: Sequence[Piece], place: int) -> int:
    """Return the place after the word that a negator negates; after the negator if it is alone."""
    grammar, end = _grammar(), place + 1
    last = min(len(pieces), place + _FURTHEST)
    while end < last and pieces[end].simple in grammar.between:
        end += 1
    if end == last:
        return place + 1
    return end + 1 if _is_negated(pieces[end].simple) else place + 1


def _is_negated(head: str) -> bool:
    """Return whether what follows a negator is a word that it negates."""
    grammar = _grammar()
    if not _IDEOGRAPH.match(head) or head[0] in grammar.first or grammar.counted.fullmatch(head):
        return False
    return head in grammar.negated or head not in stop_words("zh")


def _pieces(text: str) -> list[Piece]:
    """Return the pieces that a text is in by the dictionary, degrees apart from their words."""
    from rjieba import cut

    simple = simplified(text)
    parts = _rejoined(list(_parted(cut(simple))))
    ends = accumulate(map(len, parts))
    return [Piece(text[end - len(part) : end], part) for part, end in zip(parts, ends, strict=True)]


def _parted(pieces: Sequence[str]) -> Iterator[str]:
    """Yield pieces, those that begin with a degree or a negator without what follows: 不太|好."""
    from rjieba import cut

    grammar = _grammar()
    for piece in pieces:
        # What is joined by chance, and no word of the dictionary, is taken apart: 别买, 太差, 值高.
        doubtful = piece[0] in grammar.leading or piece[-1] in grammar.adjectives
        for part in cut(piece, False) if doubtful and len(piece) > 1 else (piece,):
            found = grammar.two.fullmatch(part)
            yield from found.groups() if found else (part,)


def _rejoined(pieces: Sequence[str]) -> list[str]:
    """Return pieces, those that are a word together as one: 好|用."""
    joined, place, parts = _grammar().joined, 0, list[str]()
    while place < len(pieces):
        ends = (place + _MOST_PIECES, place + 2)
        end = next((end for end in ends if "".join(pieces[place:end]) in joined), place + 1)
        parts.append("".join(pieces[place:end]))
        place = end
    return parts


def lemma(token: str) -> str:
    """Return the word that a token holds, in simplified characters.

    >>> lemma("不是很乾淨"), lemma("哈哈哈哈"), lemma("不错")
    ('不干净', '哈哈', '不错')
    """
    simple = _LENGTHENED.sub(r"\1\1", simplified(token))
    if simple[0] not in _grammar().first:
        return simple
    pieces = [piece.simple for piece in _pieces(simple)]
    name = _grammar().negators.get(pieces[0])
    return f"{name}{pieces[-1]}" if name and len(pieces) > 1 else simple
