"""Korean: what a reader finds in a cloud for what people wrote."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.language import korean
from moodcloud.language.korean import Korean
from moodcloud.language.korean_negation import (
    CAN_BE_NEGATED_BY_NEXT,
    NEGATES_NEXT,
    NEGATES_NOUN_BEFORE,
    NEGATES_VERB_BEFORE,
    negated,
    negator_of,
)
from moodcloud.language.korean_spelling import standard

from tests.laws import examples

pytest.importorskip("kiwipiepy")

_HANGUL = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
_JAMO = st.characters(min_codepoint=0x3131, max_codepoint=0x3163)
_FORMS = st.text(st.one_of(_HANGUL, _HANGUL, _JAMO, st.sampled_from("aZ9")), min_size=1, max_size=9)

_MISSPELT = st.text(
    "재잼밋있되안서요괜찬조아않따넘햇었다지나좋함니미의마니들", min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def language() -> Korean:
    return Korean()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ("영화가 영화는 영화를 영화입니다 영화였다", "영화"),
        ("재밌었어요 재미있어요 재밋엇음 잼있다", "재밌다"),
        ("좋은 좋아요 조아요 좋았는데", "좋다"),
        ("아까웠다 아까운", "아깝다"),
        ("지루하고 지루했다", "지루하다"),
        ("추천합니다 추천 추천함미다", "추천"),
        ("배우들이 배우의", "배우"),
        ("재미없다 재미없어요 재미도없고 잼없음", "재미없다"),
        ("ㅋㅋ ㅋㅋㅋㅋㅋ ㅋ", "ㅋㅋ"),
        ("ㅠㅠ ㅜㅜ ㅠㅜ", "ㅠㅠ"),
    ],
)
def test_all_forms_of_a_word_become_that_word(language: Korean, forms: str, word: str) -> None:
    assert language.words_of(forms.split()) == [(word,)] * len(forms.split())


@pytest.mark.parametrize(
    "slang", ["노잼", "개노잼", "꿀잼", "존잼", "강추", "비추", "띵작", "발연기"]
)
def test_slang_stays_in_one_piece(language: Korean, slang: str) -> None:
    assert language.words_of([slang, f"{slang}입니다"]) == [(slang,), (slang,)]


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("안좋다", "안 좋다"),
        ("않좋아요", "안 좋다"),
        ("좋지않아요", "안 좋다"),
        ("보지마세요", "보지 말다"),
        ("못봤어요", "못 보다"),
        ("이해안됨", "이해 안 되다"),
        ("내용도없고", "내용 없다"),
    ],
)
def test_a_negated_word_does_not_count_as_its_opposite(
    language: Korean, form: str, word: str
) -> None:
    assert language.words_of([form]) == [(word,)]


def test_a_form_of_several_words_gives_each_in_order(language: Korean) -> None:
    assert language.words_of(["ㅋㅋ좋은영화ㅠ"]) == [("ㅋㅋ", "좋다", "영화", "ㅠㅠ")]
    assert language.words_of(["tv를"]) == [("tv",)]


def test_particles_alone_give_nothing(language: Korean) -> None:
    assert language.words_of(["은", "를", "입니다"]) == [(), (), ()]


@pytest.mark.parametrize(
    ("first", "second", "negator"),
    [
        ("안", "좋다", "안"),
        ("못", "봤어요", "못"),
        ("좋지", "않아요", "안"),
        ("재밌지도", "않고", "안"),
        ("보지", "못했다", "못"),
        ("보지", "마세요", "말"),
        ("재미가", "없어요", "없"),
        ("내용", "없는", "없"),
        ("볼수", "있다", ""),
        ("수", "없다", ""),
        ("정말", "좋다", ""),
        ("영화", "마지막", ""),
        ("편지", "마을", ""),
    ],
)
def test_pairs_that_negate_are_told_by_their_letters(first: str, second: str, negator: str) -> None:
    assert negator_of(first, second) == negator


@pytest.mark.parametrize(
    "pattern",
    [NEGATES_NEXT, CAN_BE_NEGATED_BY_NEXT, NEGATES_VERB_BEFORE, NEGATES_NOUN_BEFORE],
)
def test_negation_rules_suit_the_counting_engine(pattern: str) -> None:
    assert not re.search(r"\(\?[=!<]|\\[1-9]", pattern), "RE2 knows no lookaround"


def test_negated_words_read_as_people_say_them() -> None:
    assert negated("좋다", "안") == "안 좋다"
    assert negated("추천", "안") == "추천 안 하다"
    assert negated("재미", "없") == "재미없다"


@settings(max_examples=examples(300), deadline=None)
@given(
    tokens=st.sets(
        st.text("재잼밋있되안서요괜찬조아않따넘햇었다지나좋함니미의마니들", min_size=1, max_size=6)
    )
)
def test_tokens_are_respelled_alike_alone_and_together(tokens: set[str]) -> None:
    alone = {token: spelling for token in tokens for spelling in standard([token]).values()}
    assert standard(tokens) == alone


@settings(max_examples=examples(60), deadline=None)
@given(forms=st.lists(_FORMS, min_size=1, max_size=20, unique=True))
def test_any_forms_in_any_order_and_company_give_the_same_words(
    language: Korean, forms: Sequence[str]
) -> None:
    once = dict(zip(forms, language.words_of(forms), strict=True))
    shuffled = random.Random(1).sample(forms, len(forms))

    assert dict(zip(shuffled, language.words_of(shuffled), strict=True)) == once
    assert all(language.words_of([form]) == [once[form]] for form in forms)
    assert all(word == word.strip() and word for words in once.values() for word in words)


@settings(max_examples=examples(20), deadline=None)
@given(forms=st.lists(_FORMS, min_size=8, max_size=30, unique=True))
def test_rare_forms_depend_on_the_table_not_on_its_order(
    language: Korean, forms: Sequence[str]
) -> None:
    counts = {form: index % 3 + 1 for index, form in enumerate(forms)}
    shuffled = random.Random(2).sample(forms, len(forms))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(korean, "ANALYSED_TOKENS", 5)
        once = language.words_of(forms, list(counts.values()))
        again = language.words_of(shuffled, [counts[form] for form in shuffled])

    assert dict(zip(shuffled, again, strict=True)) == dict(zip(forms, once, strict=True))


def test_a_rare_form_is_read_from_frequent_ones(
    language: Korean, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(korean, "ANALYSED_TOKENS", 6)
    forms = ["감독이", "감독", "배우까지도", "배우", "감독은", "배우이", "감독까지도"]

    words = language.words_of(forms, [9, 9, 9, 9, 9, 9, 1])

    assert words[-1] == ("감독",)


def test_a_rare_form_is_read_where_one_of_its_parts_is_known(
    language: Korean, monkeypatch: pytest.MonkeyPatch
) -> None:
    frequent = ["감독에서", "배우에서", "남았다", "먹었다", "배우라는", "감독라는"]
    rare = ["스즈키에서", "남았느니라"]
    monkeypatch.setattr(korean, "ANALYSED_TOKENS", len(frequent))

    words = language.words_of([*frequent, *rare], [9] * len(frequent) + [1] * len(rare))

    assert words[-2:] == [("스즈키",), ("남다",)]


@pytest.mark.slow
def test_a_noun_the_analyser_does_not_know_stays_whole_before_every_particle() -> None:
    tokens = [
        "유역비가",
        "유역비도",
        "유역비는",
        "유역비를",
        "유역비",
        "로그아웃이",
        "보기가",
        "보기도",
    ]
    *noun, logout, sight, too = Korean().words_of(tokens)
    assert noun == [("유역비",)] * 5
    assert logout == ("로그아웃",)
    assert {sight, too} <= {("보다",), ("보기",)}
