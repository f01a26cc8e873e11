"""Patterns that are compiled when they are first used, not when their module is imported."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that its first use compiles.

    Compiling all patterns of the modules that an analysis imports takes 150 ms, as long as it takes
    to read a small file; an English file uses a third of them.

    >>> word = lazy_pattern(r"[a-z]+", re.IGNORECASE)
    >>> word.pattern, word.findall("Good, bad")
    ('[a-z]+', ['Good', 'bad'])
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        # Python asks here for what the instance lacks: from the second use on it has the method.
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
