"""What a token is: the regular expressions that clean and split texts, written for RE2.

Links, e-mail addresses, mentions (with the retweet marker before them) and the placeholders that
anonymisers put in their place are cleaned away. The rest falls into words as written, numbers with
the letters that belong to them (4th, 5pm, 10분만에), and marks (anything else that is not space).
Marks and numbers part bigrams, and emoji are found among the marks.
"""

from __future__ import annotations

from typing import Final

from moodcloud.cleaning import BLOCK, INLINE, NO_WORDS, NO_WORDS_IN_PYTHON, SIGNS
from moodcloud.counting.between import (
    BEING,
    BEING_KEPT,
    BETWEEN,
    ENGLISH,
    ENGLISH_KEPT,
    IS_DONE,
    JOINED_BEFORE,
    JOINED_KEPT,
    MAY_BE_BEFORE,
    MAY_BE_BETWEEN,
    MAY_BE_NEGATED,
    MAY_BE_OF_TWO,
    NEGATORS,
    NOT_DONE,
    OF_TWO,
    PARTED,
)
from moodcloud.database import quoted
from moodcloud.patterns import lazy_pattern

_LETTER: Final = r"\p{L}"
_INSIDE: Final = r"[\p{L}\p{M}\p{N}]"

# RE2 takes \b and \B for boundaries of ASCII letters, digits and the underscore only.
_SIGNED: Final = r"[A-Za-z]/[A-Za-z]\b|[A-Za-z](?:\+\+?|#)\B|[A-Z][A-Za-z]*\+\B"
WORD_TOKEN: Final = rf"{_SIGNED}|{_LETTER}{_INSIDE}*(?:['&-]{_LETTER}{_INSIDE}*)*"
"""A letter, then letters, marks and digits; apostrophes, hyphens and ampersands between letters
(don't, l'été, Wi-Fi, AT&T); and what has a sign of its own: A/C, w/o, C++, C#, A+, Disney+."""

TWO_WORDS: Final = rf"{_LETTER}[^ ]* {_LETTER}[^ ]*"
"""Two tokens with a space between them, both of which are words: only those begin with a letter."""

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

# 배송이 안 돼요 is read as 배송이 안돼요: what is after 안 tells whether it negates the noun.
_NOT_DONE: Final = rf"([가-힣]) ([{NOT_DONE}]) ([{IS_DONE}])"
_ONE_TOKEN: Final = r"\1 \2\3"

APOSTROPHES: Final = "’‘ʼ＇`´"
"""These become the ASCII one before a text is split."""

_PLAIN: Final = "'" * len(APOSTROPHES)

MAY_BE_COMPOSED: Final = (
    r"[\p{M}\x{374}\x{37E}\x{387}\x{958}-\x{95F}\x{9DC}-\x{9DF}\x{A33}-\x{A5E}\x{B5C}\x{B5D}"
    r"\x{F43}-\x{F69}\x{1161}-\x{1175}\x{11A8}-\x{11C2}\x{1F71}-\x{1FFD}\x{2000}\x{2001}\x{2126}"
    r"\x{212A}\x{212B}\x{2329}\x{232A}\x{2ADC}\x{F900}-\x{FAD9}\x{FB1D}-\x{FB4E}"
    r"\x{1D15E}-\x{1D1C0}\x{2F800}-\x{2FA1D}]"
)
"""A text without one of these is composed (NFC) already: marks, vowels and finals of Hangul apart
from their syllables, and letters that have come to be written as others."""

# The same for Python, whose \w holds letters of all scripts. Most mentions stay, since their @ is
# the token in their place.
_CLEANED_IN_PYTHON: Final = lazy_pattern(rf"\b(?:(?i:RT)\s*+(?::\s*+)?)?@\w+|{NO_WORDS_IN_PYTHON}")
# A text without one of these holds nothing of it. Each begins with a character of its own, so that
# texts are scanned for these alone: 0.02 s for 14,600 tweets, of which it spares seven in eight;
# the pattern itself takes 0.38 s.
_MAY_BE_CLEANED_IN_PYTHON: Final = lazy_pattern(
    r"@(?:(?<=[\w.+:-]@)|(?<=[tT:\s]\s@))|/(?<=[a-z:]/)|\[|<|\{"
    r"|w[wW]{2}\.|W[wW]{2}\.|-(?i:[lr][rsc]b-)|\.(?:com|org|net|edu|gov|co\.)"
    r"|HTTPURL|USER_|XX|__|%[A-Z]"
)
_TO_ASCII: Final = str.maketrans(APOSTROPHES, _PLAIN)


def _replaced(text: str, pattern: str, by: str) -> str:
    return f"regexp_replace({text}, {quoted(pattern)}, {quoted(by)}, 'g')"


# The steps of cleaning: SQL for which texts need it, and for the text after it. TEXT is the text
# before the step, WRITTEN as it was before all of them. The tests for fixed strings and for plain
# ASCII spare most rows the costly steps.
_STEPS: Final = (
    (" OR ".join(f"contains(WRITTEN, {quoted(sign)})" for sign in SIGNS), "unescape(TEXT)"),
    (
        f"strlen(TEXT) <> length(TEXT) AND regexp_matches(TEXT, {quoted(MAY_BE_COMPOSED)})",
        "nfc_normalize(TEXT)",
    ),
    (
        "contains(TEXT, '`') OR strlen(TEXT) <> length(TEXT) "
        f"AND regexp_matches(TEXT, {quoted(f'[{APOSTROPHES}]')})",
        f"translate(TEXT, {quoted(APOSTROPHES)}, {quoted(_PLAIN)})",
    ),
    ("contains(TEXT, '<')", _replaced(_replaced("TEXT", INLINE, ""), BLOCK, _GAP)),
    (f"regexp_matches(WRITTEN, {quoted(_MAY_BE_JOINED)})", _replaced("TEXT", _JOINED, _KEPT)),
    (
        f"strlen(WRITTEN) <> length(WRITTEN) AND regexp_matches(WRITTEN, {quoted(_AT_ALL)})",
        _replaced("TEXT", _AT_ALL, _WITHOUT),
    ),
    (
        f"strlen(WRITTEN) <> length(WRITTEN) AND regexp_matches(WRITTEN, {quoted(_NOT_DONE)})",
        _replaced("TEXT", _NOT_DONE, _ONE_TOKEN),
    ),
    (f"regexp_matches(WRITTEN, {quoted(MAY_BE_BETWEEN)})", _replaced("TEXT", BETWEEN, NEGATORS)),
    (
        f"regexp_matches(WRITTEN, {quoted(MAY_BE_BEFORE)})",
        _replaced("TEXT", JOINED_BEFORE, JOINED_KEPT),
    ),
    (f"regexp_matches(WRITTEN, {quoted(MAY_BE_OF_TWO)})", _replaced("TEXT", OF_TWO, PARTED)),
    (
        f"regexp_matches(WRITTEN, {quoted(MAY_BE_NEGATED)})",
        _replaced(_replaced("TEXT", BEING, BEING_KEPT), ENGLISH, ENGLISH_KEPT),
    ),
    (f"regexp_matches(WRITTEN, {quoted(_MAY_BE_CLEANED)})", _replaced("TEXT", _CLEANED, _GAP)),
)


def split_sql(cleaned: str) -> str:
    """Return SQL for the tokens of a text that `cleaned_rows` has cleaned: a list, in order."""
    return f"regexp_extract_all({cleaned}, {quoted(_TOKEN)})"


def cleaned_rows(relation: str) -> str:
    """Return `relation` with its column `text` cleaned.

    HTML entities and other escapes are resolved first, letters composed (NFC), apostrophes made one
    kind, HTML tags taken out. Each step is a query of its own, so that the engine takes it once:
    within one expression it takes every step again for each mention of its result, a fifth of the
    time of counting.

    Args:
        relation: Rows; their column `text` is cleaned, the others stay.
    """
    rows = f"SELECT *, text AS written FROM ({relation})"
    for step in _STEPS:
        rows = f"SELECT * REPLACE ({_taken(step, 'text', 'written')} AS text) FROM ({rows})"
    return f"SELECT * EXCLUDE (written) FROM ({rows})"


def _taken(step: tuple[str, str], text: str, written: str) -> str:
    needed, after = (sql.replace("TEXT", text).replace("WRITTEN", written) for sql in step)
    return f"CASE WHEN {needed} THEN {after} ELSE {text} END"


def searchable(text: str) -> str:
    """Return `text` as it can be searched for its tokens, which keep their places.

    Spaces take the place of what counting cleans away, and apostrophes are made one kind.

    >>> searchable("good: see www.good.example, it’s good")
    "good: see                   it's good"
    """
    if "`" in text or not text.isascii():
        text = text.translate(_TO_ASCII)
    if not _MAY_BE_CLEANED_IN_PYTHON.search(text):
        return text
    return _CLEANED_IN_PYTHON.sub(lambda found: " " * len(found[0]), text)
