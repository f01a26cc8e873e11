"""The part of the package that is compiled; pyproject.toml says all else.

Where there is no compiler the package is built without it, and slower paths are taken.
"""

import sys
from pathlib import Path

from setuptools import Extension, setup

KERNEL = Path("layers/moodcloud/kernel")

setup(
    ext_modules=[
        Extension(
            # kernel/counting/kernel.c becomes moodcloud.counting._kernel.
            f"moodcloud.{source.parent.name}._{source.stem}",
            sources=[str(source)],
            depends=[str(path) for path in sorted(source.parent.glob("*.h"))],
            extra_compile_args=["-O3", "-pthread"],
            extra_link_args=["-pthread"],
            # The same file serves every Python from 3.11 on.
            py_limited_api=True,
            # Counts use integers of 128 bits and POSIX threads.
            optional=True,
        )
        for source in sorted(KERNEL.glob("*/*.c"))
    ]
    * (sys.platform != "win32"),
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
