"""Words of languages other than English and Korean: inflections, spellings, negation, detection."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from moodcloud.counting.between import _SAYING_HOW
from moodcloud.language import detect, folded, stop_words, words_of_tokens

from benchmarks.quality.lemmas import TABLES, wrong
from tests.unit.test_cases_words import WordsOf, words_of
from tests.unit.word_tables import varied

__all__ = ["words_of"]


def lemmas(language: str, *written: str) -> list[str]:
    """Return the words of tokens that are written so, each in its own file with the others."""
    found = words_of_tokens(
        [folded(token) for token in written],
        [9] * len(written),
        language,
        {folded(token): token for token in written},
    )
    return [" ".join(found.get(folded(token), (folded(token),))) for token in written]


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("de", "Fälle Kauf Druck Drucks Arbeit", "fall kauf druck druck arbeit"),
        ("de", "Zustand Becher Marken Funktioniert", "zustand becher marke funktionieren"),
        ("de", "Akkulaufzeiten Ladekabeln ausgepackt", "akkulaufzeit ladekabel auspacken"),
        ("nl", "hotelkamers werkt", "hotelkamer werken"),
        ("es", "buenísimas riquísimo dámelo irme", "bueno rico dar ir"),
        ("it", "bellissima gentilissimo", "bello gentile"),
        ("fr", "colis discours environnementalistes", "colis discours environnementaliste"),
        ("no", "hotellrommene virker", "hotellrom virke"),
        ("de", "gefällt weniger Strasse Schrauben", "gefallen wenig strasse schraube"),
        ("es", "quiero gusta amo odio queda", "querer gustar amar odiar quedar"),
        ("es", "tapones menciones cicatrices frutas", "tapón mención cicatriz fruta"),
        ("es", "reflexiones ratones disfraces escalones", "reflexión ratón disfraz escalón"),
        ("es", "blandas honesta anchas sincera", "blando honesto ancho sincero"),
        ("es", "monitoreo articulo musica titulo", "monitoreo artículo música título"),
        ("es", "llegas necesitas entiendes es", "llegar necesitar entender ser"),
        ("es", "ayúdanos despídete acércate kilómetros", "ayudar despedir acercar kilómetro"),
        ("es", "desquiciante estresantes intente", "desquiciante estresante intentar"),
        ("tr", "beğendim beğenmedim sevmiyorum almayın", "beğen beğenme sevme alma"),
        ("cs", "líbí nelíbí nejlepší", "líbit nelíbit nejlepší"),
        ("lv", "patīk nepatīk", "patikt nepatikt"),
        ("sv", "fin kul besviken", "fin kul besviken"),
        ("pl", "gorszy super polecam", "gorszy super polecać"),
        ("it", "presi venuti chiusa letti scomodi", "prendere venire chiudere letto scomodo"),
        ("pt", "jogo macia educadas", "jogo macio educar"),
        ("es", "amabilísimo", "amable"),
        ("fr", "petit-déjeuner qualité-prix", "petit-déjeuner qualité-prix"),
        ("pt", "frutas trilhas cicatrizes controles", "fruta trilha cicatriz controle"),
        ("es", "alegro encantó buenas amiga flores", "alegrar encantar bueno amigo flor"),
        ("pt", "amo odeio gostei cara filha", "amar odiar gostar cara filho"),
        ("it", "voglio posso dobbiamo amo piace", "volere potere dovere amare piacere"),
        ("fr", "aime déçue mise Paris menacées", "aimer déçu mise paris menacé"),
    ],
)
def test_an_inflected_word_gets_the_lemma_that_people_mean(
    language: str, written: str, expected: str
) -> None:
    assert lemmas(language, *written.split()) == expected.split()


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("fr", "l'appli", "appli"),
        ("fr", "L'hôtel", "hôtel"),
        ("fr", "n'aime", "aimer"),
        ("fr", "qu'il", "il"),
        ("fr", "jusqu'à", "à"),
        ("fr", "aujourd'hui", "aujourd'hui"),
        ("fr", "d'abord", "d'abord"),
        ("it", "dell'albergo", "albergo"),
        ("it", "un'esperienza", "esperienza"),
        ("ca", "l'hotel", "hotel"),
    ],
)
def test_an_elided_article_is_no_part_of_the_word(
    language: str, written: str, expected: str
) -> None:
    assert lemmas(language, written) == [expected]


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("fr", "écologie ecologie", "écologie écologie"),
        ("fr", "coeur cœur", "cœur cœur"),
        ("es", "canción cancion", "canción canción"),
        ("pt", "avaliação avaliacao", "avaliação avaliação"),
        ("de", "schön schoen schööön", "schön schön schön"),
        ("es", "bueno buenooo", "bueno bueno"),
        ("es", "jaja jajajaja jajja hahaha lol", "jaja jaja jaja jaja jaja"),
        ("pt", "kkkk kkkkkk hahaha rsrs", "kkk kkk kkk kkk"),
        ("de", "hahaha haha hihi xD", "haha haha haha haha"),
    ],
)
def test_spellings_of_one_word_are_counted_together(
    language: str, written: str, expected: str
) -> None:
    assert lemmas(language, *written.split()) == expected.split()


def test_a_stop_word_without_its_accents_is_a_stop_word(words_of: WordsOf) -> None:
    found = words_of(("tambien buenooo, muuuy", "positive"), ("x", "negative"), language="es")
    assert found["positive"] == {"buenooo": 1}
    assert lemmas("es", "tambien", "muuuy") == ["también", "muy"]
    assert lemmas("fr", "meme") == ["même"]
    assert lemmas("de", "fuer") == ["für"]


@pytest.mark.parametrize(
    ("language", "text", "negated"),
    [
        ("es", "No es bueno", "no bueno"),
        ("es", "no me ha gustado", "no gustado"),
        ("es", "el hotel no era muy limpio", "no limpio"),
        ("es", "no lo recomiendo", "no recomiendo"),
        ("es", "no es nada bueno", "no bueno"),
        ("es", "el trato, para nada recomendable", "nada recomendable"),
        ("pt", "não é nada bom", "não bom"),
        ("pt", "nem um pouco confortável", "nem confortável"),
        ("it", "non è per niente buono", "non buono"),
        ("it", "non lo consiglio", "non consiglio"),
        ("it", "niente di buono", "niente buono"),
        ("no", "det var ikke noe bra", "ikke bra"),
        ("no", "ikke spesielt god", "ikke god"),
        ("sv", "inte alls bra", "inte bra"),
        ("pl", "nie jestem zadowolony", "nie zadowolony"),
        ("pl", "nic dobrego", "nic dobrego"),
        ("ru", "ничего хорошего", "ничего хорошего"),
        ("ru", "мне не особо понравилось", "не понравилось"),
        ("tr", "yemek güzel değildi", "güzel değildi"),
        ("tr", "memnun değilim", "memnun değilim"),
        ("tr", "temiz degil", "temiz degil"),
        ("ms", "tak berapa sedap", "tak sedap"),
        ("it", "Non è buono", "non buono"),
        ("it", "non mi è piaciuto", "non piaciuto"),
        ("it", "non è molto pulito", "non pulito"),
        ("pt", "não é bom", "não bom"),
        ("pt", "não foi muito confortável", "não confortável"),
        ("pt", "nunca mais volto", "nunca volto"),
        ("fr", "je n'aime pas", "n'aime pas"),
        ("fr", "ça ne marche pas", "marche pas"),
        ("fr", "ce n'est pas très bon", "pas bon"),
        ("fr", "je ne recommande pas", "recommande pas"),
        ("de", "das ist nicht so gut", "nicht gut"),
        ("de", "keine gute Wahl", "keine gute"),
        ("de", "das gefällt mir leider nicht", "gefällt nicht"),
        ("de", "es lohnt sich nicht", "lohnt nicht"),
        ("fr", "ça ne marche vraiment pas", "marche pas"),
        ("fr", "je n'aime pas le goût", "n'aime pas"),
        ("de", "es funktioniert nicht", "funktioniert nicht"),
        ("de", "nicht der beste", "nicht beste"),
        ("nl", "werkt niet", "werkt niet"),
        ("nl", "niet zo goed", "niet goed"),
        ("sv", "fungerar inte", "fungerar inte"),
        ("pl", "nie jest dobry", "nie dobry"),
        ("ru", "не очень хороший", "не хороший"),
    ],
)
def test_negated_praise_is_never_counted_as_praise(
    words_of: WordsOf, language: str, text: str, negated: str
) -> None:
    found = words_of((text, "negative"), ("x", "positive"), language=language)["negative"]
    assert negated in found
    assert not {word for word in found if word != negated} & set(negated.split())


def test_a_negator_of_english_may_be_another_word_elsewhere(words_of: WordsOf) -> None:
    found = words_of(("mofo no banheiro", "negative"), ("x", "positive"), language="pt")
    assert found["negative"] == {"mofo": 1, "banheiro": 1}
    found = words_of(("niente e la macchinetta", "negative"), ("x", "positive"), language="it")
    assert "macchinetta" in found["negative"]


def test_adjectives_at_the_beginning_of_sentences_have_no_capital(words_of: WordsOf) -> None:
    texts = [("Absoluter Schrott im Zimmer", "negative"), ("Das Zimmer. Enttäuschend", "positive")]
    found = words_of(*texts, language="de")
    assert found["negative"] == {"absoluter": 1, "Schrott": 1, "Zimmer": 1}
    assert "enttäuschend" in found["positive"]


def test_elided_articles_are_shown_in_no_word_and_no_phrase(words_of: WordsOf) -> None:
    texts = varied("L'appli mobile, télécharger l'appli mobile", "positive", 4)
    texts += varied("une espèce menacée et l'écologie", "negative", 4)
    texts += [("l'écologie", "negative")] * 4 + varied("des espèces menacées", "negative", 5)
    found = words_of(*texts, language="fr")
    assert set(found["positive"]) <= {"appli mobile", "télécharger appli", "télécharger"}
    assert {"espèces menacées", "écologie"} <= set(found["negative"])
    assert not any("'" in word for word in found["negative"])


def tokens_of(text: str) -> Counter[str]:
    return Counter(folded(token) for token in re.findall(r"[^\W\d_]+", text))


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("hi", "yeh movie bahut achhi hai bhai. story kamaal ki hai, acting bakwas thi yaar"),
        ("hi", "phone ka battery backup bahut kharab hai, camera quality achi nahi hai"),
        ("hi", "bhai product toh mast hai lekin delivery mein bahut time laga"),
        ("en", "good product but the delivery was late. nice camera, battery backup is poor"),
        ("id", "barangnya bagus banget tapi pengirimannya lama, tidak sesuai dengan pesanan saya"),
        ("ms", "barang ni memang bagus tapi penghantaran lambat sangat, tak sama dengan gambar"),
        ("no", "Jeg er veldig fornøyd med dette hotellet, men maten var ikke så god"),
        ("da", "Jeg er meget tilfreds med hotellet, men maden var ikke så god, og vi blev syge"),
        ("sv", "Jag är mycket nöjd med hotellet, men maten var inte så bra"),
        ("tl", "Maganda ang produkto pero ang tagal ng delivery, hindi na ako bibili sa kanila"),
        ("gl", "Este hotel non é o que dicían, a comida era moi mala pero o persoal foi amable"),
        ("fa", "این محصول خیلی خوب است ولی کیفیت آن با قیمت نمی خورد و من راضی نیستم"),
        ("nl", "Goed product. Werkt niet. Snelle levering. Helaas kapot. Zeer tevreden. Niet goed"),
        ("tr", "Çok güzel. Hiç beğenmedim. Kargo hızlı. Ürün bozuk geldi. Tavsiye ederim. Berbat"),
        ("da", "Godt produkt. Virker ikke. Meget tilfreds. Dårligt. Det bedste jeg har købt"),
        ("cs", "Dobrý výrobek. Nefunguje. Rychlé dodání. Velmi spokojený. Špatná kvalita"),
        ("uk", "Дуже гарний готель, але сніданок був не дуже, бо там майже нічого не було"),
    ],
)  # fmt: skip
def test_a_language_is_told_from_its_neighbours(spoken: str, text: str) -> None:
    assert detect(tokens_of(text)) == spoken


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("id", "Barangnya tidak bagus, kecewa", ["tidak bagus", "kecewa"]),
        ("id", "kualitas kurang baik dan tidak terlalu murah", ["kurang baik", "tidak murah"]),
        ("ms", "Makanan tak sedap, servis teruk", ["tak sedap", "teruk"]),
        ("no", "Maten var ikke god, men fine rom", ["ikke god", "fine"]),
        ("no", "Varmen virker ikke", ["virker ikke"]),
        ("hi", "acting achi nahi hai, bakwas", ["achi nahi", "bakwas"]),
        ("hi", "खाना अच्छा नहीं था", ["अच्छा नहीं"]),
        ("fa", "غذا خوب نبود", ["خوب نبود"]),
        ("ar", "الفندق ليس جيد", ["ليس جيد"]),
        ("he", "האוכל לא טוב", ["לא טוב"]),
        ("gl", "o hotel non é bo", ["non bo"]),
        ("tl", "hindi maganda ang pagkain", ["hindi maganda"]),
    ],
)
def test_words_of_further_languages_judge_and_negate(
    words_of: WordsOf, language: str, text: str, words: list[str]
) -> None:
    found = words_of((text, "negative"), ("x", "positive"), language=language)["negative"]
    assert set(words) <= found.keys()


@pytest.mark.parametrize("language", TABLES)
def test_at_least_97_percent_of_the_table_of_a_language_come_out_as_expected(language: str) -> None:
    missed, total = wrong(language)
    assert len(missed) <= 0.03 * total, missed


@pytest.mark.parametrize(
    ("language", "forms", "word"),
    [
        ("fr", "annulé annulée annulées annuler", "annuler"),
        ("fr", "blanc blanche blanches", "blanc"),
        ("pt", "atendido atendida atenderam", "atender"),
        ("pt", "lento lenta lentas", "lento"),
        ("es", "práctica prácticas práctico", "práctico"),
        ("it", "simpatiche simpatica simpatici", "simpatico"),
        ("de", "laut laute lautes", "laut"),
    ],
)
def test_a_participle_is_its_verb_and_a_feminine_its_adjective(
    language: str, forms: str, word: str
) -> None:
    tokens = forms.split()
    found = words_of_tokens(tokens, [2] * len(tokens), language)
    assert {found.get(token, (token,)) for token in tokens} == {(word,)}


@pytest.mark.parametrize("sql_alone", [False, True])
def test_a_negator_between_two_words_is_counted_once(
    words_of: WordsOf, monkeypatch: pytest.MonkeyPatch, sql_alone: bool
) -> None:
    if sql_alone:
        monkeypatch.setattr("moodcloud.counting.by_kernel._kernel", None)
    texts = "Schmeckt nicht gut, war kalt", "Tee bleibt nicht heiß", "Ob das nicht heißt"
    rows = [(text, "negative") for text in texts]
    found = words_of(*rows, ("Es schmeckt nicht", "positive"), language="de")
    expected = {"schmeckt", "nicht gut", "kalt", "Tee", "bleibt", "nicht heiß", "nicht heißt"}
    assert found["negative"] == dict.fromkeys(expected, 1)
    assert found["positive"] == {"schmeckt nicht": 1}


def test_what_a_negator_says_how_is_a_word_in_each_language() -> None:
    for (_, words), codes in zip(_SAYING_HOW, ("de", "nl", "sv da no", "fr"), strict=True):
        for code in codes.split():
            assert not stop_words(code).intersection(words.split("|")), code


def test_what_is_too_long_to_be_a_word_is_none(words_of: WordsOf) -> None:
    found = words_of((f"good {'ab' * 150} 좋아요{'좋다' * 150}", "positive"), ("bad", "negative"))
    assert found["positive"].keys() == {"good"}
