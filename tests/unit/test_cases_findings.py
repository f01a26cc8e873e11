"""What is measured, classified or voted is no opinion; an opinion of such a thing is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading.inspect import inspect
from moodcloud.roles.choose import judge_columns
from moodcloud.tabular.reader import Job

TEXTS = ["The room was clean", "Never again", "We loved the garden", "It broke", "Nothing special"]
VALUES = {
    "+/-": "+ -", "pos/neg": "Positive Negative", "open": "positive negative pending",
    "three": "positive negative neutral", "good/bad": "good bad", "0/1": "0 1", "1-5": "1 2 3 4 5",
    "-1/0/1": "-1 0 1", "-2-2": "-2 -1 0 1 2", "0-9": "0 1 2 9", "share": "0.9 -0.8 0.1",
    "films": "PG-13 R G", "television": "TV-MA TV-14", "apps": "4+ 12+ 17+", "games": "E T 10+",
    "prices": "$ $$ $$$", "E/G": "E G", "M/G": "M G", "u/r": "u r", "T/m": "T m",
}  # fmt: skip


def _is_taken(name: str, values: str, other: str = "when") -> bool:
    """Return whether a column may hold the sentiments, beside the texts and another one."""
    labels = VALUES[values].split()
    rows = [(TEXTS[i % 5], labels[i % len(labels)], "pics") for i in range(60)]
    return judge_columns(("text", name, other), True, rows)[1][1].score > 0


FACTS = {
    "+/-": "battery | growth | rh | battery_change | akku | 배터리",
    "pos/neg": """covid_test | hiv_status | pregnancy_test | growth | blood_type | drug | 검사
        batterie | blood_change""",
    "open": "hiv_status | covid_test | antigen",
    "three": "covid_test | test_result",
    "0/1": "pcr | hiv_status | growth",
    "1-5": """credit_score | risk_class | difficulty_rating | credit_rating | exam_score | energy
        persons""",
    "0-9": "home_score",
}
OPINIONS = {
    "three": """covid_label | battery_label | drug_label | drug_review | drug_effectiveness
        delta_airlines | covid_stance | covid_tweet | blood_label | growth_label | growth_outlook
        change_label | climate_change | life_balance | sound_balance | battery_life | avis_batterie
        배터리 | akku | hiv_stigma | work_life_balance""",
    "pos/neg": """covid_label | drug_review | drug_effectiveness | covid_stance | covid_tweet
        hiv_stigma | growth_outlook | avis_batterie | battery_sentiment | battery_rating
        배터리_리뷰 | delta_opinion | battery_life | delta_airlines | aspect_battery""",
    "+/-": "battery_label | drug_review",
    "good/bad": "battery | 배터리 | sound_balance",
    "1-5": """work_life_balance | climate_change | energy_sentiment | math_sentiment | math_rating
        energy_rating | exam_rating | physics_rating | match_score | person_label | party_stance
        risk_sentiment""",
    "-1/0/1": "growth_label | energy_sentiment | akku",
}


def _cases(names: dict[str, str]) -> list[tuple[str, str]]:
    lines = [(values, line) for values, text in names.items() for line in text.splitlines()]
    return [(name.strip(), values) for values, line in lines for name in line.split("|")]


@pytest.mark.parametrize(("name", "values"), _cases(FACTS))
def test_what_is_found_or_measured_is_no_sentiment(name: str, values: str) -> None:
    assert not _is_taken(name, values)


@pytest.mark.parametrize(("name", "values"), _cases(OPINIONS))
def test_an_opinion_of_what_may_be_measured_is_one(name: str, values: str) -> None:
    assert _is_taken(name, values)


@pytest.mark.parametrize(
    ("name", "values", "taken"),
    [
        ("film_rating", "films", False),
        ("rating", "television", False),
        ("rating", "apps", False),
        ("rating", "games", False),
        ("price_rating", "prices", False),
        ("sentiment", "E/G", True),
        ("rating", "M/G", True),
        ("label", "u/r", True),
        ("label", "T/m", True),
    ],
)
def test_classes_of_ages_have_a_label_that_nothing_else_has(
    name: str, values: str, taken: bool
) -> None:
    assert _is_taken(name, values) == taken


@pytest.mark.parametrize(
    ("name", "values", "other", "taken"),
    [
        ("score", "-2-2", "subreddit", False),
        ("score", "0-9", "subreddit", False),
        ("data.score", "0-9", "data.subreddit", False),
        ("score", "-2-2", "shop", True),
        ("score", "1-5", "subreddit", True),
        ("score", "-1/0/1", "subreddit", True),
        ("score", "three", "subreddit", True),
        ("score", "-2-2", "permalink", True),
        ("score", "1-5", "permalink", True),
        ("sentiment_score", "share", "subreddit", True),
        ("sentiment_score", "-2-2", "subreddit", True),
    ],
)
def test_the_score_of_a_forum_counts_votes(name: str, values: str, other: str, taken: bool) -> None:
    assert _is_taken(name, values, other) == taken


@pytest.mark.parametrize(
    ("name", "values"),
    [("score_home_team", "01234"), ("hiv_status", ["positive", "negative"]), ("persons", "1234")],
)
def test_a_file_of_findings_has_no_sentiments(
    name: str, values: Sequence[str], tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [f"{i},{TEXTS[i % 5]},{values[i % len(values)]}" for i in range(60)]
    path = tmp_path / "upload.csv"
    path.write_text(f"id,comment,{name}\n{chr(10).join(rows)}", "utf-8")
    found = inspect(Job(path, path.name, tmp_path, connection, Options()))
    assert found.chosen().label_column is None
