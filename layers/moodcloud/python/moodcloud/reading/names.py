"""The names people give to columns of texts and of sentiments, in twelve languages."""

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
# What such a column measures besides, or instead: the rating's confidence is no rating.
_NOT_SENTIMENT: Final = frozenset(
    (
        "id", "ids", "index", "idx", "no", "nr", "num", "number", "count", "counts", "votes",
        "vote", "helpful", "confidence", "gold", "age", "year", "month", "day", "date", "time",
        "hour", "price", "qty", "quantity", "amount", "length", "size", "likes", "retweets",
        "favorites", "followers", "shares", "views", "verified", "gender", "sex", "user",
        "author", "name", "code", "zip", "lat", "lon", "latitude", "longitude", "version",
        "page", "rank", "row", "phone", "recommended", "has", "is",
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
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATOR: Final = re.compile(r"[\W_]+")


def is_known_name(field: str) -> bool:
    """Tell whether `field` is a name people give to a column of texts or of sentiments."""
    name = folded_name(field)
    return name in _TEXT_RANK or name in _SENTIMENT_RANK


def folded_name(name: str) -> str:
    """Return a name as compared: `Review Text`, `reviewText` and `review-text` are one."""
    if len(name) > 80:
        return ""
    parts = _CAMEL.sub("_", unicodedata.normalize("NFC", name).strip().lstrip("#").strip())
    return _SEPARATOR.sub("_", parts.casefold()).strip("_")


def text_name_score(name: str) -> float:
    """Return how much a folded name speaks for texts: 1 to 2 for a known one, -1 against."""
    return _name_score(name, _TEXT_RANK, _NOT_TEXT)


def sentiment_name_score(name: str) -> float:
    """Return how much a folded name speaks for sentiments: 1 to 2 for a known one, -1 against."""
    return _name_score(name, _SENTIMENT_RANK, _NOT_SENTIMENT)


def _name_score(name: str, ranks: dict[str, float], against: frozenset[str]) -> float:
    """Return 1 to 2 for a known name (earlier is higher), half of it for a part of one.

    The last part weighs most: a `user_rating` is a rating, a `rating_count` is none.
    """
    if name in ranks:
        return 2.0 - ranks[name]
    parts = name.split("_")
    known = max((1.0 - ranks[part] / 2 for part in parts if part in ranks), default=0.0)
    if parts[-1] in against or (not known and not against.isdisjoint(parts)):
        return -1.0
    return known


def _ranked(names: tuple[str, ...]) -> dict[str, float]:
    return {folded_name(name): rank / len(names) for rank, name in reversed(list(enumerate(names)))}


_TEXT_RANK: Final = _ranked(TEXT_NAMES)
_SENTIMENT_RANK: Final = _ranked(SENTIMENT_NAMES)
