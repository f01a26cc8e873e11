"""How many of the Korean tokens in korean.tsv get the words that a reader expects.

    python benchmarks/quality/korean.py

In the table, `_` is the space inside a negated word (`안_좋다`).
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from moodcloud.language.korean import Korean

TABLE = Path(__file__).with_suffix(".tsv")


def main() -> None:
    """Print the share right, overall and of each kind, and every token that is wrong."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = Korean().words_of([row["form"] for row in rows])
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row, words in zip(rows, found, strict=True):
        shown = " ".join(word.replace(" ", "_") for word in words)
        total[row["kind"]] += 1
        if shown == row["expected"]:
            right[row["kind"]] += 1
        else:
            print(f"{row['kind']}: {row['form']} should be {row['expected']}, is {shown or '()'}")
    for kind, count in total.items():
        print(f"{kind:14} {right[kind]:3} of {count:3}")
    print(f"right: {right.total()} of {total.total()}, {right.total() / total.total():.1%}")


if __name__ == "__main__":
    main()
