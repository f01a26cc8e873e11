"""Labels that people use are understood; others become groups of their own names."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.labels.scales import in_order, sentiments_of
from moodcloud.lexicon import read_lexicon, without_accents, words_of
from moodcloud.lexicon.column_names import folded_name
from moodcloud.lexicon.label_words import DEGREES, MIXED, NO_SENTIMENT, folded_label
from moodcloud.options import Options
from moodcloud.tabular.na_values import has_label
from moodcloud.tabular.rows import MAX_GROUPS

P, U, N = "positive", "neutral", "negative"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("0 4", "N P"),
        ("0 2 4", "N U P"),
        ("0 1", "N P"),
        ("0.0 1.0", "N P"),
        ("-1 0 1", "N U P"),
        ("-1 0 +1", "N U P"),
        ("1 2 3 4 5", "N N U P P"),
        ("3 4 5", "U P P"),
        ("1 4 5 8 9 10", "N N U U P P"),
        ("pos NEG Neu", "P N U"),
        ("Positive negative NEUTRAL", "P N U"),
        ("긍정 부정 중립", "P N U"),
    ],
)
def test_common_labels_are_understood(labels: str, expected: str) -> None:
    names = {"P": P, "U": U, "N": N}
    wanted = [names[letter] for letter in expected.split()]
    found = sentiments_of(dict.fromkeys(labels.split(), 10), Options())
    assert [found[label] for label in labels.split()] == wanted


LABELS_BY_COLUMN = {
    # Words that say degrees, whatever the name of their column.
    ("Q3", "Very satisfied/satisfied/Neutral/dissatisfied/VERY DISSATISFIED"): "P P U N N",
    ("Q3", "5 - very good/4 - good/3 - neither good nor bad/2 - bad/1 - very bad"): "P P U N N",
    (
        "Q3",
        "Strongly agree/Agree/Neither agree nor disagree/Disagree/Strongly disagree",
    ): "P P U N N",
    ("segment", "Promoter/Passive/Detractor"): "P U N",
    ("vote", "like/dislike"): "P N",
    ("Is_Response", "happy/not happy"): "P N",
    ("Q3", "Recommended/Not Recommended"): "P N",
    ("Q3", "thumbs up/thumbs-down"): "P N",
    ("Q3", "👍🏽/👎"): "P N",
    ("Q3", "+/-"): "P N",
    ("Q3", "excellent/good/average/poor/terrible"): "P P U N N",
    ("sentiment", "Extremely Positive/positive/neutral/negative/extremely negative"): "P P U N N",
    ("평가", "좋아요/싫어요"): "P N",
    ("만족도", "매우만족/매우 만족/보통/불만족/매우 불만족"): "P P U N N",
    ("Q3", "추천/비추천"): "P N",
    ("Q3", "sehr zufrieden/teils, teils/unzufrieden"): "P U N",
    ("Q3", "Très satisfait/Pas du tout d'accord"): "P N",
    ("Q3", "muy bueno/regular/malo"): "P U N",
    ("Q3", "ótimo/razoável/péssimo"): "P U N",
    ("Q3", "ottimo/discreto/pessimo"): "P U N",
    ("Q3", "非常に満足/どちらともいえない/不満"): "P U N",
    ("Q3", "非常满意/一般/不满意"): "P U N",
    ("Q3", "очень хорошо/нормально/плохо"): "P U N",
    ("sentiment", "P/N/U"): "P N U",
    ("grade", "A/B/C/D/F"): "P P U N N",
    # Yes and no mean what the name of the column asks for.
    ("recommended", "yes/no"): "P N",
    ("Recommended IND", "1/0"): "P N",
    ("Would you recommend us?", "Y/N"): "P N",
    ("satisfied", "True/False"): "P N",
    ("weiterempfehlen", "ja/nein"): "P N",
    ("추천", "예/아니오"): "P N",
    ("verified", "yes/no"): "yes no",
    ("toxic", "1/0"): "N P",
    ("is_negative", "True/False"): "N P",
    ("complaint", "1.0/0.0"): "N P",
    ("악플", "1/0"): "N P",
    ("is_not_toxic", "1/0"): "P N",
    ("label", "1/0"): "P N",
    # Stars, however they are written.
    ("Q3", "5.0 out of 5 stars/1.0 out of 5 stars/3.0 out of 5 stars"): "P N U",
    ("Q3", "1 star/2 stars"): "N N",
    ("Q3", "five stars/one star"): "P N",
    ("Q3", "five stars/one star/3.5 stars"): "P N P",
    ("Q3", "★★★★☆/★★☆☆☆/★★★☆☆"): "P N U",
    ("Q3", "⭐⭐⭐⭐⭐/⭐⭐⭐/⭐"): "P U N",
    ("Q3", "별점 5점/3점/1점"): "P U N",
    ("stars", "4.5/4/3/2.5/1.0"): "P P U N N",
    # From 0, where the name says that they are marks; a common 0 beside 1 to 5 may be no mark.
    ("Sentiment", "0/1/2/3/4"): "N N U P P",
    ("label", "0/1/2/3/4"): "0 1 2 3 4",
    ("rating", "0/1/2/3/4/5"): "0 N N U P P",
    # Slips of the hand beside words that are right.
    ("Q3", "positive/Positve/negative/negitive/Neutral/netural"): "P P N N U U",
    ("Q3", "very positive/positive/very negative/negitive"): "P P N N",
    # Yes and no, whatever else stands in the question.
    ("Would you recommend us? (Yes/No)", "Yes/No"): "P N",
    ("recommended_or_not", "yes/no"): "P N",
    ("¿Recomendaría este producto a un amigo?", "Sí/No"): "P N",
    ("Toxic (yes/no)", "yes/no"): "N P",
    ("non_toxic", "1/0"): "P N",
    ("Would you like to receive our newsletter?", "Yes/No"): "Yes No",
    ("Are you happy for us to quote you?", "Yes/No"): "Yes No",
    # The more of something bad, the worse.
    ("toxicity_score", "0.97/0.5/0.02"): "N U P",
    ("complaint_score", "1/2/3/4/5"): "P P U N N",
    # Too little to tell which scale it is.
    ("emotion", "0/1/2/3/4/5/6"): "0 1 2 3 4 5 6",
    ("label", "1/2/3"): "1 2 3",
    ("label", "0/2"): "0 2",
    ("stars", "1"): "1",
    ("satisfaction", "1/2/3/4/5/6/7"): "N N N U P P P",
    ("stars", "2/4"): "N P",
    # As fastText marks labels.
    ("2", "__label__positive/__label__negative"): "P N",
    ("2", "__label__2/__label__1"): "2 1",
    # To ten; with a zero, or where one is asked whether one would recommend, as promoters.
    ("score", "1/4/5/7/8/9/10"): "N N U U U P P",
    ("score", "0/1/6/7/8/9/10"): "N N N U U P P",
    ("nps", "1/5/6/7/9/10"): "N N N U P P",
    ("How likely is it that you would recommend us?", "3/6/8/9/10"): "N N U P P",
    # Decimals, where the name says that they are marks.
    ("rating", "7.7/9.2/7.0/4.9/2.5/5.5"): "P P P N N U",
    ("compound", "0.05/0.9/0.04/-0.04/-0.05/-0.4"): "P P U U N N",
    ("sentiment_score", "0.6/0.99/0.5/0.4/0.01"): "P P U N N",
}


@pytest.mark.parametrize(("column", "labels"), LABELS_BY_COLUMN)
def test_labels_that_people_write_are_understood_by_what_the_column_asks(
    column: str, labels: str
) -> None:
    names = {"P": P, "U": U, "N": N}
    wanted = [names.get(each, each) for each in LABELS_BY_COLUMN[column, labels].split()]
    found = sentiments_of(dict.fromkeys(labels.split("/"), 10), Options(), column)
    assert [found[label] for label in labels.split("/")] == wanted


def test_a_word_means_one_thing_in_all_languages_and_lists() -> None:
    lists = read_lexicon("label_words")
    meanings: dict[str, set[str]] = {}
    for group in ("sentiments", "degrees", "mixed", "answers"):
        for meaning, languages in lists[group].items():
            for word in words_of(languages):
                meant = {"maybe": U}.get(meaning, meaning)
                meanings.setdefault(folded_label(word), set()).add(meant)
    assert "" not in meanings
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}
    assert NO_SENTIMENT & meanings.keys() <= MIXED.keys()
    # "Very" makes no other word of a word: "hyvin" is "well", and "very" before another word.
    assert {word: DEGREES[word] for word in meanings if word in DEGREES} == {
        word: found for word, (found,) in meanings.items() if word in DEGREES
    }


@pytest.mark.parametrize("group", ["letters", "grades", "truth"])
def test_a_letter_of_the_lists_has_one_sentiment_in_its_group(group: str) -> None:
    lists = read_lexicon("label_words")[group].values()
    folded = [{folded_label(word) for word in words_of(languages)} for languages in lists]
    assert sum(map(len, folded)) == len(set().union(*folded))


def test_a_word_of_ratings_is_in_one_list() -> None:
    lists = read_lexicon("rating_words")
    numbers = lists.pop("numbers").values()
    words = [words_of(languages) for languages in lists.values()] + list(numbers)
    folded = [{without_accents(word.casefold()) for word in each} for each in words]
    assert sum(map(len, folded)) == len(set().union(*folded))


def test_names_of_the_lists_are_written_as_they_are_compared_but_for_accents() -> None:
    names = [words_of(languages) for languages in read_lexicon("column_names").values()]
    written = [[without_accents(name.casefold()) for name in each] for each in names]
    assert [[folded_name(name) for name in each] for each in names] == written


def test_a_name_speaks_either_for_a_column_or_against_it() -> None:
    lists = read_lexicon("column_names")
    names = {group: set(map(folded_name, words_of(lists[group]))) for group in lists}
    assert not names["texts"] & names["no_texts"]
    assert not names["sentiments"] & names["no_sentiments"]
    assert not names["good"] & names["bad"]


def test_marks_out_of_five_and_ten_are_read_as_such() -> None:
    five = sentiments_of(dict.fromkeys(("5/5", "3/5", "1/5"), 3), Options())
    assert five == {"5/5": P, "3/5": U, "1/5": N}
    ten = sentiments_of(dict.fromkeys(("9/10", "5/10", "1/10"), 3), Options())
    assert ten == {"9/10": P, "5/10": U, "1/10": N}


MARKS = ["NA", "N/A", "NULL", "null", "None", "nan", "#N/A", "\\N", ".", "?", "-"]


@pytest.mark.parametrize("labels", ["1 2 3 4 5", "positive negative", "joy anger", "0 1"])
def test_marks_of_missing_values_are_no_labels(labels: str) -> None:
    known = sentiments_of(dict.fromkeys(labels.split(), 3), Options())
    assert known
    marked = dict.fromkeys([*labels.split(), *MARKS], 3)
    assert sentiments_of(marked, Options()) == known


def test_none_and_a_dash_are_labels_where_they_are_meant() -> None:
    stances = {"FAVOR": P, "AGAINST": N, "NONE": "NONE"}
    assert sentiments_of(dict.fromkeys(stances, 3), Options()) == stances
    assert sentiments_of({"NA": 2, "x": 2}, Options(negative=("na",))) == {"NA": N, "x": "x"}


@pytest.mark.parametrize(
    ("labels", "strays"),
    [
        ({"5": 1, "1": 1, "3": 1, "4": 1, "0": 1}, {"0"}),
        ({"5": 31, "3": 6, "1": 23, "3.4": 1}, {"3.4"}),
        ({"5": 31, "3": 6, "1": 23, "see above": 2}, {"see above"}),
        (
            {"positive": 31, "neutral": 6, "negative": 23, "unknown": 1, "mixed": 1},
            {"unknown", "mixed"},
        ),
        # As common as the others they are labels, and none is lost.
        ({"0": 9, "1": 9, "2": 9, "3": 9, "4": 9, "5": 9}, set()),
        ({"0": 50, "1": 50, "2": 2}, set()),
        ({"positive": 500, "negative": 500, "neutral": 90, "conflict": 30}, set()),
        ({"positive": 2, "negative": 2, "mixed": 1}, set()),
    ],
)
def test_a_few_labels_beside_a_scale_are_strays(labels: dict[str, int], strays: set[str]) -> None:
    found = sentiments_of(labels, Options())
    assert labels.keys() - found.keys() == strays
    if strays:
        assert set(found.values()) == {P, U, N}


def test_named_things_stay_groups_also_in_a_column_named_as_a_sentiment() -> None:
    emotions = ("joy", "anger", "sadness", "fear", "love", "surprise")
    found = sentiments_of(dict.fromkeys(emotions, 5), Options(), "emotion")
    assert found == {name: name for name in emotions}


def test_decimals_of_an_unnamed_column_are_no_marks() -> None:
    with pytest.raises(UploadError):
        sentiments_of({f"{i / 10}": 2 for i in range(10, 40)}, Options(), "price")


def test_a_word_near_a_sentiment_stays_a_group_where_sentiments_are_few() -> None:
    rows = {"neural": 50, "classic": 40, "neutral": 20}
    assert sentiments_of(rows, Options(), "kind") == {each: each for each in rows}
    assert sentiments_of({"positive": 9, "negative": 9, "unnegative": 9}, Options()) == {
        "positive": P,
        "negative": N,
        "unnegative": "unnegative",
    }


def test_other_labels_become_groups_of_their_own_names() -> None:
    labels = {"joy": 5, "anger": 4, "fear": 1, "positive": 2}
    assert sentiments_of(labels, Options()) == {name: name for name in labels}


def test_chosen_labels_override_what_is_understood() -> None:
    options = Options(positive=("joy", "Love"), negative=("anger",))
    found = sentiments_of({"joy": 1, "love": 1, "anger": 1, "fear": 1}, options)
    assert found == {"joy": P, "love": P, "anger": N, "fear": "fear"}


def test_labels_that_are_not_chosen_are_read_by_what_the_whole_column_says() -> None:
    def read(labels: str, positive: str) -> str:
        rows = dict.fromkeys(labels.split(), 50)
        found = sentiments_of(rows, Options(positive=tuple(positive.split())), "label")
        return " ".join(found[label] for label in rows)

    assert read("1 2", "2") == "1 positive"
    assert read("0 1 2", "2") == "0 1 positive"
    assert read("1 4 5 6 10", "6 10") == "negative negative neutral positive positive"
    assert read("joy happy sadness", "joy") == "positive happy sadness"


def test_a_degree_of_a_sentiment_is_one_beside_plain_ones() -> None:
    rows = {"positive": 500, "negative": 490, "very positive": 5, "mixed": 4, "not positive": 1}
    found = sentiments_of(rows, Options())
    assert found == {"positive": P, "negative": N, "very positive": P, "not positive": N}


def test_groups_that_differ_in_case_only_are_one_as_most_write_it() -> None:
    rows = {"Joy": 30, "joy": 20, "ANGER": 5, "anger": 6, "fear": 9}
    found = sentiments_of(rows, Options(), "emotion")
    assert found == {"Joy": "Joy", "joy": "Joy", "ANGER": "anger", "anger": "anger", "fear": "fear"}


def test_a_stray_label_among_thousands_is_left_out_not_made_a_group() -> None:
    assert sentiments_of({"0": 5000, "1": 5000, "see above": 3}, Options()) == {"0": N, "1": P}


def test_too_many_labels_are_refused_with_examples() -> None:
    with pytest.raises(UploadError) as caught:
        sentiments_of({f"user {i}": 2 for i in range(MAX_GROUPS + 1)}, Options())
    assert caught.value.found["count"] == MAX_GROUPS + 1
    assert len(caught.value.values) == 5


def test_results_show_positive_first_and_groups_by_name() -> None:
    assert in_order({"b", N, "a", P}) == [P, N, "a", "b"]


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 1000), min_size=1, max_size=12))
def test_no_label_is_given_a_sentiment_out_of_nothing(labels: dict[str, int]) -> None:
    try:
        found = sentiments_of(labels, Options())
    except UploadError:
        return
    assert found.keys() <= labels.keys()
    with_label = {label: rows for label, rows in labels.items() if has_label(label)}
    left_out = sum(with_label.values()) - sum(with_label[label] for label in found)
    assert left_out <= max(5, 0.01 * sum(labels.values()))


ANY_LABELS = st.sampled_from(
    ["0", "1", "2", "5", "10", "4.5", "-0.3", "4/5", "★★☆", "NA", "-", "+", "good", "yes", "joy",
     "positive", "true", "A"]
)  # fmt: skip


@given(st.dictionaries(ANY_LABELS, st.integers(1, 50), min_size=1), st.randoms(), st.booleans())
def test_the_order_of_rows_decides_nothing(
    labels: dict[str, int], chance: random.Random, named: bool
) -> None:
    shuffled = list(labels.items())
    chance.shuffle(shuffled)
    column = "rating" if named else ""
    try:
        expected = sentiments_of(labels, Options(), column)
    except UploadError:
        assume(False)
    assert sentiments_of(dict(shuffled), Options(), column) == expected
