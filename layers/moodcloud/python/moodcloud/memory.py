"""How an analysis parts its memory: the engine's share, and what the vocabulary will take.

The engine is bounded and puts on the disk what it cannot hold. Python is not: what it will need
for the words is told by their number, once they are counted and before it is spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from moodcloud.counting import Counts
from moodcloud.counting.counts import Size
from moodcloud.errors import UploadError
from moodcloud.language import HANGUL, NEGATED_BIGRAM

# The engine gets no more than this share of the memory, and this one stays free: for what runs
# beside the analysis, and for what these numbers miss.
_ENGINE_SHARE: Final = 0.5
_FREE_SHARE: Final = 0.1
# Modules, fonts, pictures and the Korean analyser, which stays loaded once it is: 300 rows of
# Korean reviews, read in the function's process after others, took 562 MiB. Uploads of millions
# of words leave 100 behind that the next cannot use.
_BASE_MB: Final = 660
# The engine sorted and wrote 1.8 million words within so much.
_LEAST_ENGINE_MB: Final = 128
# Without Korean the base is 240, and few words need less of the engine: so of little memory base
# and engine are taken for no more than these shares.
_BASE_SHARE: Final = 0.5
_LEAST_SHARE: Final = 0.625
# Bytes that Python takes, from the peaks of whole analyses with 0.9 and 1.8 million distinct IDs
# (w1a2b3c), the same in one, two and twelve sentiments, hashes of 33 letters, random Korean tokens,
# 200,000 Korean reviews, 1.6 million tweets, 0.6 million frequent bigrams and 0.9 million negated
# ones.
_ROW: Final = 210
_TOKEN: Final = 130
_HANGUL_TOKEN: Final = 200
_BIGRAM: Final = 450
_NEGATED_BIGRAM: Final = 700
_IN_A_SENTIMENT: Final = 80
_OF_A_BYTE: Final = 4
_OF_A_BIGRAM_BYTE: Final = 8


def engine_bound(memory_mb: int | None) -> int | None:
    """Return how much of its memory an analysis lets the engine have, in MiB; None for no bound."""
    if memory_mb is None:
        return None
    rest = memory_mb * (1 - _FREE_SHARE) - _base(memory_mb)
    return max(1, int(min(memory_mb * _ENGINE_SHARE, rest)))


def make_room(counts: Counts, sentiments: int, memory_mb: int | None, name: str) -> None:
    """Let the engine have no more than the vocabulary leaves of the memory.

    Args:
        counts: The counts of the whole table.
        sentiments: How many there are.
        memory_mb: What the whole analysis may take, in MiB; None for no bound.
        name: For messages.

    Raises:
        UploadError: `out_of_memory`: the vocabulary does not fit.
    """
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
    """Return the least memory in which `make_room` finds room for `words`, both in MiB."""
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
        """Return how many bigrams there are of both kinds; one may be of both."""
        return self.bigrams.distinct + self.negated.distinct

    def bytes(self, sentiments: int) -> int:
        """Return about how many bytes Python will take for them."""
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
    # It loads libraries that take longer than the rest of the program.
    from moodcloud.vocabulary.units import least_phrase_count

    return _Sizes(
        tokens=counts.size_of_tokens(),
        hangul=counts.size_of_tokens(HANGUL.pattern),
        bigrams=counts.size_of_bigrams(least_phrase_count(counts.running_words())),
        negated=counts.size_of_matching_bigrams(NEGATED_BIGRAM),
    )
