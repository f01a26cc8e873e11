"""Which of very many forms are the most frequent, without sorting them all."""

from __future__ import annotations

from collections.abc import Mapping


def most_frequent(
    forms: list[str], occurrences: Mapping[str, int], number: int
) -> tuple[list[str], list[str]]:
    """Return the `number` most frequent, in an order of their own, and the others.

    Args:
        forms: Distinct.
        occurrences: Of each form.
        number: How many at most; of forms equally frequent the first by code point.
    """
    if len(forms) <= number:
        return sorted(forms, key=lambda form: (-occurrences[form], form)), []
    least = sorted(map(occurrences.__getitem__, forms), reverse=True)[number - 1]
    frequent = [form for form in forms if occurrences[form] > least]
    as_least = sorted(form for form in forms if occurrences[form] == least)
    rarer = [form for form in forms if occurrences[form] < least]
    room = number - len(frequent)
    frequent.sort(key=lambda form: (-occurrences[form], form))
    return frequent + as_least[:room], as_least[room:] + rarer
