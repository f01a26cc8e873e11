"""Slips of the hand in words for sentiments: `postive`, `negitive`, `netural`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

# --- Words that people give as labels: sentiments, degrees of them, yes and no, in many languages.
#
# Each list is parted by commas. Words are compared without case, spaces and punctuation.

POSITIVE: Final = "positive"
NEUTRAL: Final = "neutral"
NEGATIVE: Final = "negative"

# What fastText has before each label.
LABEL_PREFIX: Final = "__label__"

_SPOKEN: Final = re.compile(r"[^\W_]+")
# The number that a form puts before an answer: "5 - Very satisfied".
_NUMBERED: Final = re.compile(r"\(?\d{1,2}\)?\s*[-–=:.)]\s*(?=[^\W\d])")
# What makes a heart red or a thumb brown.
_VARIANTS: Final = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")

_SENTIMENTS: Final = {
    POSITIVE: "positive, pos, 긍정, 긍정적, positiv, positif, positivo, positiva, ポジティブ, "
    "肯定的, 肯定, 正面, 积极, 積極, позитивный, положительный",
    NEGATIVE: "negative, neg, 부정, 부정적, negativ, négatif, negatif, negativo, negativa, "
    "ネガティブ, 否定的, 否定, 负面, 負面, 消极, негативный, отрицательный",
    NEUTRAL: "neutral, neu, 중립, 중립적, neutre, neutro, neutra, neutrale, ニュートラル, 中立的, "
    "中立, 中性, нейтральный",
}
_DEGREES: Final = {
    POSITIVE: """
        very positive, extremely positive, strongly positive, highly positive, mostly positive,
        somewhat positive, slightly positive, weakly positive, favorable, favourable,
        satisfied, very satisfied, extremely satisfied, completely satisfied, mostly satisfied,
        somewhat satisfied, quite satisfied, delighted, happy, very happy, extremely happy,
        promoter, promoters, good, very good, quite good, excellent, great, outstanding, superb,
        amazing, awesome, fantastic, wonderful, perfect, above average, exceeds expectations,
        like, liked, like it, like it a lot, love it, loved it, agree, strongly agree,
        totally agree, completely agree, somewhat agree, slightly agree, mostly agree,
        likely, very likely, extremely likely, somewhat likely,
        recommend, recommended, highly recommended, strongly recommend, would recommend,
        thumbs up, upvote, fresh, certified fresh, +, 👍, ❤, 😀, 😃, 😄, 😁, 😊, 🙂,
        좋아요, 아주 좋아요, 매우 좋아요, 좋음, 아주 좋음, 매우 좋음, 좋다, 좋아, 만족, 만족함,
        만족해요, 매우 만족, 매우 만족함, 아주 만족, 대체로 만족, 추천, 추천함, 추천해요, 강력 추천,
        적극 추천, 동의, 매우 동의, 그렇다, 매우 그렇다, 우수, 매우 우수, 훌륭함, 최고, 최고예요,
        zufrieden, sehr zufrieden, eher zufrieden, gut, sehr gut, ausgezeichnet, hervorragend,
        stimme zu, stimme voll zu, stimme voll und ganz zu, stimme eher zu, trifft zu,
        trifft voll zu, trifft eher zu, empfohlen, empfehlenswert, gefällt mir,
        satisfait, satisfaite, très satisfait, très satisfaite, plutôt satisfait, bon, bonne,
        très bon, très bonne, bien, très bien, d'accord, tout à fait d'accord, plutôt d'accord,
        j'aime, j'aime beaucoup, recommandé,
        satisfecho, satisfecha, muy satisfecho, muy satisfecha, bueno, buena, muy bueno,
        muy buena, muy bien, excelente, de acuerdo, muy de acuerdo, totalmente de acuerdo,
        me gusta, me gusta mucho, recomendado,
        satisfeito, satisfeita, muito satisfeito, muito satisfeita, bom, boa, muito bom,
        muito boa, ótimo, ótima, concordo, concordo totalmente, gostei, gosto, recomendo,
        soddisfatto, soddisfatta, molto soddisfatto, molto soddisfatta, buono, molto buono,
        ottimo, eccellente, molto d'accordo, d'accordo, mi piace, consigliato,
        満足, 大満足, 大変満足, とても満足, 非常に満足, やや満足, 良い, よい, とても良い,
        非常に良い, いいね, 好き, おすすめ, そう思う, とてもそう思う, ややそう思う,
        满意, 非常满意, 很满意, 比较满意, 好, 好评, 很好, 非常好, 喜欢, 推荐, 同意, 非常同意, 赞,
        滿意, 非常滿意, 很滿意, 好評, 喜歡, 推薦, 讚,
        доволен, довольна, очень доволен, хорошо, очень хорошо, отлично, хороший, нравится,
        рекомендую, согласен, согласна, полностью согласен""",
    NEUTRAL: """
        average, ok, okay, fair, so so, mixed, meh, indifferent, undecided, not sure, unsure,
        passive, passives, acceptable, moderate, mediocre, no opinion, neither,
        neither good nor bad, neither agree nor disagree, neither satisfied nor dissatisfied,
        neither likely nor unlikely, neither positive nor negative, neither happy nor unhappy,
        meets expectations, 😐, 😑, 보통, 보통이다, 보통이에요, 그저 그래요, 그저 그럼, 그냥 그래요,
        teils teils, mittel, mittelmäßig, durchschnittlich, weder noch, befriedigend, geht so,
        moyen, moyenne, passable, correct, sans opinion, ni satisfait ni insatisfait,
        ni d'accord ni pas d'accord, regular, normal, indiferente, ni satisfecho ni insatisfecho,
        ni de acuerdo ni en desacuerdo, razoável, nem satisfeito nem insatisfeito,
        nem concordo nem discordo, sufficiente, discreto, così così,
        普通, ふつう, どちらでもない, どちらともいえない, 一般, 中评, 中評, 还行, 還行,
        нормально, средне, удовлетворительно, затрудняюсь ответить""",
    NEGATIVE: """
        very negative, extremely negative, strongly negative, highly negative, mostly negative,
        somewhat negative, slightly negative, weakly negative, not positive, unfavorable,
        unfavourable, dissatisfied, very dissatisfied, extremely dissatisfied,
        completely dissatisfied, mostly dissatisfied, somewhat dissatisfied, quite dissatisfied,
        unsatisfied, very unsatisfied, not satisfied, not at all satisfied, unhappy,
        very unhappy, extremely unhappy, not happy, detractor, detractors, bad, very bad, poor,
        very poor, not good, terrible, awful, horrible, worst, unacceptable, below average,
        below expectations, needs improvement, disappointed, disappointing, dislike, disliked,
        don't like, do not like, hate it, hated it, disagree, strongly disagree,
        totally disagree, completely disagree, somewhat disagree, slightly disagree,
        mostly disagree, unlikely, very unlikely, extremely unlikely, somewhat unlikely,
        not likely, not recommended, not recommend, don't recommend, do not recommend,
        would not recommend, thumbs down, downvote, rotten, 👎, 🙁, ☹, 😞, 😠, 😡,
        싫어요, 아주 싫어요, 매우 싫어요, 싫다, 나쁨, 아주 나쁨, 매우 나쁨, 나빠요, 별로, 별로예요,
        별로에요, 불만족, 불만족함, 매우 불만족, 매우 불만족함, 아주 불만족, 대체로 불만족, 불만,
        비추천, 비추, 추천하지 않음, 추천 안함, 동의하지 않음, 전혀 동의하지 않음, 그렇지 않다,
        전혀 그렇지 않다, 미흡, 매우 미흡, 최악, 최악이에요,
        unzufrieden, sehr unzufrieden, eher unzufrieden, schlecht, sehr schlecht, mangelhaft,
        ungenügend, stimme nicht zu, stimme überhaupt nicht zu, stimme gar nicht zu,
        stimme eher nicht zu, trifft nicht zu, trifft gar nicht zu, trifft eher nicht zu,
        nicht empfohlen, gefällt mir nicht, nicht zufrieden,
        insatisfait, insatisfaite, très insatisfait, très insatisfaite, plutôt insatisfait,
        pas satisfait, mécontent, mauvais, mauvaise, très mauvais, très mauvaise,
        pas d'accord, pas du tout d'accord, plutôt pas d'accord, je n'aime pas, non recommandé,
        insatisfecho, insatisfecha, muy insatisfecho, muy insatisfecha, malo, mala, muy malo,
        muy mala, muy mal, pésimo, pésima, en desacuerdo, muy en desacuerdo,
        totalmente en desacuerdo, no me gusta, no recomendado,
        insatisfeito, insatisfeita, muito insatisfeito, muito insatisfeita, ruim, muito ruim,
        péssimo, péssima, discordo, discordo totalmente, não gostei, não gosto, não recomendo,
        insoddisfatto, insoddisfatta, molto insoddisfatto, molto insoddisfatta, scarso,
        cattivo, pessimo, in disaccordo, per niente d'accordo, non mi piace, sconsigliato,
        不満, 大変不満, とても不満, 非常に不満, やや不満, 悪い, とても悪い, 非常に悪い, 嫌い,
        そう思わない, 全くそう思わない, あまりそう思わない,
        不满意, 非常不满意, 很不满意, 比较不满意, 差, 差评, 很差, 非常差, 不好, 不喜欢, 不推荐,
        不同意, 非常不同意, 踩, 不滿意, 非常不滿意, 差評, 不喜歡, 不推薦,
        недоволен, недовольна, очень недоволен, плохо, очень плохо, ужасно, плохой,
        не нравится, не рекомендую, не согласен, не согласна, полностью не согласен""",
}
_YES: Final = "yes, y, true, t, ja, oui, sí, sim, 예, 네, はい, 是, да, 1"
_NO: Final = "no, n, false, f, nein, non, não, 아니오, 아니요, いいえ, 否, нет, 0"
_LETTERS: Final = {POSITIVE: "p", NEUTRAL: "u", NEGATIVE: "n"}
_GRADES: Final = {POSITIVE: "a, b", NEUTRAL: "c", NEGATIVE: "d, e, f"}


def bare(label: str) -> str:
    """Return a label without spaces around it, and without the prefix that fastText wants."""
    return label.strip().removeprefix(LABEL_PREFIX)


def folded_label(label: str) -> str:
    """Return a label as compared: no case, spaces and punctuation, no number before the words."""
    label = unicodedata.normalize("NFKC", _VARIANTS.sub("", bare(label))).strip().casefold()
    words = _SPOKEN.findall(_NUMBERED.sub("", label, count=1))
    return "".join(words or label.split())


def _folded(lists: Mapping[str, str]) -> dict[str, str]:
    return {
        folded_label(word): sentiment
        for sentiment, words in lists.items()
        for word in words.split(",")
    }


SENTIMENTS: Final = _folded(_SENTIMENTS)
# Words of sentiments among them, and the minus that stands beside a plus.
DEGREES: Final = _folded(_DEGREES) | {"-": NEGATIVE} | SENTIMENTS
LETTERS: Final = _folded(_LETTERS)
GRADES: Final = _folded(_GRADES)
TRUTH: Final = {"true": POSITIVE, "false": NEGATIVE}
# In a column that asks for something good, and in one that asks for something bad.
YES_IS_GOOD: Final = _folded({POSITIVE: _YES, NEGATIVE: _NO})
YES_IS_BAD: Final = _folded({NEGATIVE: _YES, POSITIVE: _NO})


# --- Slips of the hand in words for sentiments: `postive`, `negitive`, `netural`.

# Shorter words are too near to others.
_LEAST_LETTERS: Final = 6
_WORDS: Final = tuple(word for word in SENTIMENTS if len(word) >= _LEAST_LETTERS)
# Nobody slips in so many ways.
_HANDMADE: Final = 100


def misspelt(labels: Mapping[str, int], words: Mapping[str, str]) -> dict[str, str]:
    """Return the sentiment of each label that misses one by a slip, where most rows have none.

    Args:
        labels: Rows of each label as written.
        words: Each label folded.
    """
    exact = sum(rows for label, rows in labels.items() if words[label] in DEGREES)
    if 2 * exact < sum(labels.values()) or len(labels) > _HANDMADE:
        return {}
    near = {label: _meant(word) for label, word in words.items() if word not in DEGREES}
    return {label: sentiment for label, sentiment in near.items() if sentiment}


def _meant(word: str) -> str | None:
    return next((SENTIMENTS[each] for each in _WORDS if _one_slip(word, each)), None)


def _one_slip(word: str, other: str) -> bool:
    """Tell whether one letter is missing, too many or wrong, or two neighbours changed places."""
    if word[:1] != other[:1] or abs(len(word) - len(other)) > 1:
        return False
    word, other = _without_start(word, other)
    word, other = _without_start(word[::-1], other[::-1])
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def _without_start(word: str, other: str) -> tuple[str, str]:
    """Leave out the letters that two words begin with in common."""
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    return word[same:], other[same:]
