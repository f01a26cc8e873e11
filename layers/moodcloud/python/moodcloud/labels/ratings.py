"""Ratings as people and stores write them: `4`, `4 of 5 bubbles`, `★★★★☆`, `5점 만점에 4점`, `80%`.

A label is taken apart into numbers and words of a list; the order of these tells what it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final

from moodcloud.lexicon import read_lexicon, without_accents, words_of
from moodcloud.lexicon.label_words import bare, with_plain_minus

_PLAIN: Final = re.compile(
    r"[-+]?(?:[0-9]{1,9}(?:[.,][0-9]{0,20})?|\.[0-9]{1,20})(?:e-?[0-9]{1,2})?"
)
_GLYPHS: Final = re.compile(r"[★⭐🌟✭✮✯✪✩✰☆½♥❤🧡💛💚💙💜🖤🤍♡●○◉◎⚫⚪🟢🔵\s]+")
_GLYPHS_BESIDE_WORDS: Final = re.compile(r"[★⭐🌟✩✰☆½]{2,}")
_ASTERISKS: Final = re.compile(r"\*{1,5}")
_HALF: Final = re.compile(r"(?<=[0-9])\s?½")
_EMPTY_GLYPHS: Final = "☆✩✰♡🤍○◎⚪"
_CIRCLES_AND_HEARTS: Final = frozenset("♥❤🧡💛💚💙💜🖤🤍♡●○◉◎⚫⚪🟢🔵")
# The name that Hugging Face's models give to classes without one.
_CLASS: Final = re.compile(r"label_([0-9])")
# What may be put around a label.
_AROUND: Final = " \"'()[]{}<>«»“”„‘’「」『』【】"
# Arabic and Hindi have digits of their own.
_FOREIGN_DIGIT: Final = re.compile(r"(?![0-9])\d")
_DIGIT: Final = re.compile("[0-9]")
_ASCII_LETTERS: Final = re.compile("[a-z]+")
_LONGEST: Final = 60
# What ratings are out of; "3 of 12" counts something else.
_TOPS: Final = frozenset((3, 4, 5, 6, 7, 10, 20, 100))
# "2/3" may be any share; "4/5", "8/10" and "80/100" are ratings without a word that says so.
_USUAL_TOPS: Final = frozenset((5, 10, 100))
# What a label is made of, by a letter each.
_LETTERS: Final = {
    "out_of": "O", "of_which": "T", "units": "U", "counters": "W", "percent": "P", "fillers": "",
    "based_on": "B", "other_things": "Z",
}  # fmt: skip
# A number N and what it is out of; a word that is not known may be what is counted: "4 of 5 moons".
# Hungarian and Finnish end the second number instead: "4 az 5-ből".
_VALUE_FIRST: Final = re.compile("O?NW?(?:ONW?X?|NT)")
_TOP_FIRST: Final = re.compile("NW?TNW?|ONN")
# More words that are not known are a sentence, as three are where no digit is.
_MOST_UNKNOWN: Final = 4
# Among words that are not known, only the most usual scales are told from shares.
_TOPS_AMONG_WORDS: Final = frozenset((5, 10))


@dataclass(frozen=True)
class Rating:
    """A label that says a number.

    Attributes:
        value: The number.
        top: What it is out of, where the label says so.
        written: Whether more than a number is written: stars, points, what it is out of.
    """

    value: float
    top: int | None = None
    written: bool = False


# The same few labels are asked for again and again, in every column of a wide table.
@lru_cache(maxsize=10_000)
def rating_of(label: str) -> Rating | None:
    """Return the number a label says, if it is a rating.

    >>> rating_of("Rated 4 stars out of five stars")
    Rating(value=4.0, top=5, written=True)
    """
    if len(label) > _LONGEST:
        return None
    label = _visible(bare(label))
    if not label.isascii() and _GLYPHS.fullmatch(label):
        return _glyphs("".join(label.split()), min(_TOPS))
    text = (label if label.isascii() else _plain(label)).strip(_AROUND).casefold()
    if _PLAIN.fullmatch(text):
        return Rating(_number(text))
    if _ASTERISKS.fullmatch(text):
        return Rating(float(len(text)))
    if found := _CLASS.fullmatch(text):
        return Rating(float(found[1]))
    text = without_accents(text)
    return _spelled(text) if _may_say_a_number(text) else None


def _plain(label: str) -> str:
    """Return a label with the digits and signs of ASCII in place of others."""
    text = unicodedata.normalize("NFKC", _HALF.sub(".5", with_plain_minus(label)))
    text = text.replace("٫", ".")  # The decimal point of Arabic.
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def short_rating_of(label: str) -> Rating | None:
    """Return the rating that one or two circles or hearts are beside longer rows of them."""
    glyphs = "".join(_visible(bare(label)).split())
    return _glyphs(glyphs, 1) if glyphs and _GLYPHS.fullmatch(glyphs) else None


def spelled_number(label: str) -> float | None:
    """Return the number of stars, one to five, that a label says in a word: `FIVE`."""
    letter, number = _words().get(without_accents(bare(label).casefold()), ("", 0.0))
    return number if letter in ("A", "N") and number in range(1, 6) else None


def _visible(label: str) -> str:
    """Return a label without marks of direction and of variants, which nobody sees."""
    if label.isascii():
        return label
    kept = (sign for sign in label if unicodedata.category(sign) != "Cf" and sign != "\ufe0f")
    return "".join(kept).strip()


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _glyphs(stars: str, shortest: int) -> Rating | None:
    if not _CIRCLES_AND_HEARTS.isdisjoint(stars) and len(stars) < shortest:
        return None  # A single circle or heart is a mark of its own.
    if set(stars) == {"✰"}:
        return Rating(float(len(stars)), written=True)  # Nothing tells that these are empty.
    empty = sum(map(stars.count, _EMPTY_GLYPHS))
    half = stars.count("½")
    full = len(stars) - empty - half
    return Rating(full + half / 2, full + half + empty if empty else None, written=True)


def _may_say_a_number(text: str) -> bool:
    """Return whether there may be a number in a folded label: digits, words for them, stars.

    To take a label apart is ten times as slow, and most values of most columns say none.
    """
    return (
        not text.isascii()
        or _DIGIT.search(text) is not None
        or not _beginnings_of_numbers().isdisjoint(_ASCII_LETTERS.findall(text))
    )


def _spelled(text: str) -> Rating | None:
    """Return the rating that numbers and words say together."""
    parts, unknown = [], 0
    most_unknown = _MOST_UNKNOWN if any(map(str.isdigit, text)) else 2
    for part in takewhile(lambda part: part[0] != "B", _parts(text)):
        parts.append(part)
        unknown += part[0] == "X"
        if part[0] == "Z" or unknown > most_unknown:
            return None
    letters = "".join(letter for letter, _ in parts)
    # The word for one may be an article: "un 4 de 5".
    article = "A" if letters.count("N") > 1 or "AN" in letters else ""
    numbers = [number for letter, number in parts if letter in {"N", "A"} - {article}]
    letters = letters.replace("A", "" if article else "N")
    rated = "U" in letters
    letters = letters.replace("U", "")
    if not letters.startswith("X") and (found := _out_of_another(letters, numbers, rated)):
        return found
    known = letters.replace("X", "")
    if known != letters:
        found = _out_of_another(known, numbers, rated)
        if found and found.top in _TOPS_AMONG_WORDS:
            return found
    if letters in ("NP", "PN"):
        return _out_of(numbers[0], 100, rated)
    counted = letters == "NW" or rated
    if (known if rated else letters) in ("N", "NW") and counted and (rated or numbers[0] > 0):
        return Rating(numbers[0], written=rated)
    glyphs = _GLYPHS_BESIDE_WORDS.search(text)
    return _glyphs(glyphs[0], 1) if glyphs and not letters else None


def _out_of_another(letters: str, numbers: list[float], rated: bool) -> Rating | None:
    """Return the rating whose parts are a number and what it is out of, in either order."""
    if _VALUE_FIRST.fullmatch(letters):
        return _out_of(numbers[0], numbers[1], rated)
    if _TOP_FIRST.fullmatch(letters):
        return _out_of(numbers[1], numbers[0], rated)
    return None


def _out_of(value: float, top: float, rated: bool) -> Rating | None:
    if top not in _TOPS or value > top:
        return None
    return Rating(value, int(top), written=rated or top in _USUAL_TOPS)


def _parts(text: str) -> Iterator[tuple[str, float]]:
    """Yield the letter of each part of a label, and the number that it says."""
    for found in _scanner().finditer(text):
        kind, part = found.lastgroup, found[0]
        if kind == "number":
            yield "N", _number(part)
        elif kind == "words":
            yield _words()[part]
        elif kind is not None:
            yield "Z" if part.isdigit() else "X", 0.0


@cache
def _words() -> dict[str, tuple[str, float]]:
    """Return the letter of each known word, and the number that it says."""
    lists = read_lexicon("rating_words")
    known = {
        without_accents(word.casefold()): ("A" if number == "1" else "N", float(number))
        for number, words in lists.pop("numbers").items()
        for word in words
    }
    for name, languages in lists.items():
        known |= {without_accents(w.casefold()): (_LETTERS[name], 0.0) for w in words_of(languages)}
    return known


@cache
def _beginnings_of_numbers() -> frozenset[str]:
    """Return the first letters without anything between them of each word that says a number."""
    known = (word for word, (letter, _) in _words().items() if letter in {"A", "N"})
    return frozenset(run for word in known for run in _ASCII_LETTERS.findall(word)[:1])


@cache
def _scanner() -> re.Pattern[str]:
    """Return the pattern of one part of a label, the longest known words first.

    Words of alphabets end where their letters do; Chinese, Japanese and Korean write no spaces.
    """
    spaced = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
    longest_first = sorted(_words(), key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, longest_first))
    return re.compile(
        rf"(?P<number>(?<!\d)(?<!\d[.,])(?<!(?<!{spaced})-)[0-9]{{1,9}}(?:[.,][0-9]{{1,20}})?(?![0-9]))"
        rf"|(?P<words>(?<!{spaced})(?:{words})(?!{spaced}))"
        rf"|[\s:;().,!'’_–-]|(?P<other>{spaced}+|.)"
    )
