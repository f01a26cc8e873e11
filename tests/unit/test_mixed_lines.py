"""Files put together from parts in several encodings, and letters that were cut in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.test_encoding import LATIN, RARER, TEXTS, read

EVERY = TEXTS | RARER
OTHER_SCRIPTS = ["cp949", "cp932", "gb18030", "cp950", "cp1251", "koi8_u", "cp1253", "cp1255"]


def _numbered(language: str, count: int) -> list[str]:
    lines = EVERY[language].splitlines()
    return [f"{n} {lines[n % len(lines)]}" for n in range(count)]


@pytest.mark.parametrize("codec", OTHER_SCRIPTS)
@pytest.mark.parametrize("order", ["utf-8 first", "utf-8 last", "in turns", "few", "marked"])
def test_lines_of_another_encoding_are_read_in_it(tmp_path: Path, codec: str, order: str) -> None:
    lines = _numbered(codec, 24)
    others = {
        "utf-8 first": range(12, 24), "utf-8 last": range(12), "in turns": range(0, 24, 2),
        "few": range(8, 12), "marked": range(6, 24),
    }[order]  # fmt: skip
    content = b"\n".join(
        line.encode(codec if number in others else "utf-8") for number, line in enumerate(lines)
    )
    file, found = read(tmp_path, b"\xef\xbb\xbf" * (order == "marked") + content)
    assert (found.split("\n"), file.replaced_bytes) == (lines, 0)
    assert file.encoding == f"utf-8, {codec}"


def test_lines_are_read_alike_wherever_the_file_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = _numbered("cp949", 24)
    parts = [line.encode("cp949" if n % 3 else "utf-8") for n, line in enumerate(lines)]
    for size in (16, 61, 100):
        monkeypatch.setattr("moodcloud.tabular.charset._CHUNK", size)
        assert read(tmp_path, b"\r\n".join(parts))[1].split("\n") == lines


def test_western_lines_within_utf8_are_read_as_before(tmp_path: Path) -> None:
    lines = _numbered("cp1252", 24)
    content = "\n".join(lines[:12]).encode() + b"\n" + "\n".join(lines[12:]).encode("cp1252")
    file, found = read(tmp_path, content)
    assert (file.encoding, found.split("\n")) == ("cp1252", lines)


@pytest.mark.parametrize("language", ["cp949", "cp932", "gb18030", "cp874"])
@pytest.mark.parametrize("every", [3, 20])
def test_a_letter_cut_in_two_is_one_undecodable_sign(
    tmp_path: Path, language: str, every: int
) -> None:
    lines = [line.split(",")[0] for line in _numbered(language, 40)]
    cut = [line.encode()[:-1] + b",1" for line in lines[::every]]
    whole = [f"{line},1".encode() for line in lines]
    file, found = read(tmp_path, b"\n".join([*whole, *cut]))
    assert (file.encoding, file.replaced_bytes) == ("utf-8", len(cut))
    assert found.split("\n")[len(whole) :] == [f"{line[:-1]}\ufffd,1" for line in lines[::every]]


def test_quotes_of_cp1252_after_letters_are_not_taken_for_a_letter_cut_in_two(
    tmp_path: Path,
) -> None:
    file, found = read(tmp_path, (LATIN * 20).encode() + "café’s,1\n".encode("cp1252"))
    assert (file.encoding, found) == ("utf-8", LATIN * 20 + "café’s,1\n")
