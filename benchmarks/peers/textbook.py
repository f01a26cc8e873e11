"""Word clouds as tutorials draw them: pandas, nltk, wordcloud; a cloud for each sentiment.

A tutorial also downloads what nltk splits sentences by, and its stop words. Here a tweet is one
sentence, and stop words are those of wordcloud. Lemmas are of WordNet where Debian has put it;
otherwise words are stemmed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from nltk.stem import PorterStemmer
from nltk.tokenize import word_tokenize
from wordcloud import STOPWORDS, WordCloud

from tools.build_lexicon import DEBIAN, opened


def clean(text: str, lemma: Callable[[str], str]) -> str:
    """Return the words of a text that a tutorial keeps."""
    text = re.sub(r"https?://\S+|www\.\S+", "", text.lower())
    text = re.sub(r"@\w+|#", "", text)
    text = re.sub(r"[^a-z\s]", "", text)
    tokens = word_tokenize(text, preserve_line=True)
    return " ".join(lemma(token) for token in tokens if token not in STOPWORDS and len(token) > 2)


def main() -> None:
    """Draw a cloud for each sentiment into a folder."""
    path, out = map(Path, sys.argv[1:3])
    frame = pd.read_csv(path)
    with _lemmas() as lemma:
        frame["clean"] = frame["text"].apply(lambda text: clean(text, lemma))
    out.mkdir(parents=True, exist_ok=True)
    for sentiment, texts in frame.groupby("sentiment")["clean"]:
        cloud = WordCloud(width=1600, height=900, background_color="white", max_words=200)
        cloud.generate(" ".join(texts)).to_file(out / f"{sentiment}.png")


@contextmanager
def _lemmas() -> Iterator[Callable[[str], str]]:
    if not (DEBIAN / "index.noun").exists():
        yield PorterStemmer().stem
        return
    with opened(DEBIAN) as wordnet:
        # What nltk's WordNetLemmatizer does: the shortest of what WordNet has for a noun.
        yield lambda word: min(wordnet._morphy(word, "n"), key=len, default=word)


if __name__ == "__main__":
    main()
