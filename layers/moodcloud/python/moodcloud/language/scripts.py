"""The letters of scripts without spaces, as ranges of a regular expression."""

from typing import Final

IDEOGRAPHS: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA: Final = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
THAI: Final = "\u0e01-\u0e3a\u0e40-\u0e4e"

SCRIPTS: Final = {"zh": IDEOGRAPHS, "ja": KANA, "th": THAI}
"""The letters that tell each language."""

OTHER_SCRIPTS: Final = "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts without spaces that are not split: Lao, Myanmar, Khmer."""
