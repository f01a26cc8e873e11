"""Two sets of results compared: whether they may be, and how they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from moodcloud.comparing.occurrences import Occurrences
from moodcloud.comparing.statistics import Comparison, compare
from moodcloud.errors import UploadError
from moodcloud.language import folded, words_of_tokens
from moodcloud.options import Options, flag
from moodcloud.report.results import Results
from moodcloud.report.summary import Input, Summary
from moodcloud.report.templates import render

if TYPE_CHECKING:
    import pandas as pd

# The most rows of what rose, and of what fell, that a notebook shows.
_SHOWN: Final = 15
# Options that change what the words of a sentiment are, though not whether they can be compared.
_TELLING: Final = ("positive", "negative", "copies", "phrase_g2", "prior_mass")


@dataclass(frozen=True)
class ComparedResults:
    """Two sets of results and how they differ.

    Attributes:
        a: The earlier set of results.
        b: The later set of results.
        comparison: How they differ.
        warnings: What to keep in mind, in sentences.
    """

    a: Results
    b: Results
    comparison: Comparison
    warnings: tuple[str, ...]

    def _repr_html_(self) -> str:
        return render(
            "notebook-differences",
            warnings=self.warnings,
            shares=self.comparison.shares.to_dict("records"),
            moves={"rose": self.rose.to_dict("records"), "fell": self.fell.to_dict("records")},
            shown=_SHOWN,
        )

    @property
    def rose(self) -> pd.DataFrame:
        """What is used more in B, all sentiments together: rows of `Comparison.differences`."""
        return self.comparison.rose()

    @property
    def fell(self) -> pd.DataFrame:
        """What is used less in B, all sentiments together."""
        return self.comparison.fell()

    @property
    def running_words(self) -> tuple[int, int]:
        """How many words A has in all, and how many B has."""
        return self.a.typed_summary.words, self.b.typed_summary.words


def compare_results(a: Results, b: Results) -> ComparedResults:
    """Compare two sets of results.

    Args:
        a: The earlier set of results.
        b: The later set of results.

    Raises:
        UploadError: `not_comparable`: their languages differ.
    """
    before, after = a.typed_summary, b.typed_summary
    language = before.input.language
    if language != after.input.language:
        why = f"the language of A is {language}, that of B is {after.input.language}"
        raise _not_comparable(before, after, why)
    if "key" not in a.vocabulary or "key" not in b.vocabulary:
        why = "one is of an earlier version, whose words have no key"
        raise _not_comparable(before, after, why)
    stops = _stops_of_one(before.options, after.options)
    comparison = compare(
        _occurrences(a),
        _occurrences(b),
        before.options["prior_mass"],
        _with_lemmas(stops, language),
    )
    return ComparedResults(a, b, comparison, tuple(_warnings(before, after, sorted(stops))))


def _not_comparable(a: Summary, b: Summary, why: str) -> UploadError:
    return UploadError("not_comparable", a=a.input.name, b=b.input.name, why=why)


def _occurrences(results: Results) -> Occurrences:
    found = results.typed_summary
    return Occurrences(
        rows={name: each.rows for name, each in found.sentiments.items()},
        running_words={name: each.words for name, each in found.sentiments.items()},
        vocabulary=results.vocabulary,
        phrase_g2=found.options["phrase_g2"],
    )


def _stops_of_one(a: dict[str, Any], b: dict[str, Any]) -> set[str]:
    """Return the words that only one side's options name as stop words, or as words to keep."""
    return {word for name in ("stopwords", "keep") for word in set(a[name]) ^ set(b[name])}


def _with_lemmas(stops: set[str], language: str) -> frozenset[str]:
    """Return stop words, folded, together with their lemmas."""
    forms = sorted({folded(word) for word in stops})
    found = words_of_tokens(forms, [1] * len(forms), language) if forms else {}
    return frozenset(forms).union(*found.values())


def _texts_from(found: Input) -> str:
    if not found.text_columns:
        return f"column “{found.text_column}”"
    return "columns " + " and ".join(f"“{name}”" for name in found.text_columns.values())


def _sentiments_from(found: Input) -> str:
    if found.text_columns:
        return "the columns of the texts"
    return f"column “{found.sentiment_column}”" if found.sentiment_column else found.scored_by


def _warnings(a: Summary, b: Summary, stops: list[str]) -> Iterator[str]:
    if a.input.sha256 == b.input.sha256:
        yield "A and B are the same file."
    if stops:
        yield f"Stop words differ; left out of the comparison: {', '.join(stops)}."
    for name in _TELLING:
        # An earlier version, without the option, did what is the default now.
        values = [each.options.get(name, getattr(Options, name)) for each in (a, b)]
        if values[0] != values[1]:
            shown = (", ".join(each) if isinstance(each, list) else each for each in values)
            yield "{} is “{}” in A and “{}” in B.".format(flag(name), *shown)
    for what, sources in (
        ("Texts", [_texts_from(side.input) for side in (a, b)]),
        ("Sentiments", [_sentiments_from(side.input) for side in (a, b)]),
    ):
        if sources[0] != sources[1]:
            yield "{} are from {} in A and {} in B.".format(what, *sources)
    for side, other, called in ((a, b, "A"), (b, a, "B")):
        alone = [name for name in side.sentiments if name not in other.sentiments]
        if alone:
            yield f"Only {called} has {', '.join(alone)}: its words are in the whole only."
