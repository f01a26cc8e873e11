"""Themes: words of one token are together by spelling, not by company."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from moodcloud.insight.sampled_words import SampledWords, WordPlaces
from moodcloud.insight.themes import find_themes

RUN_ON, APART, OTHERS = (0, 1, 2), (3, 4, 5), range(6, 60)


def _sampled(texts: list[list[tuple[int, ...]]]) -> Any:
    """Return texts as words, each a list of tokens, each of the numbers of its words."""
    text = np.array([number for number, tokens in enumerate(texts) for _ in tokens])
    every = [token for tokens in texts for token in tokens]
    places = [(at, number) for at, token in enumerate(every) for number in token]
    first, number = np.array(places).T
    return SampledWords(
        texts=(),
        text=text,
        clause=text,
        sentiment=np.zeros(len(texts), np.int64),
        words=WordPlaces(number=number, first=first, last=first),
        phrases=WordPlaces(*(np.zeros(0, np.int64) for _ in range(3))),
    )


def test_words_of_one_token_make_no_theme_and_those_of_several_do() -> None:
    chance = np.random.default_rng(3)
    texts: list[list[tuple[int, ...]]] = [
        [(int(word),) for word in chance.choice(OTHERS, 5)] for _ in range(200)
    ]
    for number in range(20):
        texts[number].insert(2, RUN_ON)
        texts[60 + number][1:1] = [(word,) for word in APART]
    vocabulary: Any = SimpleNamespace(
        sentiments=("all",), words=SimpleNamespace(names=[f"w{n}" for n in range(60)])
    )
    found = find_themes(_sampled(texts), vocabulary, "all")
    assert [theme.words for theme in found] == [["w3", "w4", "w5"]]
