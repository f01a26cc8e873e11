"""Spelling of Korean tokens as people type them: laughter, elongation, common misspellings.

Everything here is a fixed rule on one token. It comes before morphology, which knows standard
spelling only, and makes one word of its different spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from moodcloud.patterns import lazy_pattern

# Single letters of Hangul: laughter, tears and abbreviations.
JAMO: Final = re.compile(r"[ㄱ-ㅣ]+")
_JAMO_RUN: Final = re.compile(r"[ㅠㅜ]+|([ㄱ-ㅣ ])\1*")
_LAUGHTER_AND_TEARS: Final = tuple("ㅋㅎㅠ")
# All vowels but tears, a flat look and a rude gesture only lengthen what is before: 좋아ㅏㅏ.
_MEANINGLESS_VOWELS: Final = tuple("ㅏㅐㅑㅒㅓㅔㅕㅖㅘㅙㅚㅛㅝㅞㅟㅢㅣ ")

_TRIPLED: Final = lazy_pattern(r"([가-힣])\1{2,}")

# What follows the stem of a verb in the past tense.
_ENDING: Final = r"(?=다|따|어|음|는|네|던|고|지|습|슴|을|나[^가-힣]|나$|더|드|으|죠|냐|구|기)"
# Syllables that end in ㅅ where the past tense has ㅆ.
_MISSPELT: Final = "엇앗랫랏팟펏뻣졋렷겟쳣혓셧녓볏켯잇"
_MISSPELT_ALONE: Final = "햇됫봣왓줫웟썻"
_PAST: Final = {ord(wrong): ord(wrong) + 1 for wrong in _MISSPELT + _MISSPELT_ALONE}

_RULES: Final = tuple(
    (lazy_pattern(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        ("[재잼]밋|잼[있잇]|재미잇|재및|잼잌", "재밌"),
        ("잼[없업]|재미업|재및없", "재미없"),
        ("잼(?=나[다게고네는요])", "재미"),
        ("([맛멋])잇", r"\1있"),
        ("됬", "됐"),
        ("(?<![가-힣]{2})되(?=[서요]$)|(?<=[안잘못])되(?=[서요])", "돼"),
        ("쫗", "좋"),
        ("어의없", "어이없"),
        ("괜찬|갠찮|갠찬|괸찮", "괜찮"),
        ("^조(?=아$|아[요서용하염여욤영욥유]|았|앗|은데|습니)", "좋"),
        ("^시러(?=$|[요서하])", "싫어"),
        ("^실(?=어[요하해]|은데)", "싫"),
        ("^마니(?=$|들$)", "많이"),
        ("^만아(?=$|[요서])", "많아"),
        ("업(?=다|는|네|고|습니|어[요서]|었|엇|음$)", "없"),
        ("오랫만", "오랜만"),
        ("왠만", "웬만"),
        ("역활", "역할"),
        ("희안(?=[하한해했함])", "희한"),
        ("쵝오|췌고|체고(?=$|[의다])", "최고"),
        ("어떻(?=해)", "어떡"),
        (
            "^않(?=[좋되돼됐된됨될됩맞봐봤무해했하한함먹가갔웃재들]|보[고았]|나[오와]|나왔|어울)",
            "안",
        ),
        ("(?<!지)않(?=[되돼됐된됨될됩해했함]|하[는고지다])", "안"),
        ("([함슴임됨심])(?=[니미]다)", lambda m: chr(ord(m[1]) + 1)),  # ㅁ becomes ㅂ
        ("(?<=[합습입됩십])미다", "니다"),
        ("(?<=[있없했었았겠밌렸졌됐났왔갔])따", "다"),
        ("^넘$", "너무"),
    )
)
_PAST_TENSE: Final = lazy_pattern(
    rf"(?:(?<=[가-힣])(?<!빼)[{_MISSPELT}]|[{_MISSPELT_ALONE}]){_ENDING}", re.MULTILINE
)
# A token that holds none of these follows all rules above: most do.
_SUSPECT: Final = lazy_pattern(
    r"[밋및잼잇쫗됬찬찮랫왠활희쵝췌떻않따넘업엇앗햇랏팟펏뻣졋렷겟쳣혓셧녓볏켯됫봣왓줫웟썻]"
    r"|^[조시실마만체되]|되[서요]|[함슴임됨심][니미]다|어의|미다|([가-힣])\1\1"
)
UNUSUAL: Final = lazy_pattern(f"{JAMO.pattern}|{_SUSPECT.pattern}")
"""A token that holds this may not be in standard spelling, or has lone jamo."""


def standard(tokens: Iterable[str]) -> dict[str, str]:
    """Return the standard spelling, as far as fixed rules go, of tokens that may need it.

    Args:
        tokens: Distinct. Those that follow all rules are not in the result.
    """
    suspects = [token for token in tokens if _SUSPECT.search(token)]
    if not suspects:
        return {}
    # All at once, a line each, they take a quarter of the time of one after the other.
    lines = _TRIPLED.sub(r"\1\1", "\n".join(suspects))
    for pattern, replacement in _RULES:
        lines = pattern.sub(replacement, lines)
    lines = _PAST_TENSE.sub(lambda match: match[0].translate(_PAST), lines)
    return dict(zip(suspects, lines.split("\n"), strict=True))


def laughter(run: str) -> tuple[str, ...]:
    """Return the words in a run of lone jamo, each letter written twice: ㅋㅋㅋㅋㅠ is ㅋㅋ ㅠㅠ.

    Different consonants stay together, as in an abbreviation (ㅇㅈ). A single letter that is
    neither laughter nor tears is a typing error and no word.
    """
    words: list[str] = []
    initials = ""
    for match in _JAMO_RUN.finditer(run + " "):
        letter, times = match[0][:1].replace("ㅜ", "ㅠ"), len(match[0])
        if times == 1 and "ㄱ" <= letter <= "ㅎ" and letter not in _LAUGHTER_AND_TEARS:
            initials += letter
            continue
        if len(initials) > 1:
            words.append(initials)
        initials = ""
        if letter in _LAUGHTER_AND_TEARS or (times > 1 and letter not in _MEANINGLESS_VOWELS):
            words.append(letter * 2)
    return tuple(dict.fromkeys(words))
