"""By group and over time, the slices of a file say what the whole file says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.insight.divide import Divided, divide
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.slices.deciding import decide
from moodcloud.slices.finishing import added_up
from moodcloud.slices.in_slices import analyze_in_slices
from moodcloud.slices.merging import merge
from moodcloud.slices.planning import plan
from moodcloud.slices.slice_steps import in_this_process
from moodcloud.slices.work_files import WorkFiles
from moodcloud.tabular.reader import Job
from moodcloud.vocabulary import build_vocabulary

BY = Options(group_by="shop", time_column="day", max_words=10, width=300, height=200)
WORDS = ("room", "bed", "towel", "window", "garden", "coffee", "street", "price", "not", "good")
NAMES = ("text", "label", "shop", "day")


def _rows(random: Random, most: int) -> list[tuple[str, ...]]:
    """Return rows with many copies, more groups than are shown, and dates that are none."""
    shops = ["North", "South", " South ", "East", "n/a", "", *(f"shop {n}" for n in range(14))]
    rows: list[tuple[str, ...]] = []
    for _ in range(most):
        text = " ".join(random.choices(WORDS, k=random.randint(1, 4))) + random.choice(
            ["", " ", "."]
        )
        day = f"2024-03-{random.randint(1, 28):02}" if random.random() < 0.95 else "soon"
        rows.append((text, random.choice(("pos", "neg")), random.choice(shops), day))
    return rows


def _csv(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([NAMES, *rows])
    return out.getvalue()


def _file(kind: str, folder: Path) -> Path:
    rows = _rows(Random(kind), 300)
    path = folder / f"upload.{'csv' if kind not in ('jsonl', 'parquet') else kind}"
    if kind == "days first":
        rows = [(*row[:3], "/".join(reversed(row[3].split("-")))) for row in rows]
    if kind == "few dates":
        rows = [(*row[:3], "some day") for row in rows]
    if kind == "parquet":
        lines = _file("jsonl", folder)
        duckdb.execute(f"COPY (FROM read_json('{lines}')) TO '{path}'")
    elif kind == "jsonl":
        path.write_text(
            "".join(json.dumps(dict(zip(NAMES, row, strict=True))) + "\n" for row in rows)
        )
    else:
        path.write_text(_csv(rows) + '"open,pos,North,2024-03-01\n' * (kind == "broken"))
    return path


SLOW = [
    pytest.param(kind, marks=pytest.mark.slow)
    for kind in ("broken", "days first", "jsonl", "parquet", "few dates")
]


@pytest.mark.parametrize("kind", ["sound", *SLOW])
def test_groups_and_periods_add_up(kind: str, tmp_path: Path) -> None:
    path = _file(kind, tmp_path)
    assert _sliced(path, tmp_path / "slices", 4) == _whole(path, tmp_path / "whole")


@pytest.mark.slow
def test_results_by_group_and_over_time_have_the_same_bytes(tmp_path: Path) -> None:
    path = _file("sound", tmp_path)
    analyze(path, tmp_path / "whole", BY)
    analyze_in_slices(path, tmp_path / "slices", BY, 3)
    found = [
        {each.name: each.read_bytes() for each in (tmp_path / name).iterdir()}
        for name in ("whole", "slices")
    ]
    assert found[0] == found[1]


def _whole(path: Path, folder: Path) -> Any:
    folder.mkdir()
    with connect(folder) as connection:
        table = read_table(path, BY, folder, connection)
        counts = count(connection, table, bigram_stop_words((), ()))
        vocabulary = build_vocabulary(counts, tuple(table.sentiments), BY, [])
        return _facts(divide(connection, table, vocabulary, BY))


def _sliced(path: Path, folder: Path, slices: int) -> Any:
    work, numbers, round_number = WorkFiles(folder / "work"), list(range(slices)), 0
    folder.mkdir()
    with connect(folder) as connection:
        plan(Job(path, path.name, folder, connection, BY), work, slices)
        while numbers:
            in_this_process(work, "survey", round_number, numbers)
            numbers = decide(work, round_number, connection)
            round_number += 1
        in_this_process(work, "count", 0, range(slices))
        merge(work, connection)
        counted = added_up(work, connection, folder)
        sentiments = tuple(counted.table.sentiments)
        vocabulary = build_vocabulary(counted.counts, sentiments, BY, [])
        return _facts(counted.divide(vocabulary))


def _facts(divided: Divided) -> list[Any]:
    """Return all that is told, but for what only the engine knows."""
    facts: list[Any] = []
    for each in (divided.groups, divided.periods):
        if each is None:
            facts.append(None)
            continue
        found = vars(each).get("groups") or vars(each)["periods"]
        facts += [value for name, value in vars(found).items() if name != "division"]
        division = found.division
        facts += [division.column, division.names, division.rows.tolist(), division.texts.tolist()]
        for tables in (each.words, vars(each).get("trends", {})):
            facts += [
                (
                    name,
                    table.names,
                    {key: value.tolist() for key, value in table.statistics.items()},
                )
                for name, table in tables.items()
            ]
    return facts
