"""One sentiment of a set of results: its words, its phrases, its clouds, its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moodcloud.report.display import sentiment_as_html
from moodcloud.report.summary import SentimentSummary

if TYPE_CHECKING:
    import pandas as pd

    from moodcloud.report.picture import CloudPicture
    from moodcloud.report.results import Results


@dataclass(frozen=True, repr=False)
class SentimentResults:
    """What a set of results says about one sentiment: `results["negative"]`.

    Attributes:
        results: The set.
        name: The sentiment.

    >>> import moodcloud
    >>> negative = moodcloud.analyze("samples/reviews-en.csv")["negative"]
    >>> negative.rows, negative.distinctive.index[:3].tolist()
    (110, ['dirty', 'money', 'broken'])
    """

    results: Results
    name: str

    def __repr__(self) -> str:
        typical = ", ".join(entry.word for entry in self.summary.distinctive_words[:8])
        return f"<{self.name}: {self.rows:,} rows, {self.summary.words:,} words; {typical}>"

    def _repr_html_(self) -> str:
        return sentiment_as_html(self.name, self.summary, self.results.folder)

    @property
    def summary(self) -> SentimentSummary:
        """What `summary.json` says about the sentiment."""
        return self.results.typed_summary.sentiments[self.name]

    @property
    def rows(self) -> int:
        """How many rows have the sentiment."""
        return self.summary.rows

    @property
    def words(self) -> pd.DataFrame:
        """Its words, the most frequent first: index `word`, a column for each statistic.

        They are `count`, `texts` (how many of its different texts hold it), `share` (of all these),
        `z`, `significant`, `per_million` (of its words), `p`, `moved` (occurrences counted in a
        negated word or a phrase instead) and `negated` (those of them in a negated word).
        """
        return self._own(self.results.statistics("word"))

    @property
    def distinctive(self) -> pd.DataFrame:
        """Its words that it has more often than the others, the most typical first."""
        words = self.words
        return words[words["z"] > 0].sort_values("z", ascending=False, kind="stable")

    @property
    def phrases(self) -> pd.DataFrame:
        """Its phrases, the most frequent first, and `g2`: how much the words attract each other."""
        return self._own(self.results.statistics("phrase"))

    def examples(self, word: str) -> pd.DataFrame:
        """Return its texts among `Results.examples`."""
        found = self.results.examples(word)
        return found[found["sentiment"] == self.name].reset_index(drop=True)

    def cloud(self, kind: str = "frequency") -> CloudPicture:
        """Return its cloud as a picture: `frequency` or `distinctive`; see `Results.cloud`."""
        return self.results.cloud(self.name, kind)

    def _own(self, table: Any) -> pd.DataFrame:
        own: pd.DataFrame = table[self.name]
        own = own[own["count"] > 0].sort_values("count", ascending=False, kind="stable")
        telling = ["count", "texts", "share", "z", "significant"]
        others = own.columns.difference(telling, sort=False)
        return own[[*telling, *others]].rename_axis(columns=None)
