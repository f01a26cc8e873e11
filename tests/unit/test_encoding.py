"""Whatever encoding a file has, its words arrive."""

from __future__ import annotations

from pathlib import Path

import pytest
from moodcloud.errors import UploadError
from moodcloud.reading.encoding import to_utf8

LATIN = "text,label\ncafé, déjà vu “quoted” naïve,1\nüber,0\n"
KOREAN = "리뷰,감정\n정말 재미있어요,긍정\n별로 재미없어요,부정\n"


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (LATIN, "utf-8", "utf-8"),
        (LATIN, "utf-8-sig", "utf-8-sig"),
        (LATIN, "utf-16", "utf-16"),
        (LATIN, "utf-16-le", "utf-16-le"),
        (LATIN, "utf-16-be", "utf-16-be"),
        (LATIN, "utf-32", "utf-32"),
        (LATIN, "cp1252", "cp1252"),
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "utf-16", "utf-16"),
        (KOREAN, "cp949", "cp949"),
    ],
)
def test_the_encoding_is_found_and_the_text_is_whole(
    tmp_path: Path, text: str, codec: str, named: str
) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(text.encode(codec))
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.encoding == named
    assert file.path.read_text("utf-8") == text


def test_utf8_sequences_in_a_cp1252_file_stay_whole(tmp_path: Path) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes("good ♥ caf".encode() + b"\xe9 \x93so\x94" * 30 + b"\n")
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.encoding == "cp1252"
    assert file.path.read_text("utf-8") == "good ♥ caf" + "é “so”" * 30 + "\n"


def test_one_stray_byte_does_not_make_a_korean_file_something_else(tmp_path: Path) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes((KOREAN * 50).encode() + b"\xff,1\n")
    assert to_utf8(upload, tmp_path, upload.name).encoding == "utf-8"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_every_kind_become_rows(tmp_path: Path, newline: str) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(f"a,1{newline}b,0\nc,1{newline}".encode())
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.path.read_bytes() == b"a,1\nb,0\nc,1\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
        (b"PK\x03\x04\x14\0", "not_text"),
        (bytes(range(256)) * 40, "not_text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(
    tmp_path: Path, content: bytes, code: str
) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(content)
    with pytest.raises(UploadError) as caught:
        to_utf8(upload, tmp_path, "mine.csv")
    assert caught.value.code == code
    assert "mine.csv" in caught.value.message
    assert caught.value.remedy
