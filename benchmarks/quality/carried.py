"""How much sentiment the drawn words carry.

The 200 words a side with the highest z are found on four rows of five, each scored by the logarithm
of its ratio of rates. The score of every fifth row is the sum over its words. Printed is the area
under the ROC curve (how often a positive row scores above a negative one) for tokens as they are,
for words, and for words with negation.

    python -m benchmarks.quality.carried FILE [ROWS]

With ROWS, only so many rows at the beginning and at the end of the file are read.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
from moodcloud.counting import Counts, count
from moodcloud.counting.split_texts import split_texts
from moodcloud.database import connect
from moodcloud.language import (
    bigram_stop_words,
    capitals_of,
    detect,
    folded,
    names_of,
    negation,
    stop_words,
    words_of_tokens,
)
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary.keyness import Floats, log_odds_z

SIDES = ("positive", "negative")
DRAWN = 200
Row = tuple[str, list[str]]
Units = Callable[[list[str]], Iterable[str]]


def rows_of(path: Path, most: int | None) -> tuple[list[Row], frozenset[str]]:
    """Return sentiment and folded tokens of every row, positive and negative only, and the names.

    Names are told by the whole file, whatever rows are read.
    """
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        if path.suffix == ".zst":
            packed, path = path, Path(folder) / path.stem
            subprocess.run(["zstd", "-qd", str(packed), "-o", str(path)], check=True)
        table = read_table(path, Options(), Path(folder), connection)
        connection.execute("SET preserve_insertion_order = true")  # every fifth row is the same
        rows = connection.execute(
            f"SELECT label, text FROM ({table.relation}) WHERE text IS NOT NULL"
        ).fetchall()
        texts = split_texts(connection, [text for _, text in rows], table.unspaced)
        found = [(label, tokens) for (label, _), tokens in zip(rows, texts, strict=True)]
        names = names_in(count(connection, table, ()))
    rows = [(table.labels.get(label, ""), [folded(token) for token in tokens])
            for label, tokens in found]  # fmt: skip
    if most is not None:
        rows = rows[:most] + rows[-most:]
    return [row for row in rows if row[0] in SIDES], names


def names_in(counts: Counts) -> frozenset[str]:
    """Return the tokens that are names, folded."""
    rows = counts.connection.execute(
        f"SELECT token, sum(capitals)::BIGINT, sum(count)::BIGINT FROM {counts.tokens} "
        r"WHERE regexp_matches(token, '^\pL') GROUP BY token"
    ).fetchall()
    capitals = {token: times for token, times, _ in rows if times}
    return names_of(capitals_of(capitals), {token: total for token, _, total in rows})


def carried(rows: list[Row], units: Units) -> float:
    """Return the area under the ROC curve on every fifth row."""
    train = {side: Counter[str]() for side in SIDES}
    for number, (side, tokens) in enumerate(rows):
        if number % 5:
            train[side].update(units(tokens))
    words = sorted(train["positive"].keys() | train["negative"].keys())
    own, others = (np.array([train[side][word] for word in words]) for side in SIDES)
    z = log_odds_z(own, others, Options().prior_mass)
    rates = [(side + 0.5) / side.sum() for side in (own, others)]
    order = np.argsort(z, kind="stable")
    drawn = [*order[:DRAWN], *order[-DRAWN:]]
    weight = {words[i]: float(np.log(rates[0][i] / rates[1][i])) for i in drawn}
    scores: dict[str, list[float]] = {side: [] for side in SIDES}
    for side, tokens in rows[::5]:
        scores[side].append(sum(weight.get(word, 0.0) for word in units(tokens)))
    return area(np.array(scores["positive"]), np.array(scores["negative"]))


def area(above: Floats, below: Floats) -> float:
    """Return how often a value of `above` exceeds one of `below`; equals count a half."""
    ordered = np.sort(below)
    under = np.searchsorted(ordered, above, "left") + np.searchsorted(ordered, above, "right")
    return float(under.mean() / 2 / len(below))


def main() -> None:
    """Print the three areas."""
    path = Path(sys.argv[1])
    rows, names = rows_of(path, int(sys.argv[2]) if len(sys.argv) > 2 else None)
    seen = Counter(token for _, tokens in rows for token in tokens if token[0].isalpha())
    language = detect(dict(seen))
    stops = bigram_stop_words((), ()) | stop_words(language)
    tokens = sorted(seen)
    others = words_of_tokens(tokens, [seen[each] for each in tokens], language, None, names)
    words = {token: (token,) for token in tokens} | others

    def surface(tokens: list[str]) -> Iterable[str]:
        return [token for token in tokens if token in words and token not in stops]

    def lemmas(tokens: list[str]) -> list[str]:
        return [word for token in surface(tokens) for word in words[token] if word not in stops]

    def negated(tokens: list[str]) -> Iterable[str]:
        found: list[str] = []
        taken: Counter[str] = Counter()
        for first, second in pairwise(tokens):
            if {first, second} & stops or first not in words or second not in words:
                continue
            if (each := negation(first, second, words, language)) is not None:
                found.append(each.word)
                taken.update(each.parts)
        left = Counter(lemmas(tokens)) - taken
        return [*left.elements(), *found]

    print(f"{path.name}: {len(rows):,} rows")
    for name, units in (("tokens", surface), ("words", lemmas), ("words, negation", negated)):
        print(f"  {name:<16} AUC {carried(rows, units):.4f}")


if __name__ == "__main__":
    main()
