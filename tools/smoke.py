"""Use an installed moodcloud as people do: the commands and the notebook, English and Korean.

Usage: python smoke.py SAMPLES, in an empty folder; nothing of a checkout is needed but the samples.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import moodcloud
import pandas as pd

# Most of the time of a job goes into pictures, and these are looked at by nobody.
SMALL = ("--max-words", "20", "--width", "400", "--height", "300")


def run(*arguments: object) -> None:
    """Run the command, and fail as it fails."""
    command = [sys.executable, "-m", "moodcloud", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Use what there is to use, and say which version it was."""
    samples = Path(sys.argv[1])
    english, korean = samples / "reviews-en.csv", samples / "reviews-ko.csv"
    later = samples / "reviews-en-renovation.csv"
    assert version("moodcloud") == moodcloud.__version__
    for sample in (english, korean):
        run("columns", sample)
        run("analyze", sample, "--out", Path("out") / sample.stem, *SMALL)
        assert (Path("out") / sample.stem / "summary.json").stat().st_size
    run("compare", Path("out") / english.stem, later, "--out", "compared", *SMALL)
    assert Path("compared", "comparison.html").stat().st_size

    table = pd.read_csv(english)
    table.to_json("table.jsonl", orient="records", lines=True)
    results = moodcloud.analyze(table, max_words=20, width=400, height=300)
    again = moodcloud.analyze("table.jsonl", max_words=20, width=400, height=300)
    assert results.words.equals(again.words)
    assert "image/svg+xml" in results._repr_html_()
    assert results.cloud("positive").size == (400, 300)
    assert moodcloud.open_results(results.save("saved")).sentiments == results.sentiments
    assert not moodcloud.compare(results, again).comparison.differences["significant"].any()
    print(f"moodcloud {moodcloud.__version__} works with Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
