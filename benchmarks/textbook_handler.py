"""A function as tutorials write it: pandas reads, nltk splits texts into words, wordcloud draws.

It is held against `functions/analyze` by `benchmarks.cold_start`. nltk's own stop words are data to
download first: those of wordcloud take their place, which saves it the time.
"""

from __future__ import annotations

import io
from typing import Any

import boto3
import nltk
import pandas as pd
from wordcloud import STOPWORDS, WordCloud

s3 = boto3.client("s3")
tokenizer = nltk.tokenize.TweetTokenizer(preserve_case=False)


def handler(event: dict[str, Any], _context: Any) -> dict[str, list[str]]:
    """Draw a word cloud for each sentiment of an upload of reviews."""
    upload = event["Records"][0]["s3"]
    bucket, key = upload["bucket"]["name"], upload["object"]["key"]
    reviews = pd.read_csv(s3.get_object(Bucket=bucket, Key=key)["Body"])
    keys = []
    for sentiment, texts in reviews.groupby("sentiment")["review"]:
        words = [
            word
            for text in texts
            for word in tokenizer.tokenize(text)
            if word.isalpha() and word not in STOPWORDS
        ]
        cloud = WordCloud(width=800, height=400, background_color="white").generate(" ".join(words))
        picture = io.BytesIO()
        cloud.to_image().save(picture, "PNG")
        keys.append(f"results/{key}/{sentiment}.png")
        s3.put_object(Bucket=bucket, Key=keys[-1], Body=picture.getvalue())
    return {"results": keys}
