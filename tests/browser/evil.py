"""A file that wants to do harm: in its name, its columns, its labels, its texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

OVERRIDE: Final = "\u202e"
FILE_NAME: Final = f"re<img src=x onerror=harm()>{OVERRIDE}views.csv"
TEXT: Final = "text</title><script>harm()</script>"
SENTIMENT: Final = "mood\"'><svg onload=harm()>"

LABELS: Final = (
    "</script><script>harm()</script>",
    '" onmouseover="harm()" x="',
    "</style><style>*{display:none}</style>",
    f"good{OVERRIDE}doog",
)
TEXTS: Final = (
    "<script>harm()</script>",
    "</script><script>harm()</script>",
    "</style><style>body{display:none}</style>",
    '<img src="https://example.org/x.png" onerror="harm()">',
    "<svg onload=harm()><text>",
    "<a href='javascript:harm()'>here</a>",
    "javascript:harm()",
    "<!-- <script>",
    "]]><![CDATA[",
    "{{ 7 * 7 }} {% raw %}",
    "${harm()} `harm()`",
    "\\u003cscript\\u003eharm()",
    f"gnp{OVERRIDE}exe\u2066\u2028\u2029",
    "&lt;script&gt;harm()&lt;/script&gt;",
    "=cmd|'/c harm'!A1",
    "' onfocus='harm()' autofocus='",
)


def rows() -> Iterator[tuple[str, str]]:
    """Yield the header, then rows in which every label meets every text."""
    yield TEXT, SENTIMENT
    for turn in range(6):
        for number, label in enumerate(LABELS):
            for text in TEXTS:
                yield f"{text} breakfast word{number} {'again ' * turn}was lovely {text}", label
