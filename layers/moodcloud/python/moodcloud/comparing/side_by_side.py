"""Two sets of results side by side: may they be compared, and how do they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from moodcloud.comparing.occurrences import Tallies
from moodcloud.comparing.statistics import Comparison, compare
from moodcloud.errors import UploadError
from moodcloud.language import folded, words_of_tokens
from moodcloud.options import flag
from moodcloud.report.display import differences_as_html
from moodcloud.report.results import Results

if TYPE_CHECKING:
    import pandas as pd


# Options that change what the words of a sentiment are, though not whether they can be compared.
_TELLING: Final = ("positive", "negative", "phrase_g2", "prior_mass")


@dataclass(frozen=True)
class SideBySide:
    """Two sets of results and how they differ.

    Attributes:
        a: What was before.
        b: What came after.
        comparison: How they differ.
        warnings: What to keep in mind, in sentences.
    """

    a: Results
    b: Results
    comparison: Comparison
    warnings: tuple[str, ...]

    def _repr_html_(self) -> str:
        return differences_as_html(self.comparison, self.warnings)

    @property
    def rose(self) -> pd.DataFrame:
        """What is used more in B, all sentiments together; see `Comparison.differences`."""
        return self.comparison.rose()

    @property
    def fell(self) -> pd.DataFrame:
        """What is used less in B, all sentiments together."""
        return self.comparison.fell()

    @property
    def running_words(self) -> tuple[int, int]:
        """All words of A and of B."""
        a, b = (sum(_running(side).values()) for side in (self.a, self.b))
        return a, b


def compare_results(a: Results, b: Results) -> SideBySide:
    """Compare two sets of results.

    Args:
        a: What was before.
        b: What came after.

    Raises:
        UploadError: `not_comparable`: their languages differ.
    """
    languages = [side.summary["input"]["language"] for side in (a, b)]
    if languages[0] != languages[1]:
        why = f"the language of A is {languages[0]}, that of B is {languages[1]}"
        raise _not_comparable(a, b, why)
    if "key" not in a.vocabulary or "key" not in b.vocabulary:
        raise _not_comparable(a, b, "one is of an earlier version, whose words have no key")
    stops = _stops_of_one(a, b)
    comparison = compare(
        _tallies(a), _tallies(b), a.summary["options"]["prior_mass"], _words(stops, languages[0])
    )
    return SideBySide(a, b, comparison, tuple(_warnings(a.summary, b.summary, sorted(stops))))


def _not_comparable(a: Results, b: Results, why: str) -> UploadError:
    names = (side.summary["input"]["name"] for side in (a, b))
    return UploadError("not_comparable", **dict(zip("ab", names, strict=True)), why=why)


def _tallies(results: Results) -> Tallies:
    return Tallies(
        rows={name: each["rows"] for name, each in results.summary["sentiments"].items()},
        running_words=_running(results),
        vocabulary=results.vocabulary,
        phrase_g2=results.summary["options"]["phrase_g2"],
    )


def _running(results: Results) -> dict[str, int]:
    """Return all words of each sentiment."""
    return {name: each["words"] for name, each in results.summary["sentiments"].items()}


def _stops_of_one(a: Results, b: Results) -> set[str]:
    """Return the stop words that the options of one side name, or keep, and the other's do not."""
    options = [side.summary["options"] for side in (a, b)]
    return {
        word
        for name in ("stopwords", "keep")
        for word in set(options[0][name]) ^ set(options[1][name])
    }


def _words(stops: set[str], language: str) -> frozenset[str]:
    """Return the words that stop words are forms of."""
    forms = sorted({folded(word) for word in stops})
    found = words_of_tokens(forms, [1] * len(forms), language) if forms else {}
    return frozenset(forms).union(*found.values())


def _warnings(a: dict[str, Any], b: dict[str, Any], stops: list[str]) -> list[str]:
    found = []
    if a["input"]["sha256"] == b["input"]["sha256"]:
        found.append("A and B are the same file.")
    if stops:
        words = ", ".join(stops)
        found.append(f"Stop words differ; left out of the comparison: {words}.")
    for name in _TELLING:
        values = a["options"][name], b["options"][name]
        if values[0] != values[1]:
            shown = (", ".join(each) if isinstance(each, list) else each for each in values)
            found.append("{} is “{}” in A and “{}” in B.".format(flag(name), *shown))
    for name, what in (
        ("text_column", "Texts are from"),
        ("sentiment_column", "Sentiments are from"),
    ):
        values = a["input"][name], b["input"][name]
        if values[0] != values[1]:
            columns = (f"column “{each}”" if each else "VADER" for each in values)
            found.append("{} {} in A and {} in B.".format(what, *columns))
    for side, other, called in ((a, b, "A"), (b, a, "B")):
        alone = [name for name in side["sentiments"] if name not in other["sentiments"]]
        if alone:
            found.append(f"Only {called} has {', '.join(alone)}: its words are in the whole only.")
    return found
