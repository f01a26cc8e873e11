"""Small inputs whose results are held to the byte: one for each thing that results depend on."""

from __future__ import annotations

import gzip
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from moodcloud.options import Options

SAMPLES: Final = Path(__file__).resolve().parents[2] / "samples"


@dataclass(frozen=True)
class Input:
    """An upload and the options it is analysed with."""

    name: str
    content: Callable[[], bytes]
    options: Options


def _small(name: str, content: bytes | Callable[[], bytes], **settings: Any) -> Input:
    # A small cloud is as good a witness as a large one, and ten times as fast.
    options = Options(**{"width": 400, "height": 300, **settings})
    return Input(name, content if callable(content) else lambda: content, options)


def _sample(name: str) -> Input:
    return Input(name, (SAMPLES / name).read_bytes, Options())


_LIKED: Final = ("a quiet room and kind staff 😀", "breakfast was great, kind staff", "great view")
_HATED: Final = ("not good: the shower was cold 😡", "cold food, customer service was slow", "slow")
_ENGLISH: Final = [("review", "sentiment")] + 4 * [
    *((text, "positive") for text in _LIKED), *((text, "negative") for text in _HATED)
]  # fmt: skip
_KOREAN: Final = [("리뷰", "감정")] + 4 * [
    ("직원이 친절하고 방이 깨끗해요", "긍정"), ("음식이 정말 맛있었어요 ㅋㅋ", "긍정"),
    ("방이 안 좋고 너무 추웠어요", "부정"), ("배송이 늦어서 실망했습니다", "부정"),
]  # fmt: skip
_GERMAN: Final = [("Bewertung", "Sterne")] + 5 * [
    ("ein schönes Zimmer mit Frühstück", "5"), ("das Frühstück war kalt", "1"),
    ("ein Zimmer zur Straße", "3"),
]  # fmt: skip
_JAPANESE: Final = [("text", "label")] + 4 * [("料理 が おいしい", "pos"), ("部屋 が 寒い", "neg")]
_GROUPS: Final = [("text", "topic")] + 4 * [
    ("the team won the match", "sports"), ("parliament voted on the budget", "politics"),
    ("the band played their new song", "music"),
]  # fmt: skip
_LEFT_OUT: Final = [
    *_ENGLISH, ("", "positive"), ("no label here", ""), ("odd", "=1+1"),
    ("<b>bold</b> &amp; new", "positive"),
]  # fmt: skip


def _delimited(table: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    return "".join(
        delimiter.join(f'"{each}"' if delimiter in each else each for each in row) + "\n"
        for row in table
    )


def _objects(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def _binary(kind: str, table: Sequence[Sequence[str]]) -> Callable[[], bytes]:
    """Return what writes a file: few of those who import this want it, and it takes a while."""

    def written() -> bytes:
        from tests.unit.tables import WRITERS

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            WRITERS[kind](path, table)
            return path.read_bytes()

    return written


def _zipped(name: str, content: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(zipfile.ZipInfo("read me.pdf"), b"%PDF")
        opened.writestr(zipfile.ZipInfo(name), content)
    return archive.getvalue()


_CSV: Final = _delimited(_ENGLISH).encode()
_LINES: Final = "".join(json.dumps(each) + "\n" for each in _objects(_ENGLISH)).encode()
_ANSWER: Final = json.dumps({"data": {"items": _objects(_GROUPS)}}).encode()

INPUTS: Final = {
    **{name: _sample(name) for name in ("reviews-en.csv", "reviews-ko.csv")},
    "english": _small("english.csv", _CSV),
    "korean": _small("korean.csv", _delimited(_KOREAN).encode("cp949")),
    "german stars": _small("stars.csv", b"A title\n\n" + _delimited(_GERMAN, ";").encode("cp1252")),
    "japanese": _small("japanese.tsv", _delimited(_JAPANESE, "\t").encode("shift_jis")),
    "mojibake": _small("twice.csv", _delimited(_GERMAN).encode().decode("cp1252").encode()),
    "json lines": _small("lines.jsonl.gz", gzip.compress(_LINES, mtime=0)),
    "json in json, groups": _small("answer.json", _ANSWER),
    "parquet": _small("table.parquet", _binary("parquet", _ENGLISH)),
    "workbook": _small("book.xlsx", _binary("xlsx", _GERMAN)),
    "archive, utf-16": _small("many.zip", _zipped("a.csv", _delimited(_ENGLISH).encode("utf-16"))),
    "unlabelled": _small("texts.csv", "\n".join(("text", *(4 * (_LIKED + _HATED)))).encode()),
    "rows left out": _small("odd.csv", _delimited(_LEFT_OUT).encode(), max_rejected=2),
    "options for words": _small(
        "english.csv", _CSV, stopwords=("staff",), keep=("and",), phrase_share=0.1, prior_mass=10.0
    ),
    "options for clouds": _small(
        "english.csv", _CSV, max_words=5, background="dark", palette="earth", examples=False
    ),
}  # fmt: skip
