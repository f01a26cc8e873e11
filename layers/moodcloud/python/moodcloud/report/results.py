"""A set of results, opened: its words as tables, its clouds as pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from moodcloud.errors import UploadError
from moodcloud.report import divided_frames as frames
from moodcloud.report.contract import from_json
from moodcloud.report.display import as_html, as_text
from moodcloud.report.file_names import REJECTED, REPORT, SUMMARY, WORDS
from moodcloud.report.folders import replace_set
from moodcloud.report.page_examples import QuotedText, quoted_texts
from moodcloud.report.sentiment_results import SentimentResults
from moodcloud.report.subject_tables import aspects_table, themes_table
from moodcloud.report.summary import SCHEMA_NAME, SentimentSummary, Summary
from moodcloud.report.wide_table import wide_table
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    import pandas as pd

    from moodcloud.report.picture import CloudPicture


class Results:
    """A set of results: what an analysis leaves in a folder.

    In a notebook it shows itself: the rows, the words, the clouds.

    Args:
        folder: The folder of the files.

    Attributes:
        folder: The folder of the files.
        summary: `summary.json` as it is, also where a later version wrote it.
        typed_summary: The same as an object with attributes.

    Raises:
        UploadError: `no_results`: the folder holds none, or some of another version.

    >>> import moodcloud
    >>> results = moodcloud.analyze("samples/reviews-en.csv")
    >>> results.sentiments
    ('positive', 'neutral', 'negative')
    >>> results.words["negative", "count"].head(3).to_dict()
    {'room': 28, 'breakfast': 9, 'hotel': 8}
    >>> results["negative"].distinctive.index[:3].tolist()
    ['dirty', 'money', 'broken']
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder: Final = Path(folder)
        self.summary: Final = _content(self.folder)
        self.typed_summary: Final = _typed(self.folder, self.summary)

    def __repr__(self) -> str:
        return as_text(self.typed_summary, self.folder)

    def _repr_html_(self) -> str:
        return as_html(self.typed_summary, self.folder)

    @property
    def sentiments(self) -> tuple[str, ...]:
        """The sentiments, in the order results show them."""
        return tuple(self.typed_summary.sentiments)

    def __getitem__(self, sentiment: str) -> SentimentResults:
        """Return what the results say about one sentiment.

        Raises:
            KeyError: There is no such sentiment.
        """
        if sentiment not in self.sentiments:
            known = ", ".join(map(repr, self.sentiments))
            raise KeyError(f"there is no sentiment {sentiment!r}; there are: {known}")
        return SentimentResults(self, sentiment)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sentiments)

    @property
    def report(self) -> Path:
        """The page, `report.html`."""
        return self.folder / REPORT

    def open(self) -> Path:
        """Show the page in the browser, and return its path."""
        import webbrowser

        webbrowser.open(self.report.resolve().as_uri())
        return self.report

    def examples(self, word: str) -> pd.DataFrame:
        """Return texts that hold a word, a phrase or an emoji: `sentiment`, `text`.

        They are those that the page quotes; there are none where `examples=False` left them out.

        Args:
            word: The word as shown, or a form of it.

        >>> import moodcloud
        >>> results = moodcloud.analyze("samples/reviews-en.csv")
        >>> set(results.examples("dirty")["sentiment"])
        {'negative'}
        """
        import pandas as pd

        return pd.DataFrame(quoted_texts(self.report, word), columns=list(QuotedText._fields))

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """`words.parquet` as it is: one row a word or phrase in a sentiment."""
        with workspace() as folder, duckdb.connect() as connection:
            # Read through a link: the engine may take the name of the folder for a pattern.
            link = folder / WORDS
            link.symlink_to((self.folder / WORDS).resolve())
            table: pd.DataFrame = connection.read_parquet(str(link)).df()
        return table

    def statistics(self, kind: str = "word") -> pd.DataFrame:
        """Return all statistics: one row a word, columns `(sentiment, statistic)`.

        They are `count`, `texts` (how many different texts of the sentiment hold it), `share` (of
        all these), `per_million` (of the sentiment's words), `z`, `p`, `significant`, `moved`
        (occurrences counted in a negated word or a phrase instead) and `negated` (those of them in
        a negated word).

        Args:
            kind: `word`; or `phrase`, which has `g2` (how much the two words attract each other)
                instead of `moved` and `negated`.
        """
        return wide_table(self.vocabulary, kind, self.sentiments)

    @cached_property
    def words(self) -> pd.DataFrame:
        """One row a word, the most frequent first; columns `(sentiment, statistic)`.

        The statistics are `count`, `texts`, `share` and `z`; `statistics` returns all of them, and
        `results["positive"].words` those of one sentiment.
        """
        return self._brief("word")

    @cached_property
    def phrases(self) -> pd.DataFrame:
        """A table of phrases like `words`."""
        return self._brief("phrase")

    def _brief(self, kind: str) -> pd.DataFrame:
        telling = ("count", "texts", "share", "z")
        columns = [(name, each) for name in self.sentiments for each in telling]
        table: pd.DataFrame = self.statistics(kind)[columns]
        return table

    @cached_property
    def forms(self) -> pd.DataFrame:
        """How the words of the clouds are written: `sentiment`, `word`, `form`, `count`."""
        import pandas as pd

        rows = [
            (name, word["word"], form, count)
            for name, sentiment in self.typed_summary.sentiments.items()
            for word in _words_in(self.folder / _words_file(sentiment))
            for form, count in word["forms"].items()
        ]
        return pd.DataFrame(rows, columns=["sentiment", "word", "form", "count"])

    @cached_property
    def emoji(self) -> pd.DataFrame:
        """The most frequent emoji: `sentiment`, `emoji`, `count`."""
        import pandas as pd

        rows = [
            (name, each.emoji, each.count)
            for name, sentiment in self.typed_summary.sentiments.items()
            for each in sentiment.top_emoji
        ]
        return pd.DataFrame(rows, columns=["sentiment", "emoji", "count"])

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The sentiments of each group: `rows`, `share`, `texts`, by `(group, sentiment)`.

        >>> import moodcloud
        >>> table = {"text": ["good", "bad"], "mood": ["happy", "angry"], "shop": ["A", "A"]}
        >>> moodcloud.analyze(table, group_by="shop").groups["share"].unstack().loc["A"].to_dict()
        {'angry': 0.5, 'happy': 0.5}
        """
        return frames.groups_frame(self.typed_summary.groups)

    @cached_property
    def group_words(self) -> pd.DataFrame:
        """The words that set a group apart within a sentiment: `count`, `texts`, `z`, `p`."""
        return frames.group_words_frame(self.typed_summary.groups)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """The sentiments over time: `begins`, `rows`, `share`, by `(period, sentiment)`."""
        return frames.periods_frame(self.typed_summary.periods)

    @cached_property
    def trends(self) -> pd.DataFrame:
        """The words that rise, fall or peak (`trend`): `peak` (a period), `texts`, `z`, `p`."""
        return frames.trends_frame(self.typed_summary.periods)

    @cached_property
    def aspects(self) -> pd.DataFrame:
        """The things that texts find good or bad, a row for each and sentiment, most judged first.

        `aspect`, `sentiment`, `texts` (those of the sentiment that hold it), `share` (of all that
        hold it) and `judging_words`: those that the sentiment says most, with the number of sampled
        texts that have each near the aspect.

        >>> import moodcloud
        >>> aspects = moodcloud.analyze("samples/reviews-en.csv").aspects
        >>> aspects.query("aspect == 'staff'")["judging_words"].iloc[0]
        {'friendly': 5, 'helpful': 4}
        """
        return aspects_table(self.typed_summary)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Words that keep company: `sentiment`, `words`, `texts`, `share`, `quote`.

        `texts` is how many of the sampled texts of the sentiment hold two of the words or more,
        `share` their share, `quote` one of them; None where `examples=False` left texts out.
        """
        return themes_table(self.typed_summary)

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """The rows that `rejected.csv` lists: `line`, `reason`, `content`."""
        import pandas as pd

        if REJECTED not in self.typed_summary.files:
            return pd.DataFrame(columns=["line", "reason", "content"])
        table = pd.read_csv(self.folder / REJECTED, dtype=str, keep_default_na=False)
        return table.astype({"line": "int64"})

    def cloud(self, name: str, kind: str = "frequency") -> CloudPicture:
        """Return a cloud as a picture, which a notebook shows and `to_wordcloud` converts.

        Args:
            name: A sentiment, or `comparison` or `shared`.
            kind: For a sentiment, `frequency` (its most frequent words) or `distinctive` (those
                that set it apart).

        Raises:
            ValueError: There is no such cloud.

        >>> import moodcloud
        >>> results = moodcloud.analyze("samples/reviews-ko.csv", width=800, height=600)
        >>> results.cloud("positive", "distinctive").size
        (800, 600)
        """
        from moodcloud.report.picture import CloudPicture

        found = self.typed_summary
        clouds = {
            (sentiment, each): file
            for sentiment, own in found.sentiments.items()
            for each, file in own.clouds.items()
        }
        together = {(name, "frequency"): file for name, file in found.clouds.items()}
        file = (together | clouds).get((name, kind))
        if file is None:
            known = [*map(repr, found.clouds), *(f"{s!r}, {k!r}" for s, k in clouds)]
            raise ValueError(f"there is no cloud {name!r}, {kind!r}; there are: {'; '.join(known)}")
        weights = partial(self._weights, name, kind)
        return CloudPicture(self.folder, file, weights, found.input.language)

    def _weights(self, name: str, kind: str) -> dict[str, float]:
        """Return what the size of each word of a cloud shows."""
        words: Any = self.statistics()
        if name in self.sentiments:
            sizes = words[name]["count" if kind == "frequency" else "z"]
        elif name == "comparison":
            sizes = words.xs("z", axis="columns", level="statistic").max(axis="columns")
        else:
            sizes = words.xs("per_million", axis="columns", level="statistic").min(axis="columns")
        return {str(word): float(size) for word, size in sizes.items()}

    def save(self, out: str | Path) -> Path:
        """Copy the files to another folder, and return it.

        Args:
            out: Made if missing. Other results in it are replaced; any other file in it stays.

        >>> import moodcloud
        >>> results = moodcloud.analyze("samples/reviews-en-renovation.csv", max_words=10)
        >>> print(results.save("renovation"))
        renovation
        """
        out = Path(out)
        if not out.exists() or not out.samefile(self.folder):
            replace_set(self.folder, out)
        return out


def open_results(folder: str | Path) -> Results:
    """Open a folder that `moodcloud analyze` or `Results.save` wrote.

    Raises:
        UploadError: `no_results`: the folder holds none, or some of another version.

    >>> import moodcloud
    >>> folder = moodcloud.analyze("samples/reviews-en.csv", max_words=10).save("hotel")
    >>> open_results(folder).sentiments
    ('positive', 'neutral', 'negative')
    """
    return Results(folder)


def _words_file(sentiment: SentimentSummary) -> str:
    return sentiment.clouds["frequency"].png.removesuffix(".png") + ".json"


def _words_in(path: Path) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["words"]
    return words


def _content(folder: Path) -> dict[str, Any]:
    try:
        summary = json.loads((folder / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        raise _no_results(folder, f"no {SUMMARY} is in it") from None
    schema = summary.get("schema") if isinstance(summary, dict) else None
    if schema != SCHEMA_NAME:
        raise _no_results(folder, f"its {SUMMARY} is of schema {schema}, not {SCHEMA_NAME}")
    return dict(summary)


def _typed(folder: Path, content: dict[str, Any]) -> Summary:
    try:
        return from_json(Summary, content)
    except ValueError as error:
        raise _no_results(folder, f"its {SUMMARY} is damaged: {error}") from None


def _no_results(folder: Path, what: str) -> UploadError:
    return UploadError("no_results", place=str(folder), what=what)
