"""What a reader may know of the tables it meets, so that it can tell a header from data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final


def _no(*_: Any) -> bool:
    return False


def _zero(*_: Any) -> int:
    return 0


@dataclass(frozen=True)
class Hints:
    """Knowledge of what tables hold. The defaults know nothing: a caller that knows more says so.

    Attributes:
        known_name: Whether a field is a name that people give to a column.
        text_name: Whether a name is one of a column of texts.
        names_texts: 1 where a name is one of texts that people write, -1 where it speaks against
            texts; 0 for others, and for headings and descriptions.
        label: Whether a word is a label.
        labels: Whether values are labels, given how often each occurs.
        label_column: Whether the values of a column without a name are labels.
        label_prefix: What precedes each label in a file for fastText; empty where that is not
            known.
    """

    known_name: Callable[[str], bool] = _no
    text_name: Callable[[str], bool] = _no
    names_texts: Callable[[str], int] = _zero
    label: Callable[[str], bool] = _no
    labels: Callable[[Mapping[str, int]], bool] = _no
    label_column: Callable[[Sequence[str]], bool] = _no
    label_prefix: str = ""


NO_HINTS: Final = Hints()
