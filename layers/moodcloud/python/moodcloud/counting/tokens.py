"""What a token is: the regular expressions that clean and split texts, written for RE2.

Links, e-mail addresses and mentions (with the retweet marker before them) are cleaned away. The
rest falls into words as written and marks (anything else that is not space): no bigram reaches
across marks, and emoji are found among them.
"""

from __future__ import annotations

import re
from typing import Final

from moodcloud.cleaning import BLOCK, INLINE, SIGNS
from moodcloud.database import quoted

_LETTER: Final = r"\p{L}"
_INSIDE: Final = r"[\p{L}\p{M}\p{N}]"

WORD_TOKEN: Final = rf"{_LETTER}{_INSIDE}*(?:'{_LETTER}{_INSIDE}*)*"
"""A letter, then letters, marks and digits; apostrophes between letters (don't, l'été)."""

_MARKS: Final = r"[^\s\p{L}]+"
_TOKEN: Final = rf"{WORD_TOKEN}|{_MARKS}"

_LINK: Final = r"(?i:https?://|www\.)\S+"
_EMAIL: Final = r"[\w.+-]+@[\w-]+\.[\w.-]*\w"
_MENTION: Final = r"\b(?i:RT)\s*:?\s*@[\w\p{L}]+|@[\w\p{L}]+"
_CLEANED: Final = rf"{_LINK}|{_EMAIL}|{_MENTION}"
# In place of what is cleaned away, so that the words around it do not become neighbours.
_GAP: Final = " @ "

# Typographic apostrophes become the ASCII one before a text is split.
_APOSTROPHES: Final = "’‘ʼ＇`´"

# The same for Python, whose \w holds letters of all scripts. Most mentions stay in the text,
# because their own @ is found as the token that takes their place.
_CLEANED_IN_PYTHON: Final = re.compile(rf"{_LINK}|{_EMAIL}|\b(?:(?i:RT)\s*:?\s*)?@\w+")
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
    cleaned = f"""
        CASE WHEN contains({column}, '@') OR contains({column}, '://')
                  OR contains({column}, ':\\/')
                  OR contains(lower({column}), 'www.')
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
