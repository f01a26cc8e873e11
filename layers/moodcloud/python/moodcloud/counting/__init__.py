"""Counting: a table becomes counts of forms and pairs, which can be added."""

from moodcloud.counting.count import count
from moodcloud.counting.counts import Counts
from moodcloud.counting.sample import Sample, SampledText, take_sample

__all__ = ["Counts", "Sample", "SampledText", "count", "take_sample"]
