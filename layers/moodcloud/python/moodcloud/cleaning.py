"""What exports leave in texts (HTML entities, backslash escapes, tags), and what holds no words."""

from __future__ import annotations

import html
import re
from typing import Final

from moodcloud.patterns import lazy_pattern

SIGNS: Final = ("&", "\\")
"""A text without one of these holds no escape."""

# In a path on a disk (C: to H:) \n begins a name; after Q: and A: a question follows.
_BACKSLASHED: Final = lazy_pattern(
    r"""\b[C-Hc-h]:\\\S* | (?<!\\)\\+(?P<space>[nrt]) | \\(?P<sign>['"/])
    | (?<!\\)(?P<units>(?:\\+u[0-9A-Fa-f]{4})+) | (?<!\\)(?P<bytes>(?:\\+x[0-9A-Fa-f]{2})+)""",
    re.VERBOSE,
)
# No character has so large a number; int() rejects those of thousands of digits.
_NO_CHARACTER: Final = re.compile(r"&#[0-9]{8,};?")


def unescape(text: str) -> str:
    """Return `text` with its escapes resolved: `&amp;`, `\\n`, `\\'`, `\\u00e9`, `\\xc3\\xa9`.

    Entities are resolved twice, because exports often escape them twice.
    """
    for _ in range(2):
        if "&" in text:
            text = _resolved(text)
    return _BACKSLASHED.sub(_meant, text) if "\\" in text else text


def _resolved(text: str) -> str:
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text) if "&#" in text else text)


def _meant(found: re.Match[str]) -> str:
    if found["space"]:
        return " "
    if found["sign"]:
        return found["sign"]
    if found["units"]:
        units = bytes.fromhex(re.sub(r"\\+u", "", found["units"]))
        return units.decode("utf-16-be", "replace").replace("\0", " ")
    if found["bytes"]:
        return _decoded(bytes.fromhex(re.sub(r"\\+x", "", found["bytes"]))).replace("\0", " ")
    return found[0]


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


# HTML tags, as regular expressions for both RE2 and Python. Anything else in angle brackets (`<3`,
# `<name>`) is text.

_INLINE_NAMES: Final = (
    "a|abbr|b|big|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|tt|u"
)
_BLOCK_NAMES: Final = (
    "blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|img|li|ol|p|pre|table|tbody|td|tfoot|th|thead|"
    "tr|ul"
)
# Each attribute has an equals sign: `a <b and c> d` holds no tag.
_ATTRIBUTES: Final = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*\s*/?>"""

INLINE: Final = rf"(?i:</?(?:{_INLINE_NAMES}){_ATTRIBUTES})"
"""Tags within a sentence, even within a word: they are dropped without a gap."""

BLOCK: Final = rf"(?i:</?(?:{_BLOCK_NAMES}){_ATTRIBUTES})|<!--[^<>]*-->"
"""Tags that separate sentences, and comments."""


# What holds no words, as regular expressions for both RE2 and Python.

_LINK: Final = r"(?i:https?://|ftp://|www\.)\S+"
# A path after the name of a host (youtu.be/x, bbc.co.uk/news), but not `food.Bad/slow`; without a
# path only the endings that nothing else has.
_HOST: Final = (
    r"\b(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+"
    r"(?:(?:com|org|net|edu|gov|info|biz|app|dev|news|blog|tech|site|shop|page|link|[a-z]{2})/[^\s,;]*"
    r"|(?:com|org|net|edu|gov|co\.[a-z]{2})\b)"
)
_EMAIL: Final = r"[\w.+-]+@[\w-]+\.[\w.-]*\w"
# What anonymisers and those who prepare texts for training write: [NAME], <url>, {{user_1}}, XX/XX.
_NAMED: Final = (
    r"(?:user|username|handle|mention|name|first|last|full|person|per|org|organi[sz]ation|company|brand|"
    r"product|url|link|https?|website|e-?mail|phone|number|num|digit|date|time|year|age|money|price|"
    r"percent|location|loc|city|country|place|address|zip|order|account|card|credit|bank|ssn|ip|"
    r"religion|id|hash|tag|hashtag|emoji|emoticon|image|photo|video|gif|media|redacted|masked?|unk|"
    r"pad|sep|cls|bos|eos|repeat(?:ed)?|elong(?:ated)?|allcaps|emphasis|censored|smile|"
    r"(?:lol|sad|neutral)face|heart)"
)
_PLACEHOLDER: Final = (
    rf"[\[<{{]{{1,2}}/?(?i:{_NAMED}(?:[ _-]?{_NAMED}){{0,2}})[ _-]?[0-9]*[\]>}}]{{1,2}}"
    r"|\b(?:HTTPURL|USER_MENTION|X{2,}(?:[/-](?:X{2,}|[0-9]{2,4}))*)\b|__[A-Z_]+__|%[A-Z]{3,}%"
)
# Brackets as the Penn Treebank writes them.
_BRACKET: Final = r"-(?i:[lr][rsc]b)-"

NO_WORDS: Final = rf"{_LINK}|{_EMAIL}|{_HOST}|{_PLACEHOLDER}|{_BRACKET}"
"""Links, also without a scheme, e-mail addresses, placeholders, brackets of the Penn Treebank."""

# Python begins anew at each letter of a run: without bounds, a million letters take hours.
# These are those of the net: 64 characters before the @, 63 in each part of a host, few parts. A
# bracket that no letter follows is not held against every name.
_BOUNDED: Final = (
    (r"[\w.+-]+@[\w-]+\.", r"[\w.+-]{1,64}+@[\w-]{1,63}+\."),
    (r"(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+", r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}+\.){1,9}"),
    (r"{1,2}/?(?i:", r"{1,2}+/?(?=\w)(?i:"),
)


def _bounded(pattern: str) -> str:
    for endless, bounded in _BOUNDED:
        pattern = pattern.replace(endless, bounded)
    return pattern


NO_WORDS_IN_PYTHON: Final = _bounded(NO_WORDS)
"""The same in time that grows with the text: for Python, which goes back; RE2 does not."""

_NOT_SAID: Final = lazy_pattern(rf"{NO_WORDS_IN_PYTHON}|@\w+")
_TAG: Final = lazy_pattern(f"{INLINE}|{BLOCK}")


def said(text: str) -> str:
    """Return `text` without what holds no words, tags and mentions, its escapes resolved.

    >>> said("@united lost my bag<br/>pic.twitter.com/x1")
    '  lost my bag  '
    """
    if any(sign in text for sign in SIGNS):
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _NOT_SAID.sub(" ", text)
