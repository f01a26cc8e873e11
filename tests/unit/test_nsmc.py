"""Files without labels: Korean texts are scored by a model of their letters."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner
from moodcloud.cli import main
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.report.summary import summary_schema
from moodcloud.scoring import nsmc

from tests.conftest import SAMPLES, WriteCsv

# Made up: films, food, shops, apps, hotels; spaced well and badly, polite and short.
LIKED = """정말 감동적이었어요|배우들 연기가 훌륭하고 음악도 좋았습니다|최고예요 강추합니다|
배송이 빨라요 좋아요|맛있게 잘 먹었습니다|친절하고 깨끗해요|사용하기 편하고 디자인이 예뻐요|
또보고싶은영화|가성비 최고, 아주 만족합니다|방도 넓고 조식이 맛있어요|재밌어요ㅋㅋㅋㅋ|
아이들이 너무 좋아해요|직원분들이 정말 친절하셨어요|기대 이상이네요|완전 추천!|
생각보다 훨씬 예쁘고 튼튼해요|매일 듣는데 질리지 않아요|인생 영화입니다"""
HATED = """재미없어요|돈이 아깝다|앱이 자꾸 튕겨요 짜증나요|직원이 불친절하고 방이 더러워요|
화면이 자꾸 꺼져요|환불해 주세요|음식이 식어서 왔고 맛도 없어요|시간 낭비였습니다|
두번다시안봄|배송도 느리고 포장도 엉망이에요|최악의 서비스|스토리가 뻔하고 지루하다|
광고가 너무 많아서 지웠어요|냄새가 심하고 품질이 나빠요|연기가 어색해서 못 보겠다|
사진이랑 너무 달라서 실망했어요|비싸기만 하고 별로예요|이걸 영화라고 만들었나"""


def _texts(listed: str) -> list[str]:
    return [text.strip() for text in listed.split("|")]


def _signs(texts: list[str]) -> list[int]:
    return [sign for _, sign in nsmc.scored(texts)]


@pytest.mark.parametrize(("listed", "sign"), [(LIKED, 1), (HATED, -1)])
def test_what_people_like_and_what_they_do_not_is_told_apart(listed: str, sign: int) -> None:
    found = _signs(_texts(listed))
    assert found.count(sign) >= 0.85 * len(found)
    assert -sign not in found


def test_what_says_nothing_good_or_bad_is_neutral() -> None:
    assert (
        _signs(["가격은 5만원입니다", "색상은 검정입니다", "", "ㅋ", "https://naver.com"])
        == [0] * 5
    )


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Good quality and fast shipping", 1),
        ("A great phone, I love it", 1),
        ("Terrible service, never coming back", -1),
        ("It broke after a week, what a waste of money", -1),
        ("The parcel is on its way", 0),
    ],
)
def test_english_texts_among_korean_ones_are_scored_as_english(text: str, sign: int) -> None:
    assert _signs([text, "정말 재밌어요"]) == [sign, 1]


def test_a_score_depends_on_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*_texts(LIKED), "", "𝒶 \ud800 😀", *_texts(HATED)]
    together = _signs(texts)
    assert together == [_signs([text])[0] for text in texts]
    assert list(nsmc.scored(texts)) == list(zip(texts, together, strict=True))


def test_mentions_links_laughter_and_letters_in_parts_do_not_change_a_score() -> None:
    plain = nsmc.runs_of([nsmc.heard("정말 재밌어요ㅋㅋ")])
    for same in (
        "@naver 정말 재밌어요ㅋㅋㅋㅋㅋㅋ https://naver.me/x1",
        "  정말<br/>재밌어요ㅋㅋㅋ ",
        "정말 재밌어요ㅋㅋ",
    ):
        found = nsmc.runs_of([nsmc.heard(same)])
        assert np.array_equal(found.buckets, plain.buckets)


def test_korean_texts_without_labels_are_scored_and_the_results_say_by_what(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    with (SAMPLES / "reviews-ko.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    path = write_csv([("리뷰",), *[(text,) for text, _ in rows]])
    flags = ["--max-words", "20", "--width", "300", "--height", "200"]
    done = CliRunner().invoke(main, ["analyze", str(path), "-o", str(tmp_path / "out"), *flags])
    assert done.exit_code == 0, done.output
    assert "scored by a model trained on NSMC" in " ".join(done.output.split())
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    jsonschema.validate(summary, summary_schema())
    assert summary["input"]["sentiment_source"] == "nsmc"
    assert summary["rows"]["counted"] == 300
    assert summary["sentiments"].keys() == {"positive", "neutral", "negative"}
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "a model trained on reviews of films (NSMC) scored them" in page
    right = {"긍정": 1, "부정": -1}
    signs = _signs([text for text, _ in rows])
    sure = [
        sign == right[label]
        for sign, (_, label) in zip(signs, rows, strict=True)
        if sign and label in right
    ]
    assert sum(sure) >= 0.85 * len(sure)


@pytest.mark.parametrize(
    ("texts", "source"),
    [
        (["정말 좋은 영화", "The film was good", "다시 보고 싶어요"], "nsmc"),
        (["It was a good film", "I hated the film and the noise", "짱"], "vader"),
    ],
)
def test_the_language_of_most_texts_decides_what_scores_a_file(
    texts: list[str], source: str, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    path = write_csv([("text",), *[(f"{text} {i}",) for i in range(10) for text in texts]])
    table = read_table(path, Options(), path.parent, connection)
    assert table.input.sentiment_source == source
    assert table.rows.counted == 30


@pytest.mark.parametrize(
    "texts",
    [
        ["质量很好", "good product, love it"],
        ["배송이 빨라요", "部屋が汚いです", "質量太差了"],
        ["Хорошая книга", "nice", "Ужасно"],
    ],
)
def test_a_file_is_refused_half_of_which_no_score_understands(
    texts: list[str], connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    path = write_csv([("text",), *[(f"{text} {i}",) for i in range(10) for text in texts]])
    with pytest.raises(UploadError, match="in English and Korean only"):
        read_table(path, Options(), path.parent, connection)
    asked = read_table(path, Options(language="ko"), path.parent, connection)
    assert asked.input.sentiment_source == "nsmc"


def test_a_column_of_stars_beside_korean_texts_is_taken_rather_than_scores(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    rows = [(text, str(i % 5 + 1)) for i, text in enumerate(_texts(LIKED) + _texts(HATED))]
    path = write_csv([("내용", "값"), *rows])
    table = read_table(path, Options(), path.parent, connection)
    assert (table.input.sentiment_source, table.input.sentiment_column) == ("column", "값")
