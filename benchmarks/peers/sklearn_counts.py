"""Words and bigrams by scikit-learn's CountVectorizer, for each sentiment; nothing is drawn."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer


def main() -> None:
    """Count the words and bigrams of the texts of each sentiment."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts = CountVectorizer(ngram_range=(1, 2), stop_words="english").fit_transform(
        [row["text"] for row in rows]
    )
    labels = np.array([row["sentiment"] for row in rows])
    print([int(counts[labels == label].sum()) for label in np.unique(labels)])


if __name__ == "__main__":
    main()
