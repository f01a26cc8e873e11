"""How long an analysis takes and how much memory, and a cloud beside wordcloud's own.

    python -m benchmarks.speed FOLDER

FOLDER holds the real data (see MOODCLOUD_DATA in CONTRIBUTING). Each figure is the median of three
runs, each a process of its own; machines are noisy, so compare only what one run printed.
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


def main() -> None:
    """Print a table of files, then one of clouds."""
    data = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        print(f"{'file':<24}{'MB':>8}{'seconds':>10}{'MB/s':>8}{'peak MB':>9}")
        for file in FILES:
            path = _unpacked(data / file, work)
            runs = [_run(path, work / "out") for _ in range(RUNS)]
            seconds = statistics.median(run[0] for run in runs)
            peak = statistics.median(run[1] for run in runs)
            size = path.stat().st_size / 1e6
            print(f"{path.name:<24}{size:>8.1f}{seconds:>10.2f}{size / seconds:>8.1f}{peak:>9.0f}")
    _clouds(data / "airline-tweets.csv")


def _unpacked(path: Path, work: Path) -> Path:
    if path.suffix != ".zst":
        return path
    if shutil.which("zstd") is None:
        raise SystemExit("the benchmark needs zstd: apt-get install zstd")
    target = work / path.stem
    subprocess.run(["zstd", "-qdf", str(path), "-o", str(target)], check=True)
    return target


def _run(path: Path, out: Path) -> tuple[float, float]:
    """Return seconds and peak memory in MB of one analysis as a process."""
    command = [sys.executable, "-m", "moodcloud.cli", "analyze", str(path), "-q", "-o", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    # Linux counts kilobytes, macOS bytes.
    return seconds, usage.ru_maxrss / (1e3 if sys.platform == "linux" else 1e6)


def _clouds(path: Path) -> None:
    from moodcloud.analysis import analyze
    from moodcloud.drawing.font import FONT_PATH
    from moodcloud.drawing.layout import Layout
    from wordcloud import WordCloud

    with tempfile.TemporaryDirectory() as name:
        words = analyze(path, name).summary["sentiments"]["negative"]["clouds"]["frequency"]
        import duckdb

        rows = duckdb.execute(
            """
            SELECT text, count FROM read_parquet(?)
            WHERE kind = 'word' AND sentiment = 'negative' ORDER BY count DESC, text LIMIT 200
            """,
            [f"{name}/words.parquet"],
        ).fetchall()
    print(f"\n200 words, 1600x900, layout and picture (ours drew {words['drawn']})")
    weights = {str(word): float(count) for word, count in rows}
    for label, kind in (("wordcloud", WordCloud), ("moodcloud", Layout)):
        seconds = []
        for _ in range(RUNS):
            start = time.perf_counter()
            cloud = kind(
                width=1600,
                height=900,
                max_words=200,
                font_path=str(FONT_PATH),
                random_state=1,
                color_func=lambda *_, **__: "black",
            )
            drawn = cloud.generate_from_frequencies(weights)
            drawn.to_image()
            seconds.append(time.perf_counter() - start)
        print(f"{label:<12}{statistics.median(seconds):>8.2f} s  {len(drawn.layout_)} drawn")


if __name__ == "__main__":
    main()
