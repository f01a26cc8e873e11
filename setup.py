"""The part of the package that is compiled; pyproject.toml says all else.

Where there is no compiler the package is built without it, and SQL counts, which takes longer.
"""

import sys
from pathlib import Path

from setuptools import Extension, setup

KERNEL = Path("layers/moodcloud/kernel")

setup(
    ext_modules=[
        Extension(
            "moodcloud.counting._kernel",
            sources=[str(KERNEL / "kernel.c")],
            depends=[str(path) for path in sorted(KERNEL.glob("*.h"))],
            extra_compile_args=["-O3", "-pthread"],
            extra_link_args=["-pthread"],
            # The same file serves every Python from 3.11 on.
            py_limited_api=True,
            # Its counts use integers of 128 bits and POSIX threads.
            optional=True,
        )
    ]
    * (sys.platform != "win32"),
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
