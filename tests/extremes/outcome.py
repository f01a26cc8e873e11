"""Analyse a file in a process of its own: `python -m tests.extremes.outcome FILE FOLDER`."""

from __future__ import annotations

import sys
from dataclasses import asdict

from moodcloud.analysis import analyze
from moodcloud.errors import UploadError

if __name__ == "__main__":
    try:
        summary = analyze(sys.argv[1], sys.argv[2]).summary
    except UploadError as fault:
        print(fault.code)
    else:
        rows = asdict(summary.rows)
        # Copies are among those counted.
        del rows["copies"]
        assert rows["read"] == sum(rows[kind] for kind in rows if kind != "read")
        print("results", *(f"{count} {kind}" for kind, count in rows.items() if count))
