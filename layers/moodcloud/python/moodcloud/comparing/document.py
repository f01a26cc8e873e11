"""`comparison.json`, the contract of a comparison, as types; its JSON Schema follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from moodcloud.report.contract import Count, Name, Probability, Rate, schema_of
from moodcloud.report.summary import CloudFile

COMPARISON_SCHEMA_NAME: Final = "moodcloud-comparison/1"


@dataclass(frozen=True)
class Side:
    """A set of results that is compared.

    Attributes:
        name: What the results call the file.
        sha256: The digest of the upload.
        language: The language of the texts.
        rows: Rows counted.
        words: All words, stop words among them.
    """

    name: str
    sha256: Annotated[str, {"pattern": "^[0-9a-f]{64}$"}]
    language: str
    rows: Count
    words: Count


@dataclass(frozen=True)
class ShareOfSide:
    """The rows of a sentiment on one side, and their share of all rows there."""

    rows: Count
    share: Probability


@dataclass(frozen=True)
class ShareChange:
    """How the share of a sentiment differs.

    Attributes:
        z: The z of two proportions, pooled; above 0 means that B has the greater share.
        p: Two-sided probability of such a z by chance.
        significant: Whether it holds when a false discovery rate of 5 % is allowed.
    """

    sentiment: Name
    a: ShareOfSide
    b: ShareOfSide
    z: float
    p: Probability
    significant: bool


@dataclass(frozen=True)
class Use:
    """How often a word or phrase is used on one side.

    Attributes:
        count: Occurrences.
        per_million: Occurrences in a million words.
        at_most: Whether the pair of words is no phrase there, so that this is the highest count
            it can have.
        texts: How many different texts say it; null where that is not known: some of its
            occurrences are counted as those of a phrase there, or it is no phrase there.
        share: Their share of the different texts.
    """

    count: Count
    per_million: Rate
    at_most: bool
    texts: int | None = None
    share: float | None = None


@dataclass(frozen=True)
class UseChange:
    """A word or phrase that rose or fell.

    Attributes:
        z: Keyness of B against A; above 0 means used more in B.
        p: Two-sided probability of such a z by chance.
        significant: Only what is significant is listed.
    """

    text: Name
    kind: Literal["word", "phrase"]
    a: Use
    b: Use
    z: float
    p: Probability
    significant: Literal[True]


@dataclass(frozen=True)
class UseChanges:
    """What rose and what fell, the surest first."""

    rose: list[UseChange]
    fell: list[UseChange]


@dataclass(frozen=True)
class ComparisonStep:
    """How one of several sets of results differs from the one before it.

    Attributes:
        a: The number of the earlier one among `sides`, from 0.
        b: The number of the later one.
        warnings: What to keep in mind.
        tests: How many differences were looked at.
        shares: How the shares of the sentiments differ.
        whole: What rose and what fell, all sentiments together.
        sentiments: The same within each sentiment that both have.
    """

    a: Count
    b: Count
    warnings: list[str]
    tests: Count
    shares: list[ShareChange]
    whole: UseChanges
    sentiments: dict[str, UseChanges]


@dataclass(frozen=True)
class ComparisonDocument:
    """A comparison of sets of results.

    Attributes:
        schema: The name of this contract.
        a: What was before: the first of several.
        b: What came after: the last of several.
        warnings: What to keep in mind.
        tests: How many differences were looked at.
        false_discovery_rate: The share of the differences listed that may be chance.
        least_count: Words seen less often, in A and B together, are not tested.
        prior_mass: The total prior mass a_0 of z, in words.
        shares: How the shares of the sentiments differ.
        whole: What rose and what fell, all sentiments together.
        sentiments: The same within each sentiment that both have.
        cloud: What rose beside what fell; null where nothing did.
        sides: All sets of results, in order; version 0.6.0 began to tell them.
        steps: Each set against the one before it, where there are more than two; else empty.
    """

    schema: Literal["moodcloud-comparison/1"]
    a: Side
    b: Side
    warnings: list[str]
    tests: Count
    false_discovery_rate: Annotated[float, {"exclusiveMinimum": 0, "exclusiveMaximum": 1}]
    least_count: Count
    prior_mass: Annotated[float, {"exclusiveMinimum": 0}]
    shares: list[ShareChange]
    whole: UseChanges
    sentiments: dict[str, UseChanges]
    cloud: CloudFile | None
    sides: list[Side] = field(default_factory=list)
    steps: list[ComparisonStep] = field(default_factory=list)


def comparison_schema() -> dict[str, Any]:
    """Return the JSON Schema of `comparison.json`."""
    return schema_of(ComparisonDocument, "comparison:1", "comparison.json, version 1")
