"""Take the steps of an upload of 10 TB that fit on this machine, and note what they take.

    python -m benchmarks.exchange FILE
    python -m benchmarks.exchange STEP    (combine, merge, finish or copies alone)

The cuts of 37,253 slices are found in a file of 10 TB that has nothing but holes and a newline at
each. One group of slices is combined and one partition merged, as functions of 2,048 MB do, from
tables whose words are drawn as Zipf has them. The words that all partitions keep become results,
and the copies among the texts of 10 GB are found. Requests are those of a client that counts them.
FILE is a table of real texts, which is surveyed and counted as one slice. The figures are kept for
`benchmarks.scaling`, which makes the page docs/scaling.md of them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final, cast

import duckdb
from botocore.exceptions import ClientError
from moodcloud.analysis import Counted, draw_and_report
from moodcloud.aws.work_objects import WorkObjects
from moodcloud.counting import Counts
from moodcloud.database import connect, read_parquet, write_parquet
from moodcloud.insight.divide import Divided
from moodcloud.insight.sample import take_sample
from moodcloud.memory import engine_bound
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.slices.copies import write_copied
from moodcloud.slices.deciding import decide
from moodcloud.slices.merging import (
    GRAMS,
    combine_group,
    engine_of_exchange,
    groups_of,
    merge_partition,
)
from moodcloud.slices.planning import cuts_of, plan, write_plan
from moodcloud.slices.slice_steps import in_this_process
from moodcloud.slices.work_files import WorkFiles, place, write_json
from moodcloud.tabular.reader import Job

FIGURES: Final = Path(__file__).with_name("scaling.json")
SLICE_BYTES: Final = 256 << 20
SIZE: Final = 10 * 10**12
SLICES: Final = -(-SIZE // SLICE_BYTES)
FUNCTION_MB: Final = 2048
FINISH_MB: Final = 4096
# A slice of 256 MB of tweets has eight times as many; all would take this machine an hour.
_ROWS: Final = {"tokens": 65_000, "bigrams": 175_000}
_INCOMING: Final = {"tokens": 11_500_000, "bigrams": 26_500_000}
# About so many words occur once in 100 million in 10 TB of tweets: 113,000 of Sentiment140 do once
# in 10 million, and ten times as many words have four times as many different ones.
_KEPT: Final = 600_000
_PHRASES: Final = 40_000
_TEXTS_OF_A_SLICE: Final = 1_700_000
_SLICES_OF_10_GB: Final = 38
_OF_A_GROUP: Final = 64
_VOCABULARY: Final = {"tokens": 300_000_000, "bigrams": 8_000_000_000}


class CountingClient:
    """A client of S3 in a folder, that counts requests and bytes.

    Args:
        folder: Where its objects are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests = Counter[str]()
        self.bytes = Counter[str]()

    def get_object(self, *, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803 - the names of S3
        """Return an object."""
        path = self.folder / Key
        self.requests["GET"] += 1
        if not path.exists():
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        self.bytes["GET"] += path.stat().st_size
        return {"Body": _Body(path)}

    def put_object(self, *, Body: Any, **_: Any) -> None:  # noqa: N803 - likewise
        """Take an object, and forget it."""
        self.requests["PUT"] += 1
        self.bytes["PUT"] += len(Body.read())


class _Body:
    def __init__(self, path: Path) -> None:
        self._path = path

    def iter_chunks(self, _: int) -> list[bytes]:
        return [self._path.read_bytes()]


def measured(function: Callable[[], Any]) -> dict[str, float]:
    """Return the seconds of the processor and the peak of memory in MB of a function."""
    before = process_time()
    function()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(process_time() - before, 2), "peak_mb": round(peak)}


def find_cuts(folder: Path) -> dict[str, float]:
    """Find the cuts of a file of 10 TB, and write plan, round and items."""
    path, sample = folder / "table.csv", folder / "sample.csv"
    with path.open("wb") as file:
        file.truncate(SIZE)
        for number in range(SLICES + 1):
            file.seek(min(number * SIZE // SLICES, SIZE - 1))
            file.write(b"\n")
    sample.write_text("text,label\n" + "a good film,pos\na bad film,neg\n" * 50)
    work = WorkFiles(folder / "work")
    with connect(folder) as connection:
        planned = plan(Job(sample, "sample.csv", folder, connection, Options()), work, 1)

        def find() -> None:
            cuts = cuts_of(path, "\n", 0, SLICES)
            assert len(cuts) == SLICES + 1
            write_plan(replace(planned, cuts=cuts), work)
            write_json(work.file("items.json"), [{"n": number} for number in range(SLICES)])

        found = measured(find)
    for name in ("plan.json", "rounds/0.json", "items.json"):
        found[f"bytes of {name}"] = (work.folder / name).stat().st_size
    path.unlink()
    return found


def write_tables(folder: Path, paths: list[tuple[str, Path]], rows: dict[str, int]) -> None:
    """Write tables of counts, each with other words of a vocabulary.

    Args:
        folder: A workspace.
        paths: The kind of each table, and its path.
        rows: The rows of each kind of table, equal ones among them.
    """
    with connect(folder) as connection:
        for number, (kind, path) in enumerate(paths):
            _write_table(connection, kind, path, number, rows[kind])


def _write_table(
    connection: duckdb.DuckDBPyConnection, kind: str, path: Path, seed: int, rows: int
) -> None:
    gram, more = GRAMS[kind], ", 0::BIGINT AS capitals" if kind == "tokens" else ""
    word = "'word' || rank" if kind == "tokens" else "'word' || rank // 90_000 || ' and' || rank"
    # By Zipf's law as many ranks are between 1 and 10 as between 10 and 100: of equal logarithms.
    query = f"""
        SELECT if(half, 'positive', 'negative') AS sentiment, {word} AS {gram},
               greatest(1, 1_000_000 // rank)::BIGINT AS count, count AS texts{more}
        FROM (SELECT DISTINCT n % 2 = 0 AS half, floor(pow({_VOCABULARY[kind]}, hash(n, {seed})
                     / 18446744073709551616.0))::BIGINT + 1 AS rank FROM range({rows}) r(n))
    """
    write_parquet(connection, query, place(path))


def take_slice(path: Path, folder: Path) -> dict[str, float]:
    """Survey and count a file as one slice."""
    work = WorkFiles(folder / "work")
    with connect(folder) as connection:
        plan(Job(path, path.name, folder, connection, Options()), work, 1)
        surveyed = measured(lambda: in_this_process(work, "survey", 0, [0]))
        assert not decide(work, 0, connection)
        counted = measured(lambda: in_this_process(work, "count", 0, [0]))
    return {
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "survey": surveyed["seconds"],
        "count": counted["seconds"],
        "peak_mb": counted["peak_mb"],
    }


def take(step: str, folder: Path) -> dict[str, Any]:
    """Combine a group, or merge a partition, with objects that are in a folder."""
    client = CountingClient(folder / "objects")
    work = WorkObjects(folder / "work", cast("Any", client), "bucket", "")
    work.folder.mkdir()

    def task() -> None:
        with connect(folder, engine_of_exchange(FUNCTION_MB)) as connection, work.stored():
            {"combine": combine_group, "merge": merge_partition}[step](work, 0, SLICES, connection)

    found: dict[str, Any] = measured(task)
    found |= {"engine_mb": engine_of_exchange(FUNCTION_MB)}
    return found | {"requests": dict(client.requests), "bytes": dict(client.bytes)}


def write_kept(folder: Path) -> int:
    """Write what all partitions of an upload of 10 TB keep; return how many words it is."""
    work, groups = WorkFiles(folder / "work"), groups_of(SLICES)
    running = SLICE_BYTES // 12 * SLICES
    with connect(folder) as connection:
        for number in range(groups):
            # Half of all words would be the first thousands of them, as in any text.
            rank = f"""
                (SELECT unnest(['positive', 'negative']) AS sentiment, rank
                 FROM range({number + 1}, {_KEPT} + 1, {groups}) r(rank))
            """
            count = f"({running} // (60 * rank))::BIGINT AS count, count AS texts"
            tokens = (
                f"SELECT sentiment, 'word' || rank AS token, {count}, 0 AS capitals FROM {rank}"
            )
            bigrams = f"""
                SELECT sentiment, 'word' || rank || ' word' || (7 * rank + 1) AS bigram, {count}
                FROM {rank} WHERE rank <= {_PHRASES}
            """
            write_parquet(connection, tokens, place(work.merged("tokens", number)))
            write_parquet(connection, bigrams, place(work.merged("bigrams", number)))
            write_json(work.rest(number), {"least": 8, "distinct": 9, "occurrences": {}})
    return _KEPT


def finish_kept(folder: Path) -> dict[str, float]:
    """Turn the words that all partitions keep into results."""
    sample = folder / "sample.csv"
    sample.write_text("text,label\n" + "a good film,pos\na bad film,neg\n" * 50)
    work, files = WorkFiles(folder / "work"), range(groups_of(SLICES))
    options, bound = Options(), engine_bound(FINISH_MB)

    def task() -> None:
        with connect(folder, bound) as connection, ThreadPoolExecutor(1) as beside:
            table = read_table(sample, options, folder, connection)
            tokens, bigrams = (
                read_parquet([work.merged(kind, number) for number in files]) for kind in GRAMS
            )
            counted = Counted(
                table,
                Counts(connection, tokens, bigrams),
                texts=[],
                sample=partial(take_sample, connection, table),
                divide=lambda _: Divided(None, None),
            )
            draw_and_report(counted, options, folder, folder / "out", beside)

    return measured(task) | {"engine_mb": bound or 0}


def write_keys(folder: Path) -> int:
    """Write keys of texts as surveys do, a hundredth of them copies; return how many they are."""
    work = WorkFiles(folder / "work")
    with connect(folder) as connection:
        for number in range(_SLICES_OF_10_GB):
            first = number * _TEXTS_OF_A_SLICE * 99 // 100
            query = f"""
                SELECT if(n % 2 = 0, 'pos', 'neg') AS label, hash(n)::UBIGINT AS key
                FROM range({first}, {first + _TEXTS_OF_A_SLICE}) r(n)
            """
            write_parquet(connection, query, place(work.texts(0, number)))
    return _SLICES_OF_10_GB * _TEXTS_OF_A_SLICE


def find_copies(folder: Path) -> dict[str, float]:
    """Find the copies among the texts of an upload of 10 GB."""
    work, bound = WorkFiles(folder / "work"), engine_bound(FUNCTION_MB)
    texts = [work.texts(0, number) for number in range(_SLICES_OF_10_GB)]

    def task() -> None:
        with connect(folder, bound) as connection:
            keys = "SELECT label AS sentiment, key, slice FROM ({texts})"
            copied = write_copied(connection, texts, keys, work.copied)
            assert sum(copied) == (_SLICES_OF_10_GB - 1) * (_TEXTS_OF_A_SLICE // 100)

    found = measured(task) | {"engine_mb": bound or 0}
    return found | {"bytes": sum(path.stat().st_size for path in texts)}


def prepare(step: str, folder: Path) -> int:
    """Write what a step fetches; return how many rows there are."""
    if step in _WRITTEN:
        return _WRITTEN[step](folder)
    objects = WorkFiles(folder / "objects")
    if step == "combine":
        paths = [(kind, objects.counted(kind, n)) for kind in GRAMS for n in range(_OF_A_GROUP)]
        write_tables(folder, paths, _ROWS)
    else:
        groups = range(groups_of(SLICES))
        paths = [(kind, objects.combined(kind, 0, group)) for kind in GRAMS for group in groups]
        write_tables(folder, paths, {kind: n // len(groups) for kind, n in _INCOMING.items()})
        for group in groups:
            write_json(objects.words(group), SLICE_BYTES // 12 * _OF_A_GROUP)
    with connect(folder) as connection:
        listed = ", ".join(f"'{path}'" for _, path in paths)
        query = f"SELECT sum(num_rows) FROM parquet_file_metadata([{listed}])"
        ((rows,),) = connection.execute(query).fetchall()
    return int(rows)


_WRITTEN: Final = {"finish": write_kept, "copies": write_keys}
_TAKEN: Final = {"finish": finish_kept, "copies": find_copies}


def in_a_process(*arguments: str) -> Any:
    """Return what a part of this program prints as JSON, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.exchange", *arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def simulate(path: str) -> dict[str, Any]:
    """Return the figures of all steps."""
    found: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        found["slice"] = in_a_process("slice", path, folder)
    with TemporaryDirectory() as folder:
        found["cuts"] = in_a_process("cuts", folder)
    for step in ("combine", "merge", "finish", "copies"):
        found[step] = alone(step)
    return found


def alone(step: str) -> Any:
    """Return the figures of one step."""
    with TemporaryDirectory() as folder:
        return {"rows": prepare(step, Path(folder))} | in_a_process(step, folder)


def main() -> None:
    """Take all steps, or one in a folder."""
    match sys.argv[1:]:
        case ["slice", path, folder]:
            print(json.dumps(take_slice(Path(path), Path(folder))))
        case ["cuts", folder]:
            print(json.dumps(find_cuts(Path(folder))))
        case [("combine" | "merge") as step, folder]:
            print(json.dumps(take(step, Path(folder))))
        case [("finish" | "copies") as step, folder]:
            print(json.dumps(_TAKEN[step](Path(folder))))
        case [("combine" | "merge" | "finish" | "copies") as step]:
            figures = json.loads(FIGURES.read_text("ascii")) | {step: alone(step)}
            FIGURES.write_text(json.dumps(figures, indent=2) + "\n", "ascii")
        case [path]:
            FIGURES.write_text(json.dumps(simulate(path), indent=2) + "\n", "ascii")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
