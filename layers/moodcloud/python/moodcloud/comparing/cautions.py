"""What to keep in mind about a comparison: its sides were not read, or not counted, alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moodcloud.options import Options, flag
from moodcloud.report.summary import Input, Summary
from moodcloud.report.templates import strings_of

# Options that change what the words of a sentiment are, though not whether they can be compared.
_TELLING: Final = ("positive", "negative", "copies", "phrase_g2", "prior_mass")
STRINGS: Final = "comparison"
"""The folder of the strings of a comparison, in `report/templates`."""


@dataclass(frozen=True)
class Caution:
    """Something to keep in mind.

    Attributes:
        key: The key of a string of `templates/comparison/strings.json`.
        values: What is in the place of names in braces there.
    """

    key: str
    values: Mapping[str, str]

    def sentence(self, a: str = "A", b: str = "B") -> str:
        """Return the English sentence.

        Args:
            a: The letter of the earlier side.
            b: The letter of the later side.
        """
        return strings_of(STRINGS)["en"][self.key].format_map(self.lettered(a, b))

    def lettered(self, a: str, b: str) -> dict[str, str]:
        """Return the values together with the letters of the sides, `a` and `b`."""
        letters = {"a": a, "b": b}
        # Which side something is about is told as a or b.
        own = {
            name: letters[each] if name == "side" else each for name, each in self.values.items()
        }
        return {**letters, **own}


def cautions_of(a: Summary, b: Summary, stops: Sequence[str]) -> Iterator[Caution]:
    """Yield what to keep in mind about two sets of results.

    Args:
        a: The summary of the earlier one.
        b: The summary of the later one.
        stops: The words that only one side's options name as stop words, or as words to keep.
    """
    if a.input.sha256 == b.input.sha256:
        yield Caution("same_file", {})
    if stops:
        yield Caution("stops_differ", {"words": ", ".join(stops)})
    for name in _TELLING:
        # An earlier version, without the option, did what is the default now.
        values = [each.options.get(name, getattr(Options, name)) for each in (a, b)]
        if values[0] != values[1]:
            yield Caution("option_differs", {"option": flag(name), **_sides(map(_shown, values))})
    for key, origin in (("texts_from", _texts_from), ("sentiments_from", _sentiments_from)):
        sources = [origin(each.input) for each in (a, b)]
        if sources[0] != sources[1]:
            yield Caution(key, _sides(sources))
    for side, own, other in (("a", a, b), ("b", b, a)):
        alone = [name for name in own.sentiments if name not in other.sentiments]
        if alone:
            yield Caution("only_one_side", {"side": side, "names": ", ".join(alone)})


def _sides(values: Any) -> dict[str, str]:
    in_a, in_b = values
    return {"in_a": in_a, "in_b": in_b}


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _texts_from(found: Input) -> str:
    if not found.text_columns:
        return f"“{found.text_column}”"
    return " + ".join(f"“{name}”" for name in found.text_columns.values())


def _sentiments_from(found: Input) -> str:
    if found.text_columns:
        return _texts_from(found)
    return f"“{found.sentiment_column}”" if found.sentiment_column else str(found.scored_by)
