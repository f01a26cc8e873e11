"""The JSON of a set of results: `summary.json` and one file for each sentiment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

import pandas as pd

from moodcloud.drawing import Cloud, Clouds
from moodcloud.options import Options
from moodcloud.reading import Table
from moodcloud.report.words import Forms, forms_in
from moodcloud.vocabulary import Vocabulary

SCHEMA_NAME: Final = "moodcloud/1"
TOP: Final = 20


@cache
def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema of `summary.json`."""
    text = files("moodcloud.report").joinpath("summary.schema.json").read_text("utf-8")
    return cast(dict[str, Any], json.loads(text))


def summary_of(
    table: Table,
    vocabulary: Vocabulary,
    clouds: Clouds,
    options: Options,
    names: Mapping[str, str],
    file_list: list[str],
) -> dict[str, Any]:
    """Return `summary.json`.

    Args:
        table: What was read.
        vocabulary: Its words.
        clouds: Its pictures.
        options: As used.
        names: File name of each sentiment, without ending.
        file_list: Every file of the set.
    """
    rows = table.rows
    return {
        "schema": SCHEMA_NAME,
        "input": {**asdict(table.input), "language": vocabulary.language},
        "rows": {
            "read": rows.read,
            "counted": rows.counted,
            "rejected": rows.rejected,
            "unlabelled": rows.unlabelled,
            "empty": rows.empty,
        },
        "rejected_listed": len(table.rejected),
        "keyness": len(vocabulary.sentiments) > 1,
        "sentiments": {
            name: {
                "rows": table.sentiments[name],
                "words": vocabulary.running_words[name],
                "distinct_words": _distinct(vocabulary, name),
                "top_words": entries(vocabulary.words, name, "count", TOP),
                "distinctive_words": entries(vocabulary.words, name, "z", TOP)
                if len(vocabulary.sentiments) > 1
                else [],
                "top_phrases": entries(vocabulary.phrases, name, "count", TOP),
                "top_emoji": _top_emoji(vocabulary.emoji, name),
                "clouds": _clouds_of(clouds, name, names[name]),
            }
            for name in vocabulary.sentiments
        },
        "clouds": {name: _picture(cloud, name) for name, cloud in clouds.together.items()},
        "options": options.as_dict(),
        "files": file_list,
    }


def offered_in(clouds: Clouds, name: str) -> list[str]:
    """Return the words offered to the clouds of a sentiment, drawn or not."""
    of_it = [kind[name] for kind in (clouds.frequency, clouds.distinctive) if name in kind]
    return list(dict.fromkeys(word for each in of_it for word in (*each.drawn, *each.dropped)))


def sentiment_file(
    vocabulary: Vocabulary, clouds: Clouds, forms: Forms, name: str
) -> dict[str, Any]:
    """Return `<sentiment>.json`: every word and phrase of its clouds, with the forms."""
    words = vocabulary.words.loc[offered_in(clouds, name)]
    moved = words["moved", name]
    return {
        "schema": SCHEMA_NAME,
        "sentiment": name,
        "words": [
            {
                **entry,
                "counted_elsewhere": int(moved[entry["word"]]),
                "forms": forms_in(forms.get(entry["word"], {}), name),
            }
            for entry in entries(words, name, "count", len(words), least=None)
        ],
        "phrases": entries(vocabulary.phrases, name, "count", 200),
    }


def entries(
    table: pd.DataFrame, sentiment: str, by: str, most: int, least: float | None = 0
) -> list[dict[str, Any]]:
    """Return the rows of a vocabulary table with the highest value of `by`, highest first.

    Args:
        table: `Vocabulary.words` or `Vocabulary.phrases`.
        sentiment: Whose statistics.
        by: The statistic to sort by.
        most: How many at most.
        least: Only rows above this value; all rows where None.
    """
    if table.empty:
        return []
    key = str(table.index.name)
    own = statistics_of(table, sentiment)
    if least is not None:
        own = own[own[by] > least]
    own = own.sort_values(by, ascending=False, kind="stable")[:most]
    return [
        {
            key: word,
            "count": int(row["count"]),
            "per_million": round(float(row["per_million"]), 2),
            "z": round(float(row["z"]), 4),
            "p": float(f"{row['p']:.6g}"),
            "significant": bool(row["significant"]),
            **({"g2": round(float(row["g2"]), 4)} if "g2" in row else {}),
        }
        for word, row in zip(own.index, own.to_dict("records"), strict=True)
    ]


def statistics_of(table: pd.DataFrame, sentiment: str) -> pd.DataFrame:
    """Return the columns of one sentiment, named by statistic."""
    return cast(pd.DataFrame, table.xs(sentiment, axis="columns", level=1))


def _distinct(vocabulary: Vocabulary, name: str) -> int:
    return 0 if vocabulary.words.empty else int((vocabulary.words["count", name] > 0).sum())


def _top_emoji(emoji: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    top = emoji[emoji["sentiment"] == name][:TOP]
    return [
        {"emoji": str(each), "count": int(count)}
        for each, count in zip(top["emoji"], top["count"], strict=True)
    ]


def _clouds_of(clouds: Clouds, name: str, file_name: str) -> dict[str, Any]:
    pictures = {"frequency": _picture(clouds.frequency[name], file_name)}
    if name in clouds.distinctive:
        pictures["distinctive"] = _picture(clouds.distinctive[name], f"{file_name}-distinctive")
    return pictures


def _picture(cloud: Cloud, stem: str) -> dict[str, Any]:
    return {
        "png": f"{stem}.png",
        "svg": f"{stem}.svg",
        "drawn": len(cloud.drawn),
        "dropped": list(cloud.dropped),
    }
