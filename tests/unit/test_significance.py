"""What stands out is not chance, and what may be chance is marked so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary import Vocabulary, build_vocabulary
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.significance import LEAST_TEXTS, exact_p, stand_out
from moodcloud.vocabulary.typical import FILLED, typical
from moodcloud.vocabulary.word_table import WordTable

from tests.conftest import SAMPLES

ZEROS = np.zeros(1, dtype=np.int64)


# Importing scipy takes a second: `make test` does without.
@pytest.mark.slow
def test_p_is_that_of_the_exact_binomial_test() -> None:
    from scipy.stats import binom

    random = np.random.default_rng(1)
    own, others = random.integers(0, 40, 300), random.integers(0, 90, 300)
    own[:3], others[:3] = (15, 0, 90_000), (0, 33, 210_000)
    own[3:] += LEAST_TEXTS
    share, total = own.sum() / (own.sum() + others.sum()), own + others
    half = binom.pmf(own, total, share) / 2
    more, fewer = binom.sf(own - 1, total, share) - half, binom.cdf(own, total, share) - half
    for z, one_sided in ((1.0, more), (-1.0, fewer)):
        p = exact_p(np.full(300, z), own, others)
        borne_out = (own > total * share) if z > 0 else (own < total * share)
        assert p[borne_out] == pytest.approx(np.minimum(2 * one_sided, 1)[borne_out], rel=1e-8)
        assert (p[~borne_out] == 1).all()
    assert (exact_p(np.zeros(300), own, others) == 1).all()


def test_a_word_that_only_one_side_has_stands_out_in_a_small_table() -> None:
    own, others = np.array([15, *[9] * 300]), np.array([0, *[10] * 300])
    texts = np.stack([own, others])
    p = np.stack([exact_p(np.sign(own - others), own, others),
                  exact_p(np.sign(others - own), others, own)])  # fmt: skip
    assert p[0, 0] < 1e-4
    assert stand_out(p, texts)[:, 0].all()
    assert not stand_out(p, texts)[:, 1:].any()


def test_what_no_text_holds_and_a_table_without_words_are_no_fault() -> None:
    assert exact_p(np.ones(1), ZEROS, ZEROS).tolist() == [1.0]
    empty = np.zeros((2, 0), dtype=np.int64)
    assert stand_out(np.zeros((2, 0)), empty).shape == (2, 0)


def _vocabulary(folder: Path, positive: list[str], negative: list[str]) -> Vocabulary:
    path = folder / "table.csv"
    rows = [*((text, "positive") for text in positive), *((text, "negative") for text in negative)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([("text", "label"), *rows])
    options = Options(text_column="text", sentiment_column="label", language="en")
    with connect(folder) as connection:
        table = read_table(path, options, folder, connection)
        return build_vocabulary(
            count(connection, table, bigram_stop_words((), ())), ("positive", "negative"), options
        )


def _standing_out(vocabulary: Vocabulary) -> set[str]:
    return {
        str(word)
        for table in (vocabulary.words, vocabulary.phrases)
        for word in table.chosen(table.of("significant", "negative")).names
    }


PLAIN = [f"table number{i} window" for i in range(40)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["refund " * 40], id="one text says it forty times"),
        pytest.param([" ".join(["Refund, REFUND refund!"] * 14)], id="in any case"),
        pytest.param(["they refund nobody"] * 40, id="one text was copied"),
        pytest.param([f"{' ' * i}they refund nobody{' ' * (i % 3)}" for i in range(9)] * 5,
                     id="white space aside"),
        pytest.param(["money refund " * 40, "refund money " * 40], id="a phrase"),
        pytest.param([" ".join(f"refund unlike{i}" for i in range(1500))], id="a long text"),
    ],
)  # fmt: skip
def test_one_text_makes_no_word_stand_out(tmp_path: Path, texts: list[str]) -> None:
    assert not _standing_out(_vocabulary(tmp_path, PLAIN, [*PLAIN, *texts]))


@pytest.mark.parametrize("number", [15, 40])
def test_many_texts_make_a_word_stand_out(tmp_path: Path, number: int) -> None:
    texts = [f"refund else{i}" for i in range(number)]
    found = _standing_out(_vocabulary(tmp_path, PLAIN, [*PLAIN, *texts]))
    assert "refund" in found
    assert not found & {"table", "window"}


def _held(name: str) -> tuple[Ints, list[str]]:
    """Return which texts of a sample hold which words, and the label of each text."""
    table = pd.read_csv(SAMPLES / name)
    texts = [set(text.lower().split()) for text in table.iloc[:, 0]]
    words = sorted(set().union(*texts))
    held = np.array([[word in text for word in words] for text in texts], dtype=np.int64)
    return held[:, held.sum(axis=0) >= LEAST_TEXTS], table.iloc[:, 1].tolist()


@pytest.mark.parametrize("name", ["reviews-en.csv", "reviews-ko.csv"])
def test_chance_makes_words_stand_out_in_one_of_twenty_files_at_most(name: str) -> None:
    held, labels = _held(name)
    random, files = np.random.default_rng(7), 100

    def found(dealt: np.ndarray) -> bool:
        texts = np.stack([held[dealt == each].sum(axis=0) for each in sorted(set(labels))])
        share = texts.sum(axis=1, keepdims=True) / texts.sum()
        z = np.sign(texts - share * texts.sum(axis=0))
        p = np.stack([exact_p(*each) for each in zip(z, texts, texts.sum(0) - texts, strict=True)])
        return bool(stand_out(p, texts).any())

    assert sum(found(random.permutation(labels)) for _ in range(files)) <= files / 20
    assert found(np.array(labels))


@pytest.mark.parametrize("sample", ["english", "korean"])
def test_what_may_be_chance_is_drawn_paler_and_named(
    sample: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(sample)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    query = f"FROM '{folder / 'words.parquet'}' WHERE kind = 'word'"
    words = duckdb.connect().execute(query).df()
    sure = words[words["significant"] & (words["z"] > 0)].groupby("sentiment")["text"].agg(set)
    clouds = {name: each["clouds"]["distinctive"] for name, each in summary["sentiments"].items()}
    for name, cloud in clouds.items():
        drawn = FILLED if cloud["drawn"] > FILLED else cloud["drawn"]
        assert len(cloud["paler"]) == drawn - len(sure.get(name, ()))
        assert not set(cloud["paler"]) & set(sure.get(name, ()))
        svg = (folder / cloud["svg"]).read_text("utf-8")
        assert svg.count(", may be chance") == len(cloud["paler"]) > 0
    anywhere = set().union(*sure)
    compared = summary["clouds"]["comparison"]
    assert not anywhere & set(compared["paler"])
    assert compared["drawn"] == FILLED


@pytest.mark.parametrize("sample", ["english", "korean"])
def test_the_page_lists_what_stands_out_first_and_says_what_is_paler(
    sample: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(sample)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    page = (folder / "report.html").read_text("utf-8")
    for each in summary["sentiments"].values():
        flags = [word["significant"] for word in each["distinctive_words"]]
        assert len(flags) >= 12
        assert flags == sorted(flags, reverse=True)
        for word in each["distinctive_words"][:12]:
            shown = page.split(f'data-word="{word["word"]}">')[0].rsplit("class=", 1)[-1]
            assert ("paler" in shown) != word["significant"]
    assert "Fainter words do not stand out" in page


def _words(z: list[float], significant: list[bool], texts: list[int]) -> WordTable:
    names = [f"w{i}" for i in range(len(z))]
    statistics = {"z": z, "significant": significant, "texts": texts}
    columns = {name: np.array([values]) for name, values in statistics.items()}
    return WordTable(names, names, ("bad",), columns)


def test_others_fill_up_to_thirty_after_what_stands_out() -> None:
    table = _words([5.0, 9.0, 7.0, -3.0, 1.0], [True, False, True, True, False], [9, 9, 9, 9, 2])
    # The third of these is said less in this sentiment; the last is in two texts only.
    assert typical(table, "bad", 200).tolist() == [2, 0, 1]
    many = _words([2.0] * 400, [True] * 50 + [False] * 350, [3] * 400)
    assert len(typical(many, "bad", 200)) == 50
    assert len(typical(many.chosen(np.arange(20, 400)), "bad", 200)) == FILLED
    assert len(typical(many.chosen(np.arange(20, 400)), "bad", 12)) == 12


def test_a_cloud_without_such_words_names_none(english: Path) -> None:
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    assert all(not each["clouds"]["frequency"]["paler"] for each in summary["sentiments"].values())
    assert not summary["clouds"]["shared"]["paler"]
