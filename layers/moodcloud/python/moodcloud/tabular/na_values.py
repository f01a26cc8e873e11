"""Fields without content: blank ones, and NA values, which programs write for missing ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moodcloud.patterns import lazy_pattern

BLANK_SQL: Final = r"\s\pZ\x0b\x1c-\x1f\x{85}\x{200B}\x{FEFF}"
"""White space as defined by Unicode: the engine's own \\s knows ASCII only."""

_BLANK: Final = "\\s\u200b\ufeff"
_VISIBLE: Final = re.compile(f"[^{_BLANK}]")
# As pandas, R, SQL and workbooks write them.
_MARKS: Final = r"nan|NaN|NAN|null|Null|NULL|NA|#N/A|<NA>|\\N"
# As people and the exports of web sites write them, in any case.
_ABBREVIATED: Final = r"n ?/ ?a\.?|n\. ?a\.?"
_ENGLISH: Final = (
    r"no (?:comments?|texts?|reviews?|answers?|responses?|remarks?|feedback)"
    r"(?: (?:given|left|provided|available))?|not applicable"
    r"|(?:this )?(?:comment|post|review) (?:(?:has been|was) )?(?:deleted|removed)"
)
# The same in other languages, as a whole field.
_OTHER_LANGUAGES: Final = (
    r"keine? (?:angaben?|anmerkung(?:en)?|kommentare?|antwort|bemerkung(?:en)?)|k\. ?a\."
    r"|(?:pas de|aucun|aucune|sans) (?:commentaires?|remarques?|r[ée]ponse)"
    r"|rien [àa] (?:signaler|dire|ajouter)|r\.?a\.?s\.?"
    r"|(?:sin|ning[uú]n|ninguna) (?:comentarios?|respuesta|observaci[oó]n(?:es)?|opini[oó]n)"
    r"|(?:sem|nenhum|nenhuma) (?:coment[aá]rios?|resposta|observa[cç](?:[aã]o|[oõ]es))"
    r"|(?:nessun|nessuna|senza) (?:comment[oi]|risposta|osservazion[ei])"
    r"|geen (?:opmerking(?:en)?|commentaar|antwoord|reactie)"
    r"|ing(?:en|a) kommentar(?:er)?|ei kommentt(?:eja|ia|i)"
    r"|brak (?:komentarza|komentarzy|uwag|opinii|odpowiedzi)|bez komentar(?:za|zy|ov|a)"
    r"|bez koment[aá]ř[ůe]|žádný komentář|nincs megjegyzés|fără comentarii|yorum yok"
    r"|(?:нет|без) (?:комментари(?:ев|я)|ответа)|(?:без|немає) коментарів|(?:без|няма) коментар"
    r"|(?:κανένα σχόλιο|χωρίς σχόλια)|không có(?: ý kiến| bình luận)?|tidak ada(?: komentar)?"
    r"|(?:특이 ?사항|의견|해당|해당 ?사항|답변|내용) ?(?:없음|없습니다|없어요)"
    r"|없음|없습니다|없어요|무응답"
    r"|特に(?:なし|無し|ありません|ございません)|なし|無し|該当なし|ありません"
    r"|无|無|(?:暂无|没有|暫無|沒有)[评評][论論]"
)
_SAID: Final = rf"(?:{_ENGLISH}|{_OTHER_LANGUAGES})[.!。]?"
_GONE: Final = r"(?:deleted|removed|삭제됨)(?: by [a-z]+(?: [a-z]+)?)?"
_NONE: Final = (
    r"no content|no messages?|empty|blank|none|null|na|missing|not available|media omitted"
    r"|image|photo|picture|video|gif|sticker"
)
# Entities and tags that show nothing.
_UNSEEN: Final = r"(?:&nbsp;|&#160;|<br ?/?>)+"
_IN_BRACKETS: Final = f"[\\[({{<] ?(?:{_GONE}|{_NONE}|{_ABBREVIATED}|{_SAID}) ?[\\])}}>]"
# Dots only, or dashes only. Signs of several kinds may be a face: -_- or ._.
_SIGNS: Final = "[.…·ㆍ。]+|[-–—]+|_+"
# What shops write for customers who wrote nothing.
_UNWRITTEN: Final = (
    "(?:此|该|該)?用[户戶](?:没有|沒有|未)填[写寫][评評][价價论論](?:内容|內容)?[.!。！]?"
    "|삭제된 댓글입니다\\.?"
)
_MARKS_OF_PEOPLE: Final = f"{_ABBREVIATED}|{_SAID}|{_IN_BRACKETS}|{_UNWRITTEN}|{_UNSEEN}"
_ALL_MARKS: Final = f"{_MARKS}|{_SIGNS}|(?i:{_MARKS_OF_PEOPLE})"
_MARK: Final = lazy_pattern(f"[{_BLANK}]*(?:{_ALL_MARKS})[{_BLANK}]*")
# NA values of labels only: SAS writes a point, people a dash, Python "None". As a text that may be
# what a customer has to say, and "none" or "NONE" may be a label (a stance, say).
_SIGNS_OF_NO_LABEL: Final = frozenset((".", "?", "-", "--", "–", "—", "na", "None"))

# What shops and surveys write where nobody gave a rating.
_NO_RATING: Final = """
    no rating|no ratings|no rating yet|no ratings yet|no rating given|no rating available|
    not rated|not rated yet|not yet rated|never rated|unrated|without rating|rating not given|
    no star|no stars|no stars given|no star rating|no score|not scored|unscored|
    star rating unspecified|
    rating unspecified|not reviewed|no sentiment given|not labeled|not labelled|
    keine bewertung|keine bewertungen|ohne bewertung|nicht bewertet|noch nicht bewertet|unbewertet|
    bisher keine bewertung|noch keine bewertung|noch keine bewertungen|keine sterne|ohne note|
    keine note|sans note|pas de note|non noté|non notée|pas noté|pas encore noté|aucune note|
    pas d'évaluation|aucune évaluation|non évalué|sans évaluation|pas d'avis|aucune étoile|
    sin calificación|sin calificar|no calificado|sin valoración|sin valorar|sin valoraciones|
    sin puntuación|sin puntuar|sin puntaje|sin nota|sin estrellas|no valorado|sin evaluar|
    sem avaliação|sem avaliações|não avaliado|não avaliada|sem nota|sem classificação|
    não classificado|sem estrelas|sem pontuação|
    nessuna valutazione|non valutato|non valutata|senza valutazione|nessun voto|senza voto|
    non votato|nessuna stella|nessun punteggio|
    geen beoordeling|geen beoordelingen|niet beoordeeld|nog niet beoordeeld|geen score|
    geen sterren|geen waardering|geen cijfer|
    inget betyg|ej betygsatt|inte betygsatt|utan betyg|inga betyg|inga stjärnor|
    ingen bedømmelse|ikke bedømt|ingen vurdering|ikke vurdert|ikke vurderet|ingen stjerner|
    ei arvosanaa|ei arvioitu|ei arviota|ei tähtiä|hindamata|hinne puudub|
    brak oceny|brak ocen|nie oceniono|bez oceny|nieocenione|bez hodnocení|nehodnoceno|
    bez hodnotenia|nehodnotené|brez ocene|ni ocene|neocenjeno|nincs értékelés|nem értékelt|
    értékelés nélkül|fără notă|fără evaluare|neevaluat|neįvertinta|be įvertinimo|nav vērtējuma|
    bez vērtējuma|sense valoració|sense puntuació|no valorat|
    puan yok|puansız|puanlanmamış|değerlendirilmemiş|değerlendirilmedi|değerlendirme yok|
    oy verilmedi|нет оценки|без оценки|не оценено|нет рейтинга|без рейтинга|нет оценок|
    немає оцінки|без оцінки|не оцінено|без оценка|няма оценка|неоценено|
    χωρίς βαθμολογία|δεν βαθμολογήθηκε|χωρίς αξιολόγηση|
    평점 없음|평점없음|별점 없음|별점없음|평가 없음|평가없음|점수 없음|점수없음|미평가|미평점|
    평가 안함|평가하지 않음|
    評価なし|未評価|評価無し|評価がありません|星なし|点数なし|評点なし|评分なし|
    无评分|未评分|暂无评分|没有评分|無評分|未評分|暫無評分|暂无评价|未评价|無評價|未評價|未打分|无评级|
    chưa đánh giá|không đánh giá|không có đánh giá|chưa có đánh giá|tanpa rating|
    belum ada rating|belum dinilai|tidak ada rating|tidak ada penilaian|
    بدون تقييم|لا يوجد تقييم|غير مقيم|بدون امتیاز|ללא דירוג|לא דורג|
    ไม่มีคะแนน|ไม่มีการให้คะแนน|ยังไม่ให้คะแนน|कोई रेटिंग नहीं
"""
_ACCENTS: Final = re.compile("[\u0300-\u036f]")

# A longer field is no NA value: most texts need not be looked at.
_LONGEST_MARK: Final = 40

NO_MARK_SQL: Final = (
    f"(length(text) > {_LONGEST_MARK} OR NOT "
    f"regexp_full_match(text, '[{BLANK_SQL}]*(?:{_ALL_MARKS})[{BLANK_SQL}]*'))"
)
"""SQL for whether a `text` is no NA value."""

# Most texts are longer than any NA value, and begin with a character that can be seen. Of others,
# expressions tell it, which take three times as long.
_PLAIN_SQL: Final = f"(text >= '!' AND text < chr(127) AND length(text) > {_LONGEST_MARK})"

HAS_TEXT_SQL: Final = f"""(CASE WHEN {_PLAIN_SQL} THEN true
    ELSE regexp_matches(text, '[^{BLANK_SQL}]') AND {NO_MARK_SQL} END)"""
"""SQL for whether a `text` holds something to count, as `has_text` does."""

# Most texts begin and end with a plain character, or have one space too many: an expression is
# four times as slow to look for what is around a text.
_PLAIN_START_SQL: Final = "(text >= '!' AND text < chr(127))"
STRIPPED_SQL: Final = f"""CASE
    WHEN {_PLAIN_START_SQL} AND text[-1] BETWEEN '!' AND '~' THEN text
    WHEN {_PLAIN_START_SQL} AND text[-1] = ' ' AND text[-2] BETWEEN '!' AND '~' THEN left(text, -1)
    WHEN regexp_matches(text, '^[{BLANK_SQL}]') OR regexp_matches(text, '[{BLANK_SQL}]$')
    THEN regexp_replace(text, '^[{BLANK_SQL}]+|[{BLANK_SQL}]+$', '', 'g')
    ELSE text END"""
"""SQL for a `text` without the white space around it."""

LEFT_OUT_SQL: Final = f"(NOT {HAS_TEXT_SQL} OR label NOT IN (SELECT unnest($1::VARCHAR[])))"
"""SQL for whether a row of `(text, label)` is left out; its parameter: labels understood."""


def is_blank(value: str) -> bool:
    """Return whether a field holds nothing a person could see."""
    # Most begin with a character that can be seen, and no expression is needed to tell.
    return not "!" <= value[:1] <= "~" and _VISIBLE.search(value) is None


def has_text(value: str) -> bool:
    """Return whether a field holds something to count: it is neither blank nor an NA value."""
    return not (len(value) <= _LONGEST_MARK and _is_mark_of_any(value)) and not is_blank(value)


def _is_mark_of_any(value: str) -> bool:
    # No NA value begins with a digit, and many columns are of numbers.
    return not "0" <= value[:1] <= "9" and _is_mark(value)


# The short values of a column are few, and asked for in each of its rows.
@lru_cache(maxsize=1 << 14)
def _is_mark(value: str) -> bool:
    return _MARK.fullmatch(value) is not None


def has_label(value: str) -> bool:
    """Return whether a field holds a label; a dash is never one here, nor `not rated`."""
    return has_text(value) and value.strip() not in _SIGNS_OF_NO_LABEL and not _is_unrated(value)


def _is_unrated(value: str) -> bool:
    return len(value) <= _LONGEST_MARK and _folds_to_unrated(value)


@lru_cache(maxsize=1 << 14)
def _folds_to_unrated(value: str) -> bool:
    return _folded(value) in _UNRATED


def _folded(value: str) -> str:
    """Return a value without case, accents and the signs that part or end its words."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", value.casefold()))
    return " ".join(re.split(r"[\s_.!()\[\]-]+", plain)).strip()


_UNRATED: Final = frozenset(map(_folded, _NO_RATING.split("|")))
