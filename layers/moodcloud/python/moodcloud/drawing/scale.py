"""How strong the colour of a word is: by its keyness, in steps the legend can name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from moodcloud.drawing.palettes import STRENGTHS

# Below this a difference is chance more often than once in twenty.
_CHANCE: Final = 2.0
# The softest step ends this far above the least value, where all are above chance.
_ABOVE_LEAST: Final = 1.15


@dataclass(frozen=True)
class Scale:
    """Bounds between the steps from soft to strong, ascending: one fewer than there are steps."""

    bounds: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float], start: float = _CHANCE) -> Scale:
        """Return a scale whose bounds grow by a factor, as sizes of effects do.

        Args:
            values: Of the words in a cloud.
            start: The softest step ends here at least, if the values reach beyond.
        """
        known = list(values)
        top = max([1.0, *known])
        low = max(start, _ABOVE_LEAST * min(known, default=0.0))
        if top < 2 * low:
            low = top / 2
        # The strongest step begins well below the top: it is for more than one word.
        factor = (0.6 * top / low) ** (1 / (STRENGTHS - 2))
        return cls(tuple(_short(low * factor**step) for step in range(STRENGTHS - 1)))

    def strength(self, value: float) -> int:
        """Return the step of a value, 0 (soft) to 4 (strong)."""
        return bisect_right(self.bounds, value)

    @property
    def ends(self) -> tuple[str, str]:
        """Where the softest step ends and where the strongest begins, as written."""
        return f"{self.bounds[0]:,g}", f"{self.bounds[-1]:,g}"


def _short(value: float) -> float:
    """Return the value with two digits: what the legend says is what colours."""
    return float(f"{value:.2g}")
