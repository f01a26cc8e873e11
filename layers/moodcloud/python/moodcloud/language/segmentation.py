"""Segmentation: scripts that put no spaces between words are split into words before counting.

Which languages a table needs this for, a sample of its texts decides once, so that its slices
agree. A text is then split by its own letters: kana make it Japanese, ideographs alone Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from typing import Final

from moodcloud.language.scripts import OTHER_SCRIPTS, SCRIPTS
from moodcloud.patterns import lazy_pattern

# The modules that split each language; that of Chinese is always there, the others are extras.
_SPLITTING: Final = {"zh": ("rjieba",), "ja": ("fugashi", "ipadic"), "th": ("newmm_tokenizer",)}

# A script with so small a share of the letters is a few words in texts of another language.
_LEAST_SHARE: Final = 0.1
# Japanese is kana and ideographs; so few kana among them are those of names, marks, decoration.
_LEAST_KANA: Final = 0.05

# A Japanese text of more ideographs has kana, too: 大変満足 has none.
_MOST_WITHOUT_KANA: Final = 6

# All letters of these scripts come after it: most texts have none, and no pattern is compiled.
_FIRST: Final = "\u0e01"

_UNSPACED: Final = "".join(SCRIPTS.values())
_BETWEEN: Final = lazy_pattern(f"(?<=[{_UNSPACED}]) (?=[{_UNSPACED}])")
_LETTER: Final = re.compile(r"[^\W\d_]")
_OF_SCRIPT: Final = {language: lazy_pattern(f"[{each}]") for language, each in SCRIPTS.items()}


def unspaced(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the languages among `zh`, `ja`, `th` that a sample of texts is in.

    >>> unspaced(["房间很大", "部屋が広いです"]), unspaced(["Good room!"])
    (('ja', 'zh'), ())
    """
    counts: Counter[str] = Counter()
    for text in texts:
        if text.isascii():
            counts["letters"] += sum(map(str.isalpha, text))
            continue
        if max(text) < _FIRST:
            counts["letters"] += len(_LETTER.findall(text))
            continue
        found = {language: len(each.findall(text)) for language, each in _OF_SCRIPT.items()}
        japanese = found["ja"] > _LEAST_KANA * (found["ja"] + found["zh"])
        counts["ja"] += (found["ja"] + found["zh"]) * japanese
        counts["zh"] += found["zh"] * (not japanese)
        counts["th"] += found["th"]
        counts["letters"] += len(_LETTER.findall(text))
    least = _LEAST_SHARE * counts["letters"]
    return tuple(language for language in sorted(SCRIPTS) if counts[language] > least)


def can_split(language: str) -> bool:
    """Return whether what splits texts of a language is installed."""
    return all(find_spec(module) for module in _SPLITTING[language])


def closed_up(words: str) -> str:
    """Return words in a row as they are written: without spaces in scripts that have none.

    >>> closed_up("服务 态度"), closed_up("WiFi 信号"), closed_up("San Francisco")
    ('服务态度', 'WiFi 信号', 'San Francisco')
    """
    return words if words.isascii() else _BETWEEN.sub("", words)


def unsplit(languages: Iterable[str]) -> str:
    """Return the letters, as ranges, that make words only where texts have spaces.

    Args:
        languages: What the texts of a table are in, as `unspaced` says.
    """
    split = set(filter(can_split, languages))
    if "ja" in split:
        split.add("zh")
    return OTHER_SCRIPTS + "".join(SCRIPTS[each] for each in SCRIPTS if each not in split)


def splitter(languages: Iterable[str]) -> Callable[[str], str]:
    """Return a function that puts spaces between the words of a text.

    Args:
        languages: What the texts of a table may be in, among `zh`, `ja`, `th`.
    """
    chosen = frozenset(languages)

    def split(text: str) -> str:
        language = _language(text, chosen)
        return _split_by(language)(text) if language else text

    return split


def _language(text: str, among: frozenset[str]) -> str | None:
    """Return the language by which a text is split; None where nothing in it needs to be."""
    if text.isascii():
        return None
    if "ja" in among and _OF_SCRIPT["ja"].search(text):
        return "ja"
    ideographs = len(_OF_SCRIPT["zh"].findall(text))
    if ideographs and "ja" in among and "zh" not in among:
        return "ja" if ideographs <= _MOST_WITHOUT_KANA else "zh"
    if ideographs and "zh" in among:
        return "zh"
    return "th" if "th" in among and _OF_SCRIPT["th"].search(text) else None


@cache
def _split_by(language: str) -> Callable[[str], str]:
    """Return the function of a language; its dictionary is loaded on first use only."""
    if language == "zh":
        from moodcloud.language.chinese import split
    elif language == "ja":
        from moodcloud.language.japanese import split
    else:
        from moodcloud.language.thai import split
    return split
