"""In how many texts units are: the part of looking for them that is in C."""

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.int64]

def texts(
    file: int,
    sentiments: int,
    words: _Numbers,
    word_units: _Numbers,
    pairs: _Numbers,
    added: _Numbers,
    added_units: _Numbers,
    taken: _Numbers,
    taken_units: _Numbers,
    texts: _Numbers,
    /,
) -> None: ...
