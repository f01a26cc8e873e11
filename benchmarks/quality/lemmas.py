"""How many German, French and Spanish tokens get the lemma a reader expects.

    python -m benchmarks.quality.lemmas

The tables hold some 400 tokens each, as they follow one another in public reviews and posts, but no
stop words; the lemmas are one reader's judgement. Where two are right (a participle), a bar
separates them. Every token that comes out wrong is listed.
"""

from __future__ import annotations

import csv
from pathlib import Path

from moodcloud.language import folded, words_of_tokens

TABLES = {"de": "german.tsv", "fr": "french.tsv", "es": "spanish.tsv"}


def wrong(language: str) -> tuple[list[str], int]:
    """Return what comes out wrong, and how many tokens there are."""
    path = Path(__file__).with_name(TABLES[language])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    written = {folded(row["token"]): row["token"] for row in rows}
    found = words_of_tokens(list(written), [2] * len(written), language, written)
    missed = []
    for row in rows:
        word = " ".join(found.get(folded(row["token"]), (folded(row["token"]),)))
        if word not in row["lemma"].split("|"):
            missed.append(f"{row['token']}: {word}, expected {row['lemma']}")
    return missed, len(rows)


def main() -> None:
    """Print the share that is right in each language, and what is wrong."""
    for language, table in TABLES.items():
        missed, total = wrong(language)
        print(f"{table:12} {total - len(missed):4} of {total:4}  {1 - len(missed) / total:.1%}")
        for line in missed:
            print(f"  {line}")


if __name__ == "__main__":
    main()
