"""Which of very many tokens are the most frequent, without sorting them all."""

from __future__ import annotations

from collections.abc import Mapping


def most_frequent(
    tokens: list[str], occurrences: Mapping[str, int], number: int
) -> tuple[list[str], list[str]]:
    """Return the `number` most frequent, in an order of their own, and the others.

    Args:
        tokens: Distinct.
        occurrences: Of each token.
        number: How many at most; of tokens equally frequent the first by code point.
    """
    if len(tokens) <= number:
        return sorted(tokens, key=lambda token: (-occurrences[token], token)), []
    least = sorted(map(occurrences.__getitem__, tokens), reverse=True)[number - 1]
    frequent = [token for token in tokens if occurrences[token] > least]
    as_least = sorted(token for token in tokens if occurrences[token] == least)
    rarer = [token for token in tokens if occurrences[token] < least]
    room = number - len(frequent)
    frequent.sort(key=lambda token: (-occurrences[token], token))
    return frequent + as_least[:room], as_least[room:] + rarer
