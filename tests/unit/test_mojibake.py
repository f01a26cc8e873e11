"""UTF-8 that was taken for cp1252 is mended where that is sure, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from moodcloud.tabular.utf8 import Utf8File

from tests.unit.test_encoding import KOREAN, LATIN, TEXTS, UNICODE, read

# Bytes that cp1252 does not define.
HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("saved", UNICODE)
def test_mojibake_is_mended(tmp_path: Path, language: str, codec: str, saved: str) -> None:
    text = TEXTS[language] * 2
    wrong = text.encode().decode("latin-1")
    if codec == "cp1252":
        wrong = "".join(
            bytes([ord(c)]).decode("cp1252") if ord(c) not in HOLES else c for c in wrong
        )
    file, found = read(tmp_path, ("text,label\n" + wrong).encode(saved))
    assert (file.mended, found) == (True, "text,label\n" + text)


@pytest.mark.parametrize(
    "text",
    [
        "Ã,1\n" * 50,
        "“NÃO” à “AMANHÔ,1\nSÃO PAULO é ótimo,0\n" * 50,
        "naïve façade £5 – 10°,1\n" * 50,
        "they write cafÃ© for café,1\n" + LATIN * 50,
        KOREAN * 50,
    ],
)
def test_what_may_be_meant_is_not_mended(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode()) == (
        Utf8File(tmp_path / "upload.csv", "utf-8", 0, False),
        text,
    )
