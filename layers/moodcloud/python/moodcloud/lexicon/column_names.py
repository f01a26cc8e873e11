"""The names people give to columns of texts and of sentiments, in twelve languages.

Names that are questions tell, too: what a yes to them means.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Best name first: where two columns would do, the earlier name wins.
TEXT_NAMES: Final = (
    "text", "review", "tweet", "comment", "content", "message", "sentence", "document", "body",
    "review_text", "review_body", "full_text", "verified_reviews", "reviews", "comments",
    "feedback_text", "answer", "response", "opinion", "post", "utterance", "phrase", "transcript",
    "description", "summary", "remarks", "notes", "title", "headline",
    "텍스트", "리뷰", "내용", "댓글", "문장", "본문", "후기", "의견", "답변", "메시지",
    "bewertungstext", "kommentar", "rezension", "nachricht", "beitrag", "meinung", "inhalt",
    "bewertung", "texte", "avis", "commentaire", "commentaires", "contenu", "critique",
    "texto", "reseña", "resena", "comentario", "comentarios", "opinión", "contenido", "mensaje",
    "resenha", "comentário", "comentários", "avaliação_texto", "mensagem", "conteúdo", "opinião",
    "testo", "recensione", "commento", "commenti", "contenuto", "messaggio",
    "テキスト", "レビュー", "本文", "口コミ", "コメント", "内容", "感想", "文章", "ツイート",
    "文本", "评论", "評論", "评价内容", "留言", "正文", "评论内容",
    "текст", "отзыв", "комментарий", "отзывы", "сообщение", "содержание",
)  # fmt: skip
SENTIMENT_NAMES: Final = (
    "sentiment", "label", "polarity", "emotion", "target", "rating", "stars", "score",
    "overall", "feedback", "class", "mood", "star_rating", "review_rating", "is_positive",
    "감정", "감성", "라벨", "레이블", "평점", "별점", "점수", "긍부정", "극성",
    "stimmung", "bewertung", "sterne", "note_sterne", "klasse", "wertung",
    "étiquette", "etiquette", "note", "polarité", "étoiles", "etoiles", "classe", "humeur",
    "sentimiento", "etiqueta", "polaridad", "calificación", "calificacion", "puntuación",
    "estrellas", "valoración", "valoracion", "clase",
    "sentimento", "rótulo", "rotulo", "polaridade", "nota", "estrelas", "avaliação", "avaliacao",
    "etichetta", "polarità", "valutazione", "stelle", "voto", "punteggio",
    "感情", "ラベル", "評価", "星", "極性", "点数",
    "情感", "标签", "標籤", "评分", "評分", "星级", "情绪",
    "тональность", "метка", "оценка", "рейтинг", "эмоция", "класс", "настроение",
)  # fmt: skip
# Known as well, though others are likelier where there are several.
_MORE_SENTIMENT_NAMES: Final = (
    "nps", "nps_score", "compound", "satisfaction", "csat", "grade", "recommended",
    "만족도", "등급", "zufriedenheit", "satisfacción", "満足度", "满意度",
)  # fmt: skip
_MORE_RANK: Final = 0.8
# Of a name that asks for something that is good or bad.
_ASKED_SCORE: Final = 0.6
# Names of marks, in which 4.5 and -0.3 are some.
_RATINGS: Final = frozenset(
    (
        "rating", "ratings", "stars", "star", "score", "scores", "polarity", "compound", "overall",
        "sentiment", "nps", "csat", "grade", "mark", "marks", "satisfaction",
        "평점", "별점", "점수", "만족도", "극성", "bewertung", "sterne", "wertung", "note",
        "étoiles", "etoiles", "polarité", "calificación", "calificacion", "puntuación",
        "puntuacion",
        "estrellas", "valoración", "valoracion", "polaridad", "nota", "estrelas", "avaliação",
        "avaliacao", "polaridade", "valutazione", "stelle", "voto", "punteggio", "polarità",
        "評価", "星", "点数", "極性", "评分", "評分", "星级", "оценка", "рейтинг",
    )
)  # fmt: skip
# What a column asks for, where its yes is something good, and where it is something bad.
_GOOD: Final = frozenset(
    (
        "recommend", "recommended", "recommends", "recommendation", "recommendable", "like",
        "liked", "enjoy", "enjoyed", "happy", "satisfied", "satisfaction", "satisfactory",
        "positive", "favorable", "favourable", "again", "추천", "추천여부", "만족", "만족여부",
        "긍정", "empfehlen", "empfohlen", "empfehlung", "weiterempfehlen", "weiterempfehlung",
        "weiterempfohlen", "zufrieden", "recommander", "recommandez", "recommandé", "satisfait",
        "recomendar", "recomienda", "recomendaría", "recomendaria", "recomendado", "satisfecho",
        "recomenda", "satisfeito", "consiglieresti", "consigli", "consigliato", "soddisfatto",
        "おすすめ", "推薦", "満足", "推荐", "满意", "рекомендуете", "рекомендую", "доволен",
    )
)  # fmt: skip
_BAD: Final = frozenset(
    (
        "toxic", "toxicity", "obscene", "threat", "insult", "insults", "insulting", "hate",
        "hateful", "spam", "complaint", "complaints", "complained", "negative", "offensive",
        "abuse", "abusive", "bullying", "cyberbullying", "harassment", "profanity", "profane",
        "vulgar", "fraud", "scam", "racist", "racism", "sexist", "sexism", "dissatisfied",
        "unsatisfied", "unhappy", "dislike", "disliked", "악플", "악성댓글", "욕설", "혐오", "비방",
        "불만", "불만족", "스팸", "부정", "beschwerde", "beleidigung", "unzufrieden", "plainte",
        "insulte", "queja", "insulto", "reclamo", "reclamação", "reclamacao", "lamentela",
        "苦情", "差评", "投诉", "垃圾", "жалоба", "токсичный", "токсичность", "спам",
    )
)  # fmt: skip
_NOT: Final = frozenset(("not", "non", "no", "never", "nicht"))
# "Would you like to", "are you happy for us to": a wish, as is what such questions offer.
_WISHES: Final = frozenset(("like", "happy"))
_OF_A_WISH: Final = frozenset(("to", "for", "us"))
_CONSENT: Final = frozenset(
    (
        "contact", "contacted", "receive", "newsletter", "newsletters", "subscribe", "publish",
        "published", "consent", "emails", "marketing", "updates",
    )
)  # fmt: skip
# What such a column measures besides, or instead: the rating's confidence is no rating.
_NOT_SENTIMENT: Final = frozenset(
    (
        "id", "ids", "index", "idx", "no", "nr", "num", "number", "count", "counts", "votes",
        "vote", "helpful", "confidence", "gold", "age", "year", "month", "day", "date", "time",
        "hour", "price", "qty", "quantity", "amount", "length", "size", "likes", "retweets",
        "favorites", "followers", "shares", "views", "verified", "gender", "sex", "user",
        "author", "name", "code", "zip", "lat", "lon", "latitude", "longitude", "version",
        "page", "rank", "row", "phone", "has", "is",
    )
)  # fmt: skip
_NOT_TEXT: Final = frozenset(
    (
        "id", "ids", "url", "uri", "link", "href", "email", "mail", "user", "username", "author",
        "name", "date", "time", "timestamp", "created", "location", "timezone", "lang",
        "language", "country", "city", "state", "address", "phone", "hash", "uuid", "path",
        "file", "image", "photo", "ip", "count", "length", "score", "rating", "label",
        "sentiment",
    )
)  # fmt: skip
# Of a question that is the name of a column.
_LONGEST: Final = 300
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATOR: Final = re.compile(r"[\W_]+")


def is_known_name(field: str) -> bool:
    """Tell whether `field` is a name people give to a column of texts or of sentiments."""
    name = folded_name(field)
    return name in _TEXT_RANK or name in _SENTIMENT_RANK


def folded_name(name: str) -> str:
    """Return a name as compared: `Review Text`, `reviewText` and `review-text` are one."""
    if len(name) > _LONGEST:
        return ""
    parts = _CAMEL.sub("_", unicodedata.normalize("NFC", name).strip().lstrip("#").strip())
    return _SEPARATOR.sub("_", parts.casefold()).strip("_")


def text_name_score(name: str) -> float:
    """Return how much a folded name speaks for texts: 1 to 2 for a known one, -1 against."""
    return _name_score(name, _TEXT_RANK, _NOT_TEXT)


def sentiment_name_score(name: str) -> float:
    """Return how much a folded name speaks for sentiments: 1 to 2 for a known one, -1 against."""
    return _name_score(name, _SENTIMENT_RANK, _NOT_SENTIMENT, asked=asks_for(name) is not None)


def asks_for(name: str) -> str | None:
    """Return what a yes means in a column of this folded name: positive, negative, or nothing."""
    parts = name.split("_")
    if not _CONSENT.isdisjoint(parts):
        return None
    found = set()
    for i, part in enumerate(parts):
        wish = part in _WISHES and not _OF_A_WISH.isdisjoint(parts[i + 1 : i + 2])
        if part in _GOOD | _BAD and not wish:
            negated = not _NOT.isdisjoint(parts[max(i - 1, 0) : i])
            found.add("positive" if (part in _GOOD) != negated else "negative")
    return found.pop() if len(found) == 1 else None


def is_rating_name(name: str) -> bool:
    """Tell whether a folded name is that of marks: a `user_rating`, but no `rating_count`."""
    return not _RATINGS.isdisjoint(name.split("_")) and sentiment_name_score(name) > 0


def is_recommendation_name(name: str) -> bool:
    """Tell whether a folded name is that of a Net Promoter Score, or asks for one."""
    return not {"nps", "recommend", "recommended"}.isdisjoint(name.split("_"))


def is_inner_name(name: str) -> bool:
    """Tell whether a program gave the name for itself: `_score`, `hits._score`."""
    return name.rpartition(".")[2].startswith("_")


def _name_score(
    name: str, ranks: dict[str, float], against: frozenset[str], asked: bool = False
) -> float:
    """Return 1 to 2 for a known name (earlier is higher), half of it for a part of one.

    The last part weighs most: a `user_rating` is a rating, a `rating_count` is none.
    """
    if name in ranks:
        return 2.0 - ranks[name]
    parts = name.split("_")
    known = max((1.0 - ranks[part] / 2 for part in parts if part in ranks), default=0.0)
    if asked:
        known = max(known, _ASKED_SCORE)
    if parts[-1] in against or (not known and not against.isdisjoint(parts)):
        return -1.0
    return known


def _ranked(names: tuple[str, ...]) -> dict[str, float]:
    return {folded_name(name): rank / len(names) for rank, name in reversed(list(enumerate(names)))}


_TEXT_RANK: Final = _ranked(TEXT_NAMES)
_SENTIMENT_RANK: Final = _ranked(SENTIMENT_NAMES) | {
    folded_name(name): _MORE_RANK for name in _MORE_SENTIMENT_NAMES
}
