"""Labels that people use are understood; others become groups of their own names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.options import Options
from moodcloud.reading.labels import MAX_GROUPS, TooManyLabels, in_order, sentiments_of

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


def test_other_labels_become_groups_of_their_own_names() -> None:
    labels = {"joy": 5, "anger": 4, "fear": 1, "positive": 2}
    assert sentiments_of(labels, Options()) == {name: name for name in labels}


def test_chosen_labels_override_what_is_understood() -> None:
    options = Options(positive=("joy", "Love"), negative=("anger",))
    found = sentiments_of({"joy": 1, "love": 1, "anger": 1, "fear": 1}, options)
    assert found == {"joy": P, "love": P, "anger": N, "fear": "fear"}


def test_a_stray_label_among_thousands_is_left_out_not_made_a_group() -> None:
    assert sentiments_of({"0": 5000, "1": 5000, "see above": 3}, Options()) == {"0": N, "1": P}


def test_too_many_labels_are_refused_with_examples() -> None:
    with pytest.raises(TooManyLabels) as caught:
        sentiments_of({f"user {i}": 2 for i in range(MAX_GROUPS + 1)}, Options())
    assert caught.value.count == MAX_GROUPS + 1
    assert len(caught.value.examples) == 5


def test_results_show_positive_first_and_groups_by_name() -> None:
    assert in_order({"b", N, "a", P}) == [P, N, "a", "b"]


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 1000), min_size=1, max_size=12))
def test_no_label_is_given_a_sentiment_out_of_nothing(labels: dict[str, int]) -> None:
    try:
        found = sentiments_of(labels, Options())
    except TooManyLabels:
        return
    assert found.keys() <= labels.keys()
    assert sum(labels[label] for label in found) >= 0.99 * sum(labels.values())
