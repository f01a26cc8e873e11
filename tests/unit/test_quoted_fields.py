"""The kernel finds lines and fields in quotes as Python does."""

from __future__ import annotations

import csv
import mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.tabular import places, quoted_fields
from moodcloud.tabular.csv_rows import Dialect
from moodcloud.tabular.places import Place, newlines_by_python
from moodcloud.tabular.quoted_fields import _opened_by_kernel, keep_no_quotes, opened_by_python

from tests.laws import examples

KERNEL: Final[Any] = vars(places)["_lines"]
needs_kernel = pytest.mark.skipif(
    KERNEL is None, reason="the kernel is not built: install a C compiler, then make"
)
pieces = st.lists(
    st.sampled_from(('"', '""', ",", " ", "\n", "\r\n", "\\", "a", "좋")), max_size=30
)
contents = pieces.map(lambda found: "".join(found).encode())
dialects = st.builds(
    Dialect,
    delimiter=st.sampled_from((",", "a")),
    quote=st.sampled_from(('"', " ")),
    header=st.just(False),
    width=st.just(0),
    backslash=st.booleans(),
    padded=st.booleans(),
)


@needs_kernel
@given(content=contents, newline=st.sampled_from((b"\n", b"\r\n", b"\r")))
@settings(max_examples=examples(300), deadline=None)
def test_newlines_are_counted_alike(content: bytes, newline: bytes) -> None:
    assert KERNEL.count(content, newline) == newlines_by_python(content, newline)


@needs_kernel
@given(content=contents.filter(bool), dialect=dialects, start=st.integers(0, 9))
@settings(max_examples=examples(600), deadline=None)
def test_quotes_that_open_a_field_are_found_alike(
    content: bytes, dialect: Dialect, start: int
) -> None:
    with mmap.mmap(-1, len(content)) as whole:
        whole[:] = content
        start = min(start, len(content))
        assert list(_opened_by_kernel(whole, dialect, start)) == list(
            opened_by_python(whole, dialect, start)
        )


@needs_kernel
@given(
    rows=st.lists(st.lists(st.sampled_from(("a", "", ' "a"', ' a "b"', "  ", '"', "a\nb", ' "')))),
    piece=st.integers(1, 9),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
)
@settings(max_examples=examples(600), deadline=None)
def test_fields_that_keep_their_quotes_are_found(
    rows: list[list[str]], piece: int, quoting: Literal[0, 1]
) -> None:
    kept = any(f.startswith(" ") and f.lstrip(" ").startswith('"') for row in rows for f in row)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "mine.csv")
        with path.open("w", newline="") as stream:
            csv.writer(stream, quoting=quoting, lineterminator="\n").writerows(rows)
        patch.setattr(quoted_fields, "_PIECE_BYTES", piece)
        assert keep_no_quotes(path, Dialect(",", '"', False, 0), Place(0, 0, 0)) == (not kept)


@needs_kernel
def test_quotes_within_fields_are_left_to_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    for content, sure in (
        ('a, "b"\n', False), ('"a"b,c\n', False), ('"a,b\n', False), ('a"b",c\n', True),
        ('"a\\" b",c\n', False), ('"a""b","c, "\n', True),
    ):  # fmt: skip
        path.write_text(content)
        assert keep_no_quotes(path, Dialect(",", '"', False, 0), Place(0, 0, 0)) == sure
    path.write_text('"a\\" b"," c"\n')
    assert keep_no_quotes(path, Dialect(",", '"', False, 0, backslash=True), Place(0, 0, 0))
