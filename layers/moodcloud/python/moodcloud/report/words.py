"""The forms of the words that results name, gathered in one pass over the vocabulary."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nsmallest

from moodcloud.vocabulary import Vocabulary

Forms = dict[str, dict[str, dict[str, int]]]
"""By word and form: its count in each sentiment that has it."""


def forms_of(vocabulary: Vocabulary, words: Collection[str]) -> Forms:
    """Return the forms of `words`, with their counts."""
    wanted = set(words)
    found: Forms = {}
    columns = (vocabulary.forms[each].tolist() for each in ("word", "form", "sentiment", "count"))
    for word, form, sentiment, count in zip(*columns, strict=True):
        if word in wanted:
            counts = found.setdefault(word, {}).setdefault(form, {})
            counts[sentiment] = counts.get(sentiment, 0) + count
    return found


def usual_forms(forms: dict[str, dict[str, int]], most: int) -> list[str]:
    """Return the most frequent forms of a word, in all sentiments together."""
    ranked = ((-sum(counts.values()), form) for form, counts in forms.items())
    return [form for _, form in nsmallest(most, ranked)]


def forms_in(forms: dict[str, dict[str, int]], sentiment: str) -> dict[str, int]:
    """Return the forms of a word in one sentiment, the most frequent first."""
    counts = {form: each[sentiment] for form, each in forms.items() if sentiment in each}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
