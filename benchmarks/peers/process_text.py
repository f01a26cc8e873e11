"""Words and phrases by `WordCloud.process_text`, for each sentiment; and clouds of them.

python -m benchmarks.peers.process_text FILE [FOLDER CLOUDS]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from wordcloud import WordCloud


def main() -> None:
    """Count the words; draw so many clouds of 200 words, where asked."""
    frame = pd.read_csv(sys.argv[1], usecols=["sentiment", "text"])
    words = [
        WordCloud().process_text(" ".join(texts)) for _, texts in frame.groupby("sentiment")["text"]
    ]
    if len(sys.argv) == 2:
        print(sum(map(len, words)))
        return
    out, clouds = Path(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for number in range(clouds):
        cloud = WordCloud(width=1600, height=900, max_words=200)
        cloud.generate_from_frequencies(words[number % len(words)])
        cloud.to_file(out / f"{number}.png")


if __name__ == "__main__":
    main()
