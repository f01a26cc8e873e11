"""Compare the words of Korean reviews found by vocabulary with those of every review in full.

By vocabulary, as moodcloud does it: distinct tokens, each without its neighbours. In full: the
analyser reads each review as it is (same dictionary, same rules from morphemes to words).

    python -m benchmarks.quality.agreement FILE [ROWS]

FILE is the Naver sentiment movie corpus: id, document, label, separated by tabs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import groupby
from pathlib import Path

import duckdb
from moodcloud.counting.tokens import WORD_TOKEN
from moodcloud.language.detection import HANGUL
from moodcloud.language.korean import Korean
from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_spelling import JAMO, laughter
from moodcloud.language.stopwords import stop_words

TOP = 200


def by_vocabulary(reviews: list[str]) -> Counter[str]:
    """Count the words of the distinct tokens."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE reviews (text VARCHAR)")
    connection.execute("INSERT INTO reviews SELECT unnest(?::VARCHAR[])", [reviews])
    rows = connection.execute(
        """
        SELECT token, count(*)
        FROM (SELECT unnest(regexp_extract_all(nfc_normalize(text), ?)) AS token FROM reviews)
        WHERE regexp_matches(token, '[ㄱ-ㅣ가-힣]')
        GROUP BY token
        """,
        [WORD_TOKEN],
    ).fetchall()
    tokens, counts = [row[0] for row in rows], [row[1] for row in rows]
    started = time.perf_counter()
    found = Korean().words_of(tokens, counts)
    print(f"{len(tokens)} tokens: {time.perf_counter() - started:.1f} s, loading included")
    words: Counter[str] = Counter()
    for of_token, count in zip(found, counts, strict=True):
        for word in of_token:
            words[word] += count
    return words


def in_full(reviews: list[str]) -> Counter[str]:
    """Count the words of each review as the analyser reads it."""
    started = time.perf_counter()
    words: Counter[str] = Counter()
    for morphemes in Korean().analyser.load().tokenize(reviews):
        for _, together in groupby(morphemes, key=lambda each: each.word_position):
            read = [(each.form, each.tag) for each in together]
            words.update(words_from(read))
            for text, tag in read:
                if tag == "SW" and JAMO.fullmatch(text):
                    words.update(laughter(text))
    print(f"{len(reviews)} reviews in full: {time.perf_counter() - started:.1f} s")
    return words


def main(path: str, rows: int | None = None) -> None:
    """Print how many of the most frequent words agree, and those that do not."""
    lines = Path(path).read_text("utf-8").split("\n")[1:]
    reviews = [line.split("\t")[1] for line in lines if line][:rows]
    stops = stop_words("ko")
    ours, theirs = (
        Counter(
            {
                word: count
                for word, count in words.items()
                if word not in stops and HANGUL.search(word)
            }
        )
        for words in (by_vocabulary(reviews), in_full(reviews))
    )
    top_ours = [word for word, _ in ours.most_common(TOP)]
    top_theirs = [word for word, _ in theirs.most_common(TOP)]
    print(f"agreeing: {len(set(top_ours) & set(top_theirs))} of {TOP}")
    rank_ours = {word: rank for rank, word in enumerate(dict(ours.most_common()), 1)}
    rank_theirs = {word: rank for rank, word in enumerate(dict(theirs.most_common()), 1)}
    for name, one, other in (
        ("by vocabulary only", top_ours, set(top_theirs)),
        ("in full only", top_theirs, set(top_ours)),
    ):
        print(name)
        for word in one:
            if word not in other:
                print(
                    f"  {word}: by vocabulary {ours[word]} (rank {rank_ours.get(word, '-')}),"
                    f" in full {theirs[word]} (rank {rank_theirs.get(word, '-')})"
                )
    print(" ".join(top_ours))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
