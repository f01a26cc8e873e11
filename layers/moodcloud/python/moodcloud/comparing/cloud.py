"""The cloud of a comparison: what rose beside what fell."""

from __future__ import annotations

import pandas as pd

from moodcloud.comparing.statistics import Comparison
from moodcloud.drawing import cloud_words as offers
from moodcloud.drawing.clouds import Cloud, draw_offer
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary


def draw_differences(
    comparison: Comparison, running_words: tuple[int, int], options: Options
) -> Cloud | None:
    """Draw what rose and what fell in the whole; None where nothing did.

    Args:
        comparison: Of A and B.
        running_words: All words of A and of B.
        options: As for `draw_clouds`.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    vocabulary = _as_vocabulary(comparison, running_words)
    offer = offers.comparison(vocabulary, options.max_words, "A and B")
    return None if offer is None else draw_offer(offer, options)


def _as_vocabulary(comparison: Comparison, running_words: tuple[int, int]) -> Vocabulary:
    """Return what rose and what fell as if they were two sentiments."""
    standing = pd.concat([comparison.rose(), comparison.fell()])
    # A pair may be a negated word on one side and a phrase on the other.
    standing = standing.drop_duplicates("text").set_index("text")
    columns = {}
    for name, side, sign in (("rose", "b", 1), ("fell", "a", -1)):
        columns["count", name] = standing[f"count_{side}"]
        columns["per_million", name] = standing[f"per_million_{side}"]
        columns["z", name] = sign * standing["z"]
        columns["p", name] = standing["p"]
        columns["significant", name] = standing["significant"]
    none = pd.DataFrame()
    return Vocabulary(
        sentiments=("rose", "fell"),
        running_words={"rose": running_words[1], "fell": running_words[0]},
        words=pd.DataFrame(columns),
        phrases=none,
        forms=none,
        bigrams=none,
        emoji=none,
        language="und",
    )
