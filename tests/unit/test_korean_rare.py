"""Rare Korean tokens are read alike by C and by Python."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.language.korean_analyser import Morpheme
from moodcloud.language.korean_rare import KnownParts, Part, RareTokens, read_rare

from tests.laws import examples

_rare_tokens = pytest.importorskip(
    "moodcloud.language._rare_tokens", reason="it is not compiled: install a C compiler, then make"
)
# Few letters, so that tokens share their parts.
TOKENS = st.text("가나다라😀", min_size=1, max_size=7)
TAGS = ("NNG", "NNP", "VV", "VA-I", "EP", "EC", "JKS", "JX", "XSV", "MAG", "XPN", "NNB")


@st.composite
def analysed(draw: st.DrawFn) -> tuple[str, list[Morpheme]]:
    """Return a token and morphemes of it, as an analyser might find them."""
    token = draw(TOKENS)
    places = sorted(draw(st.sets(st.integers(0, len(token)), max_size=3)) | {0, len(token)})
    return token, [
        (token[start:end], draw(st.sampled_from(TAGS)), start, end, False)
        for start, end in pairwise(places)
    ]


@settings(max_examples=examples(300), deadline=None)
@given(
    learnt=st.lists(analysed(), max_size=30),
    tokens=st.lists(TOKENS | st.just("") | st.text("가나", min_size=20, max_size=40), max_size=20),
)
def test_c_reads_tokens_as_python_does(
    learnt: Sequence[tuple[str, list[Morpheme]]], tokens: Sequence[str]
) -> None:
    known = KnownParts()
    for token, morphemes in learnt:
        known.learn(token, morphemes)
    reader = RareTokens(*known.parts())
    assert read_rare(tokens, known) == [reader.words_of(token) for token in tokens]


@pytest.mark.parametrize(
    ("tokens", "beginnings"),
    [
        ([1], {}),
        (["가"], {1: ([], None, None)}),
        (["가"], {"가": ()}),
        (["가"], {"가": ([1], None, None)}),
    ],
)
def test_what_are_no_tokens_and_no_parts_is_refused(
    tokens: list[str], beginnings: dict[str, Part]
) -> None:
    with pytest.raises((TypeError, SystemError)):
        _rare_tokens.words_of(tokens, beginnings, {}, 0.5, 2, 4)
