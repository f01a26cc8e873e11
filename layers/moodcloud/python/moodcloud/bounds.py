"""What an upload may take at most, as whoever runs the function sets it.

These bounds decide whether an upload is analysed, never what its results are: so they are no
options of an analysis, and results do not name them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from moodcloud.errors import UploadError

# To start with, an upload may take as long as a small Korean one after a cold start on a busy
# machine. With the default of 10 seconds a MB the bound is 60 times what files of tweets take.
_SECONDS_OF_ANY: Final = 30.0


@dataclass(frozen=True)
class Bounds:
    """The most that an upload may have or take; 0 for as much as there is.

    Attributes:
        upload_mb: Its size in MB (millions of bytes).
        rows: Its rows.
        columns: Its columns.
        words: Its distinct tokens.
        seconds_per_mb: Seconds for each MB, besides half a minute for any upload. A small file that
            takes longer was made to.
    """

    upload_mb: int = 0
    rows: int = 0
    columns: int = 0
    words: int = 0
    seconds_per_mb: float = 0.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Return the bounds that environment variables give; see `VARIABLES`.

        Raises:
            ValueError: One of them is no number from 0; the message names it.
        """
        return cls(
            **{
                name: _number(environment.get(variable, ""), variable, type(getattr(cls, name)))
                for name, variable in VARIABLES.items()
            }
        )

    def seconds_of(self, size: int) -> float | None:
        """Return how long an upload of so many bytes may take; None for no bound.

        >>> Bounds(seconds_per_mb=10).seconds_of(2_000_000)
        50.0
        """
        if not self.seconds_per_mb:
            return None
        return _SECONDS_OF_ANY + self.seconds_per_mb * size / 1e6

    def allows_size(self, size: int) -> bool:
        """Return whether an upload may have so many bytes."""
        return not self.upload_mb or size <= self.upload_mb * 1e6

    def check_size(self, size: int, name: str) -> None:
        """Refuse an upload of more bytes than it may have.

        Raises:
            UploadError: `over_bound`.
        """
        _check(size / 1e6, self.upload_mb, "MB", "LargestUpload", name)

    def check_rows(self, rows: int, name: str) -> None:
        """Refuse an upload of more rows than it may have.

        Raises:
            UploadError: `over_bound`.
        """
        _check(rows, self.rows, "rows", "MostRows", name)

    def check_columns(self, columns: int, name: str) -> None:
        """Refuse an upload of more columns than it may have.

        Raises:
            UploadError: `over_bound`.
        """
        _check(columns, self.columns, "columns", "MostColumns", name)

    def check_words(self, words: int, name: str) -> None:
        """Refuse an upload of more distinct tokens than it may have.

        Raises:
            UploadError: `over_bound`.
        """
        _check(words, self.words, "different words", "MostWords", name)


NO_BOUNDS: Final = Bounds()
VARIABLES: Final = {
    "upload_mb": "LARGEST_UPLOAD_MB",
    "rows": "MOST_ROWS",
    "columns": "MOST_COLUMNS",
    "words": "MOST_WORDS",
    "seconds_per_mb": "SECONDS_PER_MB",
}
"""The environment variable of each bound; an empty one sets none."""


def _number(text: str, variable: str, kind: Callable[[str], Any]) -> Any:
    if not text:
        return 0
    try:
        number = kind(text)
    except ValueError:
        number = -1
    # Neither below 0 nor what is no number at all.
    if not 0 <= number < float("inf"):
        raise ValueError(f"The variable {variable} of the function is no number: {text!r}.")
    return number


def _check(found: float, most: float, what: str, parameter: str, name: str) -> None:
    if most and found > most:
        raise UploadError(
            "over_bound", name=name, found=found, most=most, what=what, parameter=parameter
        )
