"""A cloud by this program and by wordcloud, of the same words.

wordcloud is given its own defaults, the same font file, and the least font size at which it draws
all words on this canvas (its default, 4 pixels); ours keeps to sizes that can be read. Ours
includes cutting the font to the words, which `draw_clouds` does once for all clouds.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.inputs import Inputs
from benchmarks.section import Section, table

RUNS: Final = 9
_WORDS: Final = 200


def measure(inputs: Inputs, runs: int = RUNS) -> Section:
    """Return seconds of processor time of both, run in turn, and what each drew."""
    weights = _frequent(inputs.airline())
    seconds: dict[str, list[float]] = {name: [] for name in _DRAWN_BY}
    sizes = {}
    for _ in range(runs):
        for name, draw in _DRAWN_BY.items():
            start = time.process_time()
            sizes[name] = draw(weights)
            seconds[name].append(time.process_time() - start)
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    share = medians["moodcloud"] / medians["wordcloud"]
    rows = [
        [name, medians[name] / medians["wordcloud"], medians[name], len(each), min(each), max(each)]
        for name, each in sizes.items()
    ]
    header = ["by", "share of wordcloud's", "seconds", "words drawn", "least pixels", "most"]
    return Section(table(header, rows), {"cloud_share": share})


def _by_wordcloud(weights: Mapping[str, float]) -> list[int]:
    from moodcloud.drawing.ink import FONT_PATH
    from wordcloud import WordCloud

    cloud = WordCloud(
        width=1600,
        height=900,
        max_words=len(weights),
        font_path=str(FONT_PATH),
        # Without the time it takes to import pyplot for colours.
        color_func=lambda *_, **__: "white",
        random_state=1,
    )
    cloud.generate_from_frequencies(dict(weights)).to_image()
    return [size for _, size, *_ in cloud.layout_]


def _by_moodcloud(weights: Mapping[str, float]) -> list[int]:
    from moodcloud.drawing.ink import Face, subset_font
    from moodcloud.drawing.layout import Room, place
    from moodcloud.drawing.painting import Stroke, paint

    face = Face(subset_font(weights))
    placed = place(weights, face, Room(1600, 900, edge=22, margin=3, least_size=12))
    paint([Stroke(p.x, p.y, p.ink.coverage, "white") for p in placed], 1600, 900, "black")
    return [each.size for each in placed]


_DRAWN_BY: Final[dict[str, Callable[[Mapping[str, float]], list[int]]]] = {
    "wordcloud": _by_wordcloud,
    "moodcloud": _by_moodcloud,
}


def _frequent(path: Path) -> dict[str, float]:
    """Return the most frequent words of the negative texts with their counts."""
    import duckdb
    from moodcloud.analysis import analyze

    with tempfile.TemporaryDirectory() as name:
        analyze(path, name)
        rows = duckdb.execute(
            f"""
            SELECT text, count FROM read_parquet(?)
            WHERE kind = 'word' AND sentiment = 'negative' ORDER BY count DESC, text LIMIT {_WORDS}
            """,
            [f"{name}/words.parquet"],
        ).fetchall()
    return {str(word): float(count) for word, count in rows}
