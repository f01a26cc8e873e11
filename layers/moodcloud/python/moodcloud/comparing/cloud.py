"""The cloud of a comparison: what rose beside what fell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from moodcloud.comparing.statistics import Comparison
from moodcloud.drawing import CandidateWords, Clouds
from moodcloud.drawing.clouds import draw_alone
from moodcloud.drawing.wording import Wording
from moodcloud.options import Options
from moodcloud.vocabulary.word_table import WordTable


def draw_differences(
    comparison: Comparison,
    running_words: tuple[int, int],
    options: Options,
    language: str,
) -> Clouds | None:
    """Draw what rose beside what fell, all sentiments together; return None where nothing did.

    It is the cloud `comparison`, the only one.

    Args:
        comparison: How A and B differ.
        running_words: How many words A and B have, stop words among them.
        options: The settings of the picture, as for `draw_clouds`.
        language: The language of the texts, in which the legend is.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    differences = pd.concat([comparison.rose(), comparison.fell()])
    # One text may be a negated word on one side and a phrase on the other.
    differences = differences.drop_duplicates("text").set_index("text")
    wording = Wording(language)
    rose, fell = wording.say("rose"), wording.say("fell")
    names = [str(text) for text in differences.index]
    counts, z = differences[["count_b", "count_a"]].to_numpy().T, differences["z"].to_numpy()
    statistics = {
        "count": counts,
        "texts": counts,
        "z": np.stack([z, -z]),
        # Only what stands out is among the differences.
        "significant": np.ones(counts.shape, bool),
    }
    words = WordTable(names, names, (rose, fell), statistics)
    before, after = running_words
    candidates = CandidateWords(words, {rose: after, fell: before}, language)
    return draw_alone(candidates, options)
