"""The sentiment of Korean texts by a linear model of the letters in them, trained on NSMC.

A text is seen as its runs of one to three letters, spaces among them: endings and spaces vary too
much in Korean for a list of words. Runs are hashed, so the model is one number for each of 131,072
buckets. What it was trained on and how good it is, `nsmc.LICENSE.txt` tells.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from moodcloud.cleaning import said
from moodcloud.language.detection import HANGUL
from moodcloud.scoring import vader
from moodcloud.scoring.vader import chunks

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]

FILE: Final = "nsmc.npz"
BITS: Final = 17
"""There are two to the power of so many buckets."""
# A text is positive or negative where the model gives at least this probability. Of 49,991 reviews
# that it has not seen it is so sure of 87 %, of which it tells 91 % right.
SURE: Final = 0.65
SURE_MARGIN: Final = float(np.log(SURE / (1 - SURE)))
_LONGEST_RUN: Final = 3
# It mixes bits well: the golden ratio in 32 bits.
_MIXING: Final = np.uint32(0x9E3779B1)
_WORD: Final = re.compile(r"[^\W\d_]+")
# Koreans write a word or two in English, which the model has seen: good, very nice.
_LEAST_WORDS: Final = 3
_REPEATED: Final = re.compile(r"(.)\1{2,}", re.DOTALL)


class Model(NamedTuple):
    """The weight of each bucket, and what is added to the sum."""

    weights: Numbers
    bias: float


class Runs(NamedTuple):
    """The runs of letters in some texts.

    Attributes:
        buckets: The bucket of each run.
        texts: The position of the text that it is in.
        scale: What the sum of each text is multiplied by, so that its length does not count.
    """

    buckets: Positions
    texts: Positions
    scale: Numbers

    def margins(self, model: Model) -> Numbers:
        """Return the logarithm of the odds that each text is positive."""
        weights = model.weights[self.buckets]
        sums = np.bincount(self.texts, weights, minlength=len(self.scale))
        return sums * self.scale + model.bias


def scored(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each text with 1 for a positive one, -1 for a negative one, 0 for neither."""
    model = load()
    for chunk in chunks(texts):
        margins = runs_of([heard(text) for text in chunk]).margins(model)
        signs = (margins >= SURE_MARGIN).astype(int) - (margins <= -SURE_MARGIN)
        for text, sign in zip(chunk, signs.tolist(), strict=True):
            yield text, vader.sign(text) if is_foreign(text) else sign


def is_foreign(text: str) -> bool:
    """Return whether a text is a sentence without any Hangul: of those the model knows nothing.

    >>> is_foreign("Not worth the money"), is_foreign("good!"), is_foreign("최고 the best film")
    (True, False, False)
    """
    return not HANGUL.search(text) and len(_WORD.findall(text)) >= _LEAST_WORDS


@cache
def load() -> Model:
    """Return the model of this package."""
    stored = np.load(io.BytesIO(files(__package__).joinpath(FILE).read_bytes()))
    return Model(stored["weights"] * float(stored["scale"]), float(stored["bias"]))


def heard(text: str) -> str:
    """Return what counts of a text: laughter and dots as long as two, no mentions, no links.

    >>> heard("@naver  재밌어요ㅋㅋㅋㅋㅋ www.naver.com")
    '재밌어요ㅋㅋ'
    """
    composed = unicodedata.normalize("NFC", said(text)).lower()
    return " ".join(_REPEATED.sub(r"\1\1", composed).split())


def runs_of(texts: Sequence[str]) -> Runs:
    """Return the runs of one to three letters in texts, with a space before and after each text."""
    joined = "".join(f" {text} " for text in texts).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(joined, np.uint32)
    owners = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    spaces = letters == ord(" ")
    hashes = np.zeros(len(letters), np.uint32)
    buckets, where = [], []
    for length in range(1, _LONGEST_RUN + 1):
        starts = len(letters) - length + 1
        ends = slice(length - 1, None)
        hashes = (hashes[:starts] + letters[ends] + np.uint32(1)) * _MIXING
        hashes ^= hashes >> np.uint32(15)
        # Neither across texts, nor from a space to a space.
        kept = (owners[:starts] == owners[ends]) & ~(spaces[:starts] & spaces[ends])
        buckets.append(hashes[kept] >> np.uint32(32 - BITS))
        where.append(owners[:starts][kept])
    found = np.concatenate(where)
    counts = np.bincount(found, minlength=len(texts))
    scale = 1 / np.sqrt(np.maximum(counts, 1))
    return Runs(np.concatenate(buckets).astype(np.int64), found, scale)
