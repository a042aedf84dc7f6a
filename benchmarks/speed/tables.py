"""The figures of the speed benchmark: a CSV file beside this one's results, and a page."""

import csv
import math
import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path

from benchmarks.speed.measured import ALL

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "speed.csv"
LAST = ROOT / "benchmarks" / "results" / "speed_last_release.csv"
PAGE = ROOT / "docs" / "performance.md"
NAMES = {
    "cold": "secondcoder, no cache",
    "unchanged": "secondcoder, the same command again",
    "changed": "secondcoder, a row of coding less",
    "bertopic": "BERTopic's own pipeline",
}
RESULT = "result"
"""Instead of a stage: the size of all files of a run."""
_HEAD = """\
# Performance

Written by `make bench` (`python -m benchmarks.speed`); the figures are in
`benchmarks/results/speed.csv`. Each run is a process of its own, the start of the interpreter and
all imports included; *no cache* means that nothing was encoded before. Python's own compiled form
of the sources is there, as with every installed program. Medians over the runs that are named.
Seconds are those of the clock on the machine named in each table's caption, processor seconds those
of all threads and of both processes together, memory their peaks added up in MB (of a stage: within
it, where the system tells). Where there is a second core, a second process imports,
encodes, parses, compares and draws beside the first (`secondcoder/beside/`); on one core there is
none.

All figures were taken on quiet cores: three runs of the demonstration study, one of each survey.
20,000 answers ran on one core, 100,000 on two, both without a cache and without BERTopic beside
them; 1,000 and 100,000 with an earlier version. Beside one more busy process of the same priority
the demonstration study took 1.3 times as long (20.5 against 15.5 s, one run). Vectors on disk take
1.01 times their size (84,909 rows of 20,000 answers).

The surveys are made up from public answers (`benchmarks/speed/made_study.py`): comments of the NHS
Friends and Family Test are drawn at random and joined until an answer has 30 words; 30 codes, one
coder who coded a tenth of the answers, at most 1,000. BERTopic's own pipeline has its defaults and
the same encoder, on the same passages; it matches, suggests and compares nothing.

Results of large studies are bounded: with more than 2,000 passages `suggestions.csv` holds the
first three codes of each passage and every one that reaches the threshold; a sheet of the workbook
holds 50,000 rows; the page shows the twelve largest subthemes of each theme. Agreement, calibration
and what to code next rest on everything. There is no Parquet beside the CSV files: no library that
the program uses writes it, and none is worth 40 MB more to install now that the tables are bounded.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One stage of one kind of run."""

    part: str
    kind: str
    stage: str
    seconds: float
    processor: float
    megabytes: float
    runs: int
    machine: str


def medians(
    part: str, kinds: Mapping[str, Sequence[Sequence[Mapping[str, object]]]]
) -> Iterator[Figure]:
    """Yield the median of each stage over the runs of a kind."""
    for kind, runs in kinds.items():
        for stage in dict.fromkeys(str(one["stage"]) for run in runs for one in run):
            same = [one for run in runs for one in run if one["stage"] == stage]
            middle = {
                name: round(statistics.median(float(str(one[name])) for one in same), 2)
                for name in ("seconds", "processor", "megabytes")
            }
            yield Figure(
                part=part, kind=kind, stage=stage, runs=len(runs), machine=machine(), **middle
            )


def machine() -> str:
    """Return the processor, the cores that may be used, and the system."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    able = getattr(os, "sched_getaffinity", None)
    cores = len(able(0)) if able else os.cpu_count()
    return f"{next(named, platform.machine())}, {cores} cores, {platform.system()}"


def read(path: Path) -> list[Figure]:
    """Return the figures of a file; none where there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_figure(row) for row in csv.DictReader(file)]


def _figure(row: Mapping[str, str]) -> Figure:
    return Figure(
        part=row["part"],
        kind=row["kind"],
        stage=row["stage"],
        seconds=float(row["seconds"]),
        processor=float(row["processor"]),
        megabytes=float(row["megabytes"]),
        runs=int(row["runs"]),
        machine=row["machine"],
    )


def write(path: Path, figures: Sequence[Figure]) -> None:
    """Write figures, parts by size."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [one.name for one in fields(Figure)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in sorted(figures, key=lambda one: _size(one.part)))


def _size(part: str) -> int:
    return int(part) if part.isdigit() else 0


def page(figures: Sequence[Figure], last: Sequence[Figure]) -> str:
    """Return the page as Markdown; figures of the last release stand beside."""
    parts = list(dict.fromkeys(one.part for one in figures))
    return "\n".join([_HEAD, *_whole(figures, last, parts), *_growth(figures), *_stages(figures)])


def _whole(
    figures: Sequence[Figure], last: Sequence[Figure], parts: Sequence[str]
) -> Iterator[str]:
    before = {(one.part, one.kind): one for one in last if one.stage == ALL}
    now = {(one.part, one.kind): one for one in figures if one.stage == ALL}
    yield "## Whole runs\n"
    sizes = {(one.part, one.kind): one.megabytes for one in figures if one.stage == RESULT}
    yield (
        "| study | run | seconds | last release | processor s | memory, MB | results, MB | "
        "times BERTopic | runs |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for part in parts:
        for kind, name in NAMES.items():
            if (one := now.get((part, kind))) is None:
                continue
            beside = before.get((part, kind))
            peer = now.get((part, "bertopic"))
            ratio = f"{one.seconds / peer.seconds:.2f}" if peer and peer.seconds else "–"
            old = f"{beside.seconds:,.1f}" if beside else "–"
            size = sizes.get((part, kind))
            held = "–" if size is None else f"{size:,.1f}"
            yield (
                f"| {_named(part)} | {name} | {one.seconds:,.1f} | {old} | {one.processor:,.1f} | "
                f"{one.megabytes:,.0f} | {held} | {ratio} | {one.runs} |"
            )
    machines = sorted({one.machine for one in figures})
    yield f"\nMeasured on: {'; '.join(machines)}.\n"


def _growth(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield how time grows: *g* in n to the power *g*, between neighbouring sizes."""
    sizes = sorted(
        (_size(one.part), one)
        for one in figures
        if one.kind == "cold" and one.stage == ALL and _size(one.part)
    )
    if len(sizes) < 2:
        return
    yield "## Growth\n"
    yield "Time grows as the number of passages to the power of:\n"
    for (few, one), (many, two) in pairwise(sizes):
        power = math.log(two.processor / one.processor) / math.log(many / few)
        yield f"- {power:.2f} from {few:,} to {many:,} (processor seconds)"
    yield ""


def _stages(figures: Sequence[Figure]) -> Iterator[str]:
    yield "## Stages of a run without a cache"
    cold = [one for one in figures if one.kind == "cold" and one.stage not in {ALL, RESULT}]
    for part in dict.fromkeys(one.part for one in cold):
        yield f"\n### {_named(part).capitalize()}\n"
        yield "| stage | seconds | processor s | MB |"
        yield "|---|---|---|---|"
        for one in cold:
            if one.part == part:
                yield (
                    f"| {one.stage} | {one.seconds:,.1f} | {one.processor:,.1f} | "
                    f"{one.megabytes:,.0f} |"
                )
    yield ""


def _named(part: str) -> str:
    return f"{int(part):,} answers" if part.isdigit() else "demonstration study"
