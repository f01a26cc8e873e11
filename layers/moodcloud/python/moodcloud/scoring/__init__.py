"""Scoring: the sentiment of texts that have no label."""

from typing import Final

VADER: Final = "vader"
NSMC: Final = "nsmc"

SCORERS: Final = {VADER: "VADER", NSMC: "a model trained on NSMC"}
"""What scores texts, English and Korean ones, and what people call it."""
