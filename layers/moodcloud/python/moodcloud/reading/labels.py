"""Labels as written to sentiments: by the one scale that fits them, or as groups of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from moodcloud.errors import UploadError, brief
from moodcloud.options import Options
from moodcloud.reading.scales import held, scale_of
from moodcloud.reading.verdicts import (
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    SENTIMENTS,
    bare,
    folded_label,
)

ORDER: Final = (POSITIVE, NEUTRAL, NEGATIVE)
MAX_GROUPS: Final = 12


def sentiments_of(labels: Mapping[str, int], options: Options, column: str = "") -> dict[str, str]:
    """Map each label to its sentiment.

    Args:
        labels: Rows of each label as written (never empty).
        options: `positive` and `negative` name labels that override what is understood.
        column: Name of their column; it says what yes, 1 or 4.5 mean.

    Returns:
        The sentiment of each label understood. A label missing from it is a stray, or the mark
        of a missing value.

    Raises:
        TooManyLabels: The caller adds the column and the file.
    """
    chosen = {_key(label): POSITIVE for label in options.positive}
    chosen |= {_key(label): NEGATIVE for label in options.negative}
    known = {label: chosen[key] for label in labels if (key := _key(label)) in chosen}
    own = held(labels)
    rest = {label: rows for label, rows in own.items() if label not in known}
    if not rest:
        return known
    asked = options.sentiment_column is not None
    if scale := scale_of(own, column, asked=asked):
        return scale.sentiments | known
    groups = _groups(rest)
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
        error = UploadError(
            "too_many_labels", column=brief(column), name=name, count=self.count, limit=MAX_GROUPS
        )
        error.values = tuple(self.examples)
        return error


def in_order(sentiments: Iterable[str]) -> list[str]:
    """Return the sentiments as results show them: positive, neutral, negative, then by name."""
    found = set(sentiments)
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def _groups(labels: Mapping[str, int]) -> dict[str, str]:
    """Return the name of each label's group: itself, as most write it."""
    names: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: (-labels[label], label)):
        names.setdefault(_key(label), SENTIMENTS.get(folded_label(label), bare(label)))
    return {label: names[_key(label)] for label in labels}


def _key(label: str) -> str:
    """Return a label as it is compared with those chosen: 4.0 as 4, +1 as 1."""
    key = bare(label).casefold()
    whole, point, fraction = key.lstrip("+").partition(".")
    return whole if point and whole and not fraction.strip("0") else key.lstrip("+") or key
