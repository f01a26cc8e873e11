"""Words by a lemmatizer or an analyser of one's own, in place of those that come with moodcloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

Lemmatizer: TypeAlias = Callable[[str], str | Iterable[str] | None]
"""A function from a token, in lower case, to its word, or to the words it holds; None or an empty
list where it holds none. `WordNetLemmatizer().lemmatize` of nltk is one, `Okt().nouns` of konlpy
another."""


class LemmatizerError(TypeError):
    """A lemmatizer of one's own failed, or returned something else than words."""


def words_by(lemmatizer: Lemmatizer, tokens: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words of the tokens that hold others than themselves.

    Args:
        lemmatizer: It is asked once for each token, whatever its script.
        tokens: Distinct, folded.

    Raises:
        LemmatizerError: The lemmatizer fails, or returns something else than words.

    >>> words_by(lambda token: token.removesuffix("s"), ["rooms", "bed"])
    {'rooms': ('room',)}
    >>> words_by({"영화를": ["영화"], "는": []}.get, ["영화를", "는"])
    {'영화를': ('영화',), '는': ()}
    """
    read = ((token, _words(_asked(lemmatizer, token))) for token in tokens)
    return {token: words for token, words in read if words != (token,)}


def _asked(lemmatizer: Lemmatizer, token: str) -> object:
    try:
        return lemmatizer(token)
    except Exception as error:
        raise LemmatizerError(f"the lemmatizer failed at {token!r}: {error!r}") from error


def _words(found: object) -> tuple[str, ...]:
    """Return what a lemmatizer returned as words; spaces part them, as they part those of texts."""
    if found is None:
        return ()
    words: list[str] = []
    parts = [found] if isinstance(found, str) or not isinstance(found, Iterable) else list(found)
    for part in parts:
        if not isinstance(part, str):
            kind = type(part).__name__
            raise LemmatizerError(
                f"a lemmatizer returns a word, a list of words or None, not {kind}"
            )
        words += part.split()
    return tuple(words)
