"""By group and over time: what is counted, what is found, and that chance finds nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from moodcloud.analysis import analyze
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.insight.apart import set_apart
from moodcloud.insight.cells import PartCounts
from moodcloud.insight.divide import TREND, trends_of
from moodcloud.insight.trends import trend_p, trend_z
from moodcloud.options import Options
from moodcloud.report.summary import Summary, summary_schema
from moodcloud.workspace import workspace

SMALL = {"max_words": 10, "width": 300, "height": 200}
Write = Callable[[Iterable[tuple[str, ...]]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(rows: Iterable[tuple[str, ...]]) -> Path:
        path = tmp_path / "reviews.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("text", "label", "shop", "day"), *rows])
        return path

    return written


def told(path: Path, **options: object) -> Summary:
    """Return the summary of a file by shop and by day."""
    chosen = Options(**{"group_by": "shop", "time_column": "day", **SMALL, **options})  # type: ignore[arg-type]
    return analyze(path, path.parent / "out", chosen).summary


ENGLISH = [
    *("room", "bed", "towel", "window", "breakfast", "garden", "coffee", "street", "price", "view"),
    *("stairs", "lift", "carpet", "lamp", "wall", "door", "shower", "pillow", "curtain", "balcony"),
]
KOREAN = [
    *("배우", "음악", "화면", "감독", "대사", "결말", "주인공", "연출", "장면", "원작", "극장"),
    *("시간", "친구", "가족", "노래", "영상", "편집", "표정", "목소리", "배경"),
]


def planted(words: list[str], group: str, rise: str, days: int = 12) -> list[tuple[str, ...]]:
    """Return texts of three shops; one uses a word of its own, and another word rises."""
    rng = np.random.default_rng(7)
    rows: list[tuple[str, ...]] = []
    for number in range(3_600):
        shop, day = ("North", "South", "East")[number % 3], int(rng.integers(days))
        label = "positive" if rng.random() < 0.5 else "negative"
        held = list(rng.choice(words, 6))
        if label == "negative" and rng.random() < (0.4 if shop == "South" else 0.05):
            held.insert(0, group)
        if label == "positive" and rng.random() < 0.05 + 0.4 * day / days:
            held.insert(0, rise)
        rows.append((" ".join(held), label, shop, f"2024-03-{day + 1:02}"))
    return rows


@pytest.mark.parametrize(
    ("words", "group", "rise"),
    [
        (ENGLISH, "cockroach", "renovation"),
        pytest.param(KOREAN, "자막", "해적", marks=pytest.mark.slow),
    ],
    ids=["English", "Korean"],
)
def test_what_is_planted_is_found_and_nothing_else(
    write: Write, words: list[str], group: str, rise: str
) -> None:
    summary = told(write(planted(words, group, rise)))
    jsonschema.validate(asdict(summary), summary_schema())
    groups, periods = summary.groups, summary.periods
    assert groups is not None
    assert periods is not None
    found = {
        (name, sentiment): [each.word for each in own.distinctive_words]
        for name, each_group in groups.groups.items()
        for sentiment, own in each_group.sentiments.items()
    }
    assert found.pop(("South", "negative")) == [group]
    assert not any(found.values())
    positive, negative = periods.sentiments["positive"], periods.sentiments["negative"]
    assert [each.word for each in positive.rising] == [rise]
    assert not positive.falling
    assert [*negative.rising, *negative.falling, *negative.peaks] == []
    assert periods.unit == "day"
    assert len(periods.periods) == 12
    assert set(groups.pictures) == {"negative"}
    assert {"negative-by-group.png", "negative-by-group.svg", "periods.svg"} <= set(summary.files)


def chance_counts(rng: np.random.Generator) -> dict[str, PartCounts]:
    """Return counts of texts whose parts are dealt out at random, as unequal as parts are."""
    shares = rng.dirichlet(np.ones(6) * 2)
    counted = {}
    for sentiment in ("positive", "negative"):
        texts = np.array([rng.multinomial(held, shares) for held in rng.zipf(1.6, 400) % 400 + 1]).T
        words = PartCounts([f"w{n}" for n in range(400)], texts, texts, texts.sum(axis=1))
        counted[sentiment] = words.first(6)
    return counted


@pytest.mark.slow
def test_chance_finds_nothing() -> None:
    groups = trends = 0
    for number in range(100):
        counted = chance_counts(np.random.default_rng(number))
        names = tuple("abcdef")
        tables = set_apart(counted, names, 1_000.0).values()
        groups += any(each.statistics["significant"].any() for each in tables)
        changing = trends_of(counted).values()
        trends += any(each.of("significant", TREND).any() for each in changing)
    # A false discovery rate of 5 %: in 100 files whose words say nothing 5 find one, 11 by chance.
    assert groups <= 11
    assert trends <= 11


def exact(own: np.ndarray, share: np.ndarray) -> float:
    """Return the probability of a trend: that of every sum of scores, added term by term."""
    chance = np.array([1.0])
    for _ in range(own.sum()):
        chance = np.convolve(chance, share)
    scores = np.arange(len(own))
    seen = int(scores @ own)
    rises = seen > own.sum() * (scores @ share)
    tail = chance[seen + 1 :].sum() if rises else chance[:seen].sum()
    return min(2 * float(tail + chance[seen] / 2), 1.0)


def test_the_probability_of_a_trend_is_that_of_all_ways_to_deal_out_texts() -> None:
    rng = np.random.default_rng(3)
    for periods in (2, 5, 20):
        base, tilts = rng.integers(50, 2_000, periods), np.linspace(-5, 5, 40)
        weights = base[:, None] * np.exp(np.outer(np.arange(periods) / periods, tilts))
        held = [rng.multinomial(14 + n, own / own.sum()) for n, own in enumerate(weights.T)]
        # One word more is in so many texts that it says how they are spread.
        texts = np.column_stack([*held, base * 5_000])
        share = texts.sum(axis=1) / texts.sum()
        expected = np.array([exact(own, share) for own in held])
        telling = expected < 1e-3
        assert telling.sum() > 5
        assert np.allclose(trend_p(texts)[:-1][telling], expected[telling], rtol=0.1)
        assert np.array_equal(np.sign(trend_z(texts)[:-1][telling]), np.sign(tilts[telling]))


ROWS = [
    (f"{word} {other} {number % 50}", label, shop, f"{day}.3.2024")
    for number, (word, other, label, shop, day) in enumerate(
        zip(
            np.tile(ENGLISH, 30),
            np.repeat(ENGLISH, 30),
            np.tile(["positive", "negative", "negative"], 200),
            np.tile(["North", " South", "South ", "", "n/a"], 120),
            np.tile([1, 2, 15, 28], 150),
            strict=True,
        )
    )
]
FRAME = pd.DataFrame(ROWS, columns=["text", "label", "shop", "day"])


def as_csv(folder: Path) -> None:
    FRAME.to_csv(folder / "a.csv", index=False)


def as_csv_with_a_broken_row(folder: Path) -> None:
    as_csv(folder)
    with (folder / "a.csv").open("a") as stream:
        stream.write("a field too many,positive,North,1.3.2024,more\n")


def as_json_lines(folder: Path) -> None:
    FRAME.to_json(folder / "a.jsonl", orient="records", lines=True)


def as_parquet(folder: Path) -> None:
    with workspace() as own, connect(own) as connection:
        connection.register("frame", FRAME)
        connection.execute(f"COPY frame TO '{folder / 'a.parquet'}' (FORMAT parquet)")


def as_two_files(folder: Path) -> None:
    FRAME[:250].to_csv(folder / "a.csv", index=False)
    FRAME[250:][["day", "shop", "label", "text"]].to_csv(folder / "b.csv", index=False)


@pytest.mark.parametrize(
    "write_files",
    [
        as_csv_with_a_broken_row,
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (as_csv, as_json_lines, as_parquet, as_two_files)
        ),
    ],
)
@pytest.mark.parametrize("where", [(), ("label!=neutral",)], ids=["all", "where"])
def test_groups_and_periods_are_those_of_pandas_in_every_format(
    tmp_path: Path, write_files: Callable[[Path], None], where: tuple[str, ...]
) -> None:
    (tmp_path / "in").mkdir()
    write_files(tmp_path / "in")
    files = sorted((tmp_path / "in").iterdir())
    options = Options(group_by="SHOP", time_column="4", where=where, **SMALL)  # type: ignore[arg-type]
    if len(files) > 1:
        options = Options(group_by="shop", time_column="day", where=where, **SMALL)  # type: ignore[arg-type]
    summary = analyze(files if len(files) > 1 else files[0], tmp_path / "out", options).summary
    groups, periods = summary.groups, summary.periods
    assert groups is not None
    assert periods is not None
    shops = pd.crosstab(FRAME["shop"].str.strip().replace("n/a", ""), FRAME["label"])
    found = {
        name: {own: each.rows for own, each in group.sentiments.items()}
        for name, group in groups.groups.items()
    }
    assert found == shops.drop("").T.to_dict()
    assert groups.ungrouped_rows == shops.loc[""].to_dict()
    days = pd.crosstab(
        pd.to_datetime(FRAME["day"], dayfirst=True).dt.strftime("%F"), FRAME["label"]
    )
    shown = {name: each.rows for name, each in periods.periods.items() if any(each.rows.values())}
    assert shown == days.T.to_dict()
    assert len(periods.periods) == 28


def test_groups_beyond_twelve_are_together(write: Write) -> None:
    rows = [
        (f"good {n}", "positive", f"shop {n % (15 if n < 150 else 12)}", "") for n in range(300)
    ]
    summary = told(write(rows))
    assert summary.groups is not None
    assert len(summary.groups.groups) == 12
    assert summary.groups.others == 3
    assert sum(summary.groups.other_rows.values()) == 30
    assert summary.periods is not None
    assert (summary.periods.unit, summary.periods.undated) == (None, 300)


@pytest.mark.parametrize(
    ("days", "unit", "first", "last"),
    [
        (pd.date_range("2024-03-01", periods=40, freq="h"), "hour", "2024-03-01 00:00", None),
        (pd.date_range("2024-03-01", periods=60, freq="D"), "day", "2024-03-01", "2024-04-29"),
        (pd.date_range("2023-01-01", periods=300, freq="D"), "week", "2022-W52", "2023-W43"),
        (pd.date_range("2021-01-05", periods=40, freq="30D"), "month", "2021-01", "2024-03"),
        (pd.date_range("2010-01-05", periods=60, freq="60D"), "quarter", "2010-Q1", "2019-Q3"),
        (pd.date_range("1950-01-05", periods=70, freq="365D"), "year", "1950", "2018"),
    ],
)
def test_periods_are_as_long_as_a_chart_can_show(
    write: Write, days: pd.DatetimeIndex, unit: str, first: str, last: str | None
) -> None:
    rows = [("good room", "positive", "North", day.isoformat()) for day in days for _ in range(3)]
    summary = told(write(rows), group_by=None)
    assert summary.groups is None
    assert summary.periods is not None
    names = list(summary.periods.periods)
    assert (summary.periods.unit, names[0]) == (unit, first)
    assert last is None or names[-1] == last
    assert sum(sum(each.rows.values()) for each in summary.periods.periods.values()) == len(rows)


def test_a_slip_of_the_pen_makes_no_chart_of_a_thousand_years(write: Write) -> None:
    days = [f"2024-03-{day:02}" for day in range(1, 31)]
    rows = [("good room", "positive", "North", day) for day in days * 20]
    summary = told(write([*rows, ("old room", "positive", "North", "1024-03-01")]))
    assert summary.periods is not None
    assert (summary.periods.unit, summary.periods.outside) == ("day", 1)
    assert list(summary.periods.periods) == days


def test_a_column_that_is_not_there_is_named_with_those_that_are(write: Write) -> None:
    path = write([("good", "positive", "North", "2024-03-01")])
    with pytest.raises(UploadError, match=r"shops, which --group-by .*text, label, shop, day"):
        told(path, group_by="shops")
    with pytest.raises(UploadError, match=r"--time-column"):
        told(path, time_column="9")


def test_copies_counted_once_are_once_in_each_group(write: Write) -> None:
    rows = [("good room", "positive", shop, "") for shop in ("North", "North", "South")]
    summary = told(write([*rows, ("bad room", "negative", "North", "")]), copies="once")
    assert summary.sentiments["positive"].rows == 1
    assert summary.groups is not None
    found = {name: own.sentiments["positive"].rows for name, own in summary.groups.groups.items()}
    assert found == {"North": 1, "South": 1}


def test_texts_without_labels_have_groups(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("text,shop,day\nI love this room,North,\nI hate this awful bed,South,\n")
    summary = told(path)
    assert summary.groups is not None
    rows = {
        name: {own: each.rows for own, each in group.sentiments.items() if each.rows}
        for name, group in summary.groups.groups.items()
    }
    assert rows == {"North": {"positive": 1}, "South": {"negative": 1}}


def test_airlines_and_days_are_those_of_pandas(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "airline-tweets.csv"
    options = Options(group_by="airline", time_column="tweet_created", **SMALL)  # type: ignore[arg-type]
    summary = analyze(path, tmp_path, options).summary
    tweets = pd.read_csv(path, dtype=str, keep_default_na=False)
    tweets["day"] = tweets["tweet_created"].str[:10]
    tweets["text"] = tweets["text"].str.strip()
    by = tweets.groupby(["airline", "airline_sentiment"])["text"]
    groups, periods = summary.groups, summary.periods
    assert groups is not None
    assert periods is not None
    rows, texts = by.size().to_dict(), by.nunique().to_dict()
    for airline, group in groups.groups.items():
        for name, own in group.sentiments.items():
            assert (own.rows, own.texts) == (rows[airline, name], texts[airline, name])
    days = pd.crosstab(tweets["day"], tweets["airline_sentiment"]).T.to_dict()
    assert {day: each.rows for day, each in periods.periods.items()} == days

    def held(word: str, column: str, name: str) -> dict[str, int]:
        own = tweets[tweets["airline_sentiment"] == name].drop_duplicates(["text", column])
        has = own["text"].str.contains(rf"(?<![\w@/.'’]){word}(?!\w)", flags=re.IGNORECASE)
        return {str(key): int(rows) for key, rows in own[has].groupby(column).size().items()}

    words = groups.groups["American"].sentiments["negative"].distinctive_words
    dallas = next(each for each in words if each.word == "Dallas")
    assert dallas.texts == held("dallas", "airline", "negative")["American"]
    rising = {each.word: each for each in periods.sentiments["negative"].rising}
    counted = dict(zip(periods.periods, rising["fleek"].by_period, strict=True))
    assert {day: texts for day, texts in counted.items() if texts} == held(
        "fleek", "day", "negative"
    )


@pytest.mark.slow
def test_the_same_words_are_told_with_and_without_the_kernel(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(planted(ENGLISH, "cockroach", "renovation")[:1_200])
    by_kernel = asdict(told(path))
    monkeypatch.setattr("moodcloud.counting.by_kernel._kernel", None)
    assert json.dumps(asdict(told(path))) == json.dumps(by_kernel)


def test_a_text_with_several_forms_of_a_word_is_one_text_of_its_group(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    rows = [
        (
            f"a delay, delayed by delays of train {n}" if n % 2 else f"the bus of {n} was on time",
            "negative" if n % 3 else "positive",
            "north" if n % 2 else "south",
            f"2024-{1 + n % 6:02}-01",
        )
        for n in range(60)
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("text", "sentiment", "shop", "day"), *rows])
    summary = analyze(path, tmp_path / "out", Options(group_by="shop", time_column="day")).summary
    assert summary.groups is not None
    north = summary.groups.groups["north"]
    said = {
        name: entry.texts
        for name, sentiment in north.sentiments.items()
        for entry in sentiment.distinctive_words
        if entry.word == "delay"
    }
    assert said == {"negative": 20, "positive": 10}


@pytest.mark.parametrize(
    ("form", "order"),
    [
        ("{day:%s}", (None, False)),
        ("{day:%s}000", (None, False)),
        ("{day:%Y%m%d}", (None, False)),
        ("{day.year}. {day.month}. {day.day}. 오후 2:05:11", (None, False)),
        ("{day:%d.%m.%y}", ("day", False)),
        ("{day:%y.%m.%d}", ("year", False)),
        ("{day:%m/%d/%Y}", ("month", False)),
    ],
)
def test_days_are_those_of_the_column_however_they_are_written(
    write: Write, form: str, order: tuple[str | None, bool]
) -> None:
    days = pd.date_range("2024-03-05 12:00", periods=20, freq="D", tz="UTC")
    rows = [("good room", "positive", "North", form.format(day=day)) for day in days]
    periods = told(write(rows), group_by=None).periods
    assert periods is not None
    assert list(periods.periods) == [f"{day:%F}" for day in days]
    assert periods.undated == 0
    assert (periods.date_order, periods.date_order_assumed) == order


def test_dates_that_may_be_two_are_read_with_the_month_first_and_said_to_be(write: Write) -> None:
    rows = [("good room", "positive", "North", f"{n:02}/11/2023") for n in range(1, 6)]
    path = write(rows)
    periods = told(path, group_by=None).periods
    assert periods is not None
    assert (periods.date_order, periods.date_order_assumed) == ("month", True)
    assert next(iter(periods.periods.values())).begins.startswith("2023-01")
    page = (path.parent / "out" / "report.html").read_text(encoding="utf-8")
    assert "first number was taken for the month" in page
