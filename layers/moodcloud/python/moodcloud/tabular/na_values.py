"""Fields without content: blank ones, and NA values, which programs write for missing ones."""

from __future__ import annotations

import re
from typing import Final

# White space as defined by Unicode: the engine's own \s knows ASCII only.
_BLANK_SQL: Final = r"\s\pZ\x0b\x1c-\x1f\x{85}\x{200B}\x{FEFF}"
_BLANK: Final = "\\s\u200b\ufeff"
_VISIBLE: Final = re.compile(f"[^{_BLANK}]")
# As pandas, R, SQL and workbooks write them.
_MARKS: Final = r"nan|NaN|NAN|null|Null|NULL|NA|N/A|n/a|#N/A|<NA>|\\N"
_MARK: Final = re.compile(f"[{_BLANK}]*(?:{_MARKS})[{_BLANK}]*")
# NA values of labels only: SAS writes a point, people a dash, Python "None". As a text that may be
# what a customer has to say, and "none" or "NONE" may be a label (a stance, say).
_SIGNS_OF_NO_LABEL: Final = frozenset((".", "?", "-", "--", "–", "—", "na", "None"))

# A longer field is no NA value: most texts need not be looked at.
_LONGEST_MARK: Final = 40

NO_MARK_SQL: Final = (
    f"(length(text) > {_LONGEST_MARK} OR NOT "
    f"regexp_full_match(text, '[{_BLANK_SQL}]*(?:{_MARKS})[{_BLANK_SQL}]*'))"
)
"""SQL for whether a `text` is no NA value."""

HAS_TEXT_SQL: Final = f"(regexp_matches(text, '[^{_BLANK_SQL}]') AND {NO_MARK_SQL})"
"""SQL for whether a `text` holds something to count, as `has_text` does."""

# Most texts begin with a letter that no NA value begins with: @ to M, O to [, a to m, o to }. They
# need not be looked at.
_PLAIN_SQL: Final = """(
    (text >= 'a' AND text < 'n') OR (text >= '@' AND text < 'N')
    OR (text >= 'o' AND text < '~') OR (text >= 'O' AND text < chr(92))
)"""

# Most texts begin and end with a plain character, or have one space too many: an expression is
# four times as slow to look for what is around a text.
_PLAIN_START_SQL: Final = "(text >= '!' AND text < chr(127))"
STRIPPED_SQL: Final = f"""CASE
    WHEN {_PLAIN_START_SQL} AND text[-1] BETWEEN '!' AND '~' THEN text
    WHEN {_PLAIN_START_SQL} AND text[-1] = ' ' AND text[-2] BETWEEN '!' AND '~' THEN left(text, -1)
    WHEN regexp_matches(text, '^[{_BLANK_SQL}]') OR regexp_matches(text, '[{_BLANK_SQL}]$')
    THEN regexp_replace(text, '^[{_BLANK_SQL}]+|[{_BLANK_SQL}]+$', '', 'g')
    ELSE text END"""
"""SQL for a `text` without the white space around it."""

LEFT_OUT_SQL: Final = (
    f"((NOT {_PLAIN_SQL} AND NOT {HAS_TEXT_SQL}) OR label NOT IN (SELECT unnest($1::VARCHAR[])))"
)
"""SQL for whether a row of `(text, label)` is left out; its parameter: labels understood."""


def is_blank(value: str) -> bool:
    """Return whether a field holds nothing a person could see."""
    return _VISIBLE.search(value) is None


def has_text(value: str) -> bool:
    """Return whether a field holds something to count: it is neither blank nor an NA value."""
    marked = len(value) <= _LONGEST_MARK and _MARK.fullmatch(value)
    return not marked and not is_blank(value)


def has_label(value: str) -> bool:
    """Return whether a field holds a label; a dash is never one here, even beside a plus."""
    return has_text(value) and value.strip() not in _SIGNS_OF_NO_LABEL
