"""Negation in Korean: which bigrams negate one of their tokens, and what the negated word is.

The counting engine selects bigrams by the patterns here, which are written for RE2; what they
negate is decided by the words of their tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moodcloud.language.korean_words import as_counted, nouns_done, nouns_gone
from moodcloud.language.stopwords import stop_words
from moodcloud.patterns import lazy_pattern

NEGATES_NEXT: Final = r"안|못|않|몬"
"""A token that negates the predicate in the next token: 안 좋다. (않 is a misspelling of 안.)"""

CAN_BE_NEGATED_BY_NEXT: Final = r"[가-힣]+(?:지|지는|진|지도|지를|질|지가|지도는|지만은)"
"""A token that NEGATES_VERB_BEFORE can negate: 좋지, 보지는, 재밌지도."""

NEGATES_VERB_BEFORE: Final = (
    r"(?:(?:않|안[았은을는음습]|못(?:하|한|할|함|합|해|했|햇|되)|"
    r"마(?:세|시|라|요|삼|셈|십)|맙|말)[가-힣]*)"
)
"""A token that negates the predicate in the token before: 좋지 않아요, 보지 못했다, 보지 마세요."""

CAN_BE_WISHED: Final = r"[가-힣]*[가-힣]고"
UNWISHED: Final = r"싶(?:지|진)(?:는|도|가|를)?(?:않[가-힣]*)?"
"""A token that denies the wish for what is in the token before: 추천하고 싶지 (않다)."""

NOUN_BEFORE_NONE: Final = r"[가-힣]*[가-힣](?:이|가|도|은|는|의|조차|이라고는|라고는|이란)?"
NEGATES_NOUN_BEFORE: Final = r"없[가-힣]*|업(?:다|어요|음|네|네요|고)"
"""A token that denies what the token before names: 재미가 없어요, 내용 없는."""

NOUN_WITH_PARTICLE: Final = r"[가-힣]+(?:이|가|도|은|는|을|를)"
_IS_DONE: Final = r"[되돼됨된될됩됐됬하해함한할합했][가-힣]*"
UNDONE: Final = rf"(?:안|않|못)(?:{_IS_DONE})?"
"""A token that negates what the noun before it names: 이해가 안돼요, 이해가 안 (가요)."""

_LAUGHTER: Final = "ㄱ-ㅣ"
# What may end a token (않았어요ㅠㅠ) is a word of its own, which nothing negates.
NEGATED_BIGRAM: Final = (
    rf"(?:{NEGATES_NEXT}) .*"
    rf"|(?:{CAN_BE_NEGATED_BY_NEXT} {NEGATES_VERB_BEFORE}"
    rf"|{CAN_BE_WISHED} {UNWISHED}"
    rf"|{NOUN_BEFORE_NONE} (?:{NEGATES_NOUN_BEFORE})"
    rf"|[가-힣]+ {UNDONE})[{_LAUGHTER}]*"
)
"""A pattern that matches every bigram that may negate."""

# 볼 수 없다, 할 줄 몰랐다: what 없다 does not negate, bound nouns and adverbs.
NEVER_NONE: Final = (
    r"(?:수|줄|것|거|데|적|리|바|일|게|수가|수는|수도|것이|게|줄은|더|할|밖에"
    r"|한(?:통|번|개|명|마디|줄|점|푼|군데)도?"
    r"|하나도|전혀|아예|별로|거의|아무것도|아무도|다시|절대)"
)

_NEXT = lazy_pattern(NEGATES_NEXT)
_VERB = lazy_pattern(NEGATES_VERB_BEFORE)
_CAN = lazy_pattern(CAN_BE_NEGATED_BY_NEXT)
_WISHED = lazy_pattern(CAN_BE_WISHED)
_UNWISHED = lazy_pattern(UNWISHED)
_NONE = lazy_pattern(NEGATES_NOUN_BEFORE)
_NOUN = lazy_pattern(NOUN_BEFORE_NONE)
_NEVER = lazy_pattern(NEVER_NONE)
_WITH_PARTICLE = lazy_pattern(NOUN_WITH_PARTICLE)
_UNDONE = lazy_pattern(UNDONE)
_ADVERBS: Final = frozenset(
    (
        "절대", "절대로", "전혀", "자꾸", "아예", "별로", "도저히", "제대로", "갑자기", "도무지",
        "영", "통", "한번", "역시", "일부러", "굳이", "솔직히", "그래도", "왠만하면", "웬만하면",
        "차라리", "하나도", "둘", "이젠", "오래", "종종", "원래", "괜히", "당연히",
        # What passes, not what is done: 한 달도 안 됐는데.
        "달", "시간", "하루", "주", "주일", "일주일", "개월", "개", "만원", "십분",
    )
)  # fmt: skip
_JAMO: Final = "".join(map(chr, range(ord("ㄱ"), ord("ㅣ") + 1)))
_BECOMING: Final = tuple("되돼됨된될됩됐됬")

# Finals of syllables, and the place of ㅁ among them.
_FINALS: Final = 28
_FINAL_M: Final = 16

# Words as the rules make them, and as people say them.
_SHOWN_AS: Final = {
    "재미있다": "재밌다",
    "강추하다": "강추",
    "비추하다": "비추",
    "말 안 되다": "말도 안 되다",
    "안 맛있다": "맛없다",
    "안 재밌다": "재미없다",
    "안 멋있다": "멋없다",
    **{f"{noun} 없다": f"{noun}없다" for noun in ("재미", "맛", "멋", "어이", "쓸데", "끝")},
}
# Nobody puts 안 before these: 만족스럽지 않다, 맛없지 않다.
_NEGATED_AFTER: Final = ("스럽다", "롭다", "답다", "없다", "있다")


def shown(word: str) -> str:
    """Return the spelling in which a word is shown."""
    return _SHOWN_AS.get(word, word)


def negated(word: str, negator: str) -> str:
    """Return the word for `word` negated.

    Args:
        word: A predicate (좋다) or a noun (추천, 재미).
        negator: 안, 못, 말 (do not), or 없 (does not exist).

    >>> negated("좋다", "안"), negated("맛있다", "안"), negated("만족스럽다", "안")
    ('안 좋다', '맛없다', '만족스럽지 않다')
    >>> negated("추천", "안")
    '추천 안 하다'
    >>> negated("보다", "말")
    '보지 말다'
    >>> negated("재미", "없")
    '재미없다'
    """
    predicate = word.endswith("다")
    if negator == "없":
        return shown(f"{_as_noun(word)} 없다")
    if negator == "말":
        return f"{word[:-1]}지 말다" if predicate else f"{word}하지 말다"
    if not predicate:
        return f"{word} {negator} 하다"
    said = shown(f"{negator} {word}")
    if negator == "안" and said.endswith(word) and word.endswith(_NEGATED_AFTER):
        return f"{word[:-1]}지 않다"
    return said


def _as_noun(word: str) -> str:
    """Return the noun that does not exist: 추천 of 추천하다, 흔들림 of 흔들리다."""
    if not word.endswith("다") or word.endswith("하다"):
        return word.removesuffix("하다")
    stem = word[:-1]
    open_syllable = stem and (ord(stem[-1]) - ord("가")) % _FINALS == 0
    return stem[:-1] + chr(ord(stem[-1]) + _FINAL_M) if open_syllable else f"{stem}음"


def negator_of(first: str, second: str) -> str:
    """Return the negator in a bigram: 안, 못, 말, 없, or the empty string.

    안 and 못 before a predicate negate `second`; in all other bigrams `first` is negated.

    >>> negator_of("좋지", "않아요"), negator_of("추천하고", "싶지")
    ('안', '안')
    """
    if _NEXT.fullmatch(first):
        return "못" if first in ("못", "몬") else "안"
    if _CAN.fullmatch(first) and _VERB.fullmatch(second):
        return "못" if second[0] == "못" else "말" if second[0] in "말마맙" else "안"
    if _WISHED.fullmatch(first) and _UNWISHED.fullmatch(second):
        return "안"
    if _NONE.fullmatch(second) and _NOUN.fullmatch(first) and not _NEVER.fullmatch(first):
        return "없"
    return ""


def negated_in(
    first: str, second: str, words: Mapping[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...]] | None:
    """Return the negated word that a bigram is, and the words that it takes an occurrence from.

    Args:
        first: The first token.
        second: The second token.
        words: The words of each token.
    """
    bare = second.rstrip(_JAMO)
    kind = negator_of(first, bare)
    held, of_second = _said(words.get(first, ())), _said(words.get(second, ()))
    if not kind:
        return _undone(first, bare, held, of_second)
    after = _NEXT.fullmatch(first)
    found, negating = (of_second, held) if after else (held, of_second)
    if not found:
        return None
    parts = [found[-1], *negating]
    if not after and _UNWISHED.fullmatch(bare):
        parts.append("않다")  # the third token: 추천하고 싶지 않다
    return as_counted(negated(found[-1], kind)), tuple(dict.fromkeys(parts))


def _said(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without laughter and tears."""
    return tuple(word for word in words if word.strip(_JAMO))


def _undone(
    first: str, second: str, found: tuple[str, ...], negating: tuple[str, ...]
) -> tuple[str, tuple[str, ...]] | None:
    """Return what a noun and `UNDONE` are: 이해가 안돼요 is 이해 안 되다.

    Args:
        first: The token of the noun.
        second: The token after it.
        found: The words of the first.
        negating: Those of the second.
    """
    if len(found) != 1 or found[-1].endswith("다") or not _UNDONE.fullmatch(second):
        return None
    noun, alone = found[-1], len(second) == 1
    if alone and noun not in nouns_gone():
        return None
    if noun not in nouns_done() and (noun in _ADVERBS or noun in stop_words("ko")):
        return None
    becoming = second[1:2] in _BECOMING if not alone else first.endswith(("이", "가"))
    negator = "못" if second[0] == "못" else "안"
    word = shown(f"{noun} {negator} {'되다' if becoming else '하다'}")
    return word, tuple(dict.fromkeys((noun, *negating)))
