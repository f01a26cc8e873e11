"""In a notebook: a file or a DataFrame in, tables and pictures out."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import moodcloud
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.errors import UploadError

from tests.conftest import SAMPLES, WriteCsv
from tests.laws import examples

SMALL: dict[str, Any] = {"max_words": 5, "width": 300, "height": 200}

_TEXTS = st.one_of(
    st.sampled_from(
        [
            None,
            float("nan"),
            "",
            'they said "lovely", twice',
            "two\nlines of it",
            "carriage\r\nreturn",
            "commas, semicolons; tabs\tand | pipes",
            "=1+2 looks like a formula",
            "  spaces around  ",
            "좋은 영화 👍",
            "NaN",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
)
_LABELS: st.SearchStrategy[list[Any]] = st.sampled_from(
    [
        [1, 0],
        [True, False],
        ["positive", "negative", None],
        [1.0, 0.0, float("nan")],
        ["agree", "not, at all", "it \"depends\""],
    ]
)  # fmt: skip


@st.composite
def _frames(draw: st.DrawFn) -> pd.DataFrame:
    """Return tables as people have them: a few sound rows, then anything."""
    labels = draw(_LABELS)
    texts: list[Any] = [
        "a lovely long day at the beach",
        "the food was cold, the room was dirty",
    ] * 3
    texts = [*texts, *draw(st.lists(_TEXTS, min_size=1, max_size=12))]
    moods = [labels[number % 2] for number in range(6)]
    moods += [draw(st.sampled_from(labels)) for _ in texts[6:]]
    frame = pd.DataFrame({"text": texts, "mood": moods, "number": range(len(texts))})
    if draw(st.booleans()):
        frame["mood"] = frame["mood"].astype("category")
    return frame.sample(frac=1, random_state=draw(st.integers(0, 9)))


def _outcome(source: Any) -> tuple[Any, ...]:
    try:
        results = moodcloud.analyze(source, name="same", sentiment_column="mood", **SMALL)
    except UploadError as error:
        return error.code, error.message
    return results.summary, results.vocabulary.to_csv(), results.forms.to_csv()


@settings(deadline=None, max_examples=examples(12))
@given(frame=_frames())
def test_a_dataframe_gives_what_its_csv_gives(
    tmp_path_factory: pytest.TempPathFactory, frame: pd.DataFrame
) -> None:
    path = tmp_path_factory.mktemp("frame") / "frame.csv"
    frame.to_csv(path, index=False)
    assert _outcome(frame) == _outcome(path)


@pytest.mark.slow
def test_a_dataframe_is_called_so_in_its_results() -> None:
    frame = pd.read_csv(SAMPLES / "reviews-en.csv")
    results = moodcloud.analyze(frame, **SMALL)
    assert results.summary["input"]["name"] == "DataFrame"
    assert results.summary["rows"]["read"] == len(frame)


@pytest.mark.slow
def test_texts_alone_are_scored_whatever_holds_them() -> None:
    texts = ["I love this, truly", "I hate that noise", "awful, awful room", "great day"] * 5
    of_list = moodcloud.analyze(texts, **SMALL)
    assert of_list.summary["input"]["sentiment_source"] == "vader"
    assert of_list.summary["rows"]["counted"] == 20
    assert moodcloud.analyze(pd.Series(texts), **SMALL).summary == of_list.summary


@pytest.mark.parametrize("source", [42, {"text": "a"}, [1, 2]])
def test_what_is_no_table_is_refused_in_words(source: Any) -> None:
    with pytest.raises(TypeError, match=r"a path, a table .* is needed"):
        moodcloud.analyze(source)


@pytest.mark.slow
def test_options_are_keywords_on_top_of_an_options_object() -> None:
    base = moodcloud.Options(width=300, height=200, max_words=9)
    results = moodcloud.analyze(
        SAMPLES / "reviews-en.csv", options=base, max_words=3, stopwords=["room"], text_column=1,
        colour=None, palette=None,
    )  # fmt: skip
    used = results.summary["options"]
    assert (used["width"], used["max_words"]) == (300, 3)
    assert (used["stopwords"], used["text_column"]) == (["room"], "1")
    assert (used["colour"], used["palette"]) == ([], "default")
    assert "room" not in results.words.index
    with pytest.raises(TypeError, match="title is one text, not a list"):
        moodcloud.analyze(SAMPLES / "reviews-en.csv", title=["Hotel"])
    with pytest.raises(TypeError, match="no option shade; the options are text_column, "):
        moodcloud.analyze(SAMPLES / "reviews-en.csv", shade="red")
    with pytest.raises(UploadError, match="max_words is 0"):
        moodcloud.analyze(SAMPLES / "reviews-en.csv", max_words=0)


@pytest.fixture(scope="module")
def results() -> moodcloud.Results:
    return moodcloud.analyze(SAMPLES / "reviews-en.csv", **SMALL)


def test_tables_hold_the_words_and_what_the_summary_says_of_them(
    results: moodcloud.Results,
) -> None:
    top = results.summary["sentiments"]["positive"]["top_words"]
    table: Any = results.words
    words = table["positive"].sort_values("count", ascending=False, kind="stable")
    assert [entry["word"] for entry in top] == words.index[: len(top)].tolist()
    for entry in top:
        assert entry["count"] == results.words.loc[entry["word"], ("positive", "count")]
        assert entry["z"] == pytest.approx(words.loc[entry["word"], "z"], abs=1e-4)
    phrase = results.summary["sentiments"]["negative"]["top_phrases"][0]
    assert phrase["count"] == results.phrases.loc[phrase["phrase"], ("negative", "count")]
    assert results.words.index.is_unique
    assert not results.words.isna().any(axis=None)
    total = table.xs("count", axis="columns", level=1).sum(axis="columns")
    assert total.is_monotonic_decreasing
    assert set(results.forms.columns) == {"sentiment", "word", "form", "count"}
    assert (results.emoji["count"] > 0).all()


def test_a_cloud_is_a_picture_and_a_wrong_name_names_the_right_ones(
    results: moodcloud.Results,
) -> None:
    for name, kind in (("positive", "frequency"), ("negative", "distinctive")):
        assert results.cloud(name, kind).size == (300, 200)
    assert results.cloud("comparison").size == (300, 200)
    with pytest.raises(ValueError, match=r"no cloud 'mixed'.*'positive', 'distinctive'"):
        results.cloud("mixed")


@pytest.mark.slow
def test_results_are_kept_where_they_are_saved_and_gone_where_nobody_holds_them(
    tmp_path: Path,
) -> None:
    results = moodcloud.analyze(SAMPLES / "reviews-en.csv", **SMALL)
    folder, words = results.folder, results.words
    assert results.report.exists()
    (tmp_path / "mine.txt").write_text("keep")
    assert results.save(tmp_path) == tmp_path
    assert results.save(tmp_path) == tmp_path
    opened = moodcloud.open_results(tmp_path)
    assert opened.save(tmp_path) == tmp_path
    pd.testing.assert_frame_equal(opened.words, words)
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", *results.summary["files"]}
    del results
    gc.collect()
    assert not folder.exists()


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadError) as caught:
        moodcloud.open_results(tmp_path)
    assert caught.value.code == "no_results"
    (tmp_path / "summary.json").write_text('{"schema": "moodcloud/0"}')
    with pytest.raises(UploadError, match="schema moodcloud/0"):
        moodcloud.open_results(tmp_path)


def test_results_show_themselves_and_nothing_of_the_file_runs(write_csv: WriteCsv) -> None:
    evil = "<img src=x onerror=alert(1)>"
    rows = [(f"lovely day number{i} {evil}", ("good", evil)[i % 2]) for i in range(20)]
    results = moodcloud.analyze(write_csv([("text", "sentiment"), *rows]), **SMALL)
    shown = results._repr_html_()
    assert evil not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert shown.count("<img ") == 2 + len(results.summary["clouds"])
    assert "http" not in shown.replace("http://www.w3.org", "")
    assert "good: 10 rows; " in repr(results)


def test_left_out_rows_are_a_table(write_csv: WriteCsv) -> None:
    rows = [(f"good word{i}", str(i % 2)) for i in range(30)]
    results = moodcloud.analyze(write_csv([("text", "label"), *rows, ("no label", "")]), **SMALL)
    assert results.rejected.to_dict("records") == [
        {"line": 32, "reason": "no sentiment", "content": "no label,"}
    ]
