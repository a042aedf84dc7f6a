"""The command line: ``python -m benchmarks.quality``."""

import argparse
import importlib.util
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality import encoders, tables
from benchmarks.quality.bench import SEEDS, Bench
from benchmarks.quality.corpora import DEV, FOLDERS, REPORT, SHARED, Corpus, load_corpus, part_of
from benchmarks.quality.method import Method
from benchmarks.quality.rows import Row, merged, read_rows, write_rows
from benchmarks.quality.tasks import TASKS, methods_of

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "quality.csv"
PAGE = ROOT / "docs" / "quality.md"
CACHE = ROOT / ".bench-cache"
NEEDS = {"SetFit": "setfit", "Turftopic": "turftopic"}
"""What methods need beyond the development environment, by the start of their name."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, keep the figures in the table, and write the page's tables anew."""
    wanted = _options().parse_args(arguments)
    if not SHARED.is_dir():
        sys.exit("the public corpora are not here (../shared)")
    warnings.filterwarnings("ignore")
    if not wanted.tables:
        rows = measure(wanted)
        if wanted.part == DEV:
            tables.show(rows)
            return
        write_rows(RESULTS, merged(read_rows(RESULTS), rows))
    tables.write_page(PAGE, read_rows(RESULTS))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--only", default="".join(TASKS), help="tasks, such as a,b")
    parser.add_argument("--corpora", default=",".join(FOLDERS), help="names, by commas")
    parser.add_argument("--methods", default="", help="starts of methods' names, by semicolons")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="how many of five")
    parser.add_argument("--part", choices=[REPORT, DEV], default=REPORT, help="which half")
    parser.add_argument("--slow", action="store_true", help="also SetFit and Turftopic")
    parser.add_argument("--fresh", action="store_true", help="measure finished figures anew")
    parser.add_argument("--tables", action="store_true", help="only write the tables anew")
    return parser


def measure(wanted: argparse.Namespace) -> list[Row]:
    """Return the rows of everything that was asked for."""
    encoder = encoders.encoder_named(encoders.BUNDLED)
    whole = [load_corpus(FOLDERS[name]) for name in FOLDERS]
    bench = Bench(
        encoder=encoder,
        cache=CACHE,
        seeds=SEEDS[: wanted.seeds],
        development={one.name: dev for one in whole if (dev := part_of(one, DEV))},
        fresh=wanted.fresh,
    )
    rows: list[Row] = []
    for task in (name for name in TASKS if name in wanted.only):
        for corpus in whole:
            part = part_of(corpus, wanted.part)
            if part is None or corpus.name not in wanted.corpora.split(","):
                continue
            for method in methods_of(task):
                if chosen(method, wanted):
                    rows += _timed(task, part, method, bench)
    return rows


def _timed(task: str, corpus: Corpus, method: Method[Any], bench: Bench) -> list[Row]:
    started = time.monotonic()
    rows = bench.finished(
        task, corpus, method, lambda: list(TASKS[task].measure(corpus, method, bench))
    )
    taken = time.monotonic() - started
    print(f"{task} {corpus.name}: {method.name}: {len(rows)} figures, {taken:.0f} s", flush=True)
    return rows


def chosen(method: Method[Any], wanted: argparse.Namespace) -> bool:
    """Return whether a method was asked for and can be run."""
    starts = tuple(name.strip() for name in wanted.methods.split(";") if name.strip())
    if starts and not method.name.startswith(starts):
        return False
    if method.traits.slow and not (wanted.slow or starts):
        return False
    package = next((need for start, need in NEEDS.items() if method.name.startswith(start)), None)
    if package and importlib.util.find_spec(package) is None:
        print(f"{method.name}: left out, {package} is not installed (make bench-quality SLOW=1)")
        return False
    if method.name.endswith(encoders.LARGER) and not encoders.available(encoders.LARGER):
        print(f"{method.name}: left out, models/{encoders.LARGER} is not here")
        return False
    return True


if __name__ == "__main__":
    main()
