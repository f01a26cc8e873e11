"""How English texts are scored: VADER, with a lexicon that knows words of service and complaint.

VADER's lexicon was rated word by word. In what customers write, some of its praise is none (please,
help, care, sure), and it lacks many complaints (on hold, refund, crashes). What is changed is data:
`lexicon/valences.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any, Final

from vaderSentiment.vaderSentiment import B_INCR, BOOSTER_DICT, SentimentIntensityAnalyzer

from moodcloud.cleaning import said
from moodcloud.lexicon import read_lexicon
from moodcloud.scoring.vader_rules import Rules

# VADER parts words at spaces only: in "great service.Bad food" it knows neither word in the middle.
_NO_SPACE_AFTER: Final = re.compile(r"([.,;:!?/…—–]+|--+)(?=[A-Za-z]{2}|I\b)")


def compound(text: str) -> float:
    """Return the score of a text, from -1 to 1."""
    return analyser().compound(heard(text))


def heard(text: str) -> str:
    """Return what counts of a text, in the spelling that VADER knows.

    >>> heard("@united thanks for nothing.I don’t fly again")
    "  thanks for nothing. I don't fly again"
    """
    return _NO_SPACE_AFTER.sub(r"\1 ", said(text).replace("’", "'"))


@cache
def analyser() -> Rules:
    """Return VADER's rules with the lexicon as changed."""
    original = SentimentIntensityAnalyzer()
    lexicon, boosters = dict(original.lexicon), dict(BOOSTER_DICT)
    phrases: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for kind in read_lexicon("valences").values():
        valence = kind.get("valence")
        if valence is None:
            boosters |= dict.fromkeys(kind["words"], B_INCR)
        for phrase in kind.get("phrases", ()):
            first, *rest = phrase.split()
            phrases[first].append(tuple(rest))
        _change(lexicon, kind, valence)
    # A word has a valence of its own or strengthens others.
    boosters = {word: much for word, much in boosters.items() if word not in lexicon}
    longest_first = {first: sorted(each, key=len, reverse=True) for first, each in phrases.items()}
    return Rules(lexicon, original.emojis, boosters, longest_first)


def _change(lexicon: dict[str, float], kind: dict[str, Any], valence: float | None) -> None:
    """Give words and phrases of a kind their valence; without one they are not known."""
    joined = [phrase.replace(" ", "_") for phrase in kind.get("phrases", ())]
    for word in [*kind.get("words", ()), *joined]:
        lexicon.pop(word, None)
        if valence:
            lexicon[word] = valence
