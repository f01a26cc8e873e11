"""Whether this machine has what an analysis needs: what `moodcloud doctor` looks at here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path
from time import perf_counter
from typing import Final

from moodcloud import __version__
from moodcloud.aws.findings import Finding, State

_OLDEST: Final = (3, 11)
_COMPILED: Final = {
    "counting._kernel": "counting",
    "drawing._placing": "drawing",
    "language._rare_tokens": "Korean",
    "tabular._decoding": "odd encodings",
    "tabular._lines": "odd quotes",
}
# Packages for some languages only, and the extra that brings them.
_EXTRAS: Final = {"fugashi": "ja", "newmm-tokenizer": "th", "boto3": "aws"}
_LEAST_DISK_MB: Final = 500
_DOCKER_SECONDS: Final = 10
_TEXTS: Final = {
    "positive": "the lovely bright room, 정말 좋은 방이에요",
    "negative": "a cold noisy room, 방이 너무 추워요",
}


def examine_machine() -> Iterator[Finding]:
    """Look at this machine: Python, what is compiled, fonts, languages, room, Docker.

    Yields:
        What was found, one thing after the other.
    """
    for about, find in (
        ("moodcloud", _version),
        ("compiled parts", _compiled),
        ("fonts", _fonts),
        ("Korean", _korean),
        ("extras", _extras),
        ("temporary files", _room),
        ("an analysis", _analysis),
        ("Docker", _docker),
    ):
        try:
            yield find()
        except Exception as error:  # of any kind: it is what was found
            told = f"{type(error).__name__}: {error}"
            yield Finding(State.BAD, about, told, "Install moodcloud again.")


def _version() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    told = f"{__version__}, Python {version}, {os.cpu_count()} processors"
    if sys.version_info < _OLDEST:  # pragma: no cover - pip does not install it there
        return Finding(State.BAD, "moodcloud", told, "Install Python 3.11 or later.")
    return Finding(State.GOOD, "moodcloud", told)


def _compiled() -> Finding:
    missing = [what for module, what in _COMPILED.items() if not _is_there(f"moodcloud.{module}")]
    if not missing:
        return Finding(State.GOOD, "compiled parts", "all are there")
    remedy = (
        "Results are the same, and take about twice as long. Install a C compiler, then moodcloud "
        "again; or a wheel for this platform."
    )
    return Finding(State.NOTE, "compiled parts", f"not there: {', '.join(missing)}", remedy)


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def _fonts() -> Finding:
    from moodcloud.drawing.composite import FONTS
    from moodcloud.drawing.ink import check_font
    from moodcloud.errors import UploadError

    for path in FONTS:
        try:
            check_font(path)
        except UploadError as error:
            return Finding(State.BAD, "fonts", str(error), "Install moodcloud again.")
    return Finding(State.GOOD, "fonts", ", ".join(path.stem for path in FONTS))


def _korean() -> Finding:
    try:
        import_module("kiwipiepy")
        model = metadata.version("kiwipiepy_model")
    except (ImportError, OSError) as error:
        remedy = "Install moodcloud again: pip install --force-reinstall kiwipiepy."
        told = f"the analyser cannot be loaded: {error}"
        return Finding(State.BAD, "Korean", told, remedy)
    return Finding(State.GOOD, "Korean", f"Kiwi {metadata.version('kiwipiepy')}, model {model}")


def _extras() -> Finding:
    missing = [extra for package, extra in _EXTRAS.items() if not _is_installed(package)]
    if not missing:
        return Finding(State.GOOD, "extras", "Japanese, Thai, AWS")
    told = f"not installed: {', '.join(missing)}"
    remedy = f"Where they are needed: pip install 'moodcloud[{','.join(missing)}]'."
    return Finding(State.NOTE, "extras", told, remedy)


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _room() -> Finding:
    place = tempfile.gettempdir()
    free = shutil.disk_usage(place).free / 1e6
    told = f"{free:,.0f} MB free in {place}"
    if free < _LEAST_DISK_MB:
        remedy = "Set TMPDIR to a folder on a larger disk: three times the largest file is enough."
        return Finding(State.NOTE, "temporary files", told, remedy)
    return Finding(State.GOOD, "temporary files", told)


def _analysis() -> Finding:
    from moodcloud.analysis import analyze
    from moodcloud.options import Options
    from moodcloud.workspace import workspace

    start = perf_counter()
    rows = [f'"{text} {number}",{label}' for number in range(20) for label, text in _TEXTS.items()]
    with workspace() as folder:
        path = Path(folder, "doctor.csv")
        path.write_text("\n".join(["text,sentiment", *rows, ""]), "utf-8")
        summary = analyze(path, folder / "out", Options(width=400, height=225)).summary
    if summary.rows.counted != len(rows):
        told = f"{summary.rows.counted} of {len(rows)} rows were counted"
        return Finding(State.BAD, "an analysis", told, "Install moodcloud again.")
    seconds = perf_counter() - start
    return Finding(State.GOOD, "an analysis", f"{len(rows)} rows in {seconds:.1f} s")


def _docker() -> Finding:
    about = "Docker"
    optional = "Only building the image and the stack's emulator need it."
    if shutil.which("docker") is None:
        return Finding(State.NOTE, about, "not installed", optional)
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_DOCKER_SECONDS, check=True
        )
    except subprocess.SubprocessError:
        return Finding(State.NOTE, about, "installed, but its daemon does not answer", optional)
    return Finding(State.GOOD, about, done.stdout.strip())
