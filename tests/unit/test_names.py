"""File names of sentiments: short enough, safe, and no two alike on any file system."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.file_names import file_names

from tests.conftest import WriteCsv
from tests.laws import examples

LONGEST_ENDING = "-distinctive.png"
NFC, NFD = (unicodedata.normalize(form, "아주 나쁨 café") for form in ("NFC", "NFD"))
# Letters of four bytes, of two cases, that case or composition make longer, marks, and the rest.
LETTERS = st.sampled_from("aAßİſΐᾳÅÅ각각é́𠀀𝐀😀ﬁ-. _/\\\0\n\u200d\ud800")
LABELS = st.text(LETTERS, max_size=70) | st.text(max_size=70) | st.sampled_from([NFC, NFD])


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(LABELS | st.sampled_from(["summary", "Latest", "x" * 90, "각" * 90]), unique=True))
@example(["𠀀" * 60, "𠀀" * 61, "𠀀" * 60 + "-distinctive"])
@example([NFC, NFD, NFC.upper()])
@example(["각" * 40, unicodedata.normalize("NFD", "각" * 40), "각" * 41])
def test_any_labels_get_names_that_are_apart_safe_and_short(labels: list[str]) -> None:
    names = file_names(labels)
    assert list(names) == labels
    written = [name + end for name in names.values() for end in ("", "-distinctive")]
    for folded in (
        {unicodedata.normalize("NFC", name.casefold()) for name in written},
        {unicodedata.normalize("NFC", name).casefold() for name in written},
        {unicodedata.normalize("NFD", name).casefold() for name in written},
    ):
        assert len(folded) == len(written)
        assert not folded & {"summary", "report", "index", "latest", "error", "shared"}
    for name in names.values():
        assert 0 < len(name) <= 66
        assert len(name.encode()) <= 126
        assert len(f"{name}{LONGEST_ENDING}".encode()) <= 255
        assert not name.startswith((".", "-"))
        assert not set(name) & set('/\\:*?"<>|\0\n')


@pytest.mark.parametrize(
    "label",
    ["𠀀" * 60, "a" * 300, *(pytest.param(each * 60, marks=pytest.mark.slow) for each in "𝐀가")],
    ids=range(4),
)
def test_a_label_of_any_length_in_any_script_gets_its_files(
    tmp_path: Path, write_csv: WriteCsv, label: str
) -> None:
    other = f"{label}!"
    rows = [(f"breakfast {i} was fine", (label, other)[i % 2]) for i in range(20)]
    options = Options(text_column="text", sentiment_column="label")
    analysis = analyze(write_csv([("text", "label"), *rows]), tmp_path / "out", options)
    assert set(analysis.summary.sentiments) == {label, other}
    for name in analysis.summary.files:
        assert (tmp_path / "out" / name).stat().st_size


def test_names_of_labels_of_up_to_120_bytes_stay_as_they_were() -> None:
    labels = ("a/b", "A b", "a:b", "summary", "../..", "아주 좋음", "가" * 40, "é" * 60, "a" * 61)
    assert list(file_names(labels).values()) == [
        "a-b",
        "A-b-2",
        "a-b-3",
        "summary-2",
        "group",
        "아주-좋음",
        "가" * 40,
        "é" * 60,
        "a" * 60,
    ]


def test_a_name_is_not_cut_within_a_letter_that_is_written_in_pieces() -> None:
    label = unicodedata.normalize("NFD", "각" * 20)  # three pieces of three bytes each
    (name,) = file_names([label]).values()
    assert name == unicodedata.normalize("NFD", "각" * 13)


def test_no_name_of_a_file_is_longer_than_keys_in_s3_leave_room_for() -> None:
    # moodcloud/aws/keys.py reckons with names of 144 bytes.
    alike = [f"{'𠀀' * 30}{number}" for number in range(12)]
    names = [f"{name}-distinctive.png" for name in file_names(alike).values()]
    assert max(len(name.encode()) for name in names) <= 144
    assert max(len(name.encode()) for name in names) > 136
