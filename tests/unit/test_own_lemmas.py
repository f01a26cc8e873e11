"""A lemmatizer or analyser of one's own takes the place of ours: nltk's, one in konlpy's shape."""

from __future__ import annotations

from typing import Any

import moodcloud
import pytest
from moodcloud.language import words_by

SMALL: dict[str, Any] = {"max_words": 3, "width": 200, "height": 200, "examples": False}
LABELS = ["angry", "happy"] * 6


class Tagger:
    """A tagger as konlpy has them: it knows two nouns and takes particles off."""

    def pos(self, phrase: str) -> list[tuple[str, str]]:
        noun = next((known for known in ("영화", "배우") if phrase.startswith(known)), None)
        if noun is None:
            return [(phrase, "Verb")]
        return [(noun, "Noun"), (phrase[len(noun) :], "Josa")]

    def nouns(self, phrase: str) -> list[str]:
        return [word for word, tag in self.pos(phrase) if tag == "Noun"]


# Importing nltk takes a second: `make test` does without.
@pytest.mark.slow
def test_a_stemmer_of_nltk_says_what_is_one_word() -> None:
    from nltk.stem import SnowballStemmer

    texts = ["horribly horrible horrors", "wonderful wonder wondering"] * 6
    results = moodcloud.analyze(texts, LABELS, lemmatizer=SnowballStemmer("english").stem, **SMALL)
    counts = results.statistics()["happy"]["count"]
    assert counts[counts > 0].tolist() == [18]
    assert results["angry"].words["count"].sum() + results["angry"].words["moved"].sum() >= 18


@pytest.mark.slow
def test_the_lemmatizer_of_nltk_is_asked_for_each_token(monkeypatch: pytest.MonkeyPatch) -> None:
    from nltk.stem import WordNetLemmatizer

    # The dictionary of WordNet itself is no part of nltk.
    nouns = {"geese": ["goose"], "mice": ["mouse"], "is": ["be"]}
    monkeypatch.setattr(WordNetLemmatizer, "_morphy", lambda _, word, *rest: nouns.get(word, []))
    lemmatize = WordNetLemmatizer().lemmatize
    assert words_by(lemmatize, ["geese", "goose"]) == {"geese": ("goose",)}


def test_a_tagger_in_the_shape_of_konlpy_reads_korean() -> None:
    texts = ["영화가 지루하다", "배우도 영화를 살렸다"] * 6
    results = moodcloud.analyze(texts, LABELS, lemmatizer=Tagger().nouns, **SMALL)
    assert results["angry"].words["count"].to_dict() == {"영화": 6}
    assert results["happy"].words["count"].to_dict() == {"영화": 6, "배우": 6}


@pytest.mark.parametrize("found", [7, [("영화", "Noun")], [None]])
def test_what_returns_no_words_is_refused(found: Any) -> None:
    with pytest.raises(TypeError, match="a lemmatizer returns a word, a list of words or None"):
        words_by(lambda _: found, ["token"])


def test_a_token_may_hold_nothing_or_several_words() -> None:
    read: dict[str, Any] = {
        "a": None,
        "b": [],
        "c": "",
        "d": "two words",
        "e": ("x", "y"),
        "f": "f",
    }
    assert words_by(read.__getitem__, read) == {
        "a": (), "b": (), "c": (), "d": ("two", "words"), "e": ("x", "y")
    }  # fmt: skip


def test_what_is_wrong_with_a_lemmatizer_is_told_where_it_is_used() -> None:
    def fail(token: str) -> str:
        raise KeyError(token)

    for lemmatizer, said in (
        (lambda _: 5, "returns a word, a list of words or None, not int"),
        (fail, "the lemmatizer failed at 'bad': KeyError"),
        ("x", "a lemmatizer is a function, not str"),
    ):
        with pytest.raises(TypeError, match=said):
            moodcloud.analyze(["bad"] * 6, LABELS[:6], lemmatizer=lemmatizer, **SMALL)  # type: ignore[arg-type]
