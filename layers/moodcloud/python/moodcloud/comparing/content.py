"""What `comparison.json` says about sets of results that were compared."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any, Final

import pandas as pd

from moodcloud.comparing.compared import ComparedResults
from moodcloud.comparing.document import (
    COMPARISON_SCHEMA_NAME,
    ComparisonDocument,
    ComparisonStep,
    ShareChange,
    ShareOfSide,
    Side,
    Use,
    UseChange,
    UseChanges,
)
from moodcloud.comparing.occurrences import WHOLE
from moodcloud.comparing.side_texts import SideTexts
from moodcloud.comparing.statistics import LEAST_COUNT, Comparison
from moodcloud.drawing import Cloud
from moodcloud.report.results import Results
from moodcloud.report.summarise import cloud_file
from moodcloud.vocabulary.significance import RATE

CLOUD: Final = "comparison"
"""The name of the files of the cloud, without ending."""


def comparison_document(compared: ComparedResults, cloud: Cloud | None) -> ComparisonDocument:
    """Return the content of `comparison.json`.

    Args:
        compared: The sets of results.
        cloud: What rose and fell, if anything did.
    """
    comparison, sides = compared.comparison, list(map(_side, compared.sides))
    last = len(sides) - 1
    return ComparisonDocument(
        schema=COMPARISON_SCHEMA_NAME,
        a=sides[0],
        b=sides[-1],
        warnings=warnings_of(compared, 0, last),
        tests=comparison.tests,
        false_discovery_rate=RATE,
        least_count=LEAST_COUNT,
        prior_mass=comparison.prior_mass,
        shares=_shares(comparison),
        whole=_changes(compared, WHOLE),
        sentiments=_within(compared),
        cloud=None if cloud is None else cloud_file(cloud, CLOUD),
        sides=sides,
        steps=[_step(step, number) for number, step in enumerate(compared.steps)],
    )


def _step(step: ComparedResults, number: int) -> ComparisonStep:
    comparison = step.comparison
    return ComparisonStep(
        a=number,
        b=number + 1,
        warnings=warnings_of(step, number, number + 1),
        tests=comparison.tests,
        shares=_shares(comparison),
        whole=_changes(step, WHOLE),
        sentiments=_within(step),
    )


def warnings_of(compared: ComparedResults, a: int, b: int) -> list[str]:
    """Return what to keep in mind, in sentences.

    Args:
        compared: Two sets of results.
        a: The number of the earlier one among all sides, from 0.
        b: The number of the later one.
    """
    return [caution.sentence(letter_of(a), letter_of(b)) for caution in compared.cautions]


def letter_of(side: int) -> str:
    """Return what a side is called.

    >>> [letter_of(side) for side in (0, 25, 26, 52)]
    ['A', 'Z', 'A2', 'A3']
    """
    again, place = divmod(side, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(again + 1) if again else "")


def _shares(comparison: Comparison) -> list[ShareChange]:
    return [
        ShareChange(
            row["sentiment"],
            ShareOfSide(int(row["rows_a"]), round(float(row["share_a"]), 6)),
            ShareOfSide(int(row["rows_b"]), round(float(row["share_b"]), 6)),
            **_test(row),
        )
        for row in comparison.shares.to_dict("records")
    ]


def _within(compared: ComparedResults) -> dict[str, UseChanges]:
    scopes = compared.comparison.sentiments
    return {name: _changes(compared, name) for name in scopes if name != WHOLE}


def _side(results: Results) -> Side:
    summary = results.typed_summary
    found = summary.input
    return Side(found.name, found.sha256, found.language, summary.rows.counted, summary.words)


def _changes(compared: ComparedResults, sentiment: str) -> UseChanges:
    moves = (compared.comparison.rose(sentiment), compared.comparison.fell(sentiment))
    return UseChanges(*(_rows(table, *compared.side_texts) for table in moves))


def _rows(table: pd.DataFrame, a: SideTexts, b: SideTexts) -> list[UseChange]:
    return [
        UseChange(row["text"], row["kind"], _use(row, "a", a), _use(row, "b", b), **_test(row))
        for row in table.to_dict("records")
    ]


def _use(row: dict[Any, Any], side: str, texts: SideTexts) -> Use:
    count, rate = int(row[f"count_{side}"]), round(float(row[f"per_million_{side}"]), 2)
    if row["bound"] == side:
        return Use(count, rate, at_most=True)
    return Use(count, rate, False, *texts.sayers(row["kind"], row["key"], row["sentiment"]))


def _test(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "z": round(float(row["z"]), 4),
        "p": float(f"{row['p']:.6g}"),
        "significant": bool(row["significant"]),
    }
