"""The files that are analysed: real data, parts and copies of it, and what makes it dirty."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TWEETS: Final = 100_000
_SAMPLE_ROWS: Final = 300
_KOREAN_ROWS: Final = 50_000
# One row in so many has a quote that nothing closes.
_QUOTED_EACH: Final = 1_000
# A review whose text is missing, as the last row of a file of tweets.
_BAD_ROW: Final = '"0","1","","","",""\n'


class Inputs:
    """Files for benchmarks, each made when it is first asked for.

    Args:
        data: The folder of the real data (see MOODCLOUD_DATA in CONTRIBUTING).
        work: A folder for what is made of it.
    """

    def __init__(self, data: Path, work: Path) -> None:
        self._data, self._work = data, work

    def airline(self) -> Path:
        """Return 14,640 tweets, as they were published."""
        return self._data / "airline-tweets.csv"

    def english(self) -> Path:
        """Return 300 reviews in English."""
        return self._made("reviews-en-300.csv", lambda: self._sample("reviews-en.csv"))

    def korean(self) -> Path:
        """Return 300 reviews in Korean."""
        return self._made("reviews-ko-300.csv", lambda: self._sample("reviews-ko.csv"))

    def nsmc(self) -> Path:
        """Return 200,000 reviews of films in Korean."""
        return self._unpacked("nsmc-200k.tsv.zst")

    def sentiment140(self) -> Path:
        """Return 1,600,000 tweets in the encoding they were published in."""
        return self._unpacked("sentiment140.csv.zst")

    def tweets(self) -> Path:
        """Return the first and the last 50,000 of them as UTF-8, with names of columns."""
        names = '"sentiment","id","date","query","user","text"\n'
        return self._made(f"tweets-{TWEETS}.csv", lambda: [names, *self._both_ends(TWEETS)])

    def share(self, copies: float) -> Path:
        """Return so many copies of Sentiment140 in one file, or a share of it from both ends."""
        whole = self.sentiment140()
        if copies < 1:
            rows = int(1_600_000 * copies)
            return self._made(f"share-{copies}.csv", lambda: self._both_ends(rows))
        target = self._work / f"copies-{copies:g}.csv"
        if not target.exists():
            with target.open("wb") as joined:
                for _ in range(int(copies)):
                    with whole.open("rb") as one:
                        shutil.copyfileobj(one, joined, 1 << 24)
        return target

    def twins(self) -> dict[str, tuple[Path, Path]]:
        """Return pairs of files, clean and dirty, by what makes the second dirty."""
        clean = self.share(0.25)
        korean = self._made(
            "korean.tsv", lambda: islice(_lines(self.nsmc(), "utf-8"), _KOREAN_ROWS)
        )
        return {
            "a bad row at the end": (
                clean,
                self._made("bad.csv", lambda: _with_a_bad_row(clean)),
            ),
            "stray quotes": (clean, self._made("quotes.csv", lambda: _with_stray_quotes(clean))),
            "cp1252": (clean, self._made("western.csv", lambda: _rows(clean), "cp1252")),
            "cp949": (korean, self._made("cp949.tsv", lambda: _rows(korean), "cp949")),
            "gzip": (clean, self._packed(clean)),
        }

    def _made(
        self, name: str, lines: Callable[[], Iterator[str] | list[str]], encoding: str = "utf-8"
    ) -> Path:
        path = self._work / name
        if not path.exists():
            with path.open("w", encoding=encoding, errors="ignore", newline="") as stream:
                stream.writelines(lines())
        return path

    def _sample(self, name: str) -> Iterator[str]:
        return islice(_lines(ROOT / "samples" / name, "utf-8"), _SAMPLE_ROWS + 1)

    def _both_ends(self, rows: int) -> list[str]:
        # A tweet is a line; the file is in an encoding that every byte has a letter in.
        lines = list(_lines(self.sentiment140(), "latin-1"))
        return lines[: rows // 2] + lines[-(rows // 2) :]

    def _packed(self, path: Path) -> Path:
        target = path.with_suffix(".csv.gz")
        if not target.exists():
            target.write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
        return target

    def _unpacked(self, name: str) -> Path:
        target = self._work / Path(name).stem
        if not target.exists():
            if shutil.which("zstd") is None:
                raise SystemExit("the benchmark needs zstd: apt-get install zstd")
            packed = str(self._data / name)
            subprocess.run(["zstd", "-qdf", packed, "-o", str(target)], check=True)
        return target


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="\n") as stream:
        yield from stream


def _rows(path: Path) -> Iterator[str]:
    return _lines(path, "utf-8")


def _with_a_bad_row(path: Path) -> Iterator[str]:
    yield from _rows(path)
    yield _BAD_ROW


def _with_stray_quotes(path: Path) -> Iterator[str]:
    for number, line in enumerate(_rows(path)):
        yield line[:-2] + 'it"s "\n' if number % _QUOTED_EACH == 7 else line
