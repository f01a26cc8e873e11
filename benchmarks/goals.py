"""What was asked for, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.section import number, table

# What is measured, its name among the figures, whether the goal is the most or the least, the goal.
GOALS: Final = (
    ("Sentiment140 whole, times `wc -w`", "sentiment140_times_wc", "most", 6),
    ("Sentiment140, counting alone, times `wc -w`", "sentiment140_counting_times_wc", "most", 2),
    ("airline, seconds", "airline_seconds", "most", 1.6),
    ("300 reviews in English, seconds", "english_seconds", "most", 1.2),
    ("300 reviews in Korean, seconds", "korean_seconds", "most", 2.6),
    ("NSMC, seconds", "nsmc_seconds", "most", 9),
    ("the worst dirty file, times its clean twin", "dirty_times", "most", 1.3),
    ("100,000 tweets, share of `process_text` without clouds", "process_text_share", "most", 0.4),
    ("`process_text` and as many clouds, times ours", "clouds_times", "least", 7),
    ("pandas, nltk and wordcloud, times ours", "textbook_times", "least", 18),
    ("Sentiment140, peak MB", "sentiment140_mb", "most", 450),
    ("ten copies of it, times its memory", "copies_memory_times", "most", 1.2),
    ("NSMC, peak MB", "nsmc_mb", "most", 700),
    ("start of the function, share of a textbook handler's", "cold_share", "most", 0.35),
    ("first result of 1,000 rows on one processor, seconds", "first_seconds", "most", 1.5),
)


def compared(figures: Mapping[str, float]) -> str:
    """Return a table of goals and figures; goals that were not measured are left out."""
    rows = []
    for what, name, side, goal in GOALS:
        if name not in figures:
            continue
        found = figures[name]
        met = found <= goal if side == "most" else found >= goal
        sign = "≤" if side == "most" else "≥"
        rows.append([what, f"{sign} {goal:g}", number(found), "yes" if met else "no"])
    return table(["", "goal", "measured", "met"], rows)
