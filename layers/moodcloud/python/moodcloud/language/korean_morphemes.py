"""Morphemes of one Korean token become its words.

Nouns stay, verbs and adjectives take their dictionary form, what only serves grammar is dropped,
and a negated predicate becomes a word of its own: 좋지않다 and 안좋다 are both `안 좋다`.
The tags are those of the Sejong corpus, as kiwipiepy gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from moodcloud.language.korean_negation import negated, shown

_FULL_NOUNS: Final = frozenset({"NNG", "NNP", "XR", "SL"})
_BOUND_NOUNS: Final = frozenset({"NNB", "NR", "NP", "SH", "UN"})
_OTHERS: Final = frozenset({"MM", "MAJ", "IC"})
_PREDICATE: Final = "V"
_CUT_NAME: Final = "N"
# What the syllables of a name that the analyser does not know are taken for.
_NAMING: Final = frozenset({"NNG", "NNP", "XR"})
_SURNAMES: Final = frozenset("김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노")
_NOT_IN_NAMES: Final = frozenset("앞뒤속밖위옆밑안끝전후중때내외간편맛양값말면반덕탓을를")
# Before another noun these only strengthen it: 개노잼, 왕비추.
_STRENGTHENING: Final = frozenset("개왕씹핵존졸극초똥막")
_NUMERALS: Final = frozenset("일이삼사오육칠팔구십백천만억")

# Suffixes of number and respect: 배우들 and 감독님 are 배우 and 감독.
_DROPPED_SUFFIXES: Final = frozenset({"들", "님", "쯤", "씩", "끼리", "여", "경", "씨", "분"})
# After a noun these only make a verb of it: 추천하다, 추천되다, 추천드리다 and 추천 are 추천.
_VERBALISERS: Final = frozenset({"하", "되", "시키", "받", "당하", "드리"})
_NEARLY: Final = "뻔"  # 다칠 뻔했다 is no 뻔하다
# Latin letters and these make one noun: b급, a형.
_AFTER_LATIN: Final = frozenset({"급", "형", "컷"})
# Nouns that make one word with 있다 and 나다.
_WITH_BE: Final = {"재미": "재밌다", "맛": "맛있다", "멋": "멋있다"}
_WITH_COME: Final = frozenset({"끝", "생각", "신", "짜증", "재미", "화", "혼", "겁"})
# What an adjective with the auxiliary 하다 becomes.
_WITH_DO: Final = {"좋다": "좋아하다", "싫다": "싫어하다"}
# Auxiliaries that are verbs where they open a token.
_VERBS_TOO: Final = frozenset({"보", "있", "가지", "갖", "내", "만하"})


def words_from(morphemes: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the words of one token, in order.

    Args:
        morphemes: The text and the tag of each morpheme of the token.
    """
    reader = Composer()
    for text, tag in morphemes:
        reader.take(text, tag)
    return reader.finish()


class Composer:
    """Reads the morphemes of one token from left to right.

    Attributes:
        words: The words read so far; what follows may still change the last.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._kinds: list[str] = []  # for each word the tag of its last morpheme, or _PREDICATE
        self._prefix = ""
        self._negator = ""
        self._ending = ""  # the connective ending before
        self._before = ""  # the tag before, not counting particles between 지 and 않다

    def take(self, text: str, tag: str) -> None:
        """Take the next morpheme."""
        tag = tag.partition("-")[0]  # VV-R and VV-I are regular and irregular VV
        action = _ACTIONS.get(tag)
        if action is not None:
            action(self, text, tag)
        if not (self._before == "EC" and tag in ("JX", "JKO", "JKS")):
            self._before = tag
            self._ending = text if tag == "EC" else ""

    @property
    def waiting(self) -> bool:
        """Whether a prefix or a negator waits for its word."""
        return bool(self._prefix or self._negator)

    def finish(self) -> tuple[str, ...]:
        """Return the words."""
        if self._negator:
            self._add(self._negator, "MAG")
        # A root is no word alone: 지루 is 지루하다; nor is a number: 삼일만에 is 3일만에.
        return tuple(
            f"{word}하다" if kind == "XR" and len(word) > 1 else word
            for word, kind in zip(self.words, self._kinds, strict=True)
            if kind != "NR" or not _NUMERALS.issuperset(word)
        )

    def _add(self, word: str, kind: str) -> None:
        self.words.append(shown(word))
        self._kinds.append(kind)

    def _replace(self, word: str, kind: str) -> None:
        self.words[-1], self._kinds[-1] = shown(word), kind

    def _last(self) -> str:
        return self.words[-1] if self.words else ""

    def _kind(self) -> str:
        return self._kinds[-1] if self._kinds else ""

    def _negate_last(self, negator: str) -> None:
        self._replace(negated(self.words[-1], negator), _PREDICATE)

    def _take_prefix(self, text: str, _tag: str) -> None:
        self._prefix = text

    def _take_noun(self, text: str, tag: str) -> None:
        if tag == "NNB" and text in _DROPPED_SUFFIXES and self._before in _FULL_NOUNS:
            return
        if self._before == "SL" and text in _AFTER_LATIN:
            self._replace(self.words[-1] + text, tag)
        elif self._strengthens(text, tag):
            self._replace(text, tag)
        elif self._goes_on(text, tag):
            self._replace(self.words[-1] + text, _CUT_NAME)
        else:
            self._add(self._prefix + (text.lower() if tag == "SL" else text), tag)
        self._prefix = ""

    def _strengthens(self, text: str, tag: str) -> bool:
        """Return whether the word before only strengthens the noun that follows it at once."""
        of_nouns = self._before in _NAMING and tag in _NAMING and len(text) > 1
        return of_nouns and self._last() in _STRENGTHENING

    def _goes_on(self, text: str, tag: str) -> bool:
        """Return whether a noun goes on: a name cut in syllables (곽+경+택), a compound (배달+비).

        A noun of one syllable and the noun beside it, in one token, are one word. Compounds of
        longer nouns are words that other texts write apart.
        """
        if not self.words or self._prefix or not _NOT_IN_NAMES.isdisjoint((text, self._last())):
            return False
        begun, before = self._kind(), self._before
        if tag == "MM":
            return before == begun == "NNP" and len(self._last()) == 1
        if tag == "NNP" and len(self._last()) == 1 and before == begun:
            return begun == "NNP" or (begun == "MM" and self._last() in _SURNAMES)
        if tag not in _NAMING or 1 not in (len(text), len(self._last())):
            return False
        if before == "MM":
            return len(text) == 1 and begun == _CUT_NAME
        return before in _NAMING and begun in (*_NAMING, _CUT_NAME)

    def _take_other(self, text: str, tag: str) -> None:
        if self._goes_on(text, tag):
            self._replace(self.words[-1] + text, _CUT_NAME)
        else:
            self._add(text, tag)

    def _take_suffix(self, text: str, _tag: str) -> None:
        if text == "이" and self._before == "NNP":
            return  # 지원이 is 지원
        if text not in _DROPPED_SUFFIXES and self._before in _FULL_NOUNS | _BOUND_NOUNS:
            self._replace(self.words[-1] + text, "NNG")

    def _take_derivation(self, text: str, tag: str) -> None:
        """Take a suffix that makes a verb or an adjective of the word before: 추천+하, 지루+하."""
        if self._negator:
            self._take_negated(f"{text}다")  # 안됐어요 after its noun
            return
        if not self.words or (self._kind() == "NNB" and self._last() == _NEARLY):
            return
        if tag == "XSV" and self._kind() in ("NNG", "NNP", "SL") and text in _VERBALISERS:
            self._kinds[-1] = _PREDICATE
        else:
            self._replace(f"{self.words[-1]}{text}다", _PREDICATE)

    def _take_predicate(self, text: str, tag: str) -> None:
        if text == "서" and (self._before == "JKB" or self._ending in ("어", "아")):
            return  # the particle 에서 after a noun that is not known; the ending of 풀려서
        noun = self.words[-1] if self._kind() in _FULL_NOUNS else ""
        after_noun = self._before in _FULL_NOUNS
        if text in ("하", "못하") and self._negator + text == "못하":
            self._take_cannot()
        elif self._negator:
            self._take_negated(f"{text}다")
        elif text == "없" and noun:
            self._negate_last("없")
        elif text == "없" and self.words[1:] and self.words[-1] == "수":
            self.words.pop()  # 볼 수 없다
            self._kinds.pop()
            self._negate_last("못")
        elif text == "있" and noun in _WITH_BE:
            self._replace(_WITH_BE[noun], _PREDICATE)
        elif text == "나" and after_noun and noun in _WITH_COME:
            self._replace(f"{noun}나다", _PREDICATE)
        elif tag == "VV" and after_noun and text in _VERBALISERS:
            self._kinds[-1] = _PREDICATE
        else:
            self._add(f"{text}다", _PREDICATE)

    def _take_negated(self, predicate: str) -> None:
        """Take a predicate after 안 or 못."""
        negator, self._negator = self._negator, ""
        if predicate in ("하다", "되다") and self._kind() in _FULL_NOUNS:
            self._replace(f"{self.words[-1]} {negator} {predicate}", _PREDICATE)
        else:
            self._add(negated(predicate, negator), _PREDICATE)

    def _take_cannot(self) -> None:
        """Take 못하다, after a predicate (보지 못하다), after a noun (이해 못하다), or alone."""
        self._negator = ""
        if self._kind() == _PREDICATE:
            self._negate_last("못")
        elif self._kind() in _FULL_NOUNS:
            self._replace(f"{self.words[-1]} 못 하다", _PREDICATE)
        else:
            self._add("못하다", _PREDICATE)

    def _take_auxiliary(self, text: str, _tag: str) -> None:
        negator = {"않": "안", "못하": "못", "말": "말"}.get(text, "")
        if self._negator or (text in _VERBS_TOO and not self._before):
            self._take_predicate(text, "VV")
        elif text == "하" and self._ending == "어" and self._last() in _WITH_DO:
            self._replace(_WITH_DO[self.words[-1]], _PREDICATE)
        elif negator and self._kind() == _PREDICATE:
            self._negate_last(negator)
        elif negator:
            self._add(f"{text}다", _PREDICATE)

    def _take_not_being(self, text: str, _tag: str) -> None:
        self._add(f"{text}다", _PREDICATE)

    def _take_adverb(self, text: str, tag: str) -> None:
        if text in ("안", "못"):
            self._negator = text
        elif text == "없이" and self._kind() in _FULL_NOUNS:
            self._negate_last("없")
        else:
            self._add(text, tag)


_ACTIONS: Final[dict[str, Callable[[Composer, str, str], None]]] = {
    "XPN": Composer._take_prefix,
    "XSN": Composer._take_suffix,
    "XSV": Composer._take_derivation,
    "XSA": Composer._take_derivation,
    "VV": Composer._take_predicate,
    "VA": Composer._take_predicate,
    "VX": Composer._take_auxiliary,
    "VCN": Composer._take_not_being,
    "MAG": Composer._take_adverb,
    **dict.fromkeys(_FULL_NOUNS | _BOUND_NOUNS, Composer._take_noun),
    **dict.fromkeys(_OTHERS, Composer._take_other),
}
