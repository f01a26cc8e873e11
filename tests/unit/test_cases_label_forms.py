"""Labels in the forms that shops, surveys and scrapers write, beside those of test_cases_labels."""

from __future__ import annotations

import pytest
from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import sentiments_of
from moodcloud.options import Options

P, U, N = "positive", "neutral", "negative"
SHORT = {"P": P, "U": U, "N": N}

FOURS = """
Valorado en 4 de 5 | Votato 4 su 5 stelle | Оценено на 4 из 5 | Xếp hạng 4/5 sao | \u200e4/5 |
Gewaardeerd met 4 uit 5 | Classificado com 4 de 5 estrelas | Attribué 4 étoiles sur cinq |
Con una puntuación de 4 sobre 5 | Vurderet til 4 ud af 5 | Vurdert til 4 av 5 | [4/5] |
Fick betyget 4 av 5 | Przyznana ocena: 4 z 5 | Diberi rating 4 dari 5 bintang | «4 sur 5» |
ให้ 4 จาก 5 ดาว | 評為 4 顆星 (滿分 5 顆星) | 4 星，最多 5 颗星 | 满分5分，4分 | ("4/5") |
4 out of 5 based on 1 review | Se le dio un 4 de 5 | Kunden gaben ihm 4 von 5 Sternen |
Ha ottenuto un 4 su 5 | Saatu 4 / 5 tähteä | Our guests say 4 out of 5 | 顧客評価は5つ星のうち4つ |
4 von 5, basierend auf 12 Bewertungen | 5分满分4分 | ٤٫٠ من ٥ | 4 מתוך 5 | 4 از 5 | ❤️❤️❤️❤️🤍 |
🟢🟢🟢🟢⚪
"""
FOUR_ALONE = """
给了4星 | User rating: 4 | 4-star review | Given 4 stars | They gave 4 stars | Customer score 4 |
Mi puntuación: 4 | 四星好评 | 4 כוכבים | 4 ستاره | Bintang empat | 4 ✩ | 4 зв. | 🧡🧡🧡🧡
"""
NO_RATINGS = """
Seite 4 von 5 | chapter 4 of 5 | étape 4 sur 5 | 4 star hotel | page 4 of 5 shown | Staffel 4/5 |
they ate 4 of 12 | route 4 | see 4 and 5 | 4 star, 5 star | 4 of 5 of 6 | iPhone 4 of mine |
Floor 4 of 5 | 4 of 5 people found this helpful | Etage 4 von 5
"""


def listed(text: str) -> list[str]:
    return [each.strip() for each in text.split("|")]


def read(column: str, labels: str, rows: int = 10) -> str:
    """Return the sentiment of each of `labels`, which a bar separates; `-` where there is none."""
    found = sentiments_of(dict.fromkeys(listed(labels), rows), Options(), column)
    short = {name: letter for letter, name in SHORT.items()}
    each = (found.get(label, "-") for label in listed(labels))
    return " ".join(short.get(sentiment, sentiment) for sentiment in each)


def test_words_around_a_rating_do_not_hide_it() -> None:
    for label in listed(FOURS):
        rating = rating_of(label)
        assert rating is not None, label
        assert (label, rating.value, rating.top, rating.written) == (label, 4.0, 5, True)
    for label in listed(FOUR_ALONE):
        rating = rating_of(label)
        assert rating is not None, label
        assert (label, rating.value, rating.top, rating.written) == (label, 4.0, None, True)
    assert [label for label in listed(NO_RATINGS) if rating_of(label) is not None] == []


@pytest.mark.parametrize("minus", ["-", "\u2212", "\u2013", "\uff0d", "\u2012", "\ufe63"])
def test_a_minus_is_one_however_it_is_written(minus: str) -> None:
    assert read("sentiment", f"1 | 0 | {minus}1") == "P U N"
    assert read("polarity", f"+ | 0 | {minus}") == "P U N"
    assert read("x", f"+ | {minus}") == "P N"
    assert read("x", f"++ | + | {minus} | {minus * 2}") == "P P N N"
    assert read("score", f"{minus}0.8 | 0.7 | 0.01 | {minus}0.5") == "N P U N"


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        # Only the ends of a scale carry words.
        ("q", "1 - Very dissatisfied | 2 | 3 | 4 | 5 - Very satisfied", "N N U P P"),
        ("q", "0 - Not at all likely | 3 | 7 | 8 | 9 | 10 - Extremely likely", "N N U U P P"),
        ("q", "1 (Poor) | 2 | 3 | 4 | 5 (Excellent)", "N N U P P"),
        ("q", "Poor (1) | 2 | 3 | 4 | Excellent (5)", "N N U P P"),
        ("q", "1=sehr schlecht | 2 | 3 | 4 | 5=sehr gut", "N N U P P"),
        ("q", "1: zzz | 2 | 3 | 4 | 5: yyy", "N N U P P"),
        ("q", "1 – Pas du tout | 2 | 3 | 4 | 5 – Tout à fait", "N N U P P"),
        ("rating", "1 - rubbish | 2 - weak-ish | 3 - so | 4 - neat | 5 - ace", "N N U P P"),
        # The words tell where one is the best.
        ("q", "1 = sehr gut | 2 | 3 | 4 | 5 = mangelhaft", "P P U N N"),
        ("q", "1 (very satisfied) | 2 | 3 | 4 | 5 (very dissatisfied)", "P P U N N"),
        # Words that are all known need no number.
        ("q", "1 (Poor) | 2 (Good) | 3 (Excellent)", "N P P"),
        ("q", "Poor (1) | Fair (2) | Good (3)", "N U P"),
        ("q", "5 stars: Excellent | 4 stars: Good | 1 star: Terrible", "P P N"),
        ("q", "negative (0) | neutral (1) | positive (2)", "N U P"),
        ("q", "Sentiment: Positive | Sentiment: Negative", "P N"),
        ("q", "Label.POSITIVE | Label.NEUTRAL | Label.NEGATIVE", "P U N"),
        ("q", "sentiment=negative | sentiment=positive", "N P"),
        # Numbered things are groups.
        ("kind", "1 - Food | 2 - Inn | 3 - Bar | 4 - Pool", "1 - Food 2 - Inn 3 - Bar 4 - Pool"),
        ("kind", "Food (1) | Rooms (2) | Staff (4)", "Food (1) Rooms (2) Staff (4)"),
        ("size", "1 (S) | 2 (M) | 3 (L) | 4 (bad)", "1 (S) 2 (M) 3 (L) 4 (bad)"),
        ("x", "1-bed | 2-bed | 4 | 5", "1-bed 2-bed 4 5"),
        ("x", "10 points | 20 points | 50 points", "10 points 20 points 50 points"),
        # Numbers as words.
        ("starRating", "ONE | TWO | THREE | FOUR | FIVE", "N N U P P"),
        ("rating", "One | Four | Five", "N P P"),
        ("Bewertung", "eins | drei | fünf", "N U P"),
        ("kind", "one | two | three | four", "one two three four"),
        # Stars as scrapers find them in pages.
        ("rating", "10 | 20 | 30 | 40 | 50", "N N U P P"),
        ("rating", "20 | 40 | 60 | 80 | 100", "N N U P P"),
        ("x", "ui_bubble_rating bubble_40 | ui_bubble_rating bubble_10", "P N"),
        ("x", "bubble_45 | bubble_50 | bubble_10 | bubble_30", "P P N U"),
        ("x", "stars_40 | stars_20 | stars_50", "P N P"),
        ("x", "allstar40 | allstar10 | allstar30 | allstar50", "P N U P"),
        ("x", "width:80% | width:20% | width:60%", "P N U"),
        ("x", "width: 100%; | width: 40%; | width: 60%;", "P N U"),
        ("x", "1星 | 两星 | 3星 | 4星 | 5星", "N N U P P"),
        ("age", "10 | 20 | 30 | 40 | 50", "10 20 30 40 50"),
        # Rows of glyphs.
        ("x", "❤️ | ❤️❤️ | ❤️❤️❤️ | ❤️❤️❤️❤️ | ❤️❤️❤️❤️❤️", "N N U P P"),
        ("x", "♥ | ♥♥♥ | ♥♥♥♥♥", "N U P"),
        ("x", "● | ●● | ●●●●", "N N P"),
        ("x", "❤ | 👎", "P N"),
        ("x", "✰ | ✰✰ | ✰✰✰ | ✰✰✰✰", "N N U P"),
    ],
)  # fmt: skip
def test_forms_of_surveys_and_scrapers_are_read(column: str, labels: str, expected: str) -> None:
    assert read(column, labels) == expected


@pytest.mark.parametrize(
    "unrated",
    ["No rating", "not rated", "Unrated", "no stars", "keine Bewertung", "sans note",
     "sin calificación", "评分なし", "无评分", "평점 없음", "NOT RATED YET", "評価なし",
     "ej betygsatt"],
)  # fmt: skip
def test_what_says_that_nothing_was_rated_is_no_label(unrated: str) -> None:
    assert read("rating", f"1 | 2 | 3 | 4 | 5 | {unrated}") == "N N U P P -"
    assert read("x", f"4 stars | 1 star | {unrated}") == "P N -"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("Memnun | Memnun değil | Hiç memnun değil | Kararsız", "P N N U"),
        ("Soddisfatto | Né soddisfatto né insoddisfatto | Insoddisfatto", "P U N"),
        ("Позитив | Нейтрал | Негатив", "P U N"),
        ("pos. | neutr. | neg.", "P U N"),
        ("積極 | 中性 | 消極", "P U N"),
        ("推薦 | 不推薦", "P N"),
        ("贊 | 踩", "P N"),
        ("好評 | 較差", "P N"),
        ("호평 | 악평", "P N"),
        ("칭찬 | 불만", "P N"),
        ("おすすめする | おすすめしない", "P N"),
        ("empfehlenswert | nicht empfehlenswert", "P N"),
        ("😍 | 🙂 | 😐 | 🙁 | 😡", "P P U N N"),
        ("😊 | 😐 | 😢", "P U N"),
        ("Happy | Neutral | Sad", "P U N"),
        ("Very Happy | Happy | Neutral | Sad | Very Sad", "P P U N N"),
        ("Overwhelmingly Positive | Mixed | Overwhelmingly Negative", "P U N"),
        ("Love it | It's ok | Hate it", "P U N"),
        ("Lob | Kritik", "P N"),
        ("Elogio | Reclamação", "P N"),
        ("Felicitación | Queja", "P N"),
        ("positiv | nøytral | negativ", "P U N"),
        ("Svært fornøyd | Fornøyd | Verken eller | Misfornøyd", "P P U N"),
        ("חיובי | ניטרלי | שלילי", "P U N"),
        ("מרוצה מאוד | מרוצה | לא מרוצה", "P P N"),
        ("مثبت | خنثی | منفی", "P U N"),
        ("عالی | خوب | متوسط | بد", "P P U N"),
        # Emotions stay groups.
        ("happy | sad | angry | neutral", "happy sad angry U"),
        ("happy | sad | fear | disgust", "happy sad fear disgust"),
    ],
)
def test_words_of_labels_are_known(labels: str, expected: str) -> None:
    assert read("x", labels) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("POSITIVE (0.93) | NEGATIVE (0.81) | NEUTRAL (.5)", "P N U"),
        ("positive: 93% | negative: 81.5 % | neutral: 100%", "P N U"),
        ("positive 0.93 | negative,0.81 | neutral [0.50]", "P N U"),
        ("negative (score: 0.9) | positive (confidence=0.2) | neutral; prob 0.5", "N P U"),
        ("{'label': 'NEGATIVE', 'score': 0.9} | {'label': 'POSITIVE', 'score': 0.9}", "N P"),
        ('[{"score": 0.998764991760254, "label": "negative"}] | {"label": "positive"}', "N P"),
        ("{'label': 'joy', 'score': 0.9} | {'label': 'joy', 'score': 0.4} | awe", "joy joy awe"),
        (
            "[{'label': 'NEG', 'score': 0.1}, {'label': 'POS', 'score': 0.9}] "
            "| [[{'score': 0.7, 'label': 'NEG'}, {'score': 0.3, 'label': 'POS'}]]",
            "P N",
        ),
        ("{'neg': 0.02, 'pos': 0.98} | {\"neg\": 0.9, \"pos\": 0.1}", "P N"),
        # The number in brackets is a rating beside its word.
        ("Excellent (5.0) | Poor (1.0) | Average (3.0)", "P N U"),
        ("4.8 Excellent | 1.4 Bad | 3.1 Average", "P N U"),
        ("Superb 9,2 | Poor 3,1 | Pleasant 6,1", "P N U"),
        # A number beside a word that says no sentiment is what the label is about.
        ("rated 80% | rated 20% | rated 50%", "P N U"),
        ("floor 0.5 | floor 1.0", "floor 0.5 floor 1.0"),
    ],
)
def test_how_sure_a_model_was_is_no_part_of_its_label(labels: str, expected: str) -> None:
    assert read("rating", labels) == expected


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        ("comment_star", "sml-str10 | sml-str20 | sml-str30 | sml-str40 | sml-str50", "N N U P P"),
        ("rating", "squareStar1 | squareStar3 | squareStar4 | squareStar5", "N U P P"),
        ("rating", "week1 | day2 | week3", "week1 day2 week3"),
        ("room", "room1 | room2 | room3 | room4 | room5", "room1 room2 room3 room4 room5"),
    ],
)
def test_numbers_that_a_program_puts_after_a_word_of_its_own_are_ratings_where_named_so(
    column: str, labels: str, expected: str
) -> None:
    assert read(column, labels) == expected


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        ("Schulnote", "1 | 2 | 3 | 4 | 5 | 6", "P P U N N N"),
        ("Gesamtnote", "1,2 | 3,4 | 5,6", "P U N"),
        ("Zensur", "1- | 2+ | 3 | 5", "P P U N"),
        ("Note", "1,0 | 1,3 | 1,7 | 3,0 | 5,0", "P P P U N"),
        ("Známka", "1 | 3 | 5", "P U N"),
        ("Service (1 = sehr gut, 6 = ungenügend)", "1 | 2 | 3 | 5 | 6", "P P U N N"),
        # Elsewhere five is the best.
        ("Note", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("note", "1,5 | 3,0 | 4,5", "N U P"),
        ("rating", "1.3 | 3.0 | 4.7", "N U P"),
        ("Service (1 = sehr schlecht, 5 = sehr gut)", "1 | 3 | 5", "N U P"),
        # The name says what numbers are out of.
        ("Note /20", "17,5 | 11 | 4", "P U N"),
        ("satisfaction (1-7)", "2 | 4 | 6", "N U P"),
        ("score (0-100)", "20 | 60 | 90", "N U P"),
    ],
)
def test_the_name_of_a_column_says_which_numbers_are_good(
    column: str, labels: str, expected: str
) -> None:
    assert read(column, labels) == expected


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        # Averages of grades and of stars are thirds, too.
        ("grade", "4.0 | 3.7 | 3.3 | 2.7 | 2.3 | 1.7 | 1.3", "P P U U N N N"),
        ("avg_grade", "4.3 | 4.7 | 5.0 | 3.7", "P P P P"),
        ("note_moyenne", "4.3 | 4.7 | 5.0 | 3.7 | 2.0", "P P P P N"),
        ("note", "1.0 | 1.3 | 1.7 | 4.7 | 5.0 | 3.7", "N N N P P P"),
        ("Note", "1,3 | 1,7 | 2,0 | 5,0", "P P P N"),
        # The words of a name say what they are of.
        ("1=positive, 2=neutral, 3=negative", "1 | 2 | 3", "P U N"),
        ("sentiment: 1=positive, 2=negative", "1 | 2", "P N"),
        ("sentiment (0=positive, 1=neutral, 2=negative)", "0 | 1 | 2", "P U N"),
        ("Rating (1: best, 5: worst)", "1 | 2 | 3 | 4 | 5", "P P U N N"),
        ("Rating (1: best, 10: worst)", "1 | 3 | 6 | 9 | 10", "P P U N N"),
        ("Rating (5=bad)", "1 | 2 | 3 | 4 | 5", "P P U N N"),
        ("Rating (5=good)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        # One end says nothing of a scale that is not of it.
        ("sentiment (+1=positive)", "1 | -1 | 0", "P N U"),
        ("sentiment_score (1=positive)", "0.9 | -0.8 | 0.1", "P N P"),
        ("label (1 = positive)", "0 | 1", "N P"),
        # What says that its numbers are of another scale holds no marks of a school.
        ("Gesamtnote", "5 Sterne | 4 Sterne | 1 Stern", "P P N"),
        ("Gesamtnote", "5/5 | 4/5 | 1/5", "P P N"),
        ("Gesamtnote (5 Sterne)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("Gesamtnote (5 = best)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("Gesamtnote (max. 5)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("Gesamtnote (1-10)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("Gesamtnote", "3 | 7 | 8 | 9 | 10", "N U U P P"),
        ("známka z 10", "1 | 2 | 3 | 9 | 10", "N N N P P"),
        ("Gesamtnote (1-6)", "1 | 2 | 3 | 4 | 5 | 6", "P P U N N N"),
        # A date is no range, and no numbers are of a range that they do not fill.
        ("Rating (as of 11/30)", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("rating_11/20", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("Rating 12 / 30", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("score /100", "0.1 | 0.5 | 0.9", "N U P"),
        ("score /100", "1 | 2 | 3 | 4 | 5", "N N U P P"),
        ("rating 1-7", "0 | 1", "N P"),
        # A range from 0 has a middle of its own.
        ("rating (0-4)", "0 | 1 | 2 | 3 | 4", "N N U P P"),
        ("rating (0-6)", "0 | 1 | 2 | 3 | 4 | 5 | 6", "N N N U P P P"),
        ("rating (0-4)", "1 | 2 | 3 | 4", "N U P P"),
        ("rating (0-6)", "1 | 2 | 3 | 4 | 6", "N N U P P"),
        ("rating (1-4)", "1 | 2 | 3 | 4", "N N P P"),
        ("label 1-4", "1 | 2 | 3 | 4", "N N U P"),
        ("stars 1-6", "1 | 2 | 3 | 4 | 5 | 6", "N N N P P P"),
    ],
)
def test_a_name_says_nothing_that_its_numbers_deny(column: str, labels: str, expected: str) -> None:
    assert read(column, labels) == expected


def test_a_stray_number_leaves_marks_of_a_school_what_they_are() -> None:
    rows = {"1": 20, "2": 20, "3": 20, "4": 20, "5": 20, "0": 1}
    found = sentiments_of(rows, Options(), "Schulnote")
    assert found == {"1": P, "2": P, "3": U, "4": N, "5": N}
