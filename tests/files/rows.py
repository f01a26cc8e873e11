"""Labelled rows made for tests: the same ones every time, with all that makes fields hard to read.

Every set holds commas, semicolons, bars, tabs, quotes and newlines inside its texts, and some rows
without a text, without a label, or with a label that is not understood.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from moodcloud.reading import RowCounts

ROWS: Final = 500
LABELS: Final = ("positive", "neutral", "negative")
HEADER: Final = ("id", "text", "sentiment", "day")
_EMPTY, _UNLABELLED, _STRAYS = 10, 10, 4

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class RowSet:
    """Rows of `(id, text, label, day)`, and what must be counted in them."""

    rows: tuple[Row, ...]
    counts: RowCounts
    sentiments: dict[str, int]


_ENGLISH: Final = {
    "positive": (
        "we loved the quiet garden", "the staff were kind and quick", "a lovely warm welcome",
        "fresh bread every morning", "the best breakfast of our trip", "I would gladly come back",
    ),
    "neutral": (
        "the room has two windows", "check in starts at three", "a bus stops near the door",
        "we stayed for two nights", "breakfast is served downstairs", "the lift holds four people",
    ),
    "negative": (
        "the shower was cold and dirty", "nobody answered the phone", "a noisy, dark room",
        "they charged us twice", "I don't recommend this place", "stale bread and bitter coffee",
    ),
}  # fmt: skip
_ACCENTED: Final = {
    "positive": ("a charming café with crème brûlée", "très bien, señor", "the crêpes were superb"),
    "neutral": ("the menu is à la carte", "near the Straße called Königsallee", "one café au lait"),
    "negative": ("the décor is passé", "a naïve waiter ruined the soirée", "the purée was cold"),
}
_KOREAN: Final = {
    "positive": (
        "정원이 조용해서 정말 좋았어요", "직원들이 친절하고 빨랐습니다", "아침 식사가 최고였어요",
        "다시 오고 싶은 숙소입니다", "빵이 매일 신선했어요", "방이 넓고 깨끗해요",
    ),
    "neutral": (
        "방에 창문이 두 개 있습니다", "세 시부터 입실할 수 있어요", "정류장이 문 앞에 있습니다",
        "이틀 동안 머물렀습니다", "식당은 아래층에 있어요", "승강기는 네 명이 탑니다",
    ),
    "negative": (
        "물이 차갑고 더러웠어요", "아무도 전화를 받지 않았습니다", "방이 어둡고 시끄러웠어요",
        "요금을 두 번 받았습니다", "추천하고 싶지 않아요", "커피가 쓰고 빵이 딱딱했습니다",
    ),
}  # fmt: skip
_JAPANESE: Final = {
    "positive": ("庭が静かでとても良かったです", "スタッフが親切でした", "朝食がとてもおいしい"),
    "neutral": ("部屋には窓が二つあります", "チェックインは三時からです", "バス停が近いです"),
    "negative": ("シャワーが冷たくて汚かった", "誰も電話に出ませんでした", "部屋が暗くてうるさい"),
}
_CHINESE: Final = {
    "positive": ("花园很安静，我们非常喜欢", "服务员很热情，也很快", "早餐是这次旅行最好的"),
    "neutral": ("房间有两个窗户", "三点以后可以入住", "门口有一个公交车站"),
    "negative": ("洗澡的水很冷，也很脏", "没有人接我们的电话", "房间又黑又吵，不推荐"),
}
# Between phrases; every delimiter and newline must survive inside a field.
_JOINTS: Final = (". ", ", ", "; ", " | ", "\t", "\n", "\n\n", "! ", " / ", " & ", " ")
_QUOTED: Final = ('"{}"', "'{}'", "({})", '"" {} "', "{}", "{}", "{}", "{}")
_MARKS: Final = ("★", "♥", "…", "100%")
_EMOJI: Final = ("😀", "👍🏽", "👩‍👩‍👧", "🇰🇷", "❤️")

_SETS: Final = {
    # Letters that cp949 has and KS X 1001 has not are among them.
    "mixed": ((_ENGLISH, _KOREAN), (*_MARKS, "‘똠방각하’")),
    "emoji": ((_ENGLISH, _KOREAN, _ACCENTED), (*_MARKS, *_EMOJI)),
    "western": ((_ENGLISH, _ACCENTED), ("‘so’", "“so so”", "– 20 €", "…")),
    "latin": ((_ENGLISH, _ACCENTED), ("«so»", "20 £", "½")),
    "japanese": ((_ENGLISH, _JAPANESE, _JAPANESE), ("★", "…")),
    "chinese": ((_ENGLISH, _CHINESE, _CHINESE), ("★", "…")),
}


@cache
def row_set(name: str, size: int = ROWS) -> RowSet:
    """Return `size` rows of the set `name`: mixed, emoji, western, latin, japanese or chinese."""
    choice = random.Random(f"{name} {size}")
    phrases, marks = _SETS[name]
    share = size / ROWS
    empty, unlabelled, strays = (round(n * share) for n in (_EMPTY, _UNLABELLED, _STRAYS))
    special = choice.sample(range(1, size), empty + unlabelled + strays)
    rows: list[Row] = []
    for number in range(size):
        label = LABELS[choice.randrange(3)]
        text = _text(choice, [each[label] for each in phrases], marks)
        if number in special[:empty]:
            text = choice.choice(("", "   "))
        elif number in special[empty : empty + unlabelled]:
            label = ""
        elif number in special:
            label = "unsure"
        rows.append((str(number + 1), text, label, f"2026-03-{number % 28 + 1:02}"))
    counted = Counter(row[2] for row in rows if row[1].strip() and row[2] in LABELS)
    counts = RowCounts(counted.total(), strays, unlabelled, empty)
    return RowSet(tuple(rows), counts, {label: counted[label] for label in LABELS})


def _text(choice: random.Random, phrases: list[tuple[str, ...]], marks: tuple[str, ...]) -> str:
    parts = []
    for _ in range(choice.randint(1, 4)):
        phrase = choice.choice(choice.choice(phrases))
        parts.append(choice.choice(_QUOTED).format(phrase))
        parts.append(choice.choice(_JOINTS))
        if choice.random() < 0.2:
            parts.append(choice.choice(marks) + " ")
    return "".join(parts).strip()
