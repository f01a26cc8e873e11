"""Write the page docs/scaling.md: what uploads in slices take, by their size.

    python -m benchmarks.scaling

Requests follow from the number of slices: `test_requests_are_as_the_page_says` counts those of a
run. Seconds and rows are measured: the page says where. Prices are parameters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final

from benchmarks.exchange import FIGURES, SLICE_BYTES
from benchmarks.section import number, table

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "scaling.md"
TEMPLATE: Final = Path(__file__).with_name("scaling.md")
SIZES: Final = {"1 GB": 10**9, "10 GB": 10**10, "100 GB": 10**11, "1 TB": 10**12, "10 TB": 10**13}
OF_A_GROUP: Final = 64
_SLICE_MB: Final = SLICE_BYTES / 10**6
_CORE_MB: Final = 1769
_STEPS: Final = 4
"""Plan, Decide, Finish and what chooses between them are one task each."""


@dataclass(frozen=True)
class Prices:
    """List prices in dollars (us-east-1), and the machines of rivals.

    Attributes:
        gigabyte_second: The price of a gigabyte of a function's memory for a second (x86-64).
        million_calls: The price of a million calls of functions.
        million_transitions: The price of a million transitions of a standard state machine.
        million_gets: The price of a million GET requests of S3.
        million_puts: The price of a million PUT requests.
        gigabyte_month: The price of a gigabyte in S3 for a month.
        machine_hour: The price of one large machine (c7i.24xlarge) for an hour.
        machine_cores: Its processors.
        spark_core_hour: The price of a processor of EMR Serverless for an hour.
        spark_gigabyte_hour: The price of a gigabyte of its memory; each processor has four.
    """

    gigabyte_second: float = 0.0000166667
    million_calls: float = 0.20
    million_transitions: float = 25.0
    million_gets: float = 0.40
    million_puts: float = 5.0
    gigabyte_month: float = 0.023
    machine_hour: float = 4.284
    machine_cores: int = 96
    spark_core_hour: float = 0.052624
    spark_gigabyte_hour: float = 0.0057785


@dataclass(frozen=True)
class Measured:
    """What was measured on one processor.

    Attributes:
        survey: Seconds to survey a MB.
        count: Seconds to count a MB.
        combined: Rows of counts that are combined in a second.
        merged: Rows of counts that are merged in a second.
        tokens: Rows of tokens of a slice.
        bigrams: Rows of bigrams of a slice.
    """

    survey: float
    count: float
    combined: float
    merged: float
    tokens: float = 522_000
    bigrams: float = 1_398_000


@dataclass(frozen=True)
class Requests:
    """Requests of S3."""

    gets: int
    puts: int


def requests_of(slices: int, groups: int) -> Requests:
    """Return the requests of all steps of an upload whose slices are all proven at once.

    Args:
        slices: How many slices there are.
        groups: How many groups and partitions.
    """
    # Of each slice: 7 to survey it, 3 to decide, 14 to count it, 2 to combine, 6 to finish. Many
    # ask for what is not there yet.
    gets = 32 * slices + groups * (3 * groups + 6) + 4 * groups + 3 * groups + 30
    puts = 13 * slices + groups * (2 * groups + 1) + 3 * groups + 36
    return Requests(gets, puts)


@dataclass(frozen=True)
class Load:
    """What an upload takes.

    Attributes:
        size: Its bytes.
        measured: What was measured.
        prices: List prices.
        memory_mb: The memory of each function.
        at_once: How many functions run at a time.
        fetched: MB that a function fetches from S3 in a second.
    """

    size: int
    measured: Measured
    prices: Prices = Prices()
    memory_mb: int = 2048
    at_once: int = 200
    fetched: float = 80.0

    @property
    def slices(self) -> int:
        """How many slices there are."""
        return ceil(self.size / SLICE_BYTES)

    @property
    def groups(self) -> int:
        """How many groups of slices there are, and partitions."""
        return ceil(self.slices / OF_A_GROUP)

    @property
    def requests(self) -> Requests:
        """The requests of S3."""
        return requests_of(self.slices, self.groups)

    def seconds_of_tasks(self) -> dict[str, tuple[int, float]]:
        """Return how many tasks of each kind there are, and the seconds of one."""
        megabytes = self.size / self.slices / 10**6
        filled = min(1.0, megabytes / _SLICE_MB)
        rows = (self.measured.tokens + self.measured.bigrams) * filled
        of_a_group = min(OF_A_GROUP, self.slices)
        # Different tokens and bigrams grow with a power of the text (Heaps), as measured.
        merged = self.measured.tokens * of_a_group**0.61 + self.measured.bigrams * of_a_group**0.88
        fetching = megabytes / self.fetched
        return {
            "survey": (self.slices, megabytes * self.measured.survey + fetching),
            "count": (self.slices, megabytes * self.measured.count + fetching),
            "combine": (self.groups, rows * of_a_group / self.measured.combined),
            "merge": (self.groups, merged * filled / self.measured.merged),
        }

    @property
    def seconds(self) -> float:
        """How long all maps take, one after the other."""
        tasks = self.seconds_of_tasks().values()
        return sum(ceil(count / self.at_once) * seconds for count, seconds in tasks)

    @property
    def function_seconds(self) -> float:
        """The seconds of all functions of the maps."""
        return sum(count * seconds for count, seconds in self.seconds_of_tasks().values())

    @property
    def calls(self) -> int:
        """How many functions are called."""
        return 2 * self.slices + 2 * self.groups + _STEPS

    def costs(self) -> dict[str, float]:
        """Return what functions, states and requests cost."""
        price = self.prices
        memory = self.function_seconds * self.memory_mb / 1024
        return {
            "functions": memory * price.gigabyte_second + self.calls * price.million_calls / 1e6,
            # The start of each slice, and its only state.
            "states": 2 * self.calls * price.million_transitions / 1e6,
            "requests": self.requests.gets * price.million_gets / 1e6
            + self.requests.puts * price.million_puts / 1e6,
        }

    @property
    def core_hours(self) -> float:
        """Hours of one processor to survey and count."""
        seconds = self.size / 10**6 * (self.measured.survey + self.measured.count)
        return seconds / 3600


def measured_of(figures: dict[str, Any]) -> Measured:
    """Return what `benchmarks.exchange` and a slice of real data have shown."""
    return Measured(
        survey=figures["slice"]["survey"] / figures["slice"]["megabytes"],
        count=figures["slice"]["count"] / figures["slice"]["megabytes"],
        combined=figures["combine"]["rows"] / figures["combine"]["seconds"],
        merged=figures["merge"]["rows"] / figures["merge"]["seconds"],
    )


def _time(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 120 else f"{seconds / 60:,.0f} min"


def _sizes(loads: dict[str, Load]) -> str:
    rows = []
    for name, load in loads.items():
        costs = load.costs()
        rows.append(
            [
                name,
                f"{load.slices:,}",
                f"{load.groups:,}",
                _time(load.seconds),
                *(f"${number(cost)}" for cost in costs.values()),
                f"${number(sum(costs.values()))}",
            ]
        )
    header = ["size", "slices", "groups", "time", "functions", "states", "requests", "together"]
    return table(header, rows)


def _tasks(load: Load) -> str:
    tasks = load.seconds_of_tasks().items()
    rows = [[name, f"{count:,}", _time(seconds)] for name, (count, seconds) in tasks]
    return table(["10 TB", "tasks", "time of each"], rows)


def _requests(loads: dict[str, Load]) -> str:
    rows = [
        [name, f"{load.calls:,}", f"{load.requests.gets:,}", f"{load.requests.puts:,}"]
        for name, load in loads.items()
    ]
    return table(["size", "calls", "GET", "PUT"], rows)


def _rivals(loads: dict[str, Load], prices: Prices) -> str:
    rows = []
    for name, load in loads.items():
        hours = load.core_hours
        machine = hours / prices.machine_cores
        spark = hours * (prices.spark_core_hour + 4 * prices.spark_gigabyte_hour)
        rows.append(
            [
                name,
                f"${number(sum(load.costs().values()))}, {_time(load.seconds)}",
                f"${number(machine * prices.machine_hour)}, {_time(machine * 3600)}",
                f"${number(spark)}",
                f"${number(load.size / 1e9 * prices.gigabyte_month)}",
            ]
        )
    header = ["size", "slices", "one large machine", "EMR Serverless", "a month in S3"]
    return table(header, rows)


def page(figures: dict[str, Any], prices: Prices | None = None) -> str:
    """Return the page.

    Args:
        figures: What `benchmarks.exchange` has written.
        prices: List prices.
    """
    measured, prices = measured_of(figures), prices or Prices()
    loads = {name: Load(size, measured, prices) for name, size in SIZES.items()}
    cuts, combine, merge = (figures[name] for name in ("cuts", "combine", "merge"))
    copies, finish = (figures[name] for name in ("copies", "finish"))
    text = TEMPLATE.read_text("utf-8")
    return text.format(
        sizes=_sizes(loads),
        tasks=_tasks(loads["10 TB"]),
        requests=_requests(loads),
        rivals=_rivals(loads, prices),
        slice=figures["slice"],
        survey_rate=number(1 / measured.survey),
        count_rate=number(1 / measured.count),
        cuts=cuts,
        plan_kb=round(cuts["bytes of plan.json"] / 1000),
        round_kb=round(cuts["bytes of rounds/0.json"] / 1000),
        items_kb=round(cuts["bytes of items.json"] / 1000),
        combine=combine,
        merge=merge,
        copies=copies,
        copies_rows=f"{copies['rows'] / 1e6:.0f}",
        finish=finish,
        finish_words=f"{finish['rows'] / 1e6:.1f}",
        combine_rows=f"{combine['rows'] / 1e6:.1f}",
        merge_rows=f"{merge['rows'] / 1e6:.1f}",
        combined=f"{measured.combined / 1e6:.2f}",
        merged=f"{measured.merged / 1e6:.2f}",
        gigabyte_second=f"{prices.gigabyte_second:.10f}",
        prices=prices,
        load=loads["10 TB"],
        per_second=f"{loads['10 TB'].requests.gets / loads['10 TB'].seconds:,.0f}",
    )


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(json.loads(FIGURES.read_text("ascii"))), "utf-8")


if __name__ == "__main__":
    main()
