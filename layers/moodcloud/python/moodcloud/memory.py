"""How an analysis parts its memory: the engine's share, and what the vocabulary will take.

The engine is bounded and puts on the disk what it cannot hold. Python is not: what it will need
for the words is told by their number, once they are counted and before it is spent.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from moodcloud.counting import Counts
from moodcloud.counting.counts import Size
from moodcloud.errors import UploadError
from moodcloud.language import HANGUL, NEGATED_PAIR

# Of all memory the engine gets no more than this share, and this one stays free: for what runs
# beside the analysis, and for what these numbers miss.
_ENGINE_SHARE: Final = 0.5
_FREE_SHARE: Final = 0.1
# Modules, fonts, pictures and the Korean analyser, which stays loaded once it is: 300 rows of
# Korean reviews, read in the function's process after others, took 562 MiB. Without Korean they
# are 240, so of little memory they are taken for half.
_BASE_MB: Final = 560
_BASE_SHARE: Final = 0.5
# The engine sorted and wrote 1.8 million words within so much; of little memory it needs less.
_LEAST_ENGINE_MB: Final = 128
_LEAST_ENGINE_SHARE: Final = 0.125
# Bytes that Python takes, from the peaks of whole analyses with 0.9 and 1.8 million distinct IDs
# (w1a2b3c), the same in one, two and twelve sentiments, hashes of 33 letters, random Korean forms,
# 200,000 Korean reviews, 1.6 million tweets, 0.6 million frequent pairs and 0.9 million negated
# ones.
_ROW: Final = 210
_FORM: Final = 130
_HANGUL_FORM: Final = 200
_PAIR: Final = 850
_IN_A_SENTIMENT: Final = 80
_OF_A_BYTE: Final = 4
_OF_A_PAIRS_BYTE: Final = 8


def engine_bound(memory_mb: int | None) -> int | None:
    """Return how much of its memory an analysis lets the engine have, in MiB; None for no bound."""
    if memory_mb is None:
        return None
    rest = memory_mb * (1 - _FREE_SHARE) - _base(memory_mb)
    return max(1, int(min(memory_mb * _ENGINE_SHARE, rest)))


def make_room(counts: Counts, sentiments: int, memory_mb: int | None, name: str) -> None:
    """Let the engine have no more than the vocabulary leaves of the memory.

    Args:
        counts: Of the whole table.
        sentiments: How many there are.
        memory_mb: What the whole analysis may take, in MiB; None for no bound.
        name: For messages.

    Raises:
        UploadError: `out_of_memory`: the vocabulary does not fit.
    """
    if memory_mb is None:
        return
    forms = counts.size_of_forms()
    need = _base(memory_mb) + _bytes(counts, forms, sentiments) / (1 << 20)
    room = memory_mb * (1 - _FREE_SHARE) - need
    least = min(_LEAST_ENGINE_MB, memory_mb * _LEAST_ENGINE_SHARE)
    if room < least:
        whole = ceil((need + least) / (1 - _FREE_SHARE))
        why = (
            f": its {forms.distinct:,} different words take {whole:,} MB, and there are "
            f"{memory_mb:,}"
        )
        raise UploadError("out_of_memory", name=name, why=why)
    if room < (engine_bound(memory_mb) or 0):
        counts.connection.execute(f"SET memory_limit = '{int(room)}MiB'")


def _base(memory_mb: int) -> float:
    return min(_BASE_MB, memory_mb * _BASE_SHARE)


def _bytes(counts: Counts, forms: Size, sentiments: int) -> int:
    """Return about how many bytes Python will take for words and phrases."""
    # It loads libraries that take longer than the rest of the program.
    from moodcloud.units import least_phrase_count

    hangul = counts.size_of_forms(HANGUL.pattern)
    pairs = counts.size_of_pairs(least_phrase_count(counts.running_words()), NEGATED_PAIR)
    return (
        forms.rows * _ROW
        + forms.distinct * _FORM
        + hangul.distinct * _HANGUL_FORM
        + forms.bytes * _OF_A_BYTE
        + pairs.rows * _PAIR
        + pairs.bytes * _OF_A_PAIRS_BYTE
        + (forms.distinct + pairs.distinct) * sentiments * _IN_A_SENTIMENT
    )
