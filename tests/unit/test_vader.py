"""Files without labels: English texts are scored by VADER's rules and a lexicon for customers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import duckdb
import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.cli import main
from moodcloud.errors import UploadError
from moodcloud.lexicon import read_lexicon
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.report.summary import summary_schema
from moodcloud.scoring import texts as unlabelled
from moodcloud.scoring import vader
from moodcloud.scoring.vader_lexicon import compound
from moodcloud.scoring.vader_rules import Rules
from vaderSentiment.vaderSentiment import NEGATE, SentimentIntensityAnalyzer

from tests.conftest import SAMPLES, WriteCsv
from tests.laws import examples

PLAIN = SentimentIntensityAnalyzer()
AS_PLAIN = Rules(PLAIN.lexicon, PLAIN.emojis)
LABELS = {1: "positive", 0: "neutral", -1: "negative"}


def rows_of(table: Table, connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return sorted(connection.execute(f"SELECT text, label FROM ({table.relation})").fetchall())


def texts_of(path: Path, column: int) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        return [row[column] for row in csv.reader(stream)]


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlabelled, "SMALL_BYTES", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_each_text_has_the_label_of_its_score(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv, two_processes: None
) -> None:
    texts = texts_of(SAMPLES / "reviews-en.csv", 0)[1:]
    path = write_csv([("review",), *[(text,) for text in texts]])
    table = read_table(path, Options(), path.parent, connection)
    assert rows_of(table, connection) == sorted((t, LABELS[vader.sign(t)]) for t in texts)
    assert sum(table.sentiments.values()) == table.rows.counted == 300


def test_scores_of_5000_tweets_are_those_of_vadersentiment(real_data: Path) -> None:
    texts = texts_of(real_data / "sentiment140-20k.csv", 5)[::4]
    assert len(texts) == 5_000
    for text in texts:
        assert AS_PLAIN.compound(text) == PLAIN.polarity_scores(text)["compound"]


# Whatever VADER has a rule for, in any order.
WORDS = (
    "but BUT never so this without doubt not isn't least at very no or nor kind of sort really "
    "REALLY great GREAT good bad awful hate the shit bomb bus stop yeah right kiss death to die "
    "for room ! ? !!! ??? :) :( <3 😀 😡 ❤️ good😀bad &amp; &lt;3 don't, (happy)"
)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join))
def test_a_score_is_that_of_vadersentiment_whatever_rules_meet(text: str) -> None:
    assert AS_PLAIN.compound(text) == PLAIN.polarity_scores(text)["compound"]


# Made up after what customers write; every kind of word in valences.toml has some here.
SERVICE = {
    1: """thanks for the quick reply|couldn't be happier with it|can't wait to fly with you again
    pretty good food and super friendly people|no complaints at all|I like the new seats|5 stars
    the crew really cared about us and I love it|well done, a smooth boarding
    great service.Fast check-in.Spotless rooms|an incredible crew
    I don\u2019t hate it, it is great<br/>really""",
    0: """please help, I want a number|could you support me with my credit card?
    dear customer care, how can I resolve this?|I would like to share my seat with my wife
    it looks like a bus|are you sure it is the United terminal|which value should I play
    my booking with amazon security as well|&gt; reach me on the other hand""",
    -1: """on hold for two hours|still no refund|my flight was canceled and I am stranded
    the app crashes when I want to pay|it stopped working after a week|don't bother, it is junk
    pretty slow check-in|waiting for your support team to help|it isn\u2019t good
    what a joke, hung up on me|they promised to care and no one came|it doesn't work
    Thanks for nothing, worst flight ever|It could be better|The fit could have been better""",
}


@pytest.mark.parametrize("sign", SERVICE)
def test_what_customers_write_is_judged_as_they_mean_it(sign: int) -> None:
    texts = [text.strip() for line in SERVICE[sign].splitlines() for text in line.split("|")]
    wrong = [text for text in texts if vader.sign(text) != sign]
    assert wrong == []


def test_a_phrase_is_found_in_any_case_and_beside_punctuation() -> None:
    assert vader.sign("ON HOLD again!") == vader.sign("They hung up.") == -1
    assert compound("No one, again.") == compound("no one again")


def test_a_word_of_the_lexicon_has_one_valence() -> None:
    kinds = [{"words": [], **kind} for kind in read_lexicon("valences").values()]
    listed = [each for kind in kinds for key in ("words", "phrases") for each in kind.get(key, ())]
    assert [each for each, times in Counter(listed).items() if times > 1] == []
    # A word that negates and has a valence would no longer negate.
    assert not set(listed) & set(NEGATE)
    known = PLAIN.lexicon
    rated = {word: kind["valence"] for kind in kinds for word in kind["words"] if "valence" in kind}
    assert [word for word, valence in rated.items() if valence * known.get(word, 0) > 0] == []
    assert [word for word, valence in rated.items() if not valence and word not in known] == []


def test_a_long_text_takes_no_longer_than_many_short_ones() -> None:
    # vaderSentiment itself takes minutes for this one.
    assert vader.sign("the room was good and the staff very nice to us all " * 5_000) == 1


@pytest.mark.parametrize("processes", [1, 2])
def test_whom_a_text_is_to_and_where_it_links_is_no_praise(processes: int) -> None:
    texts = [
        "@united lost my bag again",
        "@great_company my flight is delayed",
        "see www.love.example/best [HAPPY_URL] pic.twitter.com/love",
        "please help, I want a number",
        "@united I love it",
    ]
    with vader.scoring(processes) as scored:
        assert [sign for _, sign in scored(texts)] == [-1, -1, 0, 0, 1]


def test_several_processes_give_what_one_gives() -> None:
    texts = [f"{mood} day {i} 😀" for i, mood in zip(range(3_210), cycle(["good", "bad", ""]))]
    results = []
    for processes in (1, 2, 3):
        with vader.scoring(processes) as scored:
            results.append(list(scored(texts)))
    assert results[0] == results[1] == results[2]
    assert [text for text, _ in results[0]] == texts


@pytest.mark.slow
def test_memory_stays_flat_however_many_rows() -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "a good day"

    with vader.scoring(2) as scored:
        next(scored(texts()))
    assert taken <= vader.CHUNK_ROWS * (vader.AHEAD * 2 + 1)


@pytest.mark.parametrize("when", [0, 5_000])
def test_a_process_that_dies_raises_an_error_that_may_pass(
    monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    workers: list[vader._Worker] = []
    start = vader._start

    def observed() -> vader._Worker:
        workers.append(start())
        return workers[-1]

    def endless() -> Iterator[str]:
        for number in cycle(range(10_000)):
            if number == when:
                workers[1].process.kill()
            yield "a good day"

    monkeypatch.setattr(vader, "_start", observed)
    with (
        pytest.raises(ChildProcessError, match=r"ended early \(status -9\).*try again"),
        vader.scoring(2) as scored,
    ):
        for _ in scored(endless()):
            pass
    assert all(worker.process.poll() is not None for worker in workers)


@pytest.mark.slow
def test_a_script_needs_no_main_guard(tmp_path: Path, write_csv: WriteCsv) -> None:
    path = write_csv([("text",), *[(f"a good day for user{i}",) for i in range(2_000)]])
    script = tmp_path / "script.py"
    script.write_text(
        "import os, pathlib\n"
        "from moodcloud.database import connect\n"
        "from moodcloud.options import Options\n"
        "from moodcloud.reading import read_table\n"
        "from moodcloud.scoring import texts as unlabelled\n"
        "print('once')\n"
        "unlabelled.SMALL_BYTES, os.cpu_count = 0, lambda: 2\n"
        f"path = pathlib.Path({str(path)!r})\n"
        "with connect(path.parent) as connection:\n"
        "    print(read_table(path, Options(), path.parent, connection).sentiments)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "once\n{'positive': 2000}\n"
    assert done.stderr == ""


def test_a_process_that_scores_imports_next_to_nothing() -> None:
    code = (
        "import runpy, sys; module = runpy.run_path(sys.argv[1]); module['sign']('good'); "
        "print([m for m in ('duckdb', 'numpy', 'pandas', 'requests') if m in sys.modules])"
    )
    command = [sys.executable, "-P", "-c", code, vader.__file__]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_summary_and_the_page_tell_of_vader(
    tmp_path: Path, write_csv: WriteCsv, two_processes: None
) -> None:
    rows = [(f"user{i}", f"{('a great', 'a terrible', 'one more')[i % 3]} day") for i in range(60)]
    path = write_csv([("who", "said"), *rows, ("user60", " "), ("user61",)])
    small = ["--max-words", "20", "--width", "300", "--height", "200"]
    result = CliRunner().invoke(main, ["analyze", str(path), "-o", str(tmp_path / "out"), *small])
    assert result.exit_code == 0, result.output
    assert "sentiments: scored by VADER" in result.output.replace("\n", " ")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    jsonschema.validate(summary, summary_schema())
    assert summary["input"]["sentiment_source"] == "vader"
    assert summary["input"]["sentiment_column"] is None
    assert summary["rows"] == {
        "read": 62, "counted": 60, "rejected": 1, "unlabelled": 0, "empty": 1, "copies": 57,
        "filtered": 0, "uncompared": 0,
    }  # fmt: skip
    assert {name: each["rows"] for name, each in summary["sentiments"].items()} == {
        "positive": 20, "neutral": 20, "negative": 20,
    }  # fmt: skip
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "VADER scored them" in page
    assert "None" not in page
    listed = (tmp_path / "out" / "rejected.csv").read_text("utf-8").splitlines()
    assert listed == [
        "line,reason,content", "62,no text, ", "63,1 fields where 2 are expected,user61",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_summary_names_a_column_only_where_there_is_one(english: Path) -> None:
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    jsonschema.validate(summary, summary_schema())
    for changed in ({"sentiment_source": "vader"}, {"sentiment_column": None}):
        broken = {**summary, "input": {**summary["input"], **changed}}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, summary_schema())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("das Zimmer war nicht sehr sauber, aber wir haben uns wohl gefühlt", "German"),
        ("la habitación no estaba muy limpia, pero el desayuno era de lo mejor", "Spanish"),
        ("部屋はとてもきれいで、朝ごはんもおいしかったです", "Japanese"),
        ("房间很干净，早餐也不错", "Chinese"),
        ("ຫ້ອງສະອາດ ແລະ ອາຫານແຊບ", "neither English nor Korean"),
    ],
)
def test_texts_of_other_languages_without_labels_are_refused_unless_called_english(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv, text: str, language: str
) -> None:
    path = write_csv([("review",), *[(f"{text} {number}",) for number in range(30)]])
    with pytest.raises(UploadError, match=language) as caught:
        read_table(path, Options(), path.parent, connection)
    assert caught.value.code == "unlabelled_language"
    assert "Add a column of labels" in caught.value.remedy
    assert "--sentiment-column NAME" in caught.value.remedy
    table = read_table(path, Options(language="en"), path.parent, connection)
    assert table.rows.counted == 30


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (Options(sentiment_column="mood"), "unknown_column"),
        (Options(positive=("agree",)), "no_sentiment_column"),
    ],
)
def test_labels_asked_for_are_never_made_up(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv, options: Options, code: str
) -> None:
    path = write_csv([("text", "user"), ("good thing", "ann"), ("bad thing", "bob")])
    with pytest.raises(UploadError) as caught:
        read_table(path, options, path.parent, connection)
    assert caught.value.code == code


def test_a_plain_file_holds_a_text_on_each_line(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    lines = [f'Good{", good" * (i % 3)} day for user{i} and "so" on' for i in range(40)]
    path = tmp_path / "upload.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    table = read_table(path, Options(), tmp_path, connection)
    assert rows_of(table, connection) == sorted((line, "positive") for line in lines)


def test_quoted_texts_alone_in_a_file_stay_whole_beside_a_stray_quote(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    texts = [f"Good day,\nuser{i}" for i in range(40)]
    rows = ["text", *[f'"{text}"' for text in texts], '"never closed']
    path = tmp_path / "upload.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    table = read_table(path, Options(), tmp_path, connection)
    assert rows_of(table, connection) == sorted((text, "positive") for text in texts)
    assert [row.line for row in table.rejected] == [82]
