"""What a token is: the regular expressions that clean and split texts, written for RE2.

Links, e-mail addresses, mentions (with the retweet marker before them) and the placeholders that
anonymisers put in their place are cleaned away. The rest falls into words as written, numbers with
the letters that belong to them (4th, 5pm, 10분만에), and marks (anything else that is not space).
Marks and numbers part bigrams, and emoji are found among the marks.
"""

from __future__ import annotations

import re
from typing import Final

from moodcloud.cleaning import BLOCK, INLINE, NO_WORDS, SIGNS
from moodcloud.counting.between import (
    BEING,
    BEING_KEPT,
    BETWEEN,
    ENGLISH,
    ENGLISH_KEPT,
    MAY_BE_BETWEEN,
    MAY_BE_NEGATED,
    NEGATORS,
)
from moodcloud.database import quoted

_LETTER: Final = r"\p{L}"
_INSIDE: Final = r"[\p{L}\p{M}\p{N}]"

WORD_TOKEN: Final = rf"{_LETTER}{_INSIDE}*(?:['-]{_LETTER}{_INSIDE}*)*"
"""A letter, then letters, marks and digits; apostrophes and hyphens between letters (don't, l'été,
Wi-Fi)."""

SENTENCES: Final = r"\p{Ll} \p{Ll}+ \p{Ll}"
"""Three words in lower case side by side: a text that holds them is written neither in capitals nor
like a title, so that a capital after a word begins a name."""

# The letters after a number are a unit, an ending or a counter, which is no word without it. Other
# scripts than these do not part words by spaces: all of a clause may follow. A keycap is an emoji.
_NUMBER: Final = rf"\p{{N}}+(?:[\p{{Latin}}\p{{Hangul}}]{_INSIDE}*|\x{{FE0F}}?\x{{20E3}})?"
_MARKS: Final = r"[^\s\p{L}\p{N}]+"
_TOKEN: Final = rf"{WORD_TOKEN}|{_NUMBER}|{_MARKS}"

_MENTION: Final = r"\b(?i:RT)\s*:?\s*@[\w\p{L}]+|@[\w\p{L}]+"
_CLEANED: Final = rf"{NO_WORDS}|{_MENTION}"
# A text without one of these holds nothing to clean away.
_MAY_BE_CLEANED: Final = (
    r"[@/\[<{]|(?i:www\.|-[lr][rsc]b-)|\.(?:com|org|net|edu|gov|co\.)|HTTPURL|USER_|XX|__|%[A-Z]"
)
# In place of what is cleaned away, so that the words around it do not become neighbours.
_GAP: Final = " @ "

# The Penn Treebank parts contractions: `ca n't`, `it 's`, `gon na`.
_JOINED: Final = (
    r"(\p{L}) ((?i:n't|'(?:s|re|ve|ll|d|m)))\b"
    r"|\b((?i:gon|wan)) (na\b)|\b((?i:got)) (ta\b)"
)
_KEPT: Final = r"\1\2\3\4\5\6"
_MAY_BE_JOINED: Final = " [nN]?['’]|[nNtT] [nt]a"

# 재미가 하나도 없다 is read as 재미가 없다.
_AT_ALL: Final = r"([가-힣]) (?:하나도|전혀|아예) ([없업])"
_WITHOUT: Final = r"\1 \2"

# Typographic apostrophes become the ASCII one before a text is split.
_APOSTROPHES: Final = "’‘ʼ＇`´"

# The same for Python, whose \w holds letters of all scripts. Most mentions stay, since their @ is
# the token in their place.
_CLEANED_IN_PYTHON: Final = re.compile(rf"\b(?:(?i:RT)\s*:?\s*)?@\w+|{NO_WORDS}")
_TO_ASCII: Final = str.maketrans(_APOSTROPHES, "'" * len(_APOSTROPHES))


def tokens_sql(column: str) -> str:
    """Return SQL for the tokens of a text: a list, in order.

    HTML entities and other escapes are resolved first, letters composed (NFC), apostrophes made one
    kind, HTML tags taken out.
    """
    escaped = " OR ".join(f"contains({column}, {quoted(sign)})" for sign in SIGNS)
    text = f"CASE WHEN {escaped} THEN unescape({column}) ELSE {column} END"
    plain = "'" * len(_APOSTROPHES)
    # The tests for fixed strings and for plain ASCII spare most rows the costly steps.
    text = f"""
        CASE WHEN strlen({text}) = length({text}) AND NOT contains({text}, '`')
             THEN {text}
             ELSE translate(nfc_normalize({text}), {quoted(_APOSTROPHES)}, {quoted(plain)}) END"""
    text = f"""
        CASE WHEN contains({text}, '<')
             THEN regexp_replace(
                 regexp_replace({text}, {quoted(INLINE)}, '', 'g'),
                 {quoted(BLOCK)}, {quoted(_GAP)}, 'g'
             )
             ELSE {text} END"""
    # One CASE for all: each repeats the text within it, so that with each the query doubles.
    may_change = " OR ".join(
        f"regexp_matches({column}, {quoted(pattern)})"
        for pattern in (_MAY_BE_JOINED, _AT_ALL, MAY_BE_BETWEEN, MAY_BE_NEGATED)
    )
    joined = text
    for pattern, kept in (
        (_JOINED, _KEPT),
        (_AT_ALL, _WITHOUT),
        (BETWEEN, NEGATORS),
        (BEING, BEING_KEPT),
        (ENGLISH, ENGLISH_KEPT),
    ):
        joined = f"regexp_replace({joined}, {quoted(pattern)}, {quoted(kept)}, 'g')"
    text = f"CASE WHEN {may_change} THEN {joined} ELSE {text} END"
    cleaned = f"""
        CASE WHEN regexp_matches({column}, {quoted(_MAY_BE_CLEANED)})
             THEN regexp_replace({text}, {quoted(_CLEANED)}, {quoted(_GAP)}, 'g')
             ELSE {text} END"""
    return f"regexp_extract_all({cleaned}, {quoted(_TOKEN)})"


def searchable(text: str) -> str:
    """Return `text` as it can be searched for its tokens, which keep their places.

    Spaces take the place of what counting cleans away, and apostrophes are made one kind.

    >>> searchable("good: see www.good.example, it’s good")
    "good: see                   it's good"
    """
    return _CLEANED_IN_PYTHON.sub(lambda found: " " * len(found[0]), text.translate(_TO_ASCII))
