"""Korean texts: which words are counted, which are one, which are negated."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from moodcloud.counting import count, short_texts
from moodcloud.counting import small_tables as small
from moodcloud.language import HANGUL, bigram_stop_words, stop_words
from moodcloud.language.korean import Korean
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary import build_vocabulary

from tests.conftest import WriteCsv

pytest.importorskip("kiwipiepy")


@pytest.fixture(scope="module")
def language() -> Korean:
    return Korean()


@pytest.fixture
def words_of(connection: duckdb.DuckDBPyConnection, tmp_path: Path, write_csv: WriteCsv) -> WordsOf:
    return WordsOf(connection, tmp_path, write_csv)


class WordsOf:
    """The words of texts with their counts, as a whole analysis finds them."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, write: WriteCsv
    ) -> None:
        self._connection, self._folder, self._write = connection, folder, write

    def __call__(self, *texts: str) -> Counter[str]:
        rows = [(text, "positive") for text in texts] + [("끝", "negative")]
        table = read_table(
            self._write([("text", "sentiment"), *rows]), Options(), self._folder, self._connection
        )
        counts = count(self._connection, table, bigram_stop_words((), ()))
        found = build_vocabulary(
            counts,
            tuple(table.sentiments),
            Options(language="ko"),
            short_texts(self._connection, table, counts, HANGUL.pattern),
        )
        return Counter(
            {
                str(word): int(number)
                for word, number in found.words.frame()["count", "positive"].items()
                if number
            }
        )


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ("감사합니다 감사해요 감사 감사드립니다", "감사"),
        ("만족합니다 만족해요 만족 대만족이에요", "만족"),
        ("지루하다 지루했어요 지루함 지루", "지루하다"),
        ("완벽하다 완벽한 완벽 완벽해요", "완벽하다"),
        ("부족해요 부족한 부족", "부족하다"),
        ("가능합니다 가능해요 가능", "가능하다"),
        ("흥미진진 흥미진진한 흥미진진했어요", "흥미진진하다"),
        ("불친절 불친절해요 불친절한", "불친절하다"),
        ("멤버십 멤버쉽이 맴버십은 맴버쉽 멤버싶", "멤버십"),
        ("컨텐츠가 콘텐츠 컨텐츠도", "콘텐츠"),
        ("케릭터가 캐릭터는 케릭터", "캐릭터"),
        ("메세지가 메시지", "메시지"),
        ("이쁘다 예쁘다 이뻐요 예뻐요 이쁜", "예쁘다"),
        ("재밌다 재미나요 재미있어요 잼나요", "재밌다"),
        ("굿 굳 굿굿", "굿"),
        ("안돼요 안되요 안됩니다 안되서 안됐어요", "안 되다"),
        ("좋아요 조아여 조아용 쫗아요", "좋다"),
        ("괜찮아요 괜춘해요 괜찮음", "괜찮다"),
    ],
)
def test_spellings_and_derivations_of_a_word_are_one(
    language: Korean, forms: str, word: str
) -> None:
    tokens = forms.split()
    found = dict(zip(tokens, language.words_of(tokens), strict=True))
    assert found == dict.fromkeys(tokens, (word,)) | (
        {"대만족이에요": ("대만족",)} if word == "만족" else {}
    )


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("졸라", "졸라"),
        ("무언가", "무언가"),
        ("그냥저냥", "그냥"),
        ("그런대로", "그런대로"),
        ("정일우", "정일우"),
        ("곽경택", "곽경택"),
        ("황비홍에서", "황비홍"),
        ("강혜정이", "강혜정"),
        ("지원이가", "지원"),
        ("라프텔만", "라프텔"),
        ("베르톨루치의", "베르톨루치"),
        ("뒷통수", "뒤통수"),
        ("웰메이드", "웰메이드"),
        ("배달비가", "배달비"),
        ("쿠션감이", "쿠션감"),
        ("손난로", "손난로"),
        ("액션씬은", "액션신"),
        ("현타가", "현타"),
        ("어그로를", "어그로"),
    ],
)
def test_names_and_slang_are_neither_cut_nor_taken_for_verbs(
    language: Korean, token: str, word: str
) -> None:
    assert language.words_of([token]) == [(word,)]


@pytest.mark.parametrize(
    ("text", "negated", "not_counted"),
    [
        ("추천하고 싶지 않아요", "추천 안 하다", {"추천", "않다"}),
        ("다시 보고 싶지 않다", "안 보다", {"보다", "않다"}),
        ("먹고 싶진 않네요", "안 먹다", {"먹다", "않다"}),
        ("재미가 하나도 없다", "재미없다", {"재미", "없다"}),
        ("내용이 전혀 없어요", "내용 없다", {"내용", "없다", "전혀 없다"}),
        ("감동은 하나도 없네요", "감동 없다", {"감동", "없다"}),
        ("긴장감은 없다", "긴장감 없다", {"긴장감", "없다"}),
        ("이해가 안 됩니다", "이해 안 되다", {"이해", "안"}),
        ("재생이 안되네요", "재생 안 되다", {"재생", "안 되다"}),
        ("추천 못 하겠어요", "추천 못 하다", {"추천", "못"}),
        ("로그인도 안돼요", "로그인 안 되다", {"로그인", "안 되다"}),
        ("기대 안하고 봤다", "기대 안 하다", {"기대", "안 하다"}),
        ("별로 안 좋아요", "안 좋다", {"좋다", "안"}),
        ("음식이 안 맛있다", "맛없다", {"맛있다", "안"}),
        ("연기가 재밌지 않다", "재미없다", {"재밌다", "않다"}),
        ("배송이 안 와요", "안 오다", {"배송 안 되다", "안"}),
        ("배송이 안 돼요", "배송 안 되다", {"배송", "안", "안 되다"}),
        ("이해가 안 가요", "이해 안 되다", {"이해", "안"}),
        ("현질 안 해도 좋아요", "현질 안 하다", {"현질", "안"}),
        ("게임을 못 하겠어요", "게임 못 하다", {"게임", "못"}),
        ("화면이 보이지 않네요", "안 보이다", {"않다"}),
        ("아직 안 했어요", "안 하다", {"아직 안 하다"}),
        ("서비스가 만족스럽지 않아요", "만족스럽지 않다", {"만족스럽다", "않다"}),
    ],
)
def test_what_is_denied_is_counted_as_denied(
    words_of: WordsOf, text: str, negated: str, not_counted: set[str]
) -> None:
    found = words_of(text)
    assert found[negated] == 1
    assert not not_counted & found.keys()


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("삼일만에", ()),
        ("이십분", ()),
        ("배우앞에서", ("배우",)),
        ("단편영화가", ("단편", "영화")),
    ],
)
def test_numbers_and_nouns_of_place_join_no_noun(
    language: Korean, token: str, words: tuple[str, ...]
) -> None:
    assert (
        tuple(word for word in language.words_of([token])[0] if word not in stop_words("ko"))
        == words
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("영화가 안 좋다", "영화"),
        ("배우는 하나도 부럽지 않다", "배우"),
        ("보고 싶다", "보다"),
        ("하나도 없다", "없다"),
        ("절대 안됨", "절대"),
        ("한 달도 안 됐는데", "안 되다"),
    ],
)
def test_what_is_not_denied_stays(words_of: WordsOf, text: str, kept: str) -> None:
    assert words_of(text)[kept] == 1


@pytest.mark.parametrize(
    ("text", "word", "alone"),
    [
        ("물이 새는 텀블러", "새다", "새"),
        ("머리를 감기 좋다", "감다", "감기"),
        ("평점 주기에 아까운 영화", "아깝다", "주기"),
    ],
)
def test_neighbours_decide_in_a_small_table(
    words_of: WordsOf, monkeypatch: pytest.MonkeyPatch, text: str, word: str, alone: str
) -> None:
    between = words_of(text)
    assert between[word] == 1
    assert alone not in between
    monkeypatch.setattr(small, "CHARACTERS", 5)
    assert alone in words_of(text)


def test_the_texts_of_slices_are_those_of_the_table(
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    write_csv: WriteCsv,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [("좋은 영화", "1"), ("나쁜 영화", "0"), ("좋은 영화", "1"), ("good film", "0")]
    path = write_csv([("text", "label"), *rows])
    table = read_table(path, Options(), tmp_path, connection)
    counts = count(connection, table, ())
    assert short_texts(connection, table, counts, HANGUL.pattern) == [
        ["나쁜", "영화"],
        ["좋은", "영화"],
    ]
    monkeypatch.setattr(small, "CHARACTERS", 11)
    assert short_texts(connection, table, counts, HANGUL.pattern) == []


def test_counters_screens_and_powers_are_no_fragments(words_of: WordsOf) -> None:
    found = words_of(
        "시작 10분만에 재밌다", "30분만에 다 봤다", "끝까지는 지루하다", "볼만은 하지만 지루하다",
        "자꾸 로그아웃 된다", "백그라운드 재생 안된다", "백그라운드 재생이 문제다",
        "세정력이 좋아요", "세정력은 별로예요", "세정력도 순해요",
    )  # fmt: skip
    assert found["세정력"] == 3
    assert found["백그라운드"] + found["백그라운드 재생"] == 2
    assert not {"분만", "볼", "까지다", "정력", "로그"} & found.keys()
