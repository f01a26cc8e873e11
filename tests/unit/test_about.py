"""What texts are about: what is planted is found, what is dealt out at random is not."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.counting import count
from moodcloud.insight.about import About, about
from moodcloud.insight.aspects import NEAR, find_aspects
from moodcloud.insight.sample import Sample, SampledText, take_sample
from moodcloud.insight.sampled_words import words_in
from moodcloud.insight.themes import find_themes
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.report.page_data import SEPARATOR
from moodcloud.report.results import Results
from moodcloud.vocabulary import Vocabulary, build_vocabulary

from tests.conftest import WriteCsv

THINGS = [
    "service", "food", "window", "garden", "lamp", "table", "carpet", "curtain", "towel", "kettle",
]  # fmt: skip
JUDGING = ["terrible", "delicious", "good", "bad", "ugly", "lovely"]
COMPANY = ["queue", "counter", "receipt"]
FILLING = ["was", "there", "and", "then", "we", "had", "it", "for", "a", "with", "the", "on"]


def _planted(texts: int = 400) -> list[tuple[str, str]]:
    """Return texts of random words, in which two things are judged and three words keep company."""
    chance = random.Random(3)
    rows = []
    for number in range(texts):
        sentiment = ("positive", "negative")[number % 2]
        words = chance.choices([*THINGS, *FILLING, *FILLING], k=12)
        words += chance.choices(JUDGING, k=1)
        chance.shuffle(words)
        if number % 8 == 0:
            words += [".", "the", "food", "was", "delicious", "."]
        elif number % 8 == 1:
            words += [".", "the", "service", "was", "terrible", "."]
        elif number % 8 == 3:
            words += [".", *chance.sample(COMPANY, 3), "."]
        rows.append((" ".join(words), sentiment))
    return rows


def _read(
    path: Path, connection: duckdb.DuckDBPyConnection, folder: Path
) -> tuple[Vocabulary, Sample]:
    folder.mkdir(exist_ok=True)
    table = read_table(path, Options(), folder, connection)
    counts = count(connection, table, bigram_stop_words((), ()))
    vocabulary = build_vocabulary(counts, tuple(table.sentiments), Options(language="en"))
    return vocabulary, take_sample(connection, table)


@pytest.fixture
def planted(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> tuple[Vocabulary, Sample]:
    path = write_csv([("text", "label"), *_planted()])
    return _read(path, connection, tmp_path / "work")


def _told(texts: Sequence[SampledText], vocabulary: Vocabulary) -> About:
    return about(Sample(list(texts), {}), vocabulary, quoted=True)


def test_the_aspects_and_themes_that_were_planted_are_found_and_no_others(
    planted: tuple[Vocabulary, Sample],
) -> None:
    vocabulary, sample = planted
    told = _told(sample.texts, vocabulary)
    found = {each.name: [judged.word for judged in each.judged] for each in told.aspects}
    assert found == {"food": ["delicious"], "service": ["terrible"]}
    assert {judged.sentiment for judged in told.aspects[0].judged} <= {"positive", "negative"}
    themes = {name: [set(each.theme.words) for each in own] for name, own in told.themes.items()}
    assert set(COMPANY) in themes["negative"]
    assert not any(set(COMPANY) & words for words in themes["positive"])


@pytest.mark.parametrize(
    ("thing", "judgement", "judging", "filling"),
    [
        ("delivery", "slow delivery", "slow", "lamp carpet towel kettle window garden curtain"),
        ("배송", "배송이 느려요", "느리다", "아침 거리 날씨 정원 편지 다리 종이"),
    ],
    ids=["English", "Korean"],
)
def test_a_thing_beside_its_judgement_is_an_aspect_although_both_are_one_phrase(
    tmp_path: Path, write_csv: WriteCsv, thing: str, judgement: str, judging: str, filling: str
) -> None:
    chance, rows = random.Random(4), []
    for number in range(600):
        words = chance.choices(filling.split(), k=6)
        if number % 4 == 1:
            words.insert(0, judgement)
        elif number % 8 == 2:
            words.insert(3, thing)
        rows.append((" ".join(words), ("positive", "negative")[number % 2]))
    path = write_csv([("text", "label"), *rows])
    summary = analyze(path, tmp_path / "out", Options(width=300, height=200, max_words=5)).summary
    assert judgement in {each.word for each in summary.sentiments["negative"].top_words}
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert judging in data["found"][judgement].split(SEPARATOR)
    (aspect,) = summary.aspects
    assert aspect.aspect == thing
    assert [each.word for each in aspect.judging_words] == [judging]
    said = {(text, sentiment) for text, sentiment in rows if thing in text}
    assert aspect.texts == {
        name: sum(each == name for _, each in said) for name in ("positive", "negative")
    }


def test_the_texts_of_aspects_and_themes_are_those_that_a_naive_count_finds(
    planted: tuple[Vocabulary, Sample],
) -> None:
    vocabulary, sample = planted
    told = _told(sample.texts, vocabulary)
    for aspect in told.aspects:
        for sentiment, texts in aspect.texts.items():
            own = [each.tokens for each in sample.texts if each.sentiment == sentiment]
            assert texts == sum(aspect.name in tokens for tokens in own)
        for judged in aspect.judged:
            for sentiment, texts in judged.texts.items():
                own = [each.tokens for each in sample.texts if each.sentiment == sentiment]
                assert texts == sum(_is_near(aspect.name, judged.word, tokens) for tokens in own)
    for sentiment, themes in told.themes.items():
        distinct = [set(each.tokens) for each in sample.texts if each.sentiment == sentiment]
        for theme, passage in themes:
            held = [tokens for tokens in distinct if len(tokens & set(theme.words)) > 1]
            assert len(theme.texts) == len(held)
            assert theme.share == pytest.approx(len(held) / len(distinct))
            assert passage is not None
            assert len(set(passage.text.split()) & set(theme.words)) > 1


def _is_near(thing: str, word: str, tokens: Sequence[str]) -> bool:
    """Return whether two words are near each other, within a clause."""
    return any(
        one == thing and other == word and "." not in tokens[min(i, j) : max(i, j)]
        for i, one in enumerate(tokens)
        for j, other in enumerate(tokens)
        if abs(i - j) <= NEAR
    )


@pytest.mark.parametrize("times", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_words_dealt_out_at_random_judge_nothing_and_keep_no_company(
    planted: tuple[Vocabulary, Sample], times: int
) -> None:
    vocabulary, sample = planted
    chance, found = random.Random(5), 0
    for _ in range(times):
        words = words_in(_dealt(sample.texts, chance), vocabulary)
        themes = (find_themes(words, vocabulary, name) for name in vocabulary.sentiments)
        found += bool(find_aspects(words, vocabulary)) or any(themes)
    assert found <= max(1, times // 20)


def _dealt(texts: Sequence[SampledText], chance: random.Random) -> list[SampledText]:
    """Return texts of the same lengths, with the tokens of each sentiment dealt out at random."""
    dealt = []
    for sentiment in sorted({each.sentiment for each in texts}):
        own = [each for each in texts if each.sentiment == sentiment]
        tokens = iter(chance.sample(flat := [t for each in own for t in each.tokens], len(flat)))
        dealt += [each._replace(tokens=[next(tokens) for _ in each.tokens]) for each in own]
    return dealt


def test_the_sample_says_what_it_is_about(english: Path) -> None:
    summary = Results(english).typed_summary
    found = {each.aspect: [judging.word for judging in each.judging_words]
             for each in summary.aspects}  # fmt: skip
    assert {"friendly", "helpful"} <= set(found["staff"])
    assert "waste" in found["money"]
    for aspect in summary.aspects:
        for name, texts in aspect.texts.items():
            assert texts <= summary.sentiments[name].distinct_texts
    page = (english / "report.html").read_text("utf-8")
    assert 'id="about"' in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    listed = {each[0] for each in (*data["words"], *data["phrases"])}
    assert {word for words in found.values() for word in words} | set(found) <= listed


def test_korean_aspects_are_judged_by_korean_words(korean: Path) -> None:
    aspects = Results(korean).aspects
    delivery = aspects[aspects["aspect"] == "배달"]
    assert {word for words in delivery["judging_words"] for word in words} == {"빠르다"}
    assert delivery["share"].sum() == pytest.approx(1)


def test_quotes_say_what_their_sentiment_says_and_do_not_say_it_twice(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    praise = [f"a lovely and delicious dinner in room {n} with friends" for n in "abcdefgh"]
    calm = [f"the quiet garden near house {n} is peaceful and clean" for n in "abcdefgh"]
    complaints = [f"the dinner in room {n} was lovely but is awful and dirty" for n in "abcd"]
    rows = [(text, "positive") for text in (*praise, *calm, complaints[0])]
    rows += [(text, "negative") for text in complaints[1:]]
    rows += [(f"awful dirty room {n} smells of smoke everywhere", "negative") for n in "abcdefgh"]
    path = write_csv([("text", "label"), *rows])
    vocabulary, sample = _read(path, connection, tmp_path / "work")
    quotes = _told(sample.texts, vocabulary).quotes
    first, second = (passage.text for passage in quotes["positive"][:2])
    assert {first.split()[1], second.split()[1]} == {"lovely", "quiet"}
    assert "awful" in quotes["negative"][0].text
    for passages in quotes.values():
        for text, start, length in passages:
            assert f" {text[start : start + length]} " in f" {text} "


def test_without_examples_aspects_and_themes_quote_nothing(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    path = write_csv([("text", "label"), *_planted()])
    options = Options(examples=False, width=400, height=300, max_words=5)
    summary = analyze(path, tmp_path / "out", options).summary
    themes = summary.sentiments["negative"].themes
    assert summary.aspects
    assert themes
    assert all(theme.quote is None for theme in themes)
    for path in (tmp_path / "out").iterdir():
        assert b"service was terrible" not in path.read_bytes()


def test_a_language_without_nouns_known_has_themes_only(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    path = write_csv([("text", "label"), *_planted()])
    vocabulary, sample = _read(path, connection, tmp_path / "work")
    told = _told(sample.texts, replace(vocabulary, language="fi"))
    assert not told.aspects
    assert told.themes["negative"]


def test_an_empty_sample_is_about_nothing(planted: tuple[Vocabulary, Sample]) -> None:
    vocabulary, _ = planted
    told = _told([], vocabulary)
    assert not told.aspects
    assert not any(told.themes.values())
    assert not any(told.quotes.values())
