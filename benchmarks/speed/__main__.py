"""Measure speed and memory, and write docs/performance.md: ``make bench``.

Parts: the demonstration study and made-up surveys of 1,000, 10,000 and 100,000 answers; each run
is a process of its own that finds no cache. ``--only demo,1000`` measures some parts and leaves the
figures of the others as they were; ``--release`` afterwards makes these figures those of the last
release, which stand beside the next.
"""

import argparse
import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed.made_study import make_study
from benchmarks.speed.tables import LAST, PAGE, RESULT, RESULTS, medians, page, read, write
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish.csv_files import read_csv

ROOT = Path(__file__).resolve().parents[2]
DEMO = "demo"
REPEATS = {DEMO: 5, "1000": 5, "10000": 3, "100000": 1}
"""Runs of each part, of which the median counts: fewer of what takes long."""
BERTOPIC_REPEATS = {DEMO: 5, "1000": 5, "10000": 1, "100000": 1}
COLD, UNCHANGED, CHANGED, BERTOPIC = "cold", "unchanged", "changed", "bertopic"
"""No cache anywhere; the same command again; a row less of coding; BERTopic's own pipeline."""


def main() -> None:
    """Measure, and write figures and page."""
    options = _options()
    if options.release:
        shutil.copyfile(RESULTS, LAST)
    else:
        compileall.compile_dir(ROOT / "pipeline", quiet=1)  # as pip does with what it installs
        for part in options.only.split(",") if options.only else REPEATS:
            _measure(part, options.repeats)
    PAGE.write_text(page(read(RESULTS), read(LAST)), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--only", default="", help=f"parts, such as {DEMO},1000, or any number")
    parser.add_argument("--repeats", type=int, help="runs of each part, instead of the usual ones")
    parser.add_argument("--release", action="store_true", help="keep as the last release's figures")
    return parser.parse_args()


def _measure(part: str, repeats: int | None) -> None:
    """Measure one part, and put its figures in the place of earlier ones."""
    with tempfile.TemporaryDirectory() as above:
        model = Path(above) / "study"
        if part == DEMO:
            shutil.copytree(ROOT / "data" / "demo", model, ignore=shutil.ignore_patterns("runs"))
        else:
            make_study(model, int(part))
        kinds: dict[str, list[list[dict[str, object]]]]
        kinds = {COLD: [], UNCHANGED: [], CHANGED: [], BERTOPIC: []}
        for _ in range(repeats or REPEATS.get(part, 1)):
            study = Path(above) / "run"
            shutil.copytree(model, study)
            kinds[COLD].append([*_run("tool", study, part), _size_of_results(study)])
            _keep_texts(study, model)
            _run("command", study, part)  # the command notes that its result stands
            kinds[UNCHANGED].append(_run("command", study, part))
            _drop_a_row(study)
            kinds[CHANGED].append(_run("command", study, part))
            shutil.rmtree(study)
        for _ in range(repeats or BERTOPIC_REPEATS.get(part, 1)):
            kinds[BERTOPIC].append(_run("bertopic", model, part))
    others = [figure for figure in read(RESULTS) if figure.part != part]
    write(RESULTS, [*others, *medians(part, kinds)])


def _run(kind: str, study: Path, part: str) -> list[dict[str, object]]:
    """Return the stages of one process; BERTopic and the tool get the same threads."""
    command = [sys.executable, "-m", "benchmarks.speed.measured", kind, str(study)]
    found = subprocess.run(  # noqa: S603 - our own module
        [*command, repr(time.time())],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(("pipeline", "."))},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    stages: list[dict[str, object]] = json.loads(found.stdout.splitlines()[-1])
    print(f"{part} {kind}: {stages[-1]['seconds']:.1f} s", flush=True)
    return stages


def _size_of_results(study: Path) -> dict[str, object]:
    """Return how much a run's folder holds, without the vectors, in the form of a stage."""
    (run,) = (path.parent for path in study.glob("runs/*/passages.csv"))
    held = sum(path.stat().st_size for path in run.rglob("*") if path.is_file())
    return {"stage": RESULT, "seconds": 0.0, "processor": 0.0, "megabytes": held / 10**6}


def _drop_a_row(study: Path) -> None:
    """Leave out the last row of a table of coding."""
    table = next(iter(sorted(study.glob("coding*.csv"))))
    lines = table.read_text("utf-8-sig").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), "utf-8-sig")


def _keep_texts(study: Path, model: Path) -> None:
    """Keep the passages of a run for BERTopic."""
    (run,) = (path.parent for path in study.glob("runs/*/passages.csv"))
    rows = read_csv(PASSAGES, (run / "passages.csv").read_bytes(), name="passages.csv")
    (model / "texts.json").write_text(json.dumps([row.text for row in rows]), "utf-8")


if __name__ == "__main__":
    main()
