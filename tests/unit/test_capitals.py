"""Capitals tell names, and how words are shown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from moodcloud.language.names import names_of
from moodcloud.language.spelling import display

from tests.conftest import WriteCsv
from tests.unit.test_cases_words import WordsOf
from tests.unit.word_tables import varied


@pytest.fixture
def shown(connection: duckdb.DuckDBPyConnection, tmp_path: Path, write_csv: WriteCsv) -> WordsOf:
    return WordsOf(connection, tmp_path, write_csv)


def test_a_name_is_no_form_of_another_word(shown: WordsOf) -> None:
    found = shown(
        ("The man said that Manning threw well, and men cheered", "positive"),
        ("Then we all saw how Manning and the Saints lost", "negative"),
        ("I think that the Saints and a saint are good, as Gooding was", "positive"),
        ("we like how Gooding makes good films with Billups", "positive"),
    )
    words = found["positive"].keys() | found["negative"].keys()
    assert {"Manning", "Saints", "Gooding", "Billups", "good"} <= words
    assert not {"manning", "saints", "Billup", "billup"} & words


def test_what_is_written_in_capitals_or_like_a_title_tells_no_names(shown: WordsOf) -> None:
    found = shown(
        ("WE LOVED THE ROOMS AND THE FLIGHTS", "positive"),
        ("We Loved The Rooms And Flights", "positive"),
        ("we love a room, and one flight", "positive"),
        ("bad", "negative"),
    )
    assert found["positive"] == {"loved": 3, "rooms": 3, "flights": 3}


def test_an_ordinary_word_at_the_beginning_of_sentences_has_no_capital(shown: WordsOf) -> None:
    found = shown(
        *[("Buy it. Excellent. Unfortunately, it is", "positive")] * 6,
        *[("we met on a Monday in Chicago. Monday it was. Chicago", "negative")] * 2,
    )
    assert {"buy", "excellent", "unfortunately"} <= found["positive"].keys()
    assert {"Monday", "Chicago"} <= found["negative"].keys()


def test_a_name_of_several_words_has_all_its_capitals(shown: WordsOf) -> None:
    found = shown(
        *varied("we flew to New York", "positive", 8),
        *[("in a new plane, with a new crew", "positive")] * 3,
        *varied("they moved to the United States for Tom Brady's new team", "negative", 4),
    )
    assert "New York" in found["positive"]
    assert "Tom Brady's" in found["negative"]
    assert "United States" in found["negative"]


@pytest.mark.parametrize(
    ("forms", "word", "common", "capitals", "expected"),
    [
        ({"FAIL": 12, "failed": 10, "fail": 5}, "fail", True, {}, "fail"),
        ({"GROSS": 12, "gross": 7, "Gross": 3}, "gross", True, {}, "gross"),
        ({"TV": 81, "tv": 39, "Tv": 3, "TVs": 3}, "tv", True, {}, "TV"),
        ({"RIP": 50, "rip": 10}, "rip", True, {"rip": 40}, "RIP"),
        ({"However": 20, "however": 2}, "however", True, {"however": 2}, "however"),
        ({"Apple": 762, "apple": 83}, "apple", True, {"apple": 150}, "Apple"),
        ({"Seahawks": 15, "seahawks": 8}, "seahawks", False, {"seahawks": 9}, "Seahawks"),
        ({"fleet's": 145, "fleet": 7}, "fleet", True, {}, "fleet"),
        ({"Amy's": 7, "Amy": 3}, "amy", False, {"amy": 4}, "Amy"),
    ],
)
def test_capitals_are_shown_that_are_a_words_own(
    forms: dict[str, int], word: str, common: bool, capitals: dict[str, int], expected: str
) -> None:
    assert display(forms, word, common, capitals) == expected


def test_a_past_tense_or_a_lengthened_word_is_no_name() -> None:
    capitals = {"cancelled": 90, "soooo": 9, "problems": 14, "isis": 3}
    assert names_of(capitals, {"problems": 5}) == {"isis"}


def test_a_part_of_a_phrase_has_the_capitals_of_its_form(shown: WordsOf) -> None:
    found = shown(
        *varied("they said Los Angeles has a fine view, LED TVs too", "positive", 4),
        ("rain and fog, no view", "negative"),
    )
    assert {"Los Angeles", "LED TVs"} <= found["positive"].keys()


def test_a_form_of_a_word_of_headings_is_no_name() -> None:
    capitals = {"flight": 52, "flighting": 4, "gooding": 4, "good": 1}
    assert names_of(capitals, {"flight": 310, "good": 200}) == {"gooding"}


def test_negators_are_shown_with_their_apostrophe(shown: WordsOf) -> None:
    found = shown(*[("dont buy it, cant return it", "negative")] * 3, ("good", "positive"))
    assert {"don't buy", "can't return"} <= found["negative"].keys()


def test_number_words_are_kept_beside_others_only(shown: WordsOf) -> None:
    found = shown(
        *varied("five star hotel", "positive", 8),
        ("we paid for two, for three, for four", "positive"),
        *[("zero star place, thru till once", "negative")] * 2,
    )
    assert "five star" in found["positive"]
    assert not {"five", "two", "three", "four"} & found["positive"].keys()
    assert "zero" in " ".join(found["negative"])
    assert not {"thru", "till", "once"} & found["negative"].keys()
