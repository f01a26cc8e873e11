"""Labels as written to sentiments: numbers, stars, words in several languages, or groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.options import Options

POSITIVE: Final = "positive"
NEUTRAL: Final = "neutral"
NEGATIVE: Final = "negative"
ORDER: Final = (POSITIVE, NEUTRAL, NEGATIVE)
MAX_GROUPS: Final = 12
# Rows whose label fits no scheme that nearly all others fit are strays, not a thirteenth group.
_SCHEME_SHARE: Final = 0.99
# A sample may hold a larger share of strays than the file.
_SAMPLE_SHARE: Final = 0.95

_WORDS: Final = {
    word: sentiment
    for sentiment, words in {
        POSITIVE: "positive pos 긍정 긍정적 positiv positif positivo positiva ポジティブ 肯定的 "
        "肯定 正面 积极 積極 позитивный положительный",
        NEGATIVE: "negative neg 부정 부정적 negativ négatif negatif negativo negativa ネガティブ "
        "否定的 否定 负面 負面 消极 негативный отрицательный",
        NEUTRAL: "neutral neu 중립 중립적 neutre neutro neutra neutrale ニュートラル 中立的 中立 "
        "中性 нейтральный",
    }.items()
    for word in words.split()
}
# Of columns of their own type in a database or a workbook; 1 and 0 where there is none.
_TRUTH: Final = {"true": POSITIVE, "false": NEGATIVE}
_NUMBER: Final = re.compile("-?[0-9]{1,9}")
_SIGNS: Final = {-1: NEGATIVE, 0: NEUTRAL, 1: POSITIVE}
_BINARY: Final = {0: NEGATIVE, 1: POSITIVE}
_FOUR: Final = {0: NEGATIVE, 2: NEUTRAL, 4: POSITIVE}
_STARS: Final = {1: NEGATIVE, 2: NEGATIVE, 3: NEUTRAL, 4: POSITIVE, 5: POSITIVE}
_TEN: Final = {n: NEGATIVE if n <= 4 else NEUTRAL if n <= 8 else POSITIVE for n in range(1, 11)}


def sentiments_of(labels: Mapping[str, int], options: Options) -> dict[str, str]:
    """Map each label to its sentiment.

    Args:
        labels: Rows of each label as written (trimmed, never empty).
        options: `positive` and `negative` name labels that override what is understood.

    Returns:
        The sentiment of each label understood. A label missing from it is a stray.

    Raises:
        UploadError: `too_many_labels`; the caller adds the column and the file.
    """
    chosen = {_fold(label): POSITIVE for label in options.positive}
    chosen |= {_fold(label): NEGATIVE for label in options.negative}
    known = {label: chosen[_fold(label)] for label in labels if _fold(label) in chosen}
    rest = {label: rows for label, rows in labels.items() if label not in known}
    if not rest:
        return known
    scheme = _scheme(rest)
    understood = {label: scheme[_fold(label)] for label in rest if _fold(label) in scheme}
    covered = sum(rest[label] for label in understood)
    if understood and covered >= _SCHEME_SHARE * sum(rest.values()):
        return known | understood
    groups = {label: _group(label) for label in rest}
    count = len({*groups.values(), *known.values()})
    if count > MAX_GROUPS:
        raise TooManyLabels(count, sorted(rest, key=lambda label: (-rest[label], label))[:5])
    return known | groups


class TooManyLabels(Exception):  # noqa: N818 - becomes an UploadError where the file is known
    """More labels than groups are drawn for: `count` of them, with `examples`."""

    def __init__(self, count: int, examples: list[str]) -> None:
        self.count = count
        self.examples = examples
        super().__init__(f"{count} labels")

    def for_column(self, column: str, name: str) -> UploadError:
        """Return the error for the column and the file this was found in."""
        return UploadError(
            "too_many_labels",
            column=column,
            name=name,
            count=self.count,
            limit=MAX_GROUPS,
            examples=", ".join(label[:40] for label in self.examples),
        )


def is_scheme(labels: Mapping[str, int]) -> bool:
    """Tell whether nearly all rows of a sample have labels of one known scheme.

    Truth values are none: they say of many things besides a sentiment whether they are so.

    Args:
        labels: Rows of each label as written, never empty.
    """
    if {_fold(label) for label in labels} <= _TRUTH.keys():
        return False
    scheme = _scheme(labels)
    understood = sum(rows for label, rows in labels.items() if _fold(label) in scheme)
    return understood >= _SAMPLE_SHARE * sum(labels.values())


def in_order(sentiments: Iterable[str]) -> list[str]:
    """Return the sentiments as results show them: positive, neutral, negative, then by name."""
    found = set(sentiments)
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def _scheme(labels: Mapping[str, int]) -> dict[str, str]:
    """Return the scheme that fits the labels: folded label to sentiment, empty for none."""
    folded = {_fold(label) for label in labels}
    if folded & _WORDS.keys():
        return _WORDS
    if folded & _TRUTH.keys():
        return _TRUTH
    numbers = {int(label) for label in folded if _NUMBER.fullmatch(label)}
    # The rows decide, not one stray: a scheme fits when its numbers hold nearly all rows.
    common = {
        number
        for number in numbers
        if sum(rows for label, rows in labels.items() if _fold(label) == str(number))
        >= (1 - _SCHEME_SHARE) / 5 * sum(labels.values())
    }
    for scheme in (_BINARY, _SIGNS, _FOUR):
        if common and common <= scheme.keys():
            return _as_text(scheme)
    if common and common <= _STARS.keys() and max(common) >= 3:
        return _as_text(_STARS)
    if common and common <= _TEN.keys() and max(common) > 5:
        return _as_text(_TEN)
    return {}


def _as_text(scheme: Mapping[int, str]) -> dict[str, str]:
    return {str(number): sentiment for number, sentiment in scheme.items()}


def _fold(label: str) -> str:
    """Return the label as compared: no case, no surrounding space, 4.0 as 4, +1 as 1."""
    folded = label.strip().casefold().lstrip("+")
    whole, point, fraction = folded.partition(".")
    return whole if point and whole and not fraction.strip("0") else folded


def _group(label: str) -> str:
    """Return the name of the group a label becomes when no scheme fits."""
    return _WORDS.get(_fold(label), label.strip())
