"""Counting: a table becomes counts of tokens and bigrams, which can be added."""

from moodcloud.counting.count import count
from moodcloud.counting.counts import Counts
from moodcloud.counting.small_tables import short_texts

__all__ = ["Counts", "count", "short_texts"]
