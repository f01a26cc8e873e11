"""Sets of results compared: whether they may be, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from moodcloud.comparing.cautions import Caution, cautions_of
from moodcloud.comparing.occurrences import Occurrences
from moodcloud.comparing.side_texts import SideTexts
from moodcloud.comparing.statistics import Comparison, compare
from moodcloud.errors import UploadError
from moodcloud.language import folded, words_of_tokens
from moodcloud.report.results import Results
from moodcloud.report.summary import Summary
from moodcloud.report.templates import render

if TYPE_CHECKING:
    import pandas as pd

# The most rows of what rose, and of what fell, that a notebook shows.
_SHOWN: Final = 15


@dataclass(frozen=True)
class ComparedResults:
    """Sets of results in order, and how the last differs from the first.

    Attributes:
        a: The first set of results.
        b: The last set of results.
        comparison: How they differ.
        cautions: What to keep in mind.
        steps: Where there are more than two sets, how each differs from the one before it.
    """

    a: Results
    b: Results
    comparison: Comparison
    cautions: tuple[Caution, ...] = ()
    steps: tuple[ComparedResults, ...] = ()

    def _repr_html_(self) -> str:
        return render(
            "notebook-differences",
            warnings=self.warnings,
            shares=self.comparison.shares.to_dict("records"),
            moves={"rose": self.rose.to_dict("records"), "fell": self.fell.to_dict("records")},
            shown=_SHOWN,
        )

    @property
    def sides(self) -> tuple[Results, ...]:
        """All sets of results, in order."""
        return (self.a, *(step.b for step in self.steps)) if self.steps else (self.a, self.b)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to keep in mind, in sentences; A is the first set, B the last."""
        return tuple(caution.sentence() for caution in self.cautions)

    def save(self, out: str | Path) -> Path:
        """Write `comparison.html`, `comparison.json` and the cloud to a folder, and return it.

        Args:
            out: Made if missing. An earlier comparison in it is replaced; other files in it stay.

        Raises:
            UploadError: `out_full`, `out_taken`.

        >>> import moodcloud
        >>> both = moodcloud.compare("samples/reviews-en.csv", "samples/reviews-en-renovation.csv")
        >>> print(both.save("renovation-changes"))
        renovation-changes
        """
        from moodcloud.comparing.pages import write_comparison
        from moodcloud.options import Options

        write_comparison(self, Path(out), Options())
        return Path(out)

    @property
    def rose(self) -> pd.DataFrame:
        """What is used more in B, all sentiments together: rows of `Comparison.differences`."""
        return self.comparison.rose()

    @property
    def fell(self) -> pd.DataFrame:
        """What is used less in B, all sentiments together."""
        return self.comparison.fell()

    @cached_property
    def side_texts(self) -> tuple[SideTexts, SideTexts]:
        """How many texts of A, and of B, say each word."""
        return SideTexts(self.a), SideTexts(self.b)

    @property
    def running_words(self) -> tuple[int, int]:
        """How many words A has in all, and how many B has."""
        return self.a.typed_summary.words, self.b.typed_summary.words


def compare_results(a: Results, b: Results, *later: Results) -> ComparedResults:
    """Compare sets of results: the last with the first, and each with the one before it.

    Args:
        a: The earliest set of results.
        b: The next one.
        *later: Those after it, in order.

    Raises:
        UploadError: `not_comparable`: their languages differ.
    """
    sides = (a, b, *later)
    whole = _compared(sides[0], sides[-1])
    if not later:
        return whole
    return replace(whole, steps=tuple(_compared(*both) for both in pairwise(sides)))


def _compared(a: Results, b: Results) -> ComparedResults:
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
        occurrences_of(a),
        occurrences_of(b),
        before.options["prior_mass"],
        _with_lemmas(stops, language),
    )
    return ComparedResults(a, b, comparison, tuple(cautions_of(before, after, sorted(stops))))


def _not_comparable(a: Summary, b: Summary, why: str) -> UploadError:
    return UploadError("not_comparable", a=a.input.name, b=b.input.name, why=why)


def occurrences_of(results: Results) -> Occurrences:
    """Return how often words and phrases are used in a set of results."""
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
