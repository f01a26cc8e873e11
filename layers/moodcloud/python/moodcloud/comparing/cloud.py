"""The cloud of a comparison: what rose beside what fell."""

from __future__ import annotations

import pandas as pd

from moodcloud.comparing.statistics import Comparison
from moodcloud.drawing import CandidateWords, Cloud
from moodcloud.drawing.clouds import draw_alone
from moodcloud.drawing.wording import Wording
from moodcloud.options import Options


def draw_differences(
    comparison: Comparison,
    running_words: tuple[int, int],
    options: Options,
    language: str,
) -> Cloud | None:
    """Draw what rose beside what fell, all sentiments together; return None where nothing did.

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
    columns = {
        ("count", rose): differences["count_b"],
        ("count", fell): differences["count_a"],
        ("z", rose): differences["z"],
        ("z", fell): -differences["z"],
    }
    # Only what stands out is among the differences.
    for side in (rose, fell):
        columns["significant", side] = pd.Series(True, index=differences.index)
        columns["texts", side] = columns["count", side]
    before, after = running_words
    candidates = CandidateWords(pd.DataFrame(columns), {rose: after, fell: before}, language)
    return draw_alone(candidates, options)
