"""Build a wheel with the counting kernel for each platform, on any of them.

Usage: python -m tools.build_wheels

It runs in the environment of requirements/compiler.txt, whose compiler (Zig's) knows the C
libraries of all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "dist"
# What the compiler calls a platform, and what wheels call it.
PLATFORMS: Final = {
    "x86_64-linux-gnu.2.17": "manylinux_2_17_x86_64",
    "aarch64-linux-gnu.2.17": "manylinux_2_17_aarch64",
    "x86_64-macos.13.0": "macosx_13_0_x86_64",
    "aarch64-macos.13.0": "macosx_13_0_arm64",
}
# On macOS an extension finds the functions of Python when it is loaded.
_MACOS_LINKING: Final = "-undefined dynamic_lookup"


def build(target: str, platform: str) -> Path:
    """Build the wheel of one platform and return it."""
    compiler = f"{sys.executable} -m ziglang cc -target {target}"
    linking = _MACOS_LINKING if "macos" in target else ""
    environment = os.environ | {"CC": compiler, "LDSHARED": f"{compiler} -shared {linking}"}
    for old in OUT.glob(f"*{platform}.whl"):
        old.unlink()
    # What was compiled for another platform would be taken again.
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    subprocess.run(
        [
            sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--no-build-isolation",
            "--python", sys.executable, "--out-dir", str(OUT),
            f"--config-setting=--build-option=--plat-name={platform}", str(ROOT),
        ],
        check=True, env=environment,
    )  # fmt: skip
    (wheel,) = OUT.glob(f"*{platform}.whl")
    return wheel


def main() -> None:
    """Build all of them in place of the wheels that are there."""
    for old in OUT.glob("*.whl"):
        old.unlink()
    for target, platform in PLATFORMS.items():
        print(build(target, platform).name, flush=True)


if __name__ == "__main__":
    main()
