"""HTML tags that exports leave in texts, as regular expressions for RE2 and Python alike.

Only tags that HTML has: what else stands in angle brackets (`<3`, `<name>`) is text.
"""

from __future__ import annotations

from typing import Final

_INLINE_NAMES: Final = (
    "a|abbr|b|big|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|tt|u"
)
_BLOCK_NAMES: Final = (
    "blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|img|li|ol|p|pre|table|tbody|td|tfoot|th|thead|"
    "tr|ul"
)
# With an equals sign each: `a <b and c> d` holds no tag.
_ATTRIBUTES: Final = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*\s*/?>"""

INLINE: Final = rf"(?i:</?(?:{_INLINE_NAMES}){_ATTRIBUTES})"
"""Tags within a sentence, even within a word: nothing stands in their place."""

BLOCK: Final = rf"(?i:</?(?:{_BLOCK_NAMES}){_ATTRIBUTES})|<!--[^<>]*-->"
"""Tags that part sentences, and comments."""
