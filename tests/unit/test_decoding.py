"""The kernel finds what of a file is UTF-8 already; the rest comes out as without it."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.tabular import charset, odd_lines
from moodcloud.tabular.byte_survey import survey_by_python, survey_bytes
from moodcloud.tabular.utf8 import _WITH_ASCII, Utf8File, to_utf8

from tests.files.mixed_bytes import PIECES, mixed_bytes
from tests.laws import examples

KERNEL: Final[Any] = vars(odd_lines)["_decoding"]
needs_kernel = pytest.mark.skipif(
    KERNEL is None, reason="the kernel is not built: install a C compiler, then make"
)
contents = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)


@needs_kernel
@given(content=contents, chunk=st.integers(12, 40))
@settings(max_examples=examples(300), deadline=None)
def test_bytes_tell_the_same_with_and_without_the_kernel(content: bytes, chunk: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "bytes")
        path.write_bytes(content)
        patch.setattr(charset, "_CHUNK", chunk)
        assert survey_bytes(path) == survey_by_python(path)


def _as_utf8(content: bytes, encoding: str | None) -> tuple[Utf8File | str, bytes]:
    with TemporaryDirectory() as folder:
        upload = Path(folder, "mine.csv")
        upload.write_bytes(content)
        try:
            file = to_utf8(upload, Path(folder), upload.name, encoding)
        except UploadError as error:
            return error.code, b""
        return Utf8File(
            Path(file.path.name), *list(vars(file).values())[1:]
        ), file.path.read_bytes()


@needs_kernel
@given(
    content=st.builds(mixed_bytes, st.integers(0), st.integers(1, 30)),
    piece=st.sampled_from((1, 7, 50, 400)),
    encoding=st.sampled_from(
        (None, None, "utf-8", "cp1252", "cp949", "cp932", "gb18030", "utf-16-le")
    ),
)
@settings(max_examples=examples(300), deadline=None)
def test_files_become_the_same_utf8_with_and_without_the_kernel(
    content: bytes, piece: int, encoding: str | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(odd_lines, "_PIECE_BYTES", piece)
        by_kernel = _as_utf8(content, encoding)
        patch.setattr(odd_lines, "_decoding", None)
        assert by_kernel == _as_utf8(content, encoding)


@pytest.mark.parametrize("codec", sorted(_WITH_ASCII))
def test_ascii_is_ascii_in_each_encoding_whose_lines_are_passed_over(codec: str) -> None:
    letters = [bytes([byte]) for byte in range(1, 128)]
    random.Random(1).shuffle(letters)
    assert b"".join(letters).decode(codec) == b"".join(letters).decode("ascii")


@needs_kernel
def test_lines_that_were_not_handed_out_are_refused() -> None:
    for lines in (b"", b"a\nb\n", b"a"):
        with pytest.raises(ValueError, match="as many lines"):
            KERNEL.with_lines(b"plain\n\xff\n", True, lines)


FEW: Final = b"so good,1\r\nna\xefve \x93quoted\x94,0\r\n"


@needs_kernel
def test_plain_lines_are_not_decoded(tmp_path: Path) -> None:
    handed = []

    def as_utf8(content: bytes, final: bool) -> bytes:
        handed.append(content)
        return content.decode("cp1252").replace("\r\n", "\n").encode()

    path = tmp_path / "mine.csv"
    path.write_bytes(b"text,label\r\n" + 3 * FEW)
    whole = b"".join(odd_lines.decoded(path, as_utf8, ascii_kept=True, utf8_kept=False))
    assert whole.decode() == path.read_bytes().decode("cp1252").replace("\r\n", "\n")
    assert handed == [b"text,label\r\n", 3 * FEW[11:], b""]


@needs_kernel
def test_lines_too_long_to_wait_for_are_decoded_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odd_lines, "_PIECE_BYTES", 5)
    monkeypatch.setattr(odd_lines, "LONGEST_LINE", 20)
    content = b"text,label\n" + ("é ï¿½ 좋아요 " * 9).encode() + b"\xff,1\r\nso,0\rplain,1\n"
    by_kernel = _as_utf8(content, None)
    monkeypatch.setattr(odd_lines, "_decoding", None)
    assert by_kernel == _as_utf8(content, None)
    assert by_kernel[1].count(b"\n") == 4


@pytest.mark.parametrize("codec", ["euc_jp", "gb18030", "cp949", "cp932", "big5", "cp950"])
@pytest.mark.parametrize("cut", [b"\x8f", b"\x810", b"\xc40", b"\x81", b"\x8e"])
def test_a_character_that_is_cut_at_the_end_of_a_line_keeps_the_line(
    codec: str, cut: bytes
) -> None:
    rows = ["とても良い商品です" if codec not in ("cp949", "big5", "cp950") else "abc"] * 20
    content = "\n".join(["text,label", *(f"{row} plain,1" for row in rows)]).encode(codec)
    _, written = _as_utf8(content + b"\nlast " + cut + b"\nplain,2\n" + cut + b"\nend,1\n", codec)
    lines = written.decode().split("\n")
    assert (lines[-4], lines[-2:]) == ("plain,2", ["end,1", ""])
