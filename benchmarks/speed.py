"""How long an analysis takes and how much memory, and a cloud beside wordcloud's own.

    python -m benchmarks.speed FOLDER

FOLDER holds the real data (see MOODCLOUD_DATA in CONTRIBUTING). Each figure is the median of three
runs, each a process of its own (clouds: of nine, in turn); machines are noisy, so compare only what
one run printed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = ("airline-tweets.csv", "sentiment140-20k.csv", "nsmc-200k.tsv.zst", "sentiment140.csv.zst")
RUNS = 3
CLOUD_RUNS = 9


def main() -> None:
    """Print a table of files, then one of clouds."""
    data = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        print(f"{'file':<24}{'MB':>8}{'seconds':>10}{'MB/s':>8}{'peak MB':>9}")
        for file in FILES:
            path = unpacked(data / file, work)
            runs = [run(path, work / "out") for _ in range(RUNS)]
            seconds = statistics.median(run[0] for run in runs)
            peak = statistics.median(run[1] for run in runs)
            size = path.stat().st_size / 1e6
            print(f"{path.name:<24}{size:>8.1f}{seconds:>10.2f}{size / seconds:>8.1f}{peak:>9.0f}")
    _clouds(data / "airline-tweets.csv")


def unpacked(path: Path, work: Path) -> Path:
    """Return the file at `path`, unpacked into `work` where it is packed."""
    if path.suffix != ".zst":
        return path
    if shutil.which("zstd") is None:
        raise SystemExit("the benchmark needs zstd: apt-get install zstd")
    target = work / path.stem
    subprocess.run(["zstd", "-qdf", str(path), "-o", str(target)], check=True)
    return target


def run(path: Path, out: Path) -> tuple[float, float]:
    """Return seconds and peak memory in MB of one analysis as a process."""
    command = [
        sys.executable,
        "-m",
        "moodcloud.cli",
        "analyze",
        str(path),
        "-q",
        "-o",
        str(out),
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    # Linux counts kilobytes, macOS bytes.
    return seconds, usage.ru_maxrss / (1e3 if sys.platform == "linux" else 1e6)


def _clouds(path: Path) -> None:
    """Print how long our layout and wordcloud's take for the same words, and what each drew.

    wordcloud is given its own defaults, the same font file, and the least font size at which it
    draws all words on this canvas (its default, 4 pixels); ours keeps to sizes that can be read.
    Ours includes cutting the font to the words, which `draw_clouds` does once for all clouds.
    """
    from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
    from moodcloud.drawing.layout import Room, place
    from moodcloud.drawing.painting import Stroke, paint
    from wordcloud import WordCloud

    weights = _frequent(path)

    def theirs() -> list[int]:
        cloud = WordCloud(
            width=1600,
            height=900,
            max_words=len(weights),
            font_path=str(FONT_PATH),
            # Without the time it takes to import pyplot for colours.
            color_func=lambda *_, **__: "white",
            random_state=1,
        )
        cloud.generate_from_frequencies(weights).to_image()
        return [size for _, size, *_ in cloud.layout_]

    def ours() -> list[int]:
        face = Face(subset_font(weights))
        placed = place(weights, face, Room(1600, 900, edge=22, margin=3, least_size=12))
        paint([Stroke(p.x, p.y, p.ink.coverage, "white") for p in placed], 1600, 900, "black")
        return [each.size for each in placed]

    print(f"\n{len(weights)} words, 1600x900, layout and picture, seconds of processor time")
    seconds: dict[str, list[float]] = {"wordcloud": [], "moodcloud": []}
    for _ in range(CLOUD_RUNS):
        # In turn, so that what else the machine does meets both.
        for name, draw in (("wordcloud", theirs), ("moodcloud", ours)):
            start = time.process_time()
            sizes = draw()
            seconds[name].append(time.process_time() - start)
            if len(seconds[name]) == CLOUD_RUNS:
                drawn = f"{len(sizes)} drawn, {len(weights) - len(sizes)} dropped"
                median = statistics.median(seconds[name])
                print(f"{name:<12}{median:>7.3f} s  {drawn}, {min(sizes)} to {max(sizes)} pixels")
    ratio = statistics.median(seconds["moodcloud"]) / statistics.median(seconds["wordcloud"])
    print(f"ours takes {ratio:.2f} of wordcloud's time")


def _frequent(path: Path) -> dict[str, float]:
    """Return the 200 most frequent words of the negative texts with their counts."""
    import duckdb
    from moodcloud.analysis import analyze

    with tempfile.TemporaryDirectory() as name:
        analyze(path, name)
        rows = duckdb.execute(
            """
            SELECT text, count FROM read_parquet(?)
            WHERE kind = 'word' AND sentiment = 'negative' ORDER BY count DESC, text LIMIT 200
            """,
            [f"{name}/words.parquet"],
        ).fetchall()
    return {str(word): float(count) for word, count in rows}


if __name__ == "__main__":
    main()
