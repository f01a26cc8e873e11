"""Emoji: whole sequences, counted without their looks."""

from __future__ import annotations

import pandas as pd
import pytest
from moodcloud.language.emoji import emoji_counts, emoji_in


@pytest.mark.parametrize(
    ("marks", "emoji"),
    [
        ("😂😂!", ["😂", "😂"]),
        ("❤️", ["❤"]),
        ("❤", ["❤"]),
        ("👍🏽👍", ["👍", "👍"]),
        ("👨‍👩‍👧", ["👨‍👩‍👧"]),
        ("👩🏽‍💻", ["👩‍💻"]),
        ("🤦🏻‍♀️...", ["🤦‍♀"]),
        ("❤️‍🔥", ["❤‍🔥"]),
        ("🇰🇷🇺🇸", ["🇰🇷", "🇺🇸"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴"]),
        ("🏳️‍🌈", ["🏳‍🌈"]),
        ("1️⃣2️⃣", ["1⃣", "2⃣"]),
        ("#1 (50%)", []),
        ("© ™", []),
        ("©️", ["©"]),
        (";)🙏-", ["🙏"]),
        ("🏽", []),
        ("🇰", []),
        ("\U0001fadf", ["\U0001fadf"]),
        ("→ ★ ¿?", []),
    ],
)
def test_emoji_are_found_whole(marks: str, emoji: list[str]) -> None:
    assert emoji_in(marks) == emoji


def test_emoji_are_counted_by_sentiment_the_most_frequent_first() -> None:
    tokens = pd.DataFrame(
        {
            "sentiment": ["positive", "positive", "negative", "positive", "positive"],
            "token": ["❤️", "❤❤!", "😡", "good", "😂"],
            "count": [2, 3, 4, 9, 8],
        }
    )
    assert emoji_counts(tokens).to_dict("list") == {
        "sentiment": ["negative", "positive", "positive"],
        "emoji": ["😡", "❤", "😂"],
        "count": [4, 8, 8],
    }


def test_texts_without_emoji_have_none() -> None:
    tokens = pd.DataFrame({"sentiment": ["a"], "token": ["word"], "count": [1]})
    assert list(emoji_counts(tokens).columns) == ["sentiment", "emoji", "count"]
    assert emoji_counts(tokens).empty
    assert emoji_counts(tokens[:0]).empty
