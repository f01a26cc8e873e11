"""Texts in scripts without spaces: words are told apart, negated, counted, shown and drawn."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from fontTools.ttLib import TTFont
from moodcloud.counting import count
from moodcloud.counting.counts import add
from moodcloud.drawing.composite import font_for
from moodcloud.drawing.ink import Face
from moodcloud.insight.examples import SampledPlaces, choose_examples
from moodcloud.insight.sample import take_sample
from moodcloud.insight.spots import find_spots
from moodcloud.language import bigram_stop_words, detect, segmentation, unspaced
from moodcloud.language import chinese as zh
from moodcloud.language import japanese as ja
from moodcloud.language import thai as th
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.report.summarise import _notes
from moodcloud.vocabulary import Vocabulary, build_vocabulary

from tests.conftest import WriteCsv
from tests.unit.word_tables import tokens_in

Rows = tuple[tuple[str, str], ...]
Engine = duckdb.DuckDBPyConnection

HOTEL: Rows = (
    ("房间很大而且很干净，早餐不错", "positive"),
    ("服务态度好，房间干净，WiFi信号很强", "positive"),
    ("性价比很高，前台小姐很热情", "positive"),
    ("房间太小了，早餐不是很好", "negative"),
    ("服务很差，早餐不好，不会再来了", "negative"),
    ("住了3天，空调坏了，没有热水，性价比很低", "negative"),
)


def read(connection: Engine, folder: Path, write: WriteCsv, rows: Rows) -> Table:
    path = write([("text", "sentiment"), *rows])
    return read_table(path, Options(), folder, connection)


def vocabulary_of(connection: Engine, table: Table) -> Vocabulary:
    counts = count(connection, table, bigram_stop_words((), ()))
    return build_vocabulary(counts, tuple(table.sentiments), Options())


def words_in(vocabulary: Vocabulary, sentiment: str) -> dict[str, int]:
    counts = vocabulary.words.frame()["count", sentiment]
    return {str(word): int(number) for word, number in counts.items() if number}


def test_chinese_reviews_fall_into_words(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    vocabulary = vocabulary_of(connection, read(connection, tmp_path, write_csv, HOTEL))
    positive, negative = (words_in(vocabulary, each) for each in ("positive", "negative"))
    assert vocabulary.language == "zh"
    assert (positive["房间"], positive["干净"], positive["大"], positive["WiFi"]) == (2, 2, 1, 1)
    # Both ways to say it are one word, and neither is the word for good.
    assert negative["不好"] == 2
    assert "好" not in negative
    said = {**positive, **negative}
    assert not {"很", "而且", "了", "天", "3", "房间很大而且很干净"} & said.keys()


def test_traditional_and_simplified_characters_are_one_word(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = (
        ("質量很好，很喜歡", "positive"),
        ("质量不错，物流很快", "positive"),
        ("品質不錯，質量好", "positive"),
        ("質量太差了，退貨", "negative"),
        ("質量差，客服態度差", "negative"),
    )
    vocabulary = vocabulary_of(connection, read(connection, tmp_path, write_csv, rows))
    assert words_in(vocabulary, "positive")["質量"] == 3  # as most people write it
    assert words_in(vocabulary, "negative")["差"] == 3
    assert vocabulary.words.key("質量") == "质量"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("不是很好", "不好"),
        ("不太好", "不好"),
        ("没有用", "没用"),
        ("沒有用", "没用"),
        ("不怎么方便", "不方便"),
        ("不够干净", "不干净"),
        ("不是特别喜欢", "不喜欢"),
        ("不推荐", "不推荐"),
        ("别买", "不要买"),
        ("再也不会来", "不会来"),
        ("不錯", "不错"),
        ("不是很好用", "不好用"),
        ("不卡顿", "不卡顿"),
        ("不一样", "不一样"),
        ("没有必要", "没必要"),
    ],
)
def test_a_chinese_negator_and_its_word_are_one(text: str, word: str) -> None:
    (token,) = zh.split(text).split()
    assert (token, zh.lemma(token)) == (text, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10分钟就到了", "10 就 到 了"),
        ("一共住了三天", "一共 住 了 @"),
        ("第二次購買", "@ 購買"),
        ("這家Wi-Fi信號好", "這家 Wi-Fi 信號 好"),
        ("三星手机", "三星 手机"),
        ("等了一个星期", "等 了 @"),
        ("三個小時才到", "@ 才 到"),
        ("最近更新以后", "最近 更新 以后"),
        ("最高的太空", "最 高 的 太空"),
        ("真不错，太高兴了", "真 不错 ， 太 高兴 了"),
        ("有点累，好烦", "有点 累 ， 好 烦"),
        ("很好用，很无语", "很 好用 ， 很 无语"),
        ("只好用心", "只好 用心"),
        ("巨大的真空", "巨大 的 真空"),
        ("衣服偏小", "衣服 偏小"),
        ("@张三 你好", "@张三 你好"),
    ],
)
def test_numbers_fall_with_what_they_count_and_names_stay(text: str, words: str) -> None:
    assert " ".join(zh.split(text).split()) == words


def test_slices_of_a_chinese_table_add_up(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    table = read(connection, tmp_path, write_csv, HOTEL)
    stops = bigram_stop_words((), ())
    whole = count(connection, table, stops)
    numbered = f"SELECT *, length(text) % 2 AS part FROM ({table.relation})"
    parts = [
        count(connection, replace(table, relation=f"FROM ({numbered}) WHERE part = {part}"), stops)
        for part in (0, 1)
    ]
    assert tokens_in(add(parts)) == tokens_in(whole)


def test_examples_quote_chinese_texts_as_they_are_written(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    table = read(connection, tmp_path, write_csv, HOTEL)
    vocabulary = vocabulary_of(connection, table)
    sample = take_sample(connection, table)
    spots = find_spots(sample, vocabulary, {"不是很好": ["不好"]}, ["不好"])
    found = choose_examples(SampledPlaces(sample), spots, ["不好"], vocabulary.sentiments, 10_000)
    (example,) = found.of["不好"]
    text = found.texts[example.text]
    assert text == "房间太小了，早餐不是很好"
    assert text[example.start : example.start + example.length] == "不是很好"


def test_phrases_of_ideographs_are_shown_without_a_space(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = (
        *((f"大堂经理很热情{mark}", "positive") for mark in "。！~…"),
        ("房间很差，电梯很慢", "negative"),
    )
    vocabulary = vocabulary_of(connection, read(connection, tmp_path, write_csv, rows))
    assert "大堂经理" in vocabulary.phrases.names
    assert not [name for name in vocabulary.words.names if " " in name]


@pytest.mark.parametrize(
    ("texts", "languages"),
    [
        (["房间很大", "很好"], ("zh",)),
        (["部屋が広いです", "満足"], ("ja", "zh")),
        (["อาหารอร่อย", "Good"], ("th",)),
        (["Good room, 很好", "Very nice and clean room indeed"], ()),
        (["영화가 정말 재미있었고 배우들도 연기를 잘하네요 最高", "최고의 영화"], ()),
        (["The best hotel"], ()),
    ],
)
def test_a_sample_tells_which_scripts_have_no_spaces(
    texts: list[str], languages: tuple[str, ...]
) -> None:
    assert unspaced(texts) == languages


def test_each_text_is_split_by_its_own_letters() -> None:
    split = segmentation.splitter(("ja", "th"))
    assert split("部屋が広い").split() == ["部屋", "が", "広い"]
    assert split("房间很干净，服务好").split() == ["房间", "很", "干净", "，", "服务", "好"]
    assert split("ห้องสะอาด").split() == ["ห้อง", "สะอาด"]
    assert split("満足").split() == ["満足"]
    assert split("très bien") == "très bien"


@pytest.mark.parametrize(
    ("tokens", "language"),
    [
        ({"房间": 5, "的": 9, "wifi": 3}, "zh"),
        ({"部屋": 5, "の": 9, "です": 3}, "ja"),
        ({"อาหาร": 5, "ที่": 9}, "th"),
        ({"영화": 5, "最高": 1}, "ko"),
        ({"the": 9, "room": 5, "很好": 1, "and": 9}, "en"),
    ],
)
def test_the_script_tells_the_language(tokens: dict[str, int], language: str) -> None:
    assert detect(tokens) == language


@pytest.mark.parametrize(
    ("text", "tokens", "words"),
    [
        ("食事が美味しかったです", "食事 が 美味しかったです", "食事 が 美味しい"),
        ("美味しくありません", "美味しくありません", "美味しくない"),
        ("二度と行きません", "二度と 行きません", "二度と 行かない"),
        ("問題ありません", "問題ありません", "問題ない"),
        ("使いやすくて満足", "使いやすくて 満足", "使いやすい 満足"),
        ("3日で壊れました", "3 で 壊れました", "3 で 壊れる"),
        ("コスパ最高", "コスパ 最高", "コスパ 最高"),
        ("買って良かった", "買って 良かった", "買う 良い"),
        ("とてもいい", "とても いい", "とても 良い"),
        ("よくない", "よくない", "良くない"),
        ("オススメできません", "オススメできません", "オススメできない"),
        ("ログインが出来ません", "ログインが出来ません", "ログイン出来ない"),
        ("期待はしていない", "期待はしていない", "期待しない"),
        ("表示されなかった", "表示されなかった", "表示しない"),
        ("起動しました", "起動 しました", "起動 する"),
        ("お勧めしません", "お勧めしません", "お勧めしない"),
        ("おすすめできない", "おすすめできない", "おすすめできない"),
        ("お勧めします", "お勧めします", "お勧め"),
        ("清潔感がない", "清潔感がない", "清潔感ない"),
        ("期待外れです", "期待外れ です", "期待外れ です"),
    ],
)
def test_japanese_endings_and_negations(text: str, tokens: str, words: str) -> None:
    found = ja.split(text).split()
    assert found == tokens.split()
    assert [ja.lemma(token) for token in found] == words.split()


@pytest.mark.parametrize(
    ("text", "tokens", "words"),
    [
        ("อาหารอร่อยมาก", "อาหาร อร่อย มาก", "อาหาร อร่อย มาก"),
        ("ไม่ค่อยอร่อย", "ไม่ค่อยอร่อย", "ไม่อร่อย"),
        ("บริการดีมาก", "บริการ ดีมาก", "บริการ ดี"),
        ("ไม่ชอบ", "ไม่ชอบ", "ไม่ชอบ"),
        ("ไม่มีที่จอดรถ", "ไม่มีที่จอดรถ", "ไม่มีที่จอดรถ"),
        ("ไม่มีปัญหา", "ไม่มีปัญหา", "ไม่มีปัญหา"),
        ("กินไม่ได้เลย", "กินไม่ได้ เลย", "กินไม่ได้ เลย"),
        ("ไม่ได้กิน", "ไม่ได้กิน", "ไม่กิน"),
        ("อร่อยยยยยมาก", "อร่อยยยยย มาก", "อร่อย มาก"),
        ("สวยดีมากกกก", "สวย ดีมากกกก", "สวย ดี"),
        ("แอปใช้งานยาก", "แอป ใช้งาน ยาก", "แอป ใช้งาน ยาก"),
    ],
)
def test_thai_words_and_negations(text: str, tokens: str, words: str) -> None:
    found = th.split(text).split()
    assert found == tokens.split()
    assert [th.lemma(token) or token for token in found] == ["" or word for word in words.split()]


def test_japanese_words_are_shown_in_their_dictionary_form(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows: Rows = (
        ("部屋がとても良かったです", "positive"),
        ("対応が良くて満足しました", "positive"),
        ("料理が美味しくなかった", "negative"),
    )
    vocabulary = vocabulary_of(connection, read(connection, tmp_path, write_csv, rows))
    assert words_in(vocabulary, "positive")["良い"] == 2
    assert words_in(vocabulary, "negative") == {"料理": 1, "美味しくない": 1}


def test_words_without_the_module_that_splits_them_are_said(
    connection: Engine, tmp_path: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Rows = (
        ("部屋がきれいでとても良かったです", "positive"),
        ("ごはんがおいしくてまた行きたい", "positive"),
        ("スタッフの対応が悪い", "negative"),
    )
    table = read(connection, tmp_path, write_csv, rows)
    clouds = type("NoClouds", (), {"frequency": {}})()
    assert list(_notes(table, vocabulary_of(connection, table), clouds)) == []
    monkeypatch.setattr(segmentation, "find_spec", lambda name: None)
    assert list(_notes(table, vocabulary_of(connection, table), clouds)) == ["words_not_split"]


@pytest.mark.parametrize(
    "word", ["房间", "質量", "WiFi信号", "안녕", "部屋", "美味しい", "ไม่อร่อย", "London"]
)
def test_the_fonts_of_the_house_draw_it(word: str) -> None:
    assert Face(font_for([word, "negative"])).shows(word)


def test_one_font_holds_all_scripts_of_a_picture_and_the_same_bytes() -> None:
    texts = ["酒店 hotel 호텔 โรงแรม"]
    font = font_for(texts)
    with TTFont(io.BytesIO(font)) as opened:
        assert {chr(code) for code in opened.getBestCmap()} == set(texts[0])
    assert font == font_for(texts)


@pytest.mark.parametrize("letter", ["ب", "ש", "ह", "က"])
def test_scripts_that_need_shaping_are_drawn_by_no_font(letter: str) -> None:
    with TTFont(io.BytesIO(font_for(["ab"]))) as font:
        for table in font["cmap"].tables:
            table.cmap[ord(letter)] = table.cmap[ord("a")]
        stored = io.BytesIO()
        font.save(stored)
    face = Face(stored.getvalue())
    assert (face.can_draw("ab"), face.can_draw(f"{letter}{letter}")) == (True, False)
