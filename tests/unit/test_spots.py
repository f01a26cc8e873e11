"""Where words are met in sampled texts: all texts at once find what a look at each token finds."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.cleaning import NO_WORDS, NO_WORDS_IN_PYTHON, said
from moodcloud.counting.tokens import _CLEANED_IN_PYTHON, searchable
from moodcloud.insight.sample import Sample, SampledText
from moodcloud.insight.spots import Spot, find_spots
from moodcloud.vocabulary import Vocabulary

from tests.laws import examples

TOKENS = ("not", "Not", "good", "GOOD", "bad", "bed", "!", "😀", "👍😀", "a")
LOWER = sorted({token.lower() for token in TOKENS})
BIGRAMS = [f"{first} {second}" for first in LOWER for second in LOWER]
NAMES = ("good", "bad", "not good", "bed", "😀", "👍")
# What may be cleaned away, and what only looks like it.
PIECES = (
    "RT", "rt ", "@", "@you", " ", "  ", ":", "a", "é", "and/or", "http://x", "WWW.", "www.a",
    "x.y", "a.com", "b.co.uk/c", "youtu.be/x", "me@x.org", "<url>", "{{user", "}}", "[", "]", "XX",
    "XXX", "USER_", "MENTION", "HTTPURL", "__", "TAG__", "%NAME%", "%n", "-LRB-", "-rſb-", "-", "’",
    "t", "\n",
)  # fmt: skip


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_text_that_is_not_searched_holds_nothing_to_clean_away(text: str) -> None:
    plain = text.replace("’", "'")
    assert searchable(text) == _CLEANED_IN_PYTHON.sub(lambda found: " " * len(found[0]), plain)


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_python_takes_for_no_words_what_the_engine_does(text: str) -> None:
    assert re.sub(NO_WORDS_IN_PYTHON, "#", text) == re.sub(NO_WORDS, "#", text)


@pytest.mark.parametrize("unit", ["a", "가", "1.", "a-", "x+", "A_", "{"])
def test_a_long_run_of_anything_takes_no_hours(unit: str) -> None:
    run = unit * (200_000 // len(unit))
    assert said(f"{run} www.x.org good") == f"{run}   good"
    assert searchable(f"{run} www.x.org good") == f"{run}{' ' * 10} good"


def looked_at(
    sample: Sample, as_one: set[str], words: dict[str, list[str]], wanted: set[str], most: int
) -> dict[tuple[str, str], list[Spot]]:
    """Return the spots by a look at one token after another."""
    spots: dict[tuple[str, str], list[Spot]] = {}

    def note(word: str, sentiment: str, spot: Spot) -> None:
        known = spots.setdefault((word, sentiment), [])
        if len(known) < most and not (known and known[-1].text == spot.text):
            known.append(spot)

    for number, (sentiment, _, tokens) in enumerate(sample.texts):
        taken = -1
        for place, token in enumerate(tokens):
            bigram = " ".join(tokens[place : place + 2]).lower()
            if place + 1 < len(tokens):
                for word in words.get(bigram, ()):
                    note(word, sentiment, Spot(number, place, place + 1))
                taken = place + 1 if bigram in as_one else taken
            counted = place > taken and token in words
            emoji = [mark for mark in token if mark in wanted and mark in "😀👍"]
            for word in words[token] if counted else emoji:
                note(word, sentiment, Spot(number, place, place))
    return spots


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(TOKENS), max_size=8), max_size=8),
    st.sets(st.sampled_from(BIGRAMS), max_size=20),
    st.dictionaries(
        st.sampled_from([*TOKENS[:6], "a", *BIGRAMS[:30]]),
        st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
    ),
    st.integers(1, 3),
)
def test_spots_are_those_that_a_look_at_each_token_finds(
    texts: list[list[str]], as_one: set[str], words: dict[str, list[str]], most: int
) -> None:
    sample = Sample(
        [SampledText("np"[at % 2], " ".join(tokens), tokens) for at, tokens in enumerate(texts)], {}
    )
    forms: Any = SimpleNamespace(bigrams_as_one=lambda: as_one)
    vocabulary = cast("Vocabulary", SimpleNamespace(forms=forms))
    expected = looked_at(sample, as_one, words, set(NAMES), most)
    spots = find_spots(sample, vocabulary, words, NAMES, most)
    for word in NAMES:
        for sentiment in "np":
            found = expected.get((word, sentiment), [])
            assert spots.of(word, sentiment, most) == found
            assert spots.of(word, sentiment, 1) == found[:1]
    names, rows = spots.rows(NAMES)
    assert len(rows) == sum(map(len, expected.values()))
    assert [NAMES[each] for each in names.tolist()] == sorted(
        (word for (word, _), own in expected.items() for _ in own), key=NAMES.index
    )
