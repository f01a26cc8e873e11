"""How many English tokens get the lemma a reader expects.

    python benchmarks/quality/english.py

The table, english.tsv: 300 tokens written by hand before the code was tuned, and tokens drawn at
random, by frequency, from reviews, newspapers and tweets that nobody tuned on, whose lemmas were
judged by hand. A token of a kind called a name has a capital in its texts. Every token that comes
out wrong is listed.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from moodcloud.language.names import lemma_in

TABLE = Path(__file__).with_suffix(".tsv")


def main() -> None:
    """Print the share that is right, for each kind of token, and what is wrong."""
    found = [(row, found_for(row)) for row in table()]
    wrong = [(row, lemma) for row, lemma in found if lemma != row["lemma"]]
    kinds = Counter(row["kind"] for row, _ in found)
    missed = Counter(row["kind"] for row, _ in wrong)
    for kind, total in kinds.items():
        print(f"{kind:10} {total - missed[kind]:4} of {total:4}")
    right = len(found) - len(wrong)
    print(f"{'all':10} {right:4} of {len(found):4}  {right / len(found):.1%}")
    for row, lemma in wrong:
        print(f"  {row['form']}: {lemma}, expected {row['lemma']}")


def table() -> list[dict[str, str]]:
    """Return the rows: form, lemma, kind."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def found_for(row: dict[str, str]) -> str:
    """Return the lemma found for a row, where the lemma expected is written, too."""
    names = {row["form"]} if row["kind"].endswith("name") else set()
    return lemma_in(row["form"], names, {row["lemma"]: 1})


if __name__ == "__main__":
    main()
