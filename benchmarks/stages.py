"""Whole jobs against `wc -w`, and the stages that they are made of."""

from __future__ import annotations

from pathlib import Path

from benchmarks.inputs import Inputs
from benchmarks.processes import Run, in_turn
from benchmarks.section import Section, table
from benchmarks.staged import STAGES, command, stages_of

NAMES = {
    "english": "300 reviews in English",
    "korean": "300 reviews in Korean",
    "airline": "airline, 14,640 tweets",
    "nsmc": "NSMC, 200,000 reviews in Korean",
    "sentiment140": "Sentiment140, 1,600,000 tweets",
}


def measure(inputs: Inputs, out: Path, runs: int, names: list[str]) -> tuple[Section, Section]:
    """Return a section of whole jobs and one of their stages."""
    jobs, parts = [], []
    figures: dict[str, float] = {}
    for name in names:
        path = getattr(inputs, name)()
        commands = {name: command(path, out / name), "wc": ["wc", "-w", str(path)]}
        ran = in_turn(commands, runs)
        job, words = ran[name], ran["wc"]
        stages = stages_of(job)
        jobs.append(_job(NAMES[name], path, job, words))
        parts.append(_parts(NAMES[name], stages))
        figures |= {
            f"{name}_seconds": job.seconds,
            f"{name}_mb": job.peak_mb,
        }
        figures |= {f"{name}_wc": words.seconds, f"{name}_times_wc": job.seconds / words.seconds}
        for stage, (seconds, cpu, _) in stages.items():
            figures |= {f"{name}_{stage}": seconds, f"{name}_{stage}_cpu": cpu}
            figures[f"{name}_{stage}_times_wc"] = seconds / words.seconds
    whole = table(
        ["file", "times `wc -w`", "seconds", "of processors", "peak MB", "MB/s", "`wc -w`, s"], jobs
    )
    stages_table = table(["file", "start and end", *STAGES], parts)
    return Section(whole, figures), Section(stages_table)


def _job(name: str, path: Path, job: Run, words: Run) -> list[object]:
    speed = path.stat().st_size / 1e6 / job.seconds
    times = job.seconds / words.seconds
    # Of a small file, `wc` measures the start of a process.
    told = times if words.seconds > 0.1 else "-"
    return [name, told, job.seconds, job.cpu, round(job.peak_mb), speed, words.seconds]


def _parts(name: str, stages: dict[str, list[float]]) -> list[object]:
    def shown(stage: str) -> str:
        seconds, cpu, peak = stages[stage]
        return f"{seconds:.2f} / {cpu:.2f} / {peak:.0f}"

    return [name, *map(shown, ("rest", *STAGES))]
