"""What people pass to the Python API: tables of any library, texts beside labels, bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import moodcloud
import numpy as np
import pandas as pd
import pytest
from moodcloud import columns
from moodcloud.errors import UploadError

SMALL: dict[str, Any] = {"max_words": 3, "width": 200, "height": 200, "examples": False}
TEXTS = ["a lovely long day", "cold food, dirty room", "lovely friendly people", "dirty, so dirty"]
LABELS = ["happy", "angry", "happy", "angry"]
FRAME = pd.DataFrame({"text": TEXTS * 3, "label": LABELS * 3})


class Foreign:
    """A table of another library: it speaks the Arrow stream interface and has columns."""

    columns = ("text", "label")

    def __init__(self) -> None:
        self._relation = duckdb.connect().from_df(FRAME)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def _counts(source: Any, labels: Any = None) -> Any:
    results = moodcloud.analyze(source, labels, **SMALL)
    assert results.summary["input"]["sentiment_source"] == "column"
    return {name: results[name].words["count"].to_dict() for name in sorted(results)}


@pytest.fixture(scope="module")
def expected() -> Any:
    return _counts(FRAME)


# The first few differ most; the others come in CI.
SHAPES: list[Callable[[], Any]] = [
    lambda: (FRAME["text"], FRAME["label"]),
    lambda: (FRAME.to_dict("records"), None),
    lambda: (Foreign(), None),
    lambda: (FRAME.to_csv(index=False).encode(), None),
    lambda: (FRAME["text"].tolist(), tuple(LABELS * 3)),
    lambda: (FRAME["text"].to_numpy(), FRAME["label"].astype("category")),
    # Rows belong together by their order, not by their index.
    lambda: (FRAME["text"].rename("same"), FRAME["label"].rename("same").sample(frac=1)
             .sort_index().set_axis(range(50, 62))),
    lambda: (pd.Series(FRAME["text"].tolist(), index=FRAME["label"]), None),
    lambda: (FRAME.to_dict("list"), None),
    lambda: (list(FRAME.itertuples(index=False, name=None)), None),
    lambda: (duckdb.connect().from_df(FRAME), None),
    lambda: (io.StringIO(FRAME.to_csv(index=False)), None),
    lambda: (io.BytesIO(FRAME.to_json(orient="records", lines=True).encode()), None),
]  # fmt: skip


@pytest.mark.parametrize(
    "given", [*SHAPES[:4], *(pytest.param(each, marks=pytest.mark.slow) for each in SHAPES[4:])]
)
def test_every_shape_of_a_table_gives_the_same(given: Callable[[], Any], expected: Any) -> None:
    assert _counts(*given()) == expected


def test_labels_may_be_numbers_or_missing() -> None:
    stars = [5, 1, 5, 1] * 3 + [np.nan]
    results = moodcloud.analyze([*FRAME["text"], "nobody rated this"], stars, **SMALL)
    assert results.summary["rows"]["unlabelled"] == 1
    assert set(results) == {"positive", "negative"}


@pytest.mark.parametrize(
    "sign",
    [
        "\t",
        "\n",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("|", ";", ",", "\r", '"')),
    ],
)
def test_no_sign_in_a_text_is_taken_for_a_delimiter(sign: str) -> None:
    texts = [text.replace(" ", f" {sign} ") for text in TEXTS] * 3
    assert _counts(texts, LABELS * 3)["angry"]["dirty"] == 9
    alone = moodcloud.analyze(["I love this" + sign, "I hate that"] * 6, **SMALL)
    assert alone.summary["rows"]["counted"] == 12


@pytest.mark.parametrize("names", [(2, 1), (1, 0), ("7", "text"), ("text", "text"), ('a,"b\n', "")])
def test_names_of_series_do_not_matter(names: tuple[Any, Any], expected: Any) -> None:
    text, label = names
    assert _counts(FRAME["text"].rename(text), FRAME["label"].rename(label)) == expected


def test_letters_that_cannot_be_written_are_marked() -> None:
    broken = FRAME.assign(text=FRAME["text"] + " \ud800")
    for given in ((broken,), (broken["text"], broken["label"])):
        assert _counts(*given)["angry"]["dirty"] == 9


def test_an_index_of_times_or_names_holds_no_labels() -> None:
    for index in (pd.date_range("2024-01-01", periods=12), [f"id{n}" for n in range(12)], None):
        texts = pd.Series(["I love this place", "I hate this noise"] * 6, index=index)
        results = moodcloud.analyze(texts, **SMALL)
        assert results.summary["input"]["sentiment_source"] == "vader"


@pytest.mark.parametrize(
    ("source", "labels", "error", "message"),
    [
        (TEXTS, LABELS[:3], ValueError, "there are 4 texts and 3 labels"),
        (FRAME, LABELS * 3, TypeError, "a table holds its own in a column"),
        (b"text,label\n", LABELS, TypeError, "a file holds its own in a column"),
        ([Path("a.csv")], LABELS, TypeError, "a file holds its own in a column"),
        ([1, 2], None, TypeError, "list of other things"),
        (42, None, TypeError, "a path, a table .* is needed, not int"),
        ({"text": "a"}, None, TypeError, "not dict"),
        ([], None, UploadError, "empty|no rows"),
    ],
)
def test_what_cannot_be_a_table_is_refused_in_words(
    source: Any, labels: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        moodcloud.analyze(source, labels, **SMALL)


def test_errors_name_keywords_and_frames() -> None:
    with pytest.raises(UploadError) as caught:
        moodcloud.analyze(pd.DataFrame({"a": [1, 2], "b": [3, 4]}))
    assert "No column of DataFrame looks like texts" in caught.value.message
    assert 'text_column="NAME"' in caught.value.remedy
    for spoken in (caught.value.message, caught.value.remedy, str(caught.value)):
        assert "--" not in spoken
        assert "upload" not in spoken
    with pytest.raises(UploadError, match="no column nix, which text_column asks for"):
        moodcloud.analyze(FRAME, text_column="nix")


def test_columns_say_what_they_are_used_for(expected: Any) -> None:
    # An analysis, as that of `expected`, has imported all rooms: none has the name of a function.
    assert expected
    assert all(callable(getattr(moodcloud, name)) for name in ("analyze", "columns", "compare"))
    assert columns(FRAME)["used_as"].to_dict() == {"text": "text", "label": "sentiment"}
    with pytest.warns(UserWarning, match='text_column="NAME"'):
        assert set(columns({"a": [1, 2], "b": [3, 4]})["used_as"]) == {""}


def test_a_sentiment_shows_its_words_clouds_and_texts(tmp_path: Any) -> None:
    path = tmp_path / "hotel.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *zip(TEXTS * 9, LABELS * 9, strict=True)])
    results = moodcloud.analyze(path, tmp_path / "out", max_words=5, width=300, height=200)
    angry = results["angry"]
    assert angry.rows == 18
    assert angry.words.index[0] == "dirty"
    assert (angry.distinctive["z"] > 0).all()
    assert angry.cloud("distinctive").size == (300, 200)
    assert set(angry.examples("DIRTY")["text"]) <= set(TEXTS)
    assert set(results.examples("dirty")["sentiment"]) == {"angry"}
    assert results.examples("nonsense").empty
    assert results.examples("").empty
    columns_shown: list[Any] = results.words.columns.tolist()
    assert columns_shown == list(product(results, ("count", "texts", "share", "z")))
    assert "angry" in repr(angry)
    assert angry._repr_html_().count("<img ") == 2
    with pytest.raises(KeyError, match="no sentiment 'sad'; there are: 'angry', 'happy'"):
        results["sad"]


def test_the_page_is_opened_in_the_browser(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    results = moodcloud.analyze(FRAME, out=tmp_path / "a b", **SMALL)
    assert results.open() == results.report
    assert opened == [results.report.resolve().as_uri()]


def test_files_and_frames_are_analysed_before_they_are_compared() -> None:
    # Copies are one text, and a phrase is in three.
    ends = pd.Series(["!" * (row // len(TEXTS)) for row in range(len(FRAME))])
    first = FRAME.assign(text=FRAME["text"] + ends)
    later = first.assign(text=first["text"].str.replace("lovely", "renovated"))
    both = moodcloud.compare(first, later, **SMALL)
    assert "lovely long" in both.a["happy"].words.index
    assert "renovated long" in both.b["happy"].words.index
