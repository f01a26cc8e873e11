"""Korean: surface forms become words.

Works on distinct forms, never on rows: a form is the string between two spaces, a few morphemes
grown together. The analyser (kiwipiepy, in C++) runs on threads of its own, which live in any
read-only file system.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from moodcloud.language.frequency import most_frequent
from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_rare import KnownParts
from moodcloud.language.korean_spelling import JAMO, UNUSUAL, laughter, standard

ANALYSED_FORMS: Final = 34_000
"""How many forms are analysed where some are rare: some 20,000 a second on two cores."""

_JAMO_OR_NOT: Final = re.compile(r"[ㄱ-ㅣ]+|[^ㄱ-ㅣ]+")

if TYPE_CHECKING:
    from kiwipiepy import Kiwi


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
