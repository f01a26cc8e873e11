"""Names from a file as they are shown: nothing unseen in them."""

from __future__ import annotations

import unicodedata


def plain(name: str) -> str:
    """Return `name` with a visible sign for characters that show nothing or turn directions.

    >>> plain("safe\\u202egpj.exe")
    'safe\\ufffdgpj.exe'
    """
    return "".join(_SHOWN.get(unicodedata.category(each), each) for each in name)


# Control characters, and format characters such as the right-to-left override.
_SHOWN = {"Cc": "\ufffd", "Cf": "\ufffd", "Zl": " ", "Zp": " "}
