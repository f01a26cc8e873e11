"""Texts as people, exports and anonymisers write them, and the words that come of them."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from moodcloud.cli import main
from moodcloud.counting import count
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary import build_vocabulary

from tests.conftest import WriteCsv
from tests.unit.word_tables import varied


@pytest.fixture
def words_of(connection: duckdb.DuckDBPyConnection, tmp_path: Path, write_csv: WriteCsv) -> WordsOf:
    return WordsOf(connection, tmp_path, write_csv)


class WordsOf:
    """The words of a file: occurrences of each by sentiment, as they are shown."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, write: WriteCsv
    ) -> None:
        self._connection, self._folder, self._write = connection, folder, write

    def __call__(self, *texts: tuple[str, str], language: str = "en") -> dict[str, dict[str, int]]:
        path = self._write([("text", "sentiment"), *texts])
        table = read_table(path, Options(), self._folder, self._connection)
        counts = count(self._connection, table, bigram_stop_words((), ()))
        vocabulary = build_vocabulary(counts, tuple(table.sentiments), Options(language=language))
        return {
            name: {
                str(word): int(count)
                for word, count in vocabulary.words.frame()["count", name].items()
                if count
            }
            for name in table.sentiments
        }


def test_contractions_of_the_penn_treebank_are_read_as_one(words_of: WordsOf) -> None:
    found = words_of(
        ("the room was n't clean", "negative"),
        ("ca n't recommend , wo n't return", "negative"),
        ("it 's lovely -lrb- really -rrb-", "positive"),
    )
    assert set(found["negative"]) == {"room", "wasn't clean", "can't recommend", "won't return"}
    assert set(found["positive"]) == {"lovely"}


def test_degrees_between_a_negator_and_its_word_are_passed_over(words_of: WordsOf) -> None:
    found = words_of(
        ("not very good, not that great, isn't so clean", "negative"),
        ("wasn’t REALLY impressed", "negative"),
        ("not a good hotel, not a very nice place", "negative"),
        ("did n't really enjoy, not all that tasty, not as described", "negative"),
        ("you won't be disappointed and will not be sorry", "positive"),
        ("couldn't be happier, could not be happier, never so glad", "positive"),
    )
    assert {
        "not good", "not great", "isn't clean", "wasn't impressed", "not nice",
        "didn't enjoy", "not tasty", "not described", "hotel", "place",
    } == found["negative"].keys()  # fmt: skip
    assert {"not disappointed", "not sorry", "happier", "glad"} <= found["positive"].keys()


def test_links_without_a_scheme_hold_no_words(words_of: WordsOf) -> None:
    found = words_of(
        ("goal pic.twitter.com/GxY4xzFKOn", "positive"),
        ("refund youtu.be/7BhH_pjOMU4 bbc.co.uk/news/av-1", "negative"),
        ("patch t.co/abc, dlvr.it/RgbzJD", "negative"),
    )
    assert found == {"positive": {"goal": 1}, "negative": {"patch": 1, "refund": 1}}


def test_a_hyphen_within_a_word_stays_as_people_mostly_write_it(words_of: WordsOf) -> None:
    found = words_of(
        ("Wi-Fi was fast, check-in quick", "positive"),
        ("free Wi-Fi, easy check-in", "positive"),
        ("no Wi-Fi, slow check-in", "negative"),
        ("rooms-clean, staff-kind", "positive"),
        ("nice t-shirt, one tshirt, my tshirt", "positive"),
    )
    assert found["positive"]["Wi-Fi"] == 2
    assert found["positive"]["check-in"] == 2
    assert found["positive"]["tshirt"] == 3
    assert {"rooms", "clean", "staff", "kind"} <= found["positive"].keys()
    assert not {"wi", "fi", "no wi", "check"} & (
        found["positive"].keys() | found["negative"].keys()
    )


def test_a_rare_word_with_a_hyphen_is_whole_or_shown_by_its_parts(words_of: WordsOf) -> None:
    found = words_of(
        ("half-baked cake, re-install it, follow-up call", "positive"),
        ("an e-mail, an X-ray, no-good idea", "negative"),
    )
    shown = found["positive"].keys() | found["negative"].keys()
    assert {"half", "baked", "re-install", "follow-up", "e-mail", "x-ray"} <= shown
    assert not {"bake", "install", "mail", "ray", "follow"} & shown
    french = words_of(("Peut-être bien", "positive"), ("trop cher", "negative"), language="fr")
    assert "pouvoir" not in french["positive"]
    assert "cher" in french["negative"]


def test_signs_within_names_stay(words_of: WordsOf) -> None:
    found = words_of(
        ("AT&amp;T, R&B and H&M, the A/C and C# or C++ with Disney+", "positive"),
        ("food&service w/o smile b/c he left, 2+2, nice#happy", "negative"),
    )
    names = {"AT&T", "R&B", "H&M", "A/C", "C#", "C++", "Disney+"}
    assert {name.lower() for name in found["positive"]} == {name.lower() for name in names}
    assert found["negative"].keys() == {"food", "service", "w/o smile", "left", "nice", "happy"}
    denied = words_of(("The room was not good&clean", "negative"), ("fine", "positive"))["negative"]
    assert "good" not in denied
    assert "clean" in denied


def test_words_within_phrases_keep_their_capitals(words_of: WordsOf) -> None:
    found = words_of(
        *[("Kein WLAN, kein Lärm. Das WLAN und der Lärm", "negative")] * 3,
        *varied("San Francisco is nice", "positive", 4),
        language="de",
    )
    assert {"kein WLAN", "kein Lärm"} <= {
        word.replace("Kein", "kein") for word in found["negative"]
    }
    assert "San Francisco" in found["positive"]


def test_placeholders_hold_no_words(words_of: WordsOf) -> None:
    found = words_of(
        ("[USERNAME] [USERNAME] happy birthday [URL]", "positive"),
        ("thanks [NAME_2] <url> {{location}} <hashtag>", "positive"),
        ("<user> stop shouting <number>", "negative"),
    )
    shown = found["positive"].keys() | found["negative"].keys()
    assert {word.casefold() for word in shown} == {
        "happy",
        "birthday",
        "thanks",
        "stop",
        "shouting",
    }


def test_what_belongs_to_a_number_falls_with_it(words_of: WordsOf) -> None:
    found = words_of(
        ("the 4th game, the 1st win at 5pm", "positive"),
        ("the 22nd loss, 13th at 9am", "negative"),
    )
    assert set(found["positive"]) == {"game", "win"}
    assert set(found["negative"]) == {"loss"}


@pytest.mark.parametrize(
    ("language", "good", "bad", "words"),
    [
        ("de", "Der Becher ist sehr gut", "nicht gut, schlecht", ["Becher", "gut", "nicht gut"]),
        ("es", "El hotel es muy bueno", "No me gusta, es malo", ["bueno", "no gusta", "malo"]),
        ("fr", "Un bon hôtel", "pas bon, jamais propre", ["bon", "pas bon", "jamais propre"]),
        ("it", "Un buon servizio", "non funziona male", ["buon", "non funziona"]),
        ("pt", "muito bom hotel", "não funciona", ["bom", "não funciona"]),
        ("nl", "heel goed hotel", "niet goed", ["goed", "niet goed"]),
        ("pl", "bardzo dobry hotel", "nie działa", ["dobry", "nie działa"]),
        ("ru", "очень хороший отель", "не советую", ["хороший", "не советую"]),
        ("tr", "çok iyi otel", "iyi değil", ["iyi", "iyi değil"]),
    ],
)  # fmt: skip
def test_words_that_judge_or_negate_are_words_in_every_language(
    words_of: WordsOf, language: str, good: str, bad: str, words: list[str]
) -> None:
    found = words_of((good, "positive"), (bad, "negative"), language=language)
    assert set(words) <= found["positive"].keys() | found["negative"].keys()


def test_a_word_is_shown_in_a_form_that_people_wrote(words_of: WordsOf) -> None:
    found = words_of(
        ("ISIS attacks again", "negative"),
        ("ISIS in the news", "negative"),
        ("I can't wait for connecting flights", "positive"),
        ("can't wait, connecting flights delayed", "positive"),
        ("Great trip", "positive"),
    )
    assert found["negative"]["ISIS"] == 2
    assert {"can't wait", "delayed", "great"} <= found["positive"].keys()


def test_what_cannot_be_split_or_drawn_is_said(tmp_path: Path, write_csv: WriteCsv) -> None:
    path = write_csv(
        [
            ("text", "sentiment"),
            ("ຄຸນນະພາບດີຫຼາຍ ມັກ", "positive"),
            ("ທີ່ນອນສະອາດ", "positive"),
            ("ບໍ່ດີເລີຍ", "negative"),
        ]
    )
    found = CliRunner().invoke(main, ["analyze", str(path), "--out", str(tmp_path / "out")])
    assert found.exit_code == 0
    assert "--language" in found.output
    assert "does not part words" in found.output
    assert "--font" in found.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["notes"] == ["unknown_language", "words_not_split", "letters_missing"]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.count('class="note">') >= 3
    assert "The font has no letters" in (tmp_path / "out" / "positive.svg").read_text("utf-8")
