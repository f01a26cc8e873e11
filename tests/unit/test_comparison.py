"""What rose and what fell: only what chance does not explain, counted alike on both sides."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import moodcloud
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.cli import main
from moodcloud.comparing.compared import ComparedResults, compare_results
from moodcloud.comparing.document import comparison_schema
from moodcloud.comparing.occurrences import _most_unlisted
from moodcloud.comparing.pages import write_comparison
from moodcloud.comparing.statistics import compare_shares
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.results import Results
from moodcloud.report.templates import strings_of
from moodcloud.vocabulary.keyness import attracted, g2

SMALL: dict[str, Any] = {"max_words": 5, "width": 300, "height": 200}
Row = tuple[str, str]

_WORDS = [
    f"{head}{tail}" for head in ("bak", "dor", "fim", "gul") for tail in ("a", "en", "ol", "ut")
]


def _rows(number: int, seed: int) -> list[Row]:
    """Return rows of random words: nothing differs but by chance."""
    draw = random.Random(seed)
    return [
        (" ".join(draw.choices(_WORDS, k=6)) + " and the", draw.choice(["good", "bad"]))
        for _ in range(number)
    ]


def _results(rows: list[Row], **options: Any) -> Results:
    return _analysed(tuple(rows), tuple(options.items()))


@cache
def _analysed(rows: tuple[Row, ...], chosen: tuple[tuple[str, Any], ...]) -> Results:
    options = dict(chosen)
    frame = pd.DataFrame(rows, columns=["text", "sentiment"])
    return moodcloud.analyze(frame, language=options.pop("language", "en"), **SMALL, **options)


def _compared(a: list[Row], b: list[Row]) -> ComparedResults:
    return compare_results(_results(a), _results(b))


@pytest.mark.slow
def test_halves_that_differ_by_chance_do_not_differ() -> None:
    found = _compared(_rows(600, seed=1), _rows(600, seed=2)).comparison
    assert found.tests > 30
    assert not found.differences["significant"].any()
    assert not found.shares["significant"].any()


@pytest.mark.slow
def test_a_word_that_rose_and_one_that_fell_are_found_in_their_sentiment() -> None:
    a, b = _rows(600, seed=1), _rows(600, seed=2)
    a = [(f"{text} biscuit" if label == "good" else text, label) for text, label in a]
    b = [(f"{text} parking" if label == "bad" else text, label) for text, label in b]
    found = _compared(a, b).comparison
    assert found.rose()["text"].tolist() == ["parking"]
    assert found.fell()["text"].tolist() == ["biscuit"]
    assert found.rose("negative")["text"].tolist() == ["parking"]
    assert found.fell("positive")["text"].tolist() == ["biscuit"]
    assert found.rose("positive").empty


@pytest.mark.slow
def test_swapped_sides_swap_what_rose_and_what_fell() -> None:
    a = [(f"{text} biscuit", label) for text, label in _rows(100, seed=1)]
    b = _rows(100, seed=2)
    there, back = _compared(a, b).comparison, _compared(b, a).comparison
    pd.testing.assert_series_equal(
        there.differences.sort_values(["sentiment", "kind", "text"])["z"].reset_index(drop=True),
        -back.differences.sort_values(["sentiment", "kind", "text"])["z"].reset_index(drop=True),
    )


@pytest.mark.slow
def test_a_word_that_a_phrase_took_is_still_counted() -> None:
    # In A every customer is in "customer service", which takes its place; in B none is.
    a = [(f"{text} customer service", label) for text, label in _rows(200, seed=1)]
    b = [(f"customer of {text} service", label) for text, label in _rows(200, seed=2)]
    both = _compared(a, b)
    assert "customer" not in both.a.words.index
    assert "customer" in both.b.words.index
    assert both.comparison.rose().empty
    fell = both.comparison.fell().set_index("text")
    assert {"customer", "service"}.isdisjoint(fell.index)
    # The phrase fell, although B does not say how often the two stand together there.
    assert fell.loc["customer service", "bound"] == "b"
    assert fell.loc["customer service", "count_a"] == 200


@pytest.mark.slow
def test_a_negated_word_is_a_word_of_its_own() -> None:
    a = [(f"{text} good", label) for text, label in _rows(200, seed=1)]
    b = [(f"{text} not good", label) for text, label in _rows(200, seed=2)]
    found = _compared(a, b).comparison
    assert found.fell()["text"].tolist() == ["good"]
    assert "not good" in found.rose()["text"].tolist()


@pytest.mark.slow
def test_spelling_does_not_make_a_word_another() -> None:
    a = [(f"{text} iPhone", label) for text, label in _rows(100, seed=1)]
    b = [(f"{text} iphone", label) for text, label in _rows(100, seed=2)]
    both = _compared(a, b)
    assert "iPhone" in both.a.words.index
    assert "iphone" in both.b.words.index
    assert not both.comparison.differences["significant"].any()


@given(
    st.integers(1, 3_000), st.integers(1, 3_000), st.integers(6_000, 50_000),
    st.floats(0, 40),
)  # fmt: skip
def test_the_most_a_pair_can_be_without_being_a_phrase(
    first: int, second: int, total: int, least: float
) -> None:
    def listed(count: int) -> bool:
        values = np.array([count]), np.array([first]), np.array([second])
        strong = g2(*values, total)[0] >= least and attracted(*values, total)[0]
        return count >= 3 and bool(strong)

    most = int(_most_unlisted(np.array([first]), np.array([second]), total, least)[0])
    assert not listed(most)
    assert all(listed(count) for count in range(most + 1, min(first, second, most + 50) + 1))


def test_shares_are_compared_as_two_proportions() -> None:
    shares = compare_shares({"good": 45, "bad": 155}, {"good": 80, "bad": 120, "new": 0})
    pooled = 125 / 400
    z = (0.4 - 0.225) / math.sqrt(pooled * (1 - pooled) * (1 / 200 + 1 / 200))
    assert shares["z"].tolist() == pytest.approx([z, -z, 0])
    assert shares["share_b"].tolist() == [0.4, 0.6, 0]


@pytest.mark.slow
def test_other_languages_are_refused_and_other_options_named() -> None:
    rows = _rows(40, seed=1)
    with pytest.raises(UploadError, match="language of A is en, that of B is fr"):
        compare_results(_results(rows), _results(rows, language="fr"))
    other: dict[str, Any] = {"stopwords": ("baka",), "phrase_g2": 5.0, "copies": "once"}
    both = compare_results(_results(rows), _results(rows, **other))
    assert [warning for warning in both.warnings if "same file" in warning]
    assert [warning for warning in both.warnings if "left out of the comparison: baka" in warning]
    assert [warning for warning in both.warnings if "--phrase-g2 is “10.83” in A" in warning]
    assert [warning for warning in both.warnings if "--copies is “count” in A" in warning]
    assert not both.comparison.differences["significant"].any()
    assert "baka" not in set(both.comparison.differences["text"])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    a = [(f"{text} biscuit", label) for text, label in _rows(100, seed=1)]
    b = [(f"{text} parking", label) for text, label in _rows(100, seed=2)]
    for name, rows in (("a.csv", a), ("b.csv", b)):
        frame = pd.DataFrame(rows, columns=["text", "sentiment"])
        frame.to_csv(tmp_path / name, index=False)
    return tmp_path / "a.csv", tmp_path / "b.csv"


def test_the_command_writes_json_page_and_cloud(files: tuple[Path, Path]) -> None:
    a, b = files
    folder = a.parent / "a-results"
    moodcloud.analyze(a, folder, language="en")
    arguments = ["compare", str(folder), str(b), "--language", "en"]
    out = a.parent / "out"
    printed = CliRunner().invoke(main, [*arguments, "--out", str(out)])
    assert printed.exit_code == 0, printed.output
    assert "biscuit" in printed.stdout
    content = json.loads((out / "comparison.json").read_text("utf-8"))
    jsonschema.validate(content, comparison_schema())
    assert [entry["text"] for entry in content["whole"]["rose"]] == ["parking"]
    # How many different texts of the side say it.
    (risen,) = content["whole"]["rose"]
    texts = pd.read_csv(b)["text"].drop_duplicates()
    held = int(texts.str.contains("parking").sum())
    assert (risen["a"]["texts"], risen["a"]["share"]) == (0, 0.0)
    assert risen["b"]["texts"] == held
    assert risen["b"]["share"] == pytest.approx(held / len(texts), abs=1e-6)
    assert "parking" in (out / "comparison.svg").read_text("utf-8")
    page = (out / "comparison.html").read_text("utf-8")
    assert "parking" in page
    assert "<script>" in page
    # Texts of both sides are quoted for it.
    data = json.loads(re.findall(r'id="data">(.*?)</script>', page)[0])
    quoted = data["examples"]["biscuit"]
    assert {quoted[at] for at in range(0, len(quoted), 5)} == {0}
    _, _, text, start, length = quoted[:5]
    assert data["texts"][text][start : start + length] == "biscuit"
    assert sorted(path.name for path in out.iterdir()) == [
        "comparison.html", "comparison.json", "comparison.png", "comparison.svg"
    ]  # fmt: skip
    # The same again, without files: the same but for the cloud.
    as_json = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert as_json == {**content, "cloud": None}


@pytest.mark.slow
def test_a_folder_of_files_is_a_side_and_several_are_compared_step_by_step(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = files
    march = tmp_path / "march"
    march.mkdir()
    (march / "b.csv").write_bytes(a.read_bytes())
    same = ["compare", str(march / "b.csv"), str(b), "--language", "en", "--json"]
    named = [side["name"] for side in json.loads(CliRunner().invoke(main, same).stdout)["sides"]]
    assert named == [str(march / "b.csv"), str(b)]
    (march / "b.csv").unlink()
    for number in range(2):
        (march / f"{number}.csv").write_bytes(a.read_bytes())
    places = [str(march), str(b), str(a), "--language", "en", "--json"]
    content = json.loads(CliRunner().invoke(main, ["compare", *places]).stdout)
    jsonschema.validate(content, comparison_schema())
    assert [side["name"] for side in content["sides"]] == ["march", "b.csv", "a.csv"]
    assert [(step["a"], step["b"]) for step in content["steps"]] == [(0, 1), (1, 2)]
    there, back = content["steps"]
    assert [each["text"] for each in there["whole"]["rose"]] == ["parking"]
    assert [each["text"] for each in back["whole"]["fell"]] == ["parking"]
    # The last against the first: the same texts, twice as many.
    assert content["whole"] == {"rose": [], "fell": []}
    assert content["b"] == content["sides"][2]


@pytest.mark.slow
def test_several_in_python_are_those_of_the_command(files: tuple[Path, Path]) -> None:
    found = moodcloud.compare(*files, files[0], language="en")
    assert [step.rose["text"].tolist() for step in found.steps] == [["parking"], ["biscuit"]]
    assert len(found.sides) == 3
    out = found.save(files[0].parent / "saved")
    assert json.loads((out / "comparison.json").read_text("utf-8"))["steps"]


def test_what_is_no_option_is_refused_even_where_nothing_is_analysed(
    files: tuple[Path, Path],
) -> None:
    results = _results(_rows(40, seed=1))
    with pytest.raises(TypeError, match="there is no option bogus"):
        moodcloud.compare(results, results, bogus=1)
    with pytest.raises(TypeError, match="there is no option out"):
        moodcloud.compare(*files, out="here")


def test_one_side_or_a_folder_without_files_ends_with_status_2(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(main, ["compare", str(tmp_path / "empty"), str(files[1])])
    assert result.exit_code == 2
    assert "empty" in result.stderr
    result = CliRunner().invoke(main, ["compare", str(files[1])])
    assert result.exit_code == 2
    assert "two sides" in result.stderr


@pytest.mark.slow
def test_swear_words_have_stars_on_the_page_and_none_in_the_json(tmp_path: Path) -> None:
    a, b = _rows(100, seed=1), [(f"{text} shit", label) for text, label in _rows(100, seed=2)]
    both = _compared(a, b)
    write_comparison(both, tmp_path, Options(mask_profanity=True))
    assert "shit" not in (tmp_path / "comparison.html").read_text("utf-8")
    assert "s**t" in (tmp_path / "comparison.html").read_text("utf-8")
    assert "shit" in (tmp_path / "comparison.json").read_text("utf-8")


def test_every_language_of_the_page_has_every_string() -> None:
    strings = strings_of("comparison")
    for language, own in strings.items():
        assert own.keys() == strings["en"].keys(), language
        for key, text in own.items():
            names = set(re.findall(r"\{(\w+)\}", text))
            assert names <= set(re.findall(r"\{(\w+)\}", strings["en"][key])), key


@pytest.mark.slow
def test_markup_in_a_file_is_text_on_the_page_of_a_comparison(
    tmp_path: Path, write_csv: Callable[..., Path]
) -> None:
    evil = "<script>alert(1)</script>"
    header = ("text", "sentiment")
    a = write_csv(
        [header, *[(text, (evil, "x")[i % 2]) for i, (text, _) in enumerate(_rows(60, 1))]]
    )
    a = a.rename(tmp_path / f"{evil.replace('/', '')}.csv")
    b = write_csv([header, *[(f"{text} new", evil) for text, _ in _rows(60, 2)]], "b.csv")
    arguments = ["compare", str(a), str(b), "--language", "en", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    page = (tmp_path / "out" / "comparison.html").read_text("utf-8")
    assert page.count("<script") == 3
    assert "&lt;script&gt;" in page


def test_the_halves_of_a_real_file_differ_only_where_its_halves_are_others(
    real_data: Path,
) -> None:
    rows = pd.read_csv(real_data / "airline-tweets.csv", dtype=str, keep_default_na=False)
    half = len(rows) // 2
    mixed = rows.sample(frac=1, random_state=7)
    chance = compare_results(
        moodcloud.analyze(mixed[:half], **SMALL), moodcloud.analyze(mixed[half:], **SMALL)
    ).comparison
    assert chance.tests > 3_000
    assert int(chance.differences["significant"].sum()) <= 2
    # The file is sorted by airline: what differs is airlines, their airports and their news.
    found = compare_results(
        moodcloud.analyze(rows[:half], **SMALL), moodcloud.analyze(rows[half:], **SMALL)
    ).comparison
    assert {"AA", "DFW", "CLT", "call back"} <= set(found.rose()["text"])
    assert {"United", "EWR", "southwest", "fleek"} <= set(found.fell()["text"])
    common = {"flight", "plane", "bag", "delay", "good", "bad", "time", "thank"}
    assert common.isdisjoint([*found.rose()["text"], *found.fell()["text"]])
