"""`summary.json`, the contract of a set of results, as types; its JSON Schema follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE
from moodcloud.reading import InputFormat
from moodcloud.report.contract import Count, Name, Probability, Rate, schema_of
from moodcloud.report.divided_summary import GroupsSummary, PeriodsSummary
from moodcloud.report.subjects import AspectStat, ThemeStat

SCHEMA_NAME: Final = "moodcloud/1"
NoteCode = Literal[
    "unknown_language",
    "words_not_split",
    "letters_missing",
    "colour_of_none",
    "colour_illegible",
]

# From this share of copies on, a few texts may outweigh all others. Measured on public files: of
# tweets 0.2 to 1.3 % are copies, of short film reviews 2.6 %, of the reviews of a shop 44 %.
_MANY_COPIES: Final = 0.05


@dataclass(frozen=True)
class Input(InputFormat):
    """The file as it was understood.

    Attributes:
        name: What results call the file.
        bytes: The size of the upload as it arrived.
        sha256: The digest of the upload as it arrived; of several files, of their digests.
        format: What kind of file holds the table; mixed where files are of several kinds.
        compression: How the file was packed; null where it was not.
        member: The file read from an archive.
        sheet: The sheet read from a workbook, or the table of an HTML page that has several.
        sheets_alike: Other sheets of the workbook, or tables of the page, with the same header.
        record_path: Where the rows are within the records of a JSON file; null where they are
            these records themselves.
        records_without_rows: How many of these records hold no row there.
        lists_left_out: Other lists of records within these records.
        encoding: The encoding of the text; null for Parquet files and workbooks.
        replaced_bytes: How many bytes the encoding does not allow; they were replaced or dropped.
        mended: Whether mojibake was repaired.
        delimiter: The character between the fields; null where the format has none.
        header: Whether columns have names.
        skipped_lines: How many lines are no rows: above the header or the first row, and comments.
        text_column: The column of the texts: a name, or a position from 1 without a header.
        sentiment_column: The column of the sentiments; null where there is none.
        sentiment_source: Where the sentiments are from; where texts were scored, vader for
            English ones or nsmc for Korean ones; columns where each of two columns of texts has
            its own.
        sentiment_columns_alike: Other columns that hold the same labels as that of the sentiments;
            where none was taken, columns of 0 and 1 of which one is 1 in most rows,
            or the one suggested and others of the same scale.
        suggestion: A column that may hold sentiments, where none was taken for them.
        labels_left_out: The most frequent labels that are not understood.
        candidates: The columns considered for each role, the best first.
        text_columns: Two columns of texts of opposite sense, by sentiment; null where texts are in
            one. Each text is a row of `rows` then, and text_column is the positive one.
        files: The files the table was read from, in their order.
        files_left_out: The files of a folder that are no part of the table.
        group_columns: Columns that could say the group of a row, for the option `group_by`.
        time_columns: Columns that could say its time, for the option `time_column`.
        language: The language of the texts as ISO 639-1 code; und where it is not known.
    """

    RULES: ClassVar[dict[str, Any]] = {
        "if": {"properties": {"sentiment_source": {"enum": ["vader", "nsmc"]}}},
        "then": {"properties": {"sentiment_column": {"type": "null"}}},
        "else": {
            "properties": {"suggestion": {"type": "null"}},
            "if": {"properties": {"sentiment_source": {"const": "columns"}}},
            "then": {
                "properties": {
                    "sentiment_column": {"type": "null"},
                    "text_columns": {"type": "object", "required": [POSITIVE, NEGATIVE]},
                }
            },
            "else": {"properties": {"sentiment_column": {"type": "string"}}},
        },
    }

    # Fields of `InputFormat`, said more exactly.
    bytes: Count
    sha256: Annotated[str, {"pattern": "^[0-9a-f]{64}$"}]
    format: Literal[
        "csv", "tsv", "jsonl", "json", "parquet", "xlsx", "xlsb", "xls", "ods", "html", "mixed"
    ]
    compression: Literal["gzip", "bzip2", "xz", "zstd", "zip"] | None
    sheets_alike: Annotated[list[str], {"uniqueItems": True}]
    records_without_rows: Count
    lists_left_out: Annotated[list[str], {"uniqueItems": True}]
    replaced_bytes: Count
    delimiter: Annotated[str | None, {"minLength": 1, "maxLength": 1}]
    skipped_lines: Count
    sentiment_source: Literal["column", "vader", "nsmc", "columns"]
    sentiment_columns_alike: Annotated[list[str], {"uniqueItems": True}]

    language: str


@dataclass(frozen=True)
class Rows:
    """The rows of the file: `read` is the sum of `counted`, `rejected`, `unlabelled` and `empty`.

    Where the option `copies` is `once`, `copies` is a part of the sum, too.

    Attributes:
        read: All rows, the header not among them.
        counted: Rows whose text was counted for a sentiment.
        rejected: Rows that are broken or have a label that is not understood.
        unlabelled: Rows without a sentiment.
        empty: Rows without a text.
        filtered: Rows that do not meet the conditions of the option `where`.
        uncompared: Rows, among the others, with a value that such a condition cannot be compared
            with: it asks for a number or a date, and the value is neither.
        copies: Rows whose text an earlier row of the same sentiment has, but for white space around
            it. They are among those counted, unless the option `copies` is `once`.
    """

    read: Count
    counted: Count
    rejected: Count
    unlabelled: Count
    empty: Count
    copies: Count
    filtered: Count = 0
    uncompared: Count = 0


@dataclass(frozen=True)
class WordStat:
    """A word in a sentiment.

    Attributes:
        word: The word as people mostly write it.
        count: Occurrences in the sentiment.
        texts: In how many different texts of the sentiment it is, in any of its forms.
        share: The share of these in all different texts of the sentiment.
        per_million: Occurrences in a million words of the sentiment, stop words counted.
        z: Keyness: above 0 means used more in this sentiment than in all others.
        p: Two-sided probability that chance shares out so unevenly the texts that hold it.
        significant: Whether it stands out: so in 5 texts or more, and with a false discovery rate
            of 5 % over the words, or phrases, of all sentiments.
    """

    word: Name
    count: Count
    texts: Count
    share: Probability
    per_million: Rate
    z: float
    p: Probability
    significant: bool


@dataclass(frozen=True)
class PhraseStat:
    """A phrase in a sentiment.

    Attributes:
        phrase: The two words.
        count: Occurrences in the sentiment.
        texts: In how many different texts of the sentiment it is, in any of its forms.
        share: The share of these in all different texts of the sentiment.
        per_million: Occurrences in a million words of the sentiment, stop words counted.
        z: Keyness: above 0 means used more in this sentiment than in all others.
        p: Two-sided probability that chance shares out so unevenly the texts that hold it.
        significant: Whether it stands out: so in 5 texts or more, and with a false discovery rate
            of 5 % over the words, or phrases, of all sentiments.
        g2: How much the two words attract each other.
    """

    phrase: Name
    count: Count
    texts: Count
    share: Probability
    per_million: Rate
    z: float
    p: Probability
    significant: bool
    g2: float


@dataclass(frozen=True)
class EmojiCount:
    """An emoji and its occurrences in a sentiment."""

    emoji: Name
    count: Annotated[int, {"minimum": 1}]


@dataclass(frozen=True)
class CloudFile:
    """A cloud as files.

    Attributes:
        png: The name of the picture.
        svg: The name of the drawing.
        drawn: How many words it shows.
        dropped: Words that found no room, or that the font has no letters for.
        paler: Words that a cloud of what sets apart shows in its palest colour, since they do not
            stand out: they may be chance.
    """

    png: str
    svg: str
    drawn: Count
    dropped: list[str]
    paler: list[str]


@dataclass(frozen=True)
class SentimentSummary:
    """What is said in a sentiment.

    Attributes:
        rows: Rows counted.
        distinct_texts: Different texts of these rows, white space around them aside.
        words: All words, stop words among them.
        distinct_words: Different words, stop words left out.
        top_words: The most frequent words.
        distinctive_words: The words that set it apart most: those that stand out by z, then others
            by z.
        top_phrases: The most frequent phrases.
        top_emoji: The most frequent emoji.
        clouds: The cloud of the most frequent words, and where there are several sentiments that
            of the most distinctive.
        sampled_texts: How many of the different texts were sampled, for examples and what texts
            are about.
        themes: The words that keep company in the sampled texts, those of most texts first.
    """

    rows: Count
    distinct_texts: Count
    words: Count
    distinct_words: Count
    top_words: list[WordStat]
    distinctive_words: list[WordStat]
    top_phrases: list[PhraseStat]
    top_emoji: list[EmojiCount]
    clouds: Annotated[
        dict[str, CloudFile],
        {"propertyNames": {"enum": ["frequency", "distinctive"]}, "required": ["frequency"]},
    ]
    sampled_texts: Count
    themes: list[ThemeStat]


@dataclass(frozen=True)
class RareWords:
    """The words of a very large table that are too rare to be told one by one.

    Attributes:
        distinct: How many different words they are, as written.
        occurrences: How often they occur; they are among the words of the sentiments.
        least: How often a word occurs at least that is told.
    """

    distinct: Annotated[int, {"minimum": 1}]
    occurrences: Annotated[int, {"minimum": 1}]
    least: Annotated[int, {"minimum": 2}]


@dataclass(frozen=True)
class Summary:
    """A set of results.

    Attributes:
        schema: The name of this contract.
        rejected_listed: How many rows `rejected.csv` lists.
        keyness: Whether there are two sentiments or more; with one alone nothing sets its words
            apart.
        sentiments: What is said in each sentiment, in the order results show them.
        clouds: The clouds of all sentiments together, where there are two or more.
        options: Every setting used.
        files: The names of all files of the set.
        notes: What is in the way of good words: the language of the texts is not known, their
            script does not part words, the font lacks letters for many words; a colour is for no
            sentiment, or hardly stands out.
        aspects: The things that people find good or bad, those judged most first; none in a
            language whose nouns are not told from other words.
        groups: The table by the groups of the option `group_by`; null without it.
        periods: The table over the time of the option `time_column`; null without it.
        rest: The words that occur less than once in 100 million, in a table of 200 million or more;
            null where there are none.
    """

    schema: Literal["moodcloud/1"]
    input: Input
    rows: Rows
    rejected_listed: Count
    keyness: bool
    sentiments: Annotated[dict[str, SentimentSummary], {"minProperties": 1}]
    clouds: Annotated[dict[str, CloudFile], {"propertyNames": {"enum": ["comparison", "shared"]}}]
    options: dict[str, Any]
    files: Annotated[list[str], {"uniqueItems": True, "contains": {"const": "summary.json"}}]
    notes: list[NoteCode]
    aspects: list[AspectStat]
    groups: GroupsSummary | None = None
    periods: PeriodsSummary | None = None
    rest: RareWords | None = None

    @property
    def words(self) -> int:
        """All words of all sentiments, stop words among them."""
        return sum(each.words for each in self.sentiments.values())

    @property
    def copies_left_out(self) -> int:
        """Rows that are not counted because their text was."""
        return self.rows.copies if self.options.get("copies") == "once" else 0

    @property
    def copies_counted(self) -> int:
        """Rows that are counted although their text was."""
        return self.rows.copies - self.copies_left_out

    @property
    def has_many_copies(self) -> bool:
        """Whether so many of the texts counted are copies that each is better counted once."""
        return self.copies_counted > 0 and (self.copies_counted >= _MANY_COPIES * self.rows.counted)


def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema of `summary.json`."""
    return schema_of(Summary, "summary:1", "summary.json, version 1")
