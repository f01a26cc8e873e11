"""How often the score of a text without labels agrees with the label that it has.

    python -m benchmarks.quality.scored vader FILE
    python -m benchmarks.quality.scored nsmc FILE [SKIPPED]

FILE has labels, which only judge. Of the Naver sentiment movie corpus the first 150,000 rows are
learned: they are SKIPPED. Printed are, for rows with a positive or a negative label, the share
whose score has the right sign (a score of zero counts half), the share that gets the right of three
sentiments, and rows scored in a second of one core.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.scoring import nsmc, vader
from moodcloud.scoring.vader_lexicon import compound

SIDES = {"positive": 1, "negative": -1}
BATCH = 1_000


def rows_of(path: Path, skipped: int) -> list[tuple[str, int]]:
    """Return text and side of each row labelled positive or negative."""
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        if path.suffix == ".zst":
            packed, path = path, Path(folder) / path.stem
            subprocess.run(["zstd", "-qd", str(packed), "-o", str(path)], check=True)
        table = read_table(path, Options(), Path(folder), connection)
        connection.execute("SET preserve_insertion_order = true")
        query = f"SELECT text, label FROM ({table.relation}) WHERE text IS NOT NULL"
        found = connection.execute(query).fetchall()
    sides = [(text, SIDES.get(table.labels.get(label, ""), 0)) for text, label in found]
    return [(text, side) for text, side in sides[skipped:] if side]


def by_vader(texts: list[str]) -> list[float]:
    """Return VADER's scores."""
    return [compound(text) for text in texts]


def by_nsmc(texts: list[str]) -> list[float]:
    """Return the margins of the model trained on NSMC."""
    margins: list[float] = []
    for start in range(0, len(texts), BATCH):
        heard = [nsmc.heard(text) for text in texts[start : start + BATCH]]
        margins += nsmc.runs_of(heard).margins(nsmc.load()).tolist()
    return margins


# What scores, and from where on a score is not neutral.
SCORERS: dict[str, tuple[Callable[[list[str]], list[float]], float]] = {
    "vader": (by_vader, vader.THRESHOLD),
    "nsmc": (by_nsmc, nsmc.SURE_MARGIN),
}


def main() -> None:
    """Print the shares that are right, and the speed."""
    path = Path(sys.argv[2])
    scorer, bound = SCORERS[sys.argv[1]]
    rows = rows_of(path, int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    scorer(["warm"])
    started = time.process_time()
    scores = np.array(scorer([text for text, _ in rows]))
    seconds = time.process_time() - started
    sides = np.array([side for _, side in rows])
    sign = np.where(scores == 0, 0.5, np.sign(scores) == sides).mean()
    sure = np.abs(scores) >= bound
    right = (np.sign(scores) == sides)[sure]
    print(
        f"{path.name}: {len(rows):,} rows by {sys.argv[1]}: sign {sign:.3f}; "
        f"{right.sum() / len(rows):.3f} get the right of three sentiments, "
        f"{1 - sure.mean():.3f} are neutral, of the others {right.mean():.3f} are right; "
        f"{len(rows) / seconds:,.0f} rows a second"
    )


if __name__ == "__main__":
    main()
