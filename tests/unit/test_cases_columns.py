"""Which column is taken for the sentiments: a number only where something says so."""

from __future__ import annotations

import re
from itertools import cycle, islice
from pathlib import Path

import pytest
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.inspect import Inspection, inspect
from moodcloud.roles.alike import columns_alike
from moodcloud.roles.choose import choose_columns, judge_columns
from moodcloud.roles.suggestions import suggest
from moodcloud.tabular.reader import Job

ROWS = 24
TEXTS = [
    "The room was clean and the staff kind", "Never again, a waste of money",
    "We loved the breakfast and the garden", "It broke after a week or two",
    "Nothing special about this place",
]  # fmt: skip
# What a column holds, by its first words: these repeat.
VALUES = {
    "0/1": "0 1 1 0 1", "1-5": "5 1 4 2 3", "1-3": "1 3 2 1", "-1/0/1": "-1 0 1", "0/4": "0 4 4",
    "4/5": "4/5 1/5 3/5", "stars": "5 stars|1 star|3 stars", "yes/no": "Yes No No",
    "words": "positive negative neutral", "sex": "F M", "True/False": "True False",
    "yes1": "True False False", "yes2": "False True False", "yes3": "False False True",
    "1of3": "1 0 0 1 0", "2of3": "0 1 0 0 0", "3of3": "0 0 1 0 1",
    "1-10": "1 4 9 10 7 6", "signs and words": "good poor fair", "places": "Oslo Rome Graz",
    "0-2": "0 1 2", "3-5": "3 4 5", "mail": "ann@x.net|bo@x.net|cy@x.net", "at": "@ann @bo @cy",
    "stays": "2 nights|3 nights|1 night", "3w": "3w 2d 5h", "levels": "junior senior lead",
    "sides": "AGAINST FAVOR NONE", "thumbs": "up down", "met": "Met|Fell short|Exceeded",
    "1-7": "1 2 3 4 5 6 7", "tags": "NN VB JJ", "tested": "Positive Negative",
    "ago": "3 weeks ago|2 days ago|a month ago|3 weeks ago", "전": "4년 전|3년 전|2개월 전",
}  # fmt: skip


def _column(values: str) -> list[str]:
    if values == "ids":
        return [str(7 * i % 97) for i in range(ROWS)]
    if values == "ages":
        return [str(20 + 11 * i % 23) for i in range(ROWS)]
    if values == "dates":
        return [f"2026-05-{i % 9 + 1:02} 10:00" for i in range(ROWS)]
    if values == "users":
        return [f"walker_{i * i % 61}" for i in range(ROWS)]
    if values == "texts":
        return [f"{text} {i}" for i, text in enumerate(islice(cycle(TEXTS), ROWS))]
    known = VALUES[values]
    return list(islice(cycle(known.split("|") if "|" in known else known.split()), ROWS))


def _table(table: str) -> tuple[tuple[str, ...], bool, list[tuple[str, ...]]]:
    """Return names, whether there is a header, and rows; `name: values` of each column."""
    named = [part.rsplit(": ", 1) for part in re.split(r",\s+", f"text: texts, {table}")]
    header = not table.startswith("#")
    names = tuple(name if header else str(i + 1) for i, (name, _) in enumerate(named))
    return names, header, list(zip(*(_column(values) for _, values in named), strict=True))


def choice(table: str) -> tuple[str | None, str | None]:
    """Return the column taken for the sentiments and the one suggested."""
    names, header, rows = _table(table)
    columns, _ = choose_columns(names, header, *judge_columns(names, header, rows), Options())
    assert columns.text == 0
    suggested = suggest(names, header, rows, 0) if columns.label is None else None
    return columns.label_column, suggested.column if suggested else None


# The columns beside the texts, the one taken and why.
TAKEN = [
    ("x: 0/1", "x", "two columns"),
    ("mark: 1-5", "mark", "two columns"),
    ("category: -1/0/1", "category", "two columns"),
    ("#: 0/1", "2", "two columns, no header"),
    ("#: 0/4, #: ids, #: dates, #: users", "2", "nothing else may be meant, no header"),
    ("id: ids, when: dates, who: users, y: 0/1", "y", "nothing else may be meant"),
    ("Unnamed: 0: ids, Liked: 0/1, visits: 1-3", "Liked", "asks for something good"),
    ("rating: 1-5, nights: 1-5, age: ages", "rating", "named as a rating"),
    ("room_rating: 1-5, room: 1-3", "room_rating", "named as a rating"),
    ("Score: 1-5, HelpfulnessNumerator: 0/1, age: ages", "Score", "named as a rating"),
    ("is_toxic: 0/1, age: ages", "is_toxic", "asks for something bad"),
    ("target: 0/1, sex: sex", "target", "named as labels"),
    ("label: 0/1, week: 1-3, x: 0/1", "label", "named as labels"),
    ("sentiment: -1/0/1, x: 0/1", "sentiment", "named as sentiments"),
    ("x (0 negative 1 positive): 0/1, age: ages", "x (0 negative 1 positive)",
     "label words in the name"),
    ("good_bad: 0/1, age: ages", "good_bad", "label words in the name"),
    ("x: 4/5, age: ages, sex: sex", "x", "written as a rating"),
    ("x: stars, age: ages, sex: sex", "x", "written as a rating"),
    ("Would you recommend this room?: yes/no, visits: 1-3", "Would you recommend this room?",
     "asks for something good"),
    ("x: words, age: ages, room: 1-5", "x", "words for sentiments"),
    ("How was your visit to our store?: 1-5", "How was your visit to our store?", "two columns"),
    ("Would you recommend this phone: yes/no", "Would you recommend this phone",
     "asks for something good, though its last word is of something else"),
    ("In favor of the plan?: yes/no", "In favor of the plan?", "asks for something good"),
    ("Rate the room: 1-5", "Rate the room", "two columns, and it asks for an opinion"),
    ("approval rating: 1-5, age: ages", "approval rating", "named as a rating"),
    ("Ratings: 1-5, age: ages", "Ratings", "named as a rating"),
    ("평점: 1-5, 방: 1-3", "평점", "named as a rating"),
]  # fmt: skip

# Names of numbers beside a column of ids, ages and places: taken for the name alone.
SCALES = {
    "1-5": """
        Gesamtbewertung|総合評価|顧客満足度|商品评分|综合评分|상품평점|고객만족도|전체 만족도
        평점(5점)|Produktbewertung|Kundenzufriedenheit|Sternebewertung|Gesamturteil|Totalbetyg|Helhetsbetyg
        Klanttevredenheid|Eindcijfer|Kokonaisarvosana|Asiakastyytyväisyys|Összértékelés|overallrating
        starrating|reviewscore|userRating|Zimmerbewertung (1-5)|serviceSatisfaction|evaluación
        clasificación|classificação|satisfação|puntaje|giudizio|Évaluation|appréciation|балл|打分
        Počet hvězd|Liczba gwiazdek|Värdering|คะแนน|रेटिंग|rate|Rated|How would you rate your stay?
        How was your stay?|Rate your experience (1-5)|Please rate us|How did we do?|Rate your phone
        How do you feel about our product?|How many stars would you give us?|How easy was it?
        How likely are you to return?|Wie bewerten Sie uns?|Come valuta il servizio?
        Hoe beoordeelt u ons?|¿Cómo calificaría nuestro servicio?|Como você avalia o atendimento?
        Comment évaluez-vous notre service ?
        전반적인 만족도를 평가해 주세요|평가|penilaian|Star(s)|★
        Anzahl Sterne|Nombre d'étoiles|Aantal sterren|Число звёзд|Yıldız sayısı|CES Score
        Happiness|feeling|attitude|Moods|Wie war Ihr Aufenthalt?|How were the staff?|Hur var maten?
    """,
    "0/1": "labels|y_true|ground_truth|pos|thumbs|human_label",
    "-1/0/1": "tone|stance|category|sentiment_gold|sentiment_code|polarity_no|x",
    "1-7": "CES|customer_effort_score",
    "sides": "stance",
    "thumbs": "thumb|feedback",
    "met": "Did we meet your expectations?",
    "0-2": "sentiment_num|Sentiment code|polarity_id",
}
# Names of other numbers: none of these is taken there.
OTHERS = {
    "1-5": """
        exchange_rate|heart rate|room_rate|operating|upgrade|평점수 개수|평점개수|dissatisfaction
        rate_plan_type|average_daily_rate_band|평가자|impressions|How did you find us?
        How many nights?|How did you hear about us?|How do you travel to work?|How old is it?
        years_experience|connection|star_class|hotel_stars|hotel_class|Property class
        difficulty_rating|credit_score|grade_level|risk score|gold|pos|sentiment_count|Hotelsterne
        home_score|away score|recommended_by|Source|Anzahl Personen|Altersgruppe|Leeftijdsgroep
        Nombre de personnes|Tranche d'âge|Liczba osób|Antal gäster|年齢層|年龄段|bedrooms
        Kişi sayısı|Gyerekek száma|宿泊人数|入住次数|評価件数
    """,
    "0/1": "smokes|rate_code|num|code|płeć|category",
    "yes/no": "Happy hour|positive_id",
    "signs and words": "Credit score band|Risk rating",
    "thumbs": "trend|direction",
}


def _named(scales: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (name.strip(), values)
        for values, names in scales.items()
        for line in names.strip().splitlines()
        for name in line.split("|")
    ]


def _beside_others(name: str, values: str) -> str | None:
    columns = {"id": "ids", "age": "ages", name: values, "place": "places", "text": "texts"}
    rows = list(zip(*map(_column, columns.values()), strict=True))
    names = tuple(columns)
    return choose_columns(names, True, *judge_columns(names, True, rows), Options())[0].label_column


@pytest.mark.parametrize(("name", "values"), _named(SCALES))
def test_names_of_ratings_are_known_beside_other_columns(name: str, values: str) -> None:
    assert _beside_others(name, values) == name


@pytest.mark.parametrize(("name", "values"), _named(OTHERS))
def test_names_of_other_numbers_are_no_ratings(name: str, values: str) -> None:
    assert _beside_others(name, values) is None


# The columns beside the texts and the likeliest of several.
LIKELIEST = [
    ("food_rating: 1-5, service_rating: 1-5, overall_rating: 1-5", "overall_rating"),
    ("Sternebewertung: 1-5, Bewertung gesamt: 1-5", "Bewertung gesamt"),
    ("staff_score: 1-5, total_score: 1-5", "total_score"),
    ("predicted_sentiment: words, true_sentiment: words", "true_sentiment"),
    ("model_label: 0/1, human_label: 0/1", "human_label"),
    ("pred_sentiment: words, tweet_sentiment: words", "tweet_sentiment"),
    ("hotel: places, stars: 3-5, review_score: 1-10", "review_score"),
    ("hotel_class: 3-5, review_stars: 1-5", "review_stars"),
    ("hotel_rating: 1-5, stars_of_hotel_class: 3-5", "hotel_rating"),
    ("difficulty_rating: 1-5, score: 1-5", "score"),
    ("condition: signs and words, rating: 1-5", "rating"),
]


@pytest.mark.parametrize(("table", "column"), LIKELIEST, ids=[each[0] for each in LIKELIEST])
def test_the_likeliest_of_several_columns_is_taken(table: str, column: str) -> None:
    assert choice(table)[0] == column


# The columns beside the texts, the one suggested at most, and why none is taken.
TRAPS = [
    ("condition: signs and words", "condition", "a fact"),
    ("item_condition: signs and words, id: ids", "item_condition", "a fact"),
    ("test_result: tested", "test_result", "a fact"),
    ("weather: signs and words", "weather", "a fact"),
    ("experience: levels, id: ids, age: ages", "experience", "no scale"),
    ("pos: tags, id: ids, age: ages", "pos", "no scale"),
    ("who: mail", None, "addresses"),
    ("who: at", None, "names of users"),
    ("stay: stays", None, "amounts"),
    ("posted: 3w", None, "amounts of time"),
    ("Indigenous: 0/1", "Indigenous", "a name of something else"),
    ("age: ages, sex: sex, Lefthanded: 0/1", "Lefthanded", "others may as well be meant"),
    ("room: 1-5", "room", "a name of something else"),
    ("Nombre de personnes: 1-5", "Nombre de personnes", "a count"),
    ("Altersgruppe: 1-5", "Altersgruppe", "a name of something else"),
    ("floor: 1-3, x: 0/1", "x", "others may as well be meant"),
    ("week: 1-5, when: dates", "week", "a name of something else"),
    ("team: 1-3", None, "a name of something else, and no scale"),
    ("Male: 0/1, Married: 0/1", "Male", "names of something else"),
    ("churn: 0/1, id: ids", "churn", "a name of something else"),
    ("premium_member: 0/1", "premium_member", "a name of something else"),
    ("cluster_label: 1-5", "cluster_label", "a label of something else"),
    ("anger: 0/1, joy: 0/1, fear: 0/1", "anger", "one emotion each"),
    ("annotator: 1-5, x: 0/1", "x", "others may as well be meant"),
    ("Q1: 1-5, Q2: 1-5", "Q1", "several alike"),
    ("UIN 1: 1-5", "UIN 1", "a name of something else"),
    ("verified: True/False, x: 0/1", "x", "others may as well be meant"),
    ("helpful_votes: 1-5, verified: 0/1", None, "names of counts and flags"),
    ("children: 1-5, nights: 1-5", "children", "names of something else"),
    ("#: 0/1, #: 0/1", "2", "several alike, no header"),
    ("#: 0/1, #: ages", "2", "others may as well be meant, no header"),
    ("subscribed: 0/1, vaccinated: 0/1", "subscribed", "names of something else"),
    ("How many nights did you stay?: 1-5", "How many nights did you stay?", "asks for a count"),
    ("Are you a member?: 0/1", "Are you a member?", "asks for a fact"),
    ("성별: 0/1", "성별", "a name of something else"),
    ("posted: ago", None, "dates"),
    ("x: 전, likes: 0/1", None, "dates"),
    ("rating: ago", None, "dates, whatever their name"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "why"), TAKEN, ids=[each[0] for each in TAKEN])
def test_numbers_are_sentiments_where_something_says_so(table: str, column: str, why: str) -> None:
    assert choice(table)[0] == column, why


@pytest.mark.parametrize(("table", "suggested", "why"), TRAPS, ids=[each[0] for each in TRAPS])
def test_numbers_of_anything_else_are_suggested_at_most(
    table: str, suggested: str | None, why: str
) -> None:
    assert choice(table) == (None, suggested), why


ALIKE = [
    ("overall_rating: 1-5, food_rating: 1-5", "overall_rating", ["food_rating"]),
    ("fuel: words, machine: words, price: words, when: dates", "fuel", ["machine", "price"]),
    ("a_sentiment: words, sentiment: words", "sentiment", []),
    ("a_sentiment: words, b_sentiment: words, x: words", "a_sentiment", ["b_sentiment"]),
    ("food_rating: 1-5, staff_rating: 1-5, verified: 0/1", "food_rating", ["staff_rating"]),
    ("toxic: 0/1, obscene: 0/1", "toxic", ["obscene"]),
    ("rating: 1-5, stars: 1-5", "rating", []),
    ("#: words, #: words", "2", ["3"]),
    ("joy: 1of3, fear: 2of3, love: 3of3", None, ["joy", "fear", "love"]),
    ("positive: 1of3, neutral: 2of3, negative: 3of3", None, ["positive", "neutral", "negative"]),
    ("positive: yes1, neutral: yes2, negative: yes3", None, ["positive", "neutral", "negative"]),
    ("label: 0/1, a: 1of3, b: 2of3, c: 3of3", "label", []),
]


@pytest.mark.parametrize(("table", "column", "alike"), ALIKE, ids=[each[0] for each in ALIKE])
def test_columns_that_would_do_as_well_are_named(
    table: str, column: str | None, alike: list[str]
) -> None:
    names, header, rows = _table(table)
    texts, sentiments = judge_columns(names, header, rows)
    columns, _ = choose_columns(names, header, texts, sentiments, Options())
    assert columns.label_column == column
    assert columns_alike(names, header, rows, sentiments, columns.label) == alike


CODES = [
    "B0CLB4XLCF B091FSJGTP B07NZ679B8", "SKU-123 SKU-77 SKU-9", "ORD-2231 ORD-2232 ORD-17",
    "9e107d9d372bb682 d41d8cd98f00b204 0cc175b9c0f1b6a8", "Order #2231|Order #17|Order #5",
    "550e8400-e29b-41d4-a716-446655440000 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "+1 555 0100|+1 555 0101|+1 555 0102", "tel: +1 555 0100|tel: +1 555 0102",
    "IMG_2231.jpg a1.png",
    "3 weeks ago|2 days ago|yesterday", "vor 2 Tagen|vor einem Jahr|gestern",
    "il y a 3 jours|il y a un mois", "4년 전|3개월 전(수정됨)", "2日前|3か月前",
    "hace 2 días|hace un mes", "for 3 uger siden|for et år siden", "3 viikkoa sitten|vuosi sitten",
    "acum 3 săptămâni|acum un an", "3 hete|egy éve", "πριν από 3 εβδομάδες|πριν από έναν χρόνο",
    "3 สัปดาห์ที่แล้ว|1 ปีที่แล้ว", "לפני 3 שבועות|לפני שנה", "3시간 전|하루 전|한 달 전",
    "2 дня назад|вчера", "3 dagen geleden|een week geleden", "1 May 2026|March 3, 2026",
]  # fmt: skip
WORDS = ["lovely terrible fine kind", "Wi-Fi breakfast café", "좋아요 별로예요", "facade deadline"]


def _judged(values: str) -> int:
    """Return the position of the texts in a table of these values and labels."""
    named = ("a", "sentiment")
    said = values.split("|") if "|" in values else values.split()
    rows = [(value, str(i % 2)) for i, value in enumerate(said)]
    return choose_columns(named, True, *judge_columns(named, True, rows), Options())[0].text


@pytest.mark.parametrize("values", CODES)
def test_ids_codes_and_dates_are_no_texts(values: str) -> None:
    with pytest.raises(UploadError) as caught:
        _judged(values)
    assert caught.value.code == "no_text_column"


@pytest.mark.parametrize("values", WORDS)
def test_single_words_are_texts(values: str) -> None:
    assert _judged(values) == 0


@pytest.mark.parametrize("text", ["कमरा साफ था (12)", "ห้องสะอาดดี (12)", "הַכֹּל (12)"])
def test_signs_of_vowels_are_parts_of_words(text: str) -> None:
    assert _judged("|".join(f"{text} {i}" for i in range(9))) == 0


def test_what_never_changes_is_neither_text_nor_sentiment() -> None:
    names = ("content.label", "content.attributes.type", "viewerRating", "im:rating.label")
    rows = [(f"{TEXTS[i % 5]} {i}", "text", "none", str(1 + i % 5)) for i in range(ROWS)]
    for width, label in ((4, "im:rating.label"), (3, None)):
        judged = judge_columns(names[:width], True, [row[:width] for row in rows])
        found, _ = choose_columns(names[:width], True, *judged, Options())
        assert (found.text, found.label_column) == (0, label)


def test_a_name_with_an_explanation_is_a_header(tmp_path: Path) -> None:
    rows = "".join(f"{i % 5 + 1} z 5;Pokoj byl čistý {i}\n" for i in range(ROWS))
    found = _judge(tmp_path, f"Hodnocení (hvězdičky);Text recenze\n{rows}")
    assert found.reader.names == ("Hodnocení (hvězdičky)", "Text recenze")


def _judge(directory: Path, content: str) -> Inspection:
    path = directory / "upload.csv"
    path.write_text(content, "utf-8")
    with connect(directory) as connection:
        return inspect(Job(path, path.name, directory, connection, Options()))


GERMAN = ["Das Zimmer war sauber und sehr hell", "Leider war das Frühstück kalt und nicht gut"] * 10


def test_aspects_of_which_none_is_taken_are_named_together(tmp_path: Path) -> None:
    aspects = "\n".join(f"{i},{TEXTS[i % 5]},{i % 3 - 1},{-(i % 2)},{i % 2}" for i in range(20))
    rated = [f"{TEXTS[i % 5]},{i % 5 + 1},{5 - i % 5},{i % 7 % 5 + 1}" for i in range(20)]
    for content, alike in (
        (f"text,Value,Rooms,Location\n{chr(10).join(rated)}", ["Value", "Rooms", "Location"]),
        (f"text,Q1,Q2,Q3\n{chr(10).join(rated)}", ["Q1", "Q2", "Q3"]),
        (f"id,text,Food,a,b\n{aspects}", []),
    ):
        found = _judge(tmp_path, content)
        if alike:
            assert found.suggestion is not None
            assert found.suggestion.column == alike[0]
        assert found.alike == alike
    rows = [f"{text},{i % 5 + 1},{5 - i % 5}" for i, text in enumerate(GERMAN)]
    fault = _judge(tmp_path, f"Text,Küche,Lage\n{chr(10).join(rows)}").fault
    assert fault is not None
    assert '"Küche" may be one, or "Lage"' in str(fault)


@pytest.mark.parametrize("name", ["Urteilskraft", "Punkte", "Wunschwert"])
def test_a_lone_scale_is_taken_where_texts_could_not_be_scored(name: str, tmp_path: Path) -> None:
    rows = [f"{text},{i % 5 + 1},{i * 7 % 13 + 18}" for i, text in enumerate(GERMAN)]
    found = _judge(tmp_path, f"Text,{name},Jahre\n{chr(10).join(rows)}")
    assert found.fault is None
    assert found.chosen().label_column == name
    assert "the only column" in found.candidates[-1].reason
    flagged = [f"{row},{i // 3 % 2}" for i, row in enumerate(rows)]
    found = _judge(tmp_path, f"Text,{name},Jahre,App\n{chr(10).join(flagged)}")
    assert found.chosen().label_column == name
    for other in ("Etage", "Geschlecht", "verified"):
        assert _judge(tmp_path, f"Text,{other},Jahre\n{chr(10).join(rows)}").fault is not None
