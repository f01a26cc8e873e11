"""Every setting of an analysis: name, default, bounds, meaning. Nothing else configures it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from moodcloud.errors import UploadError
from moodcloud.language.detection import LANGUAGES


def _option(default: Any, meaning: str, bounds: tuple[float, float] | None = None) -> Any:
    return field(default=default, metadata={"meaning": meaning, "bounds": bounds})


@dataclass(frozen=True)
class Options:
    """The settings of one analysis.

    Raises:
        UploadError: `bad_option`, when a number is outside its bounds.
    """

    text_column: str | None = _option(
        None, "column that holds the texts: its name, or its position counted from 1"
    )
    sentiment_column: str | None = _option(
        None, "column that holds the sentiment: its name, or its position counted from 1"
    )
    positive: tuple[str, ...] = _option((), "labels to read as positive")
    negative: tuple[str, ...] = _option((), "labels to read as negative")
    language: str | None = _option(
        None, "language of the texts as ISO 639-1 code (en, ko, fr, ...); told by the words"
    )
    stopwords: tuple[str, ...] = _option((), "words to leave out, besides the stop words")
    keep: tuple[str, ...] = _option((), "words to keep although they are stop words")
    phrase_g2: float = _option(
        10.83, "least G2 of a phrase; 10.83 is chance once in a thousand", (0.0, 1e9)
    )
    phrase_share: float = _option(
        0.5,
        "share of its rarer word's occurrences from which a phrase takes the place of its words",
        (0.01, 1.0),
    )
    max_words: int = _option(200, "words offered to each cloud", (1, 1000))
    width: int = _option(1600, "width of a cloud in pixels", (200, 8000))
    height: int = _option(900, "height of a cloud in pixels", (200, 8000))
    prior_mass: float = _option(
        1000.0, "total prior mass a_0 of the keyness statistic, in words", (1.0, 1e9)
    )
    max_rejected: int = _option(
        10_000, "rows listed in rejected.csv; the rest are counted", (0, 10_000_000)
    )

    examples: bool = _option(
        True, "quote texts in report.html as examples; no text of the file is shown without it"
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            bounds = each.metadata["bounds"]
            value = getattr(self, each.name)
            if bounds is not None and not bounds[0] <= value <= bounds[1]:
                raise UploadError(
                    "bad_option",
                    option="--" + each.name.replace("_", "-"),
                    value=value,
                    bounds=f"from {bounds[0]:,} to {bounds[1]:,}",
                )

        if self.language is not None and self.language not in LANGUAGES:
            raise UploadError(
                "bad_option",
                option="--language",
                value=self.language,
                bounds="one of " + ", ".join(LANGUAGES),
            )

    def as_dict(self) -> dict[str, Any]:
        """Return every setting by name, ready for JSON."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def meaning(name: str) -> str:
    """Return what the option `name` means, in one line."""
    found = next(each for each in fields(Options) if each.name == name)
    return str(found.metadata["meaning"])
