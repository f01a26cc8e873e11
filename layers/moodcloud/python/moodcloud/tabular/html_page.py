"""Whether a file is an HTML page, and the encoding that it names."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from moodcloud.tabular.byte_survey import survey_bytes

_HEAD_BYTES: Final = 4096
_BEGINNING: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"(?:<!doctype html|<(?:html|head|body|table|meta|style)[\s>]"
    # Any other element, where a table follows.
    rb"|<[a-z]+[\s>].*?<table[\s>](?=.*?<t[rdh][\s>]))",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET: Final = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# What browsers read under these names: what was added to the encoding later is in pages, too.
_READ_AS: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip


def is_page(head: bytes) -> bool:
    """Return whether a text that begins like this is an HTML page.

    >>> is_page(b"<!-- saved --><table border=1>"), is_page(b"<b>May</b><table><tr><td>so good")
    (True, True)
    >>> is_page(b"<b>bold</b> words,1"), is_page(b"text,label")
    (False, False)
    """
    return _BEGINNING.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def encoding_of_page(path: Path) -> str | None:
    """Return the encoding that a page names, where it is one and its bytes are no UTF-8."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    found = _CHARSET.search(head) if is_page(head) else None
    if found is None or survey_bytes(path).valid_utf8:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    # The name could be read, so the page is in none of two or four bytes a character.
    return None if name.startswith("utf") else _READ_AS.get(name, name)
