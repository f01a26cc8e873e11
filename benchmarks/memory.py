"""Whether memory stays flat: the peak of a file, and of the same file ten times over.

    python -m benchmarks.memory FOLDER

FOLDER holds the real data (see MOODCLOUD_DATA in CONTRIBUTING): Sentiment140, 244 MB unpacked, so
that 2.7 GB of disk are needed. It ends with status 1 where ten copies take more than 1.3 times the
memory of one, or do not give exactly ten times its rows.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.speed import run, unpacked

FILE: Final = "sentiment140.csv.zst"
COPIES: Final = 10
MOST: Final = 1.3


def main() -> None:
    """Print a line for each file; exit with status 1 where memory grows."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        one = unpacked(Path(sys.argv[1]) / FILE, work)
        ten = work / "ten.csv"
        with ten.open("wb") as target:
            for _ in range(COPIES):
                with one.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
        (peak, rows), (peak_of_ten, rows_of_ten) = (_measured(path, work) for path in (one, ten))
    print(f"{peak_of_ten / peak:.2f} times the memory, {rows_of_ten / rows:g} times the rows")
    sys.exit(peak_of_ten > MOST * peak or rows_of_ten != COPIES * rows)


def _measured(path: Path, work: Path) -> tuple[float, int]:
    """Return the peak memory of an analysis in MB, and the rows counted."""
    out = work / f"{path.stem}-results"
    seconds, peak = run(path, out)
    counted = int(json.loads((out / "summary.json").read_text("utf-8"))["rows"]["counted"])
    size = path.stat().st_size / 1e6
    print(f"{path.name:<24}{size:>8.1f} MB{seconds:>8.1f} s{peak:>8.0f} MB{counted:>12,} rows")
    return peak, counted


if __name__ == "__main__":
    main()
