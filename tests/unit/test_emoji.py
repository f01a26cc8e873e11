"""Emoji: whole sequences, counted without their looks."""

from __future__ import annotations

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
    marks = [
        ("positive", "❤️", 2),
        ("positive", "❤❤!", 3),
        ("negative", "😡", 4),
        ("positive", "good", 9),
        ("positive", "😂", 8),
    ]
    assert emoji_counts(marks) == [
        ("negative", "😡", 4),
        ("positive", "❤", 8),
        ("positive", "😂", 8),
    ]


def test_texts_without_emoji_have_none() -> None:
    assert emoji_counts([("a", "word", 1)]) == []
    assert emoji_counts([]) == []
