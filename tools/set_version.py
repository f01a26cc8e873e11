"""Give the program a version, and record which bytes its results have.

Usage: python -m tools.set_version 0.2.1 [--unreleased]

Results are filed under the version of the program, so results with other bytes need another
version: `tests/results.json` holds the digest of the files that each input of
`tests/files/inputs.py` gives, and a test holds them against the version.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

import moodcloud
from moodcloud.analysis import analyze

from tests.files.inputs import INPUTS, Input

ROOT: Final = Path(__file__).resolve().parent.parent
RECORD: Final = ROOT / "tests" / "results.json"
_HOME: Final = Path(moodcloud.__file__)
_VERSION: Final = re.compile(r'^__version__ = "([^"]*)"$', re.MULTILINE)


def digests(given: Input, folder: Path) -> dict[str, str]:
    """Return the digest of every file of the results of an input.

    A picture counts by its pixels and Parquet by its rows: how these are packed differs between
    versions of the libraries that pack them, as does the size of the workbooks that tests upload.
    All else counts byte by byte.

    Args:
        given: The input.
        folder: An empty folder to work in.
    """
    upload, results = folder / given.name, folder / "results"
    upload.write_bytes(given.content())
    analyze(upload, results, given.options)
    return {path.name: _digest(path, upload) for path in sorted(results.iterdir())}


def _digest(path: Path, upload: Path) -> str:
    if path.suffix == ".png":
        from PIL import Image

        with Image.open(path) as picture:
            content = repr(picture.size).encode() + picture.convert("RGBA").tobytes()
    elif path.suffix == ".parquet":
        import duckdb

        with duckdb.connect() as connection:
            table = connection.read_parquet(str(path))
            content = repr((table.columns, table.fetchall())).encode()
    else:
        content = path.read_bytes()
        for own in (_sha256(upload.read_bytes()), f'"bytes": {upload.stat().st_size}'):
            content = content.replace(own.encode(), b"")
    return _sha256(content)[:16]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def recorded() -> tuple[str, dict[str, dict[str, str]]]:
    """Return the version that was recorded, and the digests of its results by input and file."""
    record = json.loads(RECORD.read_text("utf-8"))
    return record["version"], record["results"]


def main() -> None:
    """Write the version and the record."""
    parser = argparse.ArgumentParser(prog="set_version", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("version")
    parser.add_argument(
        "--unreleased", action="store_true", help="nobody has results of this version yet"
    )
    arguments = parser.parse_args()
    results = {}
    for name, given in INPUTS.items():
        with tempfile.TemporaryDirectory() as folder:
            results[name] = digests(given, Path(folder))
    if RECORD.exists() and not arguments.unreleased:
        version, before = recorded()
        if version == arguments.version and before != results:
            sys.exit(f"results of {version} had other bytes: choose another version")
    record = {"version": arguments.version, "results": results}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    source = _HOME.read_text("utf-8")
    _HOME.write_text(_VERSION.sub(f'__version__ = "{arguments.version}"', source), "utf-8")
    print(f"This is {arguments.version}; say in CHANGELOG.md what is new in it.")


if __name__ == "__main__":
    main()
