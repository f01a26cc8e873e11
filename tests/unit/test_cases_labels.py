"""Labels as files hold them: in many languages, beside others, and as stores write stars."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from moodcloud.database import connect
from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import sentiments_of
from moodcloud.lexicon.column_names import (
    asks_for,
    folded_name,
    is_rating_name,
    sentiment_name_score,
    text_name_score,
)
from moodcloud.options import LANGUAGES, Options
from moodcloud.reading.inspect import inspect
from moodcloud.tabular.reader import Job

P, U, N = "positive", "neutral", "negative"
SHORT = {"P": P, "U": U, "N": N}


def read(column: str, labels: str, rows: int = 10) -> list[str]:
    """Return the sentiment of each of `labels`, which a slash with spaces separates."""
    written = labels.split(" / ")
    found = sentiments_of(dict.fromkeys(written, rows), Options(), column)
    return [found[label] for label in written]


# Labels, and their sentiments: negative, neutral (where there is one) and positive in this order.
WORDS_BY_LANGUAGE = {
    "en": "negative / neutral / positive",
    "ko": "부정 / 중립 / 긍정",
    "bg": "отрицателен / неутрален / положителен",
    "ca": "negatiu / neutre / positiu",
    "cs": "záporná / neutrální / kladná",
    "da": "negativt / neutralt / positivt",
    "de": "Negativ / Neutral / Positiv",
    "el": "αρνητικό / ουδέτερο / θετικό",
    "es": "negativos / neutros / positivos",
    "et": "negatiivne / neutraalne / positiivne",
    "fi": "negatiivinen / neutraali / positiivinen",
    "fr": "négative / neutre / positive",
    "hu": "negatív / semleges / pozitív",
    "it": "negativa / neutra / positiva",
    "lt": "neigiamas / neutralus / teigiamas",
    "lv": "negatīvs / neitrāls / pozitīvs",
    "nl": "negatieve / neutrale / positieve",
    "pl": "negatywny / neutralny / pozytywny",
    "pt": "negativo / neutro / positivo",
    "ro": "negativă / neutră / pozitivă",
    "ru": "негативная / нейтральная / позитивная",
    "sk": "negatívny / neutrálny / pozitívny",
    "sl": "negativno / nevtralno / pozitivno",
    "sv": "negativ / neutral / positiv",
    "tr": "OLUMSUZ / NÖTR / OLUMLU",
    "uk": "негативний / нейтральний / позитивний",
    "vi": "tiêu cực / trung tính / tích cực",
    "id": "negatif / netral / positif",
    "ar": "سلبي / محايد / إيجابي",
    "hi": "नकारात्मक / तटस्थ / सकारात्मक",
    "th": "ลบ / กลาง / บวก",
    "fa": "منفی / خنثی / مثبت",
    "ga": "diúltach / neodrach / dearfach",
    "gl": "negativo / neutro / positivo",
    "he": "שלילי / ניטרלי / חיובי",
    "hy": "բացասական / չեզոք / դրական",
    "ms": "negatif / neutral / positif",
    "no": "negativt / nøytralt / positivt",
    "sw": "hasi / wastani / chanya",
    "tl": "negatibo / nyutral / positibo",
    "zh": "负面 / 中性 / 正面",
    "ja": "ネガティブ / ニュートラル / ポジティブ",
}
DEGREES_BY_LANGUAGE = {
    "ko": "매우 나쁨 / 보통 / 좋음",
    "bg": "лошо / средно / много добро",
    "ca": "molt dolent / regular / bo",
    "cs": "velmi špatné / průměrné / dobré",
    "da": "dårligt / middel / meget godt",
    "de": "sehr schlecht / geht so / gut",
    "el": "κακό / μέτριο / πολύ καλό",
    "es": "muy malo / regular / bueno",
    "et": "halb / keskmine / väga hea",
    "fi": "huono / keskinkertainen / erittäin hyvä",
    "fr": "plutôt mauvais / moyen / assez bon",
    "hu": "rossz / közepes / nagyon jó",
    "it": "pessimo / discreto / abbastanza buono",
    "lt": "blogai / vidutiniškai / labai gerai",
    "lv": "slikti / viduvēji / ļoti labi",
    "nl": "zeer slecht / matig / goed",
    "pl": "bardzo zły / średni / dobry",
    "pt": "muito ruim / razoável / bom",
    "ro": "foarte slab / mediu / bun",
    "ru": "очень плохо / средне / хорошо",
    "sk": "zlé / priemerné / veľmi dobré",
    "sl": "slabo / povprečno / zelo dobro",
    "sv": "mycket dåligt / medel / bra",
    "tr": "çok kötü / orta / iyi",
    "uk": "погано / середньо / дуже добре",
    "ar": "سيئ / متوسط / جيد",
    "fa": "بد / متوسط / خوب",
    "ga": "an-dona / cuibheasach / an-mhaith",
    "gl": "moi malo / regular / moi bo",
    "he": "גרוע / בינוני / טוב",
    "hi": "बुरा / औसत / अच्छा",
    "hy": "շատ վատ / միջին / շատ լավ",
    "id": "sangat tidak puas / cukup / puas",
    "ms": "sangat teruk / sederhana / sangat baik",
    "no": "misfornøyd / middels / veldig bra",
    "sw": "mbaya sana / wastani / nzuri sana",
    "tl": "napakapangit / katamtaman / napakaganda",
    "zh": "非常差 / 一般 / 很好",
    "ja": "とても悪い / 普通 / 良い",
    "th": "แย่ / ปานกลาง / ดี",
}


def test_label_words_are_known_in_every_language_that_texts_may_be_in() -> None:
    assert set(LANGUAGES) <= WORDS_BY_LANGUAGE.keys()
    assert set(LANGUAGES) <= {"en", *DEGREES_BY_LANGUAGE}
    for language, words in [*WORDS_BY_LANGUAGE.items(), *DEGREES_BY_LANGUAGE.items()]:
        assert (language, *read("x", words)) == (language, N, U, P)
        assert read("x", words.upper()) == [N, U, P]


# In each language the names of a column of texts, of one of sentiments, of one of ratings (empty:
# none other), and a question to which yes is positive with its yes and no.
NAMES_BY_LANGUAGE = {
    "en": ("Review", "Sentiment", "rating", "Would you recommend us? yes no"),
    "ko": ("리뷰", "감정", "평점", "추천 여부 예 아니오"),
    "bg": ("Отзив", "Тоналност", "Оценка", "Препоръчвате ли ни? да не"),
    "ca": ("Comentari", "Sentiment", "Valoració", "Ens recomanaries? sí no"),
    "cs": ("Komentář", "Nálada", "Hodnocení", "Doporučujete nás? ano ne"),
    "da": ("Anmeldelse", "Stemning", "Vurdering", "Vil du anbefale os? ja nej"),
    "de": ("Rezension", "Stimmung", "Bewertung", "Würden Sie uns empfehlen? ja nein"),
    "el": ("Σχόλιο", "Συναίσθημα", "Βαθμολογία", "Μας συνιστάτε; ναι όχι"),
    "es": ("Opinión", "Sentimiento", "Valoración", "¿Nos recomendarías? sí no"),
    "et": ("Arvustus", "Meelsus", "Hinnang", "Kas soovitate meid? jah ei"),
    "fi": ("Arvostelu", "Sentimentti", "Arvosana", "Suosittelisitko meitä? kyllä ei"),
    "fr": ("Avis", "Polarité", "Note", "Vous nous recommandez ? oui non"),
    "hu": ("Vélemény", "Hangulat", "Értékelés", "Ajánlaná másoknak? igen nem"),
    "it": ("Recensione", "Polarità", "Voto", "Ci consiglieresti? sì no"),
    "lt": ("Atsiliepimas", "Nuotaika", "Vertinimas", "Ar rekomenduotumėte mus? taip ne"),
    "lv": ("Atsauksme", "Noskaņojums", "Vērtējums", "Vai jūs mūs ieteiktu? jā nē"),
    "nl": ("Recensie", "Sentiment", "Beoordeling", "Zou u ons aanbevelen? ja nee"),
    "pl": ("Opinia", "Sentyment", "Ocena", "Czy polecasz nas? tak nie"),
    "pt": ("Comentário", "Sentimento", "Avaliação", "Você recomenda? sim não"),
    "ro": ("Recenzie", "Polaritate", "Notă", "Ne recomandați? da nu"),
    "ru": ("Отзыв", "Тональность", "Оценка", "Вы рекомендуете нас? да нет"),
    "sk": ("Recenzia", "Nálada", "Hodnotenie", "Odporúčate nás? áno nie"),
    "sl": ("Mnenje", "Razpoloženje", "Ocena", "Ali nas priporočate? da ne"),
    "sv": ("Omdöme", "Känsla", "Betyg", "Skulle du rekommendera oss? ja nej"),
    "tr": ("Yorum", "Duygu", "Puan", "Tavsiye eder misiniz? evet hayır"),
    "uk": ("Відгук", "Тональність", "Оцінка", "Ви рекомендуєте нас? так ні"),
}


def test_columns_names_are_known_in_many_languages() -> None:
    assert NAMES_BY_LANGUAGE.keys() <= LANGUAGES.keys()
    for text, sentiment, rating, asked in NAMES_BY_LANGUAGE.values():
        question, yes, no = asked.rsplit(" ", 2)
        assert text_name_score(folded_name(text)) >= 1, text
        assert sentiment_name_score(folded_name(sentiment)) >= 1, sentiment
        assert is_rating_name(folded_name(rating)), rating
        assert asks_for(folded_name(question)) == P, question
        assert read(question, f"{yes} / {no}") == [P, N], question


def test_a_name_asks_for_a_vote_only_where_it_says_so() -> None:
    names = ("voted_up", "is_thumbs_up", "thumbs_down", "follow_up", "votes_up", "backup", "down")
    assert [asks_for(name) for name in names] == [P, P, N, None, None, None, None]


def test_words_and_names_are_known_without_their_accents() -> None:
    assert read("x", "Negatif / Notr / kotu") == [N, U, N]
    assert read("x", "zaporna / neutralni / kladna") == [N, U, P]
    assert read("x", "αρνητικο / θετικο") == [N, P]
    assert text_name_score(folded_name("Opinião")) == text_name_score(folded_name("opiniao")) > 1


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        # A known set and a few others, whatever the name of the column.
        ("x", "Positive / Negative / Neutral / Irrelevant", "P N U Irrelevant"),
        ("3", "NEG / POS / NEUTRAL / OBJ", "N P U OBJ"),
        ("x", "positive / negative / neutral / mixed", "P N U mixed"),
        ("x", "positive / negative / mixed", "P N U"),
        ("x", "very good / good / bad / none", "P P N none"),
        ("x", "olumlu / olumsuz / nötr / reklam", "P N U reklam"),
        ("satisfaction", "Good / Bad / Offered", "P N Offered"),
        ("polaridad", "P+ / P / NEU / N / N+ / NONE", "P P U N N NONE"),
        ("x", "P+ / N+ / NONE", "P N NONE"),
        ("recommended", "yes / no / maybe", "P N U"),
        # Too many others, or too common ones.
        ("x", "positive / joy / fear / anger", "P joy fear anger"),
        ("x", "good / bad / ugly", "good bad ugly"),
        ("emotion", "happy / disappointed / angry", "happy disappointed angry"),
        # Pairs of words.
        ("x", "Pro / Con", "P N"),
        ("x", "Pros / Cons", "P N"),
        ("x", "bullish / bearish / neutral", "P N U"),
        ("x", "praise / complaint", "P N"),
        ("x", "++ / + / 0 / - / --", "P P U N N"),
        ("x", "compliment / complaint / suggestion", "P N suggestion"),
        ("x", "Promotor / Pasivo / Detractor", "P U N"),
        ("x", "strong positive / weak negative / neutral", "P N U"),
        # True and false, by what the name says.
        ("voted_up", "true / false", "P N"),
        ("votedUp", "True / False", "P N"),
        ("thumbs_up", "TRUE / FALSE", "P N"),
        ("thumbs down", "True / False", "N P"),
        ("would_recommend", "True / False", "P N"),
        # Whole numbers on both sides of zero, where the name tells of sentiments.
        ("sentiment", "-2 / -1 / 0 / 1 / 2", "N N U P P"),
        ("polarity", "-3 / -1 / +1 / +3", "N N P P"),
        ("score", "-5 / -4 / 0 / 3 / 5", "N N U P P"),
        ("Rating", "-10 / -1 / 0 / 7 / 10", "N N U P P"),
        ("toxicity_score", "-2 / 0 / 2", "P U N"),
        ("floor", "-2 / -1 / 0 / 1 / 2", "-2 -1 0 1 2"),
        ("rating", "-1 / 1 / 2 / 3 / 4 / 5", "-1 1 2 3 4 5"),
        ("score", "-40 / -2 / 3 / 25", "-40 -2 3 25"),
        # 0, 1 and 2, where the name says sentiment or a model wrote them.
        ("sentiment", "0 / 1 / 2", "N U P"),
        ("airline_sentiment", "0 / 1 / 2", "N U P"),
        ("감성", "0 / 1 / 2", "N U P"),
        ("label", "0 / 1 / 2", "0 1 2"),
        ("class", "0 / 1 / 2", "0 1 2"),
        ("sentiment", "0 / 2", "0 2"),
        ("label", "LABEL_0 / LABEL_1 / LABEL_2", "N U P"),
        ("label", "LABEL_0 / LABEL_1", "N P"),
        ("label", "LABEL_1 / LABEL_2", "LABEL_1 LABEL_2"),
    ],
)
def test_labels_of_a_column_are_read_together(column: str, labels: str, expected: str) -> None:
    assert read(column, labels) == [SHORT.get(each, each) for each in expected.split()]


def test_a_rare_fourth_label_is_a_stray_and_a_common_one_a_group() -> None:
    known = {"fresh": 490, "rotten": 480}
    assert sentiments_of(known | {"plot": 30}, Options()) == {
        "fresh": P,
        "rotten": N,
        "plot": "plot",
    }
    assert sentiments_of(known | {"plot": 3}, Options()) == {"fresh": P, "rotten": N}
    rare = known | {"plot": 30, "see notes": 2}
    assert sentiments_of(rare, Options()).keys() == rare.keys() - {"see notes"}


# What stores and people write for a rating of four out of five.
FOURS = """
4/5 | 4 / 5 | 4,0/5 | 4 of 5 bubbles | 4.0 of 5 | Rated 4 stars out of five stars | 4 out of 5 |
4.0 out of 5 stars | 4 stars out of 5 | Rated 4 out of 5 | Score: 4/5 | 4 out of 5 moons |
4,0 von 5 Sternen | Bewertung: 4 von 5 | 4 Sterne von 5 | Bewertet mit 4 von 5 Sternen |
4 sur 5 | 4,0 sur 5 étoiles | Noté 4 sur 5 | Note : 4/5 | 4,0 de 5 estrellas | 4 de 5 |
Puntuación: 4 sobre 5 | 4 de um máximo de 5 | 4 su 5 | 4,0 su 5 stelle | Valutato 4 su 5 |
4 van de 5 sterren | 4,0 van 5 | 4 av 5 | 4 av 5 stjärnor | 4 af 5 stjerner | 4/5 tähteä | 4 z 5 |
4 hvězdičky z 5 | 4 z 5 gwiazdek | 4 na 5 | 4 od 5 zvezdic | 4 din 5 stele | 4 iš 5 | 4 no 5 |
4 az 5-ből | 4 από 5 αστέρια | 4 из 5 | 4 из 5 звёзд | 4 з 5 зірок | 4 от 5 звезди |
5 yıldız üzerinden 4 | 5 üzerinden 4 yıldız | 4 trên 5 sao | 4 dari 5 bintang | 4 من 5 نجوم |
5つ星のうち4.0 | ５つ星のうち４．０ | 5段階中4 | 5段階評価で4 | 5点満点中4点 | 5点満点で4点 |
星5つ中4つ | 评分4/5 | 4分（满分5分） | 5分制4分 | 4星/5星 | 별표 5개 만점에 4개를 받았습니다 |
5점 만점에 4점 | 별 5개 중 4개 | 5점 중 4점 | 별점 4/5 | ★★★★☆ | ⭐⭐⭐⭐☆ | ●●●●○ | ♥♥♥♥♡ |
별점: ★★★★☆ | Oceniono na 4 z 5 gwiazdek | Met 4 van de vijf sterren beoordeeld |
٤ من ٥ | 4星（共5星）
"""
# What tells no top.
FOUR_ALONE = """
4 stars | Four Stars | 4-star | 4★ | ★4 | ★★★★ | 4 Sterne | vier Sterne | 4-Sterne | 4 étoiles |
quatre étoiles | 4 estrellas | 4 estrelas | 4 stelle | 4 sterren | 4 stjärnor | fire stjerner |
4 tähteä | 4 hvězdy | 4 hviezdičky | 4 gwiazdki | 4 zvezdice | 4 csillag | 4 stele | 4 žvaigždutės |
4 zvaigznes | 4 tärni | 4 αστέρια | 4 звезды | четыре звезды | 4 зірки | 4 yıldız | dört yıldız |
4つ星 | 星4つ | 4点 | 4颗星 | 四星 | 4점 | 별점 4점 | 별 4개 | 별 네 개 | Rating: 4 | Ocena: 4 |
star-4 | rating_4 | 给4星 | ٤ نجوم | Rating: ★★★★
"""


def listed(text: str) -> list[str]:
    return [each.strip() for each in text.split("|")]


def test_ratings_are_read_as_stores_of_many_countries_write_them() -> None:
    for label in listed(FOURS):
        rating = rating_of(label)
        assert rating is not None, label
        assert (label, rating.value, rating.top, rating.written) == (label, 4.0, 5, True)
    for label in listed(FOUR_ALONE):
        rating = rating_of(label)
        assert rating is not None, label
        assert (label, rating.value, rating.top, rating.written) == (label, 4.0, None, True)


NO_RATINGS = """
part 3 of 5 | page 4/5 | 3 of 12 | 7/5 | -4/5 | 1-5 | 4 5 | 4/5/2020 | 20.05.2020 | 4 de mayo |
4 € | 3 kg | 2 years | room 4 | v4.5.1 | one | 네 | 5:30 | iPhone 5 | 4 of | out of 5 | stars |
von | % | / | 10 из | 3 дня | 4년 전 | 4人 | four of a kind | 1,2,3 | 4-5 stars | rating-4-5
"""


def test_what_counts_or_dates_something_else_is_no_rating() -> None:
    assert [label for label in listed(NO_RATINGS) if rating_of(label) is not None] == []


@pytest.mark.parametrize(
    ("column", "labels", "expected"),
    [
        ("x", "8/10 | 5/10 | 10/10 | 2/10", "U U P N"),
        ("x", "3.5 out of 4 stars | 1 out of 4 stars | 2.5 out of 4 stars", "P N U"),
        ("x", "85/100 | 20/100 | 60/100", "85/100 20/100 60/100"),
        ("score", "85/100 | 20/100 | 60/100", "P N U"),
        ("rating", "80% | 35% | 60%", "P N U"),
        # As a store draws stars: so wide of a hundred.
        ("x", "80% | 100% | 20% | 60%", "P P N U"),
        ("x", "10% | 20% | 15%", "10% 20% 15%"),
        ("x", "50% | 30% | 20%", "50% 30% 20%"),
        ("x", "5개 | 4개 | 2개 | 3개", "P P N U"),
        ("x", "0개 | 1개 | 7개", "0개 1개 7개"),
        ("x", "***** | ** | ***", "P N U"),
        ("x", "2/3 | 1/3 | 3/3", "2/3 1/3 3/3"),
        ("x", "4½ stars | 1½ stars | 3 stars", "P N U"),
    ],
)
def test_ratings_are_of_the_scale_that_they_say(column: str, labels: str, expected: str) -> None:
    found = sentiments_of(dict.fromkeys(listed(labels), 10), Options(), column)
    assert list(map(found.get, listed(labels))) == [
        SHORT.get(each, each) for each in expected.split()
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path_factory.mktemp("engine")) as opened:
        yield opened


TEXTS = [
    "The guide knew every street",
    "We waited an hour for the keys",
    "There are two beds in the room",
    "A friendly dog met us at the door",
    "Nobody swept the stairs",
    "It is close to the harbour",
]

# Columns in order, each with the values of its rows in turn; the columns of texts and of
# sentiments, and the sentiment of each label in the order in which they occur.
FILES: dict[str, tuple[dict[str, str], str, str, str]] = {
    "stars named a little": (
        {"title": "Fine / Slow", "review": "", "rate": "5 of 5 bubbles / 1 of 5 bubbles"},
        "review", "rate", "P N",
    ),
    "stars named like nothing": (
        {"a": "", "b": "Rated 5 stars out of five stars / Rated 2 stars out of five stars"},
        "a", "b", "P N",
    ),
    "Japanese stars": (
        {"商品": "机 / 椅子", "レビュー": "",
         "x": "5つ星のうち4.0 / 5つ星のうち1.0 / 5つ星のうち3.0"},
        "レビュー", "x", "P N U",
    ),
    "a fourth label between a place and the texts": (
        {"where": "Mill / Pier", "what": "Positive / Irrelevant / Negative / Neutral", "said": ""},
        "said", "what", "P Irrelevant N U",
    ),
    "fresh, rotten and a few summaries": (
        {"film": "A / B", "said": "",
         "category": "fresh / rotten / fresh / rotten / plot / rotten"},
        "said", "category", "P N plot",
    ),
    "letters with signs": (
        {"texto": "", "polaridad": "P+ / NONE / N / NEU / P / N+"},
        "texto", "polaridad", "P NONE N U P N",
    ),
    "a signed scale": ({"text": "", "sentiment": "2 / -2 / 0 / 1 / -1"}, "text", "sentiment",
                       "P N U P N"),
    "a vote": (
        {"recommendationid": "11 / 12 / 13 / 14 / 15 / 16", "review": "",
         "voted_up": "true / false", "votes_up": "0 / 3 / 1"},
        "review", "voted_up", "P N",
    ),
    "Turkish": ({"kategori": "otel / uçak", "yorum": "", "duygu": "Olumlu / Olumsuz / Nötr"},
                "yorum", "duygu", "P N U"),
    "Polish": ({"data": "1 / 2", "treść": "", "ocena": "pozytywna / negatywna / neutralna"},
               "treść", "ocena", "P N U"),
    "Ukrainian": ({"місто": "Львів / Київ", "відгук": "", "настрій": "позитивний / негативний"},
                  "відгук", "настрій", "P N"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_are_read_by_the_labels_a_person_would_see(
    name: str, engine: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    columns, text, sentiment, expected = FILES[name]
    path = tmp_path / "upload.csv"
    rows = [
        [text_or_label(values, row) for values in columns.values()] for row in range(2 * len(TEXTS))
    ]
    path.write_text("\n".join(map(",".join, [list(columns), *rows])), "utf-8")
    found = inspect(Job(path, path.name, tmp_path, engine, Options()))
    assert found.chosen().names[found.chosen().text] == text
    assert found.chosen().label_column == sentiment
    labels = {str(each["label"]): each["sentiment"] for each in found.labels}
    written = dict.fromkeys(columns[sentiment].split(" / "))
    assert [labels[label] for label in written] == [
        SHORT.get(each, each) for each in expected.split()
    ]


def text_or_label(values: str, row: int) -> str:
    labels = values.split(" / ")
    return labels[row % len(labels)] if values else f"{TEXTS[row % len(TEXTS)]} {row}"
