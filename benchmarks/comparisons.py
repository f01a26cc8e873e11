"""The same 100,000 tweets by this program, and by what people would write or take instead."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from benchmarks.inputs import ROOT, Inputs
from benchmarks.processes import Run, in_turn, python
from benchmarks.section import Section, table
from benchmarks.staged import command

# scikit-learn and Polars are in an environment of their own, which `make bench` makes.
OTHERS: Final = ROOT / ".venv-bench" / "bin" / "python"
_WHOLE, _COUNTED = "moodcloud, whole", "moodcloud, nothing drawn"
_CLOUDS: Final = "process_text and as many clouds of 200 words"
_TEXTBOOK: Final = "pandas, nltk and wordcloud, as tutorials write it"
_DOES: Final = {
    _WHOLE: "words, phrases, statistics, clouds, page",
    _COUNTED: "words, phrases, statistics",
    "process_text": "words, phrases",
    _CLOUDS: "words, phrases, clouds",
    _TEXTBOOK: "lemmas, one cloud a sentiment",
    "scikit-learn": "words, bigrams",
    "Polars": "words, bigrams",
}


def measure(inputs: Inputs, out: Path, runs: int) -> Section:
    """Return what each takes, beside the whole job of this program."""
    path = inputs.tweets()
    ours = {_WHOLE: command(path, out / "whole"), _COUNTED: command(path, out / "none", "drawing")}
    ran = in_turn(ours, runs)
    clouds = len(list((out / "whole").glob("*.png")))
    ran |= in_turn(_peers(path, out, clouds), runs)
    whole = ran[_WHOLE]
    rows = [_row(name, whole, each) for name, each in ran.items()]
    figures = {
        "tweets_seconds": whole.seconds,
        "tweets_clouds": float(clouds),
        "process_text_share": whole.seconds / ran["process_text"].seconds,
        "clouds_times": ran[_CLOUDS].seconds / whole.seconds,
        "textbook_times": ran[_TEXTBOOK].seconds / whole.seconds,
    }
    header = ["by", "times ours", "seconds", "of processors", "peak MB", "gives"]
    return Section(table(header, rows), figures)


def _peers(path: Path, out: Path, clouds: int) -> dict[str, list[str]]:
    peers = {
        "process_text": python("benchmarks.peers.process_text", path),
        _CLOUDS: python("benchmarks.peers.process_text", path, out / "clouds", str(clouds)),
        _TEXTBOOK: python("benchmarks.peers.textbook", path, out / "textbook"),
    }
    if not OTHERS.exists():
        print("without scikit-learn and Polars: make .venv-bench/ready", file=sys.stderr)
        return peers
    return peers | {
        "scikit-learn": [str(OTHERS), "-m", "benchmarks.peers.sklearn_counts", str(path)],
        "Polars": [str(OTHERS), "-m", "benchmarks.peers.polars_counts", str(path)],
    }


def _row(name: str, whole: Run, ran: Run) -> list[object]:
    times = ran.seconds / whole.seconds
    return [name, times, ran.seconds, ran.cpu, round(ran.peak_mb), _DOES[name]]
