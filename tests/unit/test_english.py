"""English forms become the words a reader of a cloud expects."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from moodcloud.language.english import lemma
from moodcloud.language.names import lemma_in
from moodcloud.language.spelling import display, folded
from moodcloud.language.wordnet import PARTS_OF_SPEECH, candidates, is_known, lexicon

from benchmarks.quality import english

ROOT = Path(__file__).parents[2]
DEBIAN = Path("/usr/share/wordnet")
needs_wordnet = pytest.mark.skipif(
    not (DEBIAN / "index.sense").is_file(),
    reason="needs Debian's wordnet-base and wordnet-sense-index",
)


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ("run runs running ran", "run"),
        ("love loved loving loves lovin loooove", "love"),
        ("study studies studied studying", "study"),
        ("leaf leaves", "leaf"),
        ("child children children's", "child"),
        ("movie movies movie's", "movie"),
        ("be was were is are been", "be"),
        ("thank thanks thx", "thank"),
        ("happy happier happiest", "happy"),
    ],
)
def test_forms_of_one_word_are_counted_together(forms: str, word: str) -> None:
    assert {lemma(form) for form in forms.split()} == {word}


@pytest.mark.parametrize(("form", "stub"), [("was", "wa"), ("has", "ha"), ("does", "doe")])
def test_common_verbs_are_never_cut_to_stubs(form: str, stub: str) -> None:
    assert lemma(form) != stub


@pytest.mark.parametrize(
    "forms",
    [
        "amazing boring interesting disappointed tired excited",
        "feeling building meeting wedding morning",
        "better best worse worst",
        "news pants series boss",
        "this his us its during nothing",
    ],
)
def test_words_that_only_look_inflected_stay_themselves(forms: str) -> None:
    assert [lemma(form) for form in forms.split()] == forms.split()


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("soooo", "so"),
        ("goooood", "good"),
        ("yesss", "yes"),
        ("hmmmm", "hmm"),
        ("hahahah", "haha"),
        ("ahahah", "haha"),
        ("lolol", "lol"),
        ("lolll", "lol"),
        ("dont", "don't"),
        ("wont", "won't"),
        ("im", "i'm"),
        ("goin", "go"),
    ],
)
def test_chat_spellings_join_the_word_they_stand_for(form: str, word: str) -> None:
    assert lemma(form) == word


@pytest.mark.parametrize("form", ["well", "its", "ill", "shell", "hell", "wed", "id"])
def test_words_that_lack_no_apostrophe_are_given_none(form: str) -> None:
    assert lemma(form) == form


@pytest.mark.parametrize(
    ("form", "word"), [("tweeps", "tweep"), ("selfies", "selfie"), ("hashtags", "hashtag")]
)
def test_plurals_of_words_too_new_for_wordnet_merge(form: str, word: str) -> None:
    assert lemma(form) == word


def test_numbers_in_a_name_are_not_lengthened_letters() -> None:
    assert lemma("aa2444") == "aa2444"


def test_a_turkish_capital_i_is_an_i() -> None:
    assert folded("İstanbul") == "istanbul"
    assert lemma("İstanbul".lower()) == "istanbul"


WORDS = st.text(alphabet="abcdefghiklmnoprstuvwyz'", min_size=1, max_size=9)
BUILT = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["run", "saw", "lov", "ha", "lo", "stud", "hotel", "dont", "fe", "woo"]),
        st.sampled_from(["", "o", "oooo", "e", "i", "ll", "ha", "in"]),
        st.sampled_from(["", "s", "ss", "es", "ies", "ed", "ing", "er", "in", "'s", "s's", "sss"]),
    ),
)


@given(st.one_of(WORDS, BUILT, st.text(min_size=1, max_size=12)))
@example("saws")
@example("wasss")
@example("'")
@example("i\u0307")
def test_a_lemma_is_its_own_lemma_and_never_empty(form: str) -> None:
    once = lemma(form)
    assert once
    assert lemma(once) == once


@pytest.mark.slow
def test_every_word_of_the_lexicon_has_a_lemma_that_is_its_own() -> None:
    known = {form for table in lexicon().values() for form in (*table.counts, *table.irregular)}
    assert [form for form in known if lemma(lemma(form)) != lemma(form)] == []


@given(st.one_of(WORDS, BUILT))
def test_the_quick_test_for_candidates_misses_none(form: str) -> None:
    if any(candidates(form, pos) for pos in PARTS_OF_SPEECH):
        assert is_known(form)


def test_at_least_99_percent_of_the_table_of_forms_come_out_as_expected() -> None:
    rows = english.table()
    right = sum(english.found_for(row) == row["lemma"] for row in rows)
    assert len(rows) > 480
    assert right >= 0.99 * len(rows)


@pytest.mark.parametrize(
    "forms",
    [
        "ending acting casting plotting pacing beginning writing",
        "icing topping casing clipping docking stitching padding",
        "bowling gaming racing kidding seating pricing",
        "compelling touching misleading overpriced outdated undercooked",
        "wrought rights laters",
    ],
)
def test_nouns_and_adjectives_that_readers_know_are_no_forms_of_verbs(forms: str) -> None:
    assert [lemma(form) for form in forms.split()] == forms.split()


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ("color colors colour colours colouring", "color"),
        ("pre", "pre"),
        ("padre", "padre"),
        ("lucre", "lucre"),
        ("realize realise realises realised realising", "realize"),
        ("organization organisations", "organization"),
        ("theater theatre theatres", "theater"),
        ("favorite favourite favourites fave", "favorite"),
        ("defense defence", "defense"),
        ("cliche cliché clichés cliches", "cliche"),
        ("cafe cafés café", "cafe"),
        ("minute min mins minutes", "minute"),
        ("lb lbs", "lb"),
        ("gray grey", "gray"),
        ("fade fades faded", "fade"),
        ("joke joking jokes", "joke"),
    ],
)
def test_spellings_of_one_word_are_counted_together(forms: str, word: str) -> None:
    assert {lemma(form) for form in forms.split()} == {word}


@pytest.mark.parametrize("form", ["tour", "four", "rise", "acre", "mourning", "vogue", "résumé"])
def test_words_that_only_look_british_or_accented_stay_themselves(form: str) -> None:
    assert lemma(form) == form


@pytest.mark.parametrize(
    ("token", "names", "counts", "word"),
    [
        ("manning", {"manning"}, {"man": 50}, "manning"),
        ("manning's", {"manning"}, {"man": 50}, "manning"),
        ("saints", {"saints"}, {"saint": 5}, "saints"),
        ("kindles", {"kindle", "kindles"}, {"kindle": 50, "kindles": 5}, "kindle"),
        ("williams", {"william", "williams"}, {"william": 9, "williams": 5}, "williams"),
        ("ripped", {"rip"}, {}, "ripped"),
        ("linksys", (), {"linksys": 9}, "linksys"),
        ("selfies", (), {"selfies": 3, "selfie": 1}, "selfie"),
        ("thanks", {"thanks"}, {}, "thank"),
        ("loved", (), {}, "love"),
    ],
)
def test_what_a_table_shows_of_a_word_goes_before_the_dictionary(
    token: str, names: set[str], counts: dict[str, int], word: str
) -> None:
    assert lemma_in(token, names, counts) == word


@pytest.mark.parametrize(
    ("forms", "word", "shown"),
    [
        ({"iPhone": 60, "iphone": 27, "iPhones": 10}, "iphone", "iPhone"),
        ({"USA": 90, "usa": 10}, "usa", "USA"),
        ({"Paris": 80, "paris": 20}, "paris", "Paris"),
        ({"Thanks": 60, "thanks": 40, "thank": 1}, "thank", "thanks"),
        ({"movie": 40, "Movie": 30, "MOVIE": 20, "movies": 50}, "movie", "movie"),
        ({"GREAT": 5, "great": 5}, "great", "great"),
        ({"James": 9, "james": 1}, "jame", "James"),
        ({"soooo": 9, "so": 5}, "so", "so"),
        ({}, "word", "word"),
    ],
)
def test_a_word_is_shown_as_people_mostly_write_it(
    forms: dict[str, int], word: str, shown: str
) -> None:
    assert display(forms, word) == shown


@given(st.dictionaries(WORDS, st.integers(1, 99), min_size=1, max_size=5))
def test_what_is_shown_does_not_depend_on_the_order_of_forms(forms: dict[str, int]) -> None:
    word = lemma(next(iter(sorted(forms))))
    assert display(forms, word) == display(dict(reversed(forms.items())), word)


@pytest.fixture(scope="module")
def wordnet() -> Iterator[Any]:
    """Yield Debian's WordNet, as nltk reads it."""
    # Importing nltk takes a second: it is left to the tests that read WordNet.
    from tools.build_lexicon import opened

    with opened(DEBIAN) as reader:
        yield reader


def inflected(word: str) -> Iterator[str]:
    """Yield `word` with every ending the rules know, right or wrong."""
    for ending in ("", "s", "es", "ed", "ing", "er", "est"):
        yield word + ending
        yield word[:-1] + ending
    yield word[:-1] + "ies"


@needs_wordnet
@pytest.mark.slow
def test_candidates_equal_nltks_morphy(wordnet: Any) -> None:
    forms: set[str] = set()
    for table in lexicon().values():
        forms.update(table.irregular)
        words = [word for word in table.counts if "_" not in word]
        forms.update(words)
        for word in words[::9]:
            forms.update(inflected(word))
    different = [
        (form, pos)
        for form in forms
        for pos in PARTS_OF_SPEECH
        if candidates(form, pos) != wordnet._morphy(form, pos)
    ]
    assert different == []


@needs_wordnet
@pytest.mark.slow
def test_building_the_lexicon_again_gives_what_is_committed(wordnet: Any) -> None:
    from tools.build_lexicon import LANGUAGE, compiled, licence

    committed = gzip.decompress((LANGUAGE / "wordnet.en.txt.gz").read_bytes()).decode()
    assert compiled(wordnet) == committed
    assert licence(wordnet) == (LANGUAGE / "wordnet.LICENSE.txt").read_text("utf-8")
