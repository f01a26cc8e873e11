"""Korean: surface forms become words.

Works on distinct forms, never on rows: a form is the string between two spaces, a few morphemes
grown together. The analyser (kiwipiepy, in C++) runs on threads of its own, which live in any
read-only file system.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from moodcloud.language.frequency import most_frequent
from moodcloud.language.korean_morphemes import Reader, words_from
from moodcloud.language.korean_spelling import JAMO, UNUSUAL, laughter, standard

if TYPE_CHECKING:
    from kiwipiepy import Kiwi


# --- Rare Korean forms, read from frequent ones.
#
# Most distinct forms are seen once or twice, and most of those are a known beginning with a known
# ending: 감독까지도 is the 감독 of 감독이 with the 까지도 of 배우까지도. Reading them so costs a
# fraction of analysing them.

Words = tuple[str, ...]
Morpheme = tuple[str, str, int, int]
"""Its text, its tag, and where in the form it starts and ends."""

# Below this likelihood (pairings expected among the forms learnt) the reading is wrong more often
# than one time in four.
_LEAST_LIKELIHOOD: Final = 0.0001


# Tags a word can end in where the next is written on without a space: nouns, particles, endings,
# adverbs.
_CLOSING: Final = ("N", "J", "E", "M")


class KnownParts:
    """Beginnings and endings of analysed forms, by the tag of the morpheme that joins them."""

    def __init__(self) -> None:
        self._beginnings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._endings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._tags: Counter[str] = Counter()

    def learn(self, form: str, morphemes: Sequence[Morpheme]) -> Words:
        """Return the words of an analysed form and remember all ways to part it in two."""
        reader = Reader()
        joints = []
        following = [start for _, _, start, _ in morphemes[1:]] + [len(form)]
        for (text, tag, _, end), start in zip(morphemes, following, strict=True):
            reader.take(text, tag)
            # In 봤 the stem and the past tense share a syllable: no joint.
            if start >= end and not reader.waiting:
                joints.append((end, tag, tuple(reader.words)))
        words = reader.finish()
        for at, tag, so_far in joints:
            count = len(so_far)
            if words[:count] == so_far:
                self._beginnings[form[:at], tag][so_far] += 1
                self._endings[form[at:], tag][words[count:]] += 1
                self._tags[tag] += 1
        return words

    def reader(self) -> RareForms:
        """Return what reads forms from the parts learnt so far."""
        return RareForms(_likeliest(self._beginnings), _likeliest(self._endings), self._tags)


class RareForms:
    """Reads forms as a known beginning and a known ending."""

    def __init__(
        self,
        beginnings: dict[str, list[tuple[str, int, Words]]],
        endings: dict[str, list[tuple[str, int, Words]]],
        tags: Counter[str],
    ) -> None:
        self._read: dict[str, Words | None] = {}
        self._beginnings = beginnings
        self._closed: dict[str, Words] = {}
        for beginning, readings in beginnings.items():
            for tag, _, words in readings:
                if tag.startswith(_CLOSING):
                    self._closed.setdefault(beginning, words)
        # The count of an ending becomes its share of all that follows the tag.
        self._endings = {
            ending: {tag: (count / tags[tag], words) for tag, count, words in readings}
            for ending, readings in endings.items()
        }

    def words_of(self, form: str) -> Words | None:
        """Return the words of the likeliest reading; None where no reading is likely."""
        if form not in self._read:  # ends of forms return
            self._read[form] = self._likely_words(form)
        return self._read[form]

    def _likely_words(self, form: str) -> Words | None:
        likelihood, words = self._in_two(form)
        if likelihood >= _LEAST_LIKELIHOOD:
            return words
        # Several words written as one: the longest beginning whose rest can be read.
        for at in range(len(form) - 2, 1, -1):
            first = self._closed.get(form[:at])
            if first is not None and (rest := self.words_of(form[at:])) is not None:
                return first + rest
        return None

    def _in_two(self, form: str) -> tuple[float, Words]:
        best: Words = ()
        likeliest = 0.0
        for at in range(len(form), 0, -1):
            endings = self._endings.get(form[at:])
            if endings is None:
                continue
            for tag, count, words in self._beginnings.get(form[:at], ()):
                if tag in endings:
                    share, more = endings[tag]
                    if count * share > likeliest:
                        likeliest, best = count * share, words + more
        return likeliest, best


def _likeliest(
    parts: dict[tuple[str, str], Counter[Words]],
) -> dict[str, list[tuple[str, int, Words]]]:
    """Return, by the string, its readings: tag, count, and the most frequent words."""
    found: dict[str, list[tuple[str, int, Words]]] = {}
    for (string, tag), readings in parts.items():
        words = max(readings, key=lambda words: (readings[words], words))
        found.setdefault(string, []).append((tag, readings.total(), words))
    return found


# --- Korean: surface forms become words.
#
# Works on distinct forms, never on rows: a form is the string between two spaces, a few morphemes
# grown together. The analyser (kiwipiepy, in C++) runs on threads of its own, which live in any
# read-only file system.

ANALYSED_FORMS: Final = 34_000
"""How many forms are analysed where some are rare: some 20,000 a second on two cores."""

_JAMO_OR_NOT: Final = re.compile(r"[ㄱ-ㅣ]+|[^ㄱ-ㅣ]+")


class Korean:
    """Finds the words in Korean forms."""

    def __init__(self) -> None:
        self._analyser: Kiwi | None = None

    def words_of(
        self, forms: Sequence[str], counts: Sequence[int] | None = None
    ) -> list[tuple[str, ...]]:
        """Return the words in each form, as shown to a reader, in order.

        A form of particles alone gives none. The order of the forms changes nothing.

        Args:
            forms: Distinct, in NFC, each without space.
            counts: How often each form occurs. Given, only the ANALYSED_FORMS most frequent
                are analysed, and the others read from the parts of those: one that cannot be
                is a word as it stands. Without counts all are analysed.
        """
        parted = [_parts(form) for form in forms]
        occurrences: defaultdict[str, int] = defaultdict(int)
        for parts, count in zip(parted, counts or repeat(1, len(forms)), strict=True):
            for part in parts:
                occurrences[part] += count
        words = {part: laughter(part) for part in occurrences if JAMO.match(part)}
        words |= {form: read for form, read in _read_alone().items() if form in occurrences}
        spoken = [part for part in occurrences if part not in words]
        if counts is not None and len(spoken) > ANALYSED_FORMS:
            words |= self._analysed(*most_frequent(spoken, occurrences, ANALYSED_FORMS))
        else:
            words |= self._analysed(spoken, ())
        return [
            words[parts[0]]
            if len(parts) == 1
            else tuple(chain.from_iterable(words[part] for part in parts))
            for parts in parted
        ]

    def load(self) -> Kiwi:
        """Return the analyser, loaded at the first call."""
        if self._analyser is None:
            self._analyser = load_analyser()
        return self._analyser

    def _analysed(self, frequent: Sequence[str], rare: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the words of the `frequent` by analysis, of the `rare` by what that taught."""
        if not frequent:
            return {}
        words: dict[str, tuple[str, ...]] = {}
        analyses = self.load().tokenize(frequent, match_options=0)
        if not rare:
            for form, tokens in zip(frequent, analyses, strict=True):
                words[form] = words_from([(token.form, token.tag) for token in tokens])
            return words
        known = KnownParts()
        for form, tokens in zip(frequent, analyses, strict=True):
            words[form] = known.learn(
                form, [(token.form, token.tag, token.start, token.end) for token in tokens]
            )
        reader = known.reader()
        for form in rare:
            read = reader.words_of(form)
            words[form] = (form,) if read is None else read
        return words


@cache
def _read_alone() -> dict[str, tuple[str, ...]]:
    """Return the forms whose usual reading only their neighbours would tell, with that reading."""
    text = files("moodcloud.language").joinpath("korean_forms.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {form: tuple(words) for form, *words in lines}


def _parts(form: str) -> tuple[str, ...]:
    """Return the runs of lone jamo in a form and, in standard spelling, what is between them."""
    if not UNUSUAL.search(form):
        return (form,)
    if not JAMO.search(form):
        return (standard(form),)
    parts = _JAMO_OR_NOT.findall(form)
    return tuple(part if JAMO.match(part) else standard(part) for part in parts)


def load_analyser() -> Kiwi:
    """Return the analyser with our dictionary: 1.5 s, 370 MB."""
    from kiwipiepy import Kiwi  # 1.5 s: only where there is Hangul

    # The dictionary of names of several words is of no use for forms, and half of the load.
    analyser = Kiwi(num_workers=os.cpu_count() or 1, load_multi_dict=False)
    with as_file(files("moodcloud.language") / "korean_user.txt") as path:
        analyser.load_user_dictionary(str(path))
    return analyser
