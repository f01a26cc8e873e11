"""A comparison as files: `comparison.json`, the page, the cloud."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from moodcloud.comparing.compared import ComparedResults
from moodcloud.comparing.document import (
    COMPARISON_SCHEMA_NAME,
    ComparisonDocument,
    ShareChange,
    ShareOfSide,
    Side,
    Use,
    UseChange,
    UseChanges,
)
from moodcloud.comparing.occurrences import WHOLE
from moodcloud.comparing.statistics import LEAST_COUNT, Comparison
from moodcloud.drawing import Cloud
from moodcloud.lexicon.profanity import masked
from moodcloud.report.display import svg_uri
from moodcloud.report.files import write_cloud, write_json
from moodcloud.report.folders import COMPARISON, COMPARISON_PAGE, replace_set
from moodcloud.report.results import Results
from moodcloud.report.summarise import cloud_file
from moodcloud.report.templates import render_alone
from moodcloud.vocabulary.significance import RATE
from moodcloud.workspace import workspace

# The files of the cloud have this name.
_CLOUD: Final = "comparison"
# The most rows of a table on the page; the JSON has all.
_LISTED: Final = 200


def comparison_document(compared: ComparedResults, cloud: Cloud | None) -> ComparisonDocument:
    """Return the content of `comparison.json`.

    Args:
        compared: A and B.
        cloud: What rose and fell, if anything did.
    """
    comparison = compared.comparison
    return ComparisonDocument(
        schema=COMPARISON_SCHEMA_NAME,
        a=_side(compared.a),
        b=_side(compared.b),
        warnings=list(compared.warnings),
        tests=comparison.tests,
        false_discovery_rate=RATE,
        least_count=LEAST_COUNT,
        prior_mass=comparison.prior_mass,
        shares=[
            ShareChange(
                row["sentiment"],
                ShareOfSide(int(row["rows_a"]), round(float(row["share_a"]), 6)),
                ShareOfSide(int(row["rows_b"]), round(float(row["share_b"]), 6)),
                **_test(row),
            )
            for row in comparison.shares.to_dict("records")
        ],
        whole=_changes(comparison, WHOLE),
        sentiments={
            name: _changes(comparison, name) for name in comparison.sentiments if name != WHOLE
        },
        cloud=None if cloud is None else cloud_file(cloud, _CLOUD),
    )


def write_comparison(
    document: ComparisonDocument, cloud: Cloud | None, folder: Path, mask_profanity: bool = False
) -> None:
    """Write a comparison to `folder`, made if missing: all of it or nothing.

    Args:
        document: The content of `comparison.json`.
        cloud: What rose and fell, if anything did.
        folder: An earlier comparison in it is replaced; other files in it stay.
        mask_profanity: Whether the page writes swear words with stars; `comparison.json` does not.

    Raises:
        UploadError: `out_full`, `out_taken`; what the folder held stays.
    """
    with workspace() as staged:
        if cloud is not None:
            write_cloud(staged, _CLOUD, cloud)
        shown = _starred(document) if mask_profanity else document
        page = render_comparison(shown, cloud)
        (staged / COMPARISON_PAGE).write_text(page, "utf-8", newline="\n")
        write_json(staged / COMPARISON, asdict(document))
        replace_set(staged, folder, COMPARISON)


def render_comparison(document: ComparisonDocument, cloud: Cloud | None) -> str:
    """Return the page of a comparison: self-contained, every value escaped."""
    picture = None if cloud is None else svg_uri(cloud.svg.encode())
    return render_alone(
        "comparison", "img-src data:", content=document, picture=picture, listed=_LISTED
    )


def _starred(document: ComparisonDocument) -> ComparisonDocument:
    """Return the content of a comparison with stars for swear words."""

    def starred(changes: UseChanges) -> UseChanges:
        rose, fell = (
            [replace(each, text=masked(each.text, document.a.language)) for each in side]
            for side in (changes.rose, changes.fell)
        )
        return UseChanges(rose, fell)

    sentiments = {name: starred(changes) for name, changes in document.sentiments.items()}
    return replace(document, whole=starred(document.whole), sentiments=sentiments)


def _side(results: Results) -> Side:
    summary = results.typed_summary
    found = summary.input
    return Side(found.name, found.sha256, found.language, summary.rows.counted, summary.words)


def _changes(comparison: Comparison, sentiment: str) -> UseChanges:
    return UseChanges(_rows(comparison.rose(sentiment)), _rows(comparison.fell(sentiment)))


def _rows(table: pd.DataFrame) -> list[UseChange]:
    return [
        UseChange(row["text"], row["kind"], _use(row, "a"), _use(row, "b"), **_test(row))
        for row in table.to_dict("records")
    ]


def _use(row: dict[Any, Any], side: str) -> Use:
    rate = round(float(row[f"per_million_{side}"]), 2)
    return Use(int(row[f"count_{side}"]), rate, row["bound"] == side)


def _test(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "z": round(float(row["z"]), 4),
        "p": float(f"{row['p']:.6g}"),
        "significant": bool(row["significant"]),
    }
