"""On which machine, when, and with which versions something was measured."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

_LIBRARIES: Final = ("duckdb", "numpy", "pandas", "pillow", "kiwipiepy", "wordcloud", "nltk")


def described() -> str:
    """Return it in two sentences."""
    import moodcloud
    from moodcloud.counting.by_kernel import kernel_is_built

    kernel = "with" if kernel_is_built() else "without"
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Measured on {datetime.date.today():%d %B %Y}: {len(os.sched_getaffinity(0))} processors "
        f"({_processor()}), {_memory()}, load {os.getloadavg()[0]:.1f} at the start. "
        f"moodcloud {moodcloud.__version__} {kernel} its compiled modules, "
        f"Python {platform.python_version()}, {libraries}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 2**30:.0f} GB"
