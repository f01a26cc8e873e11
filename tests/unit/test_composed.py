"""Names are the same however their letters are composed: macOS writes them apart (NFD)."""

from __future__ import annotations

import csv
from pathlib import Path
from unicodedata import normalize

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.summary import Summary

SMALL = {"max_words": 10, "width": 300, "height": 200}


def told(folder: Path, names: tuple[str, ...], labels: tuple[str, ...], apart: bool) -> Summary:
    """Return what is said of a table in two files; the letters of every third name are apart."""
    files = []
    for part in range(2):
        rows: list[tuple[str, ...]] = []
        for n in range(part, 120, 2):
            fields = (labels[n % len(labels)], ("서울", "Zürich")[n % 3 > 0])
            rows.append((f"a good film number {n}", *fields))
        header = names if part or not apart else tuple(normalize("NFD", name) for name in names)
        if apart:
            rows = [
                (text, *(normalize("NFD", each) if n % 3 else each for each in fields))
                for n, (text, *fields) in enumerate(rows)
            ]
        files.append(folder / f"{part}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
    options = Options(
        group_by="지역",
        sentiment_column="étiquette",
        where=("지역!=부산", normalize("NFD", "지역!=제주")),
        **SMALL,  # type: ignore[arg-type]
    )
    return analyze(files, folder / "out", options).summary


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(("긍정", "négatif"), marks=pytest.mark.slow, id="sentiments"),
        pytest.param(("기쁨", "tristesse à part", "분노"), id="groups"),
    ],
)
def test_names_are_the_same_composed_and_decomposed(
    tmp_path: Path, labels: tuple[str, ...]
) -> None:
    names = ("text", "étiquette", "지역")
    whole, mixed = (told(tmp_path, names, labels, apart) for apart in (False, True))
    assert {name: each.rows for name, each in mixed.sentiments.items()} == {
        name: each.rows for name, each in whole.sentiments.items()
    }
    assert whole.groups is not None
    assert mixed.groups is not None
    assert mixed.groups.groups == whole.groups.groups
