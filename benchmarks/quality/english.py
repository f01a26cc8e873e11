"""How many of 300 English tokens get the lemma a reader expects.

    python benchmarks/quality/english.py

The table, english.tsv, was written by hand before the code was tuned. Every token that comes out
wrong is listed.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from moodcloud.language.english import lemma

TABLE = Path(__file__).with_suffix(".tsv")


def main() -> None:
    """Print the share that is right, for each kind of token, and what is wrong."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = [row for row in rows if lemma(row["form"]) != row["lemma"]]
    kinds, missed = (Counter(row["kind"] for row in some) for some in (rows, wrong))
    for kind, total in kinds.items():
        print(f"{kind:10} {total - missed[kind]:4} of {total:4}")
    right = len(rows) - len(wrong)
    print(f"{'all':10} {right:4} of {len(rows):4}  {right / len(rows):.1%}")
    for row in wrong:
        print(f"  {row['form']}: {lemma(row['form'])}, expected {row['lemma']}")


if __name__ == "__main__":
    main()
