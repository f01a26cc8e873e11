"""How an analysis divides its memory: the engine's share, and what the vocabulary will take.

It belongs to `moodcloud.analysis`. The engine has a bound and writes to the disk what it cannot
hold. Python has none: what it will need is estimated from the number of words once they are
counted, before the vocabulary is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.counting import Counts
from moodcloud.counting.counts import Size
from moodcloud.errors import UploadError
from moodcloud.language import HANGUL, NEGATED_BIGRAM

# The engine gets no more than the first share of the memory, and the second stays free: for what
# runs beside the analysis, and for what these numbers miss.
_ENGINE_SHARE: Final = 0.5
_FREE_SHARE: Final = 0.1
# Modules, fonts, pictures and the Korean analyser, which stays loaded once it is: 300 rows of
# Korean reviews, read in the function's process after others, took 562 MiB. After uploads of
# millions of words, 100 MiB more cannot be used by the next.
_BASE_MB: Final = 660
# The engine sorted and wrote 1.8 million words within this.
_LEAST_ENGINE_MB: Final = 128
# Without Korean the base is 240 MiB, and few words need less of the engine: so if there is little
# memory, base and engine are assumed to take no more than these shares of it.
_BASE_SHARE: Final = 0.5
_LEAST_SHARE: Final = 0.625
# Bytes that the vocabulary takes beside the engine, from its peaks with 0.2 to 1 million distinct
# IDs (w1a2b3c), in two and twelve sentiments, random Korean tokens, and 0.3 million negated
# bigrams: about 480 a token of two sentiments.
_ROW: Final = 130
_TOKEN: Final = 170
_HANGUL_TOKEN: Final = 120
_BIGRAM: Final = 450
_NEGATED_BIGRAM: Final = 700
_IN_A_SENTIMENT: Final = 84
_OF_A_BYTE: Final = 3
_OF_A_BIGRAM_BYTE: Final = 8


def engine_bound(memory_mb: int | None) -> int | None:
    """Return how much of its memory an analysis gives to the engine, in MiB; None for no bound."""
    if memory_mb is None:
        return None
    rest = memory_mb * (1 - _FREE_SHARE) - _base(memory_mb)
    return max(1, int(min(memory_mb * _ENGINE_SHARE, rest)))


def make_room(
    counts: Counts,
    sentiments: int,
    memory_mb: int | None,
    name: str,
    bounds: Bounds = NO_BOUNDS,
) -> None:
    """Lower the engine's bound to the memory that the vocabulary leaves.

    Args:
        counts: The counts of the whole table.
        sentiments: The number of sentiments.
        memory_mb: What the whole analysis may take, in MiB; None for no bound.
        name: The name of the file, for messages.
        bounds: The most that the file may have.

    Raises:
        UploadError: `over_bound`; `out_of_memory`: the vocabulary does not fit.
    """
    if bounds.words:
        bounds.check_words(counts.size_of_tokens().distinct, name)
    if memory_mb is None:
        return
    size = _size_of(counts)
    words = size.bytes(sentiments) / (1 << 20)
    used = memory_mb * (1 - _FREE_SHARE)
    if words > used - min(_BASE_MB + _LEAST_ENGINE_MB, memory_mb * _LEAST_SHARE):
        why = (
            f"its {size.tokens.distinct:,} different words and {size.all_bigrams:,} pairs of "
            f"words take {_enough(words):,} MB, and there are {memory_mb:,} MB"
        )
        raise UploadError("out_of_memory", name=name, why=why)
    room = int(used - _base(memory_mb) - words)
    if room < (engine_bound(memory_mb) or 0):
        counts.connection.execute(f"SET memory_limit = '{room}MiB'")


def _enough(words: float) -> int:
    """Return the least memory in which `make_room` finds room for `words`; both are in MiB."""
    large = (words + _BASE_MB + _LEAST_ENGINE_MB) / (1 - _FREE_SHARE)
    return ceil(min(large, words / (1 - _FREE_SHARE - _LEAST_SHARE)))


def _base(memory_mb: int) -> float:
    return min(_BASE_MB, memory_mb * _BASE_SHARE)


@dataclass(frozen=True)
class _Sizes:
    tokens: Size
    hangul: Size
    bigrams: Size
    negated: Size

    @property
    def all_bigrams(self) -> int:
        """Return how many frequent and negated bigrams there are; some may count twice."""
        return self.bigrams.distinct + self.negated.distinct

    def bytes(self, sentiments: int) -> int:
        """Return about how many bytes Python will take for all tokens and bigrams."""
        return (
            self.tokens.rows * _ROW
            + self.tokens.distinct * _TOKEN
            + self.hangul.distinct * _HANGUL_TOKEN
            + self.tokens.bytes * _OF_A_BYTE
            + self.bigrams.rows * _BIGRAM
            + self.negated.rows * _NEGATED_BIGRAM
            + (self.bigrams.bytes + self.negated.bytes) * _OF_A_BIGRAM_BYTE
            + (self.tokens.distinct + self.all_bigrams) * sentiments * _IN_A_SENTIMENT
        )


def _size_of(counts: Counts) -> _Sizes:
    # Deferred: it loads libraries that take longer to load than the rest of the program.
    from moodcloud.vocabulary.units import least_phrase_count

    return _Sizes(
        tokens=counts.size_of_tokens(),
        hangul=counts.size_of_tokens(HANGUL.pattern),
        bigrams=counts.size_of_bigrams(least_phrase_count(counts.running_words())),
        negated=counts.size_of_matching_bigrams(NEGATED_BIGRAM),
    )
