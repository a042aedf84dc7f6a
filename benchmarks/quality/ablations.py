"""What each part of the tool brings: measured without it, on the development halves alone.

``python -m benchmarks.quality.ablations`` writes ``benchmarks/results/ablations.csv`` and its
tables in ``docs/quality.md``. Choices are made here; the report halves take no part.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import measures, ours
from benchmarks.quality.bench import SEEDS, Bench
from benchmarks.quality.corpora import DEV, FOLDERS, Corpus, load_corpus, part_of
from benchmarks.quality.encoders import BUNDLED, encoder_named
from benchmarks.quality.method import Method
from benchmarks.quality.rows import Row, read_rows, write_rows
from benchmarks.quality.tasks import b_examples
from secondcoder.protocols import Floats
from secondcoder.suggesting import learned, regression, scores, weigh
from secondcoder.themes import space

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "ablations.csv"
PAGE = ROOT / "docs" / "quality.md"
CACHE = ROOT / ".bench-cache" / "vectors"
BEGIN, END = "<!-- ablations: begin -->", "<!-- ablations: end -->"
EXAMPLES = 10
MOST = 1000
"""Passages of a half that are taken: the nhs_px half has more than twice as many."""
WHOLE = "the tool"
Change = tuple[Any, str, Any]
"""A module or class, the name of a setting in it, and the value it is measured with."""


def no_profiles(texts: Sequence[str], others: Sequence[str] = ()) -> tuple[Floats, Floats]:
    """Return profiles that say nothing."""
    return np.zeros((len(texts), 1), np.float32), np.zeros((len(others), 1), np.float32)


ALONE: dict[str, tuple[Change, ...]] = {
    WHOLE: (),
    "without likeness of wording": ((scores, "WORDING", 0.0),),
    "without the best sentence": ((scores, "SENTENCE", 0.0),),
    "without the branch of the tree": ((scores, "BRANCH", 0.0),),
    "name alone, no parts": (
        (scores, "NAME", 1.0),
        (scores, "PART", 0.0),
        (scores, "FRAMED", 0.0),
    ),
}
TAUGHT: dict[str, tuple[Change, ...]] = {
    WHOLE: (),
    "without wording profiles": ((weigh, "wording_profiles", no_profiles),),
    "without the codebook's scores": ((learned, "TEMPERATURE", 1e6),),
    "C = 2 in place of 5": ((regression, "STRENGTH", 2.0),),
    "C = 10 in place of 5": ((regression, "STRENGTH", 10.0),),
}
THEMES_TASK = "themes"
GROUPED: dict[str, tuple[Change, ...]] = {
    WHOLE: (),
    "without wording": ((space, "WORDING", 0.0),),
    "resolution 1": ((ours, "SETTINGS", replace(ours.SETTINGS, resolution=1.0)),),
    "resolution 2": ((ours, "SETTINGS", replace(ours.SETTINGS, resolution=2.0)),),
}
THEMES = (THEMES_TASK, GROUPED)
FIGURE = {
    "codebook alone": "first code right",
    f"{EXAMPLES} a code": "first code right",
    THEMES_TASK: "AMI",
}


def main() -> None:
    """Measure every form, keep the figures, and write the page's tables anew."""
    warnings.filterwarnings("ignore")
    encoder = encoder_named(BUNDLED)
    bench = Bench(encoder=encoder, cache=CACHE, seeds=SEEDS[:3])
    rows: list[Row] = []
    for folder in FOLDERS.values():
        half = part_of(load_corpus(folder), DEV)
        if half is not None:
            chosen = np.random.default_rng(0).permutation(len(half.passages))[:MOST]
            corpus = half.take(np.sort(chosen), part=DEV)
            for row in measured(corpus, bench):
                print(row.corpus, row.method, row.setting, row.metric, round(row.value, 3))
                rows.append(row)
    write_rows(RESULTS, rows)
    write_page(PAGE, read_rows(RESULTS))


def measured(corpus: Corpus, bench: Bench) -> Iterator[Row]:
    """Yield the figures of every form on one development half."""
    for name, changes in ALONE.items():
        with changed(changes):
            found = ours.codebook_only(corpus, bench.encoder, seed=0).confidence[corpus.coded]
        yield _row("codebook alone", corpus, name, 0, _first(found, corpus, corpus.coded))
    for name, changes in TAUGHT.items():
        for seed in bench.seeds:
            value = _taught(changes, corpus, bench, seed)
            yield _row(f"{EXAMPLES} a code", corpus, name, seed, value)
    single = np.flatnonzero(corpus.top_held.sum(axis=1) == 1)
    for name, changes in GROUPED.items():
        for seed in bench.seeds:
            with changed(changes):
                labels = ours.discover(corpus, bench.encoder, seed=seed)[single]
            truth = corpus.top_held[single].argmax(axis=1)
            yield _row(
                THEMES_TASK, corpus, name, seed, measures.mutual_information(truth.tolist(), labels)
            )


def changed(changes: Sequence[Change]) -> ExitStack:
    """Return a context in which settings of the tool have other values and nothing is kept."""
    stack = ExitStack()
    for where, name, value in changes:
        stack.enter_context(patch.object(where, name, value))
    for kept in (ours._scored, ours._features):  # noqa: SLF001 - what they hold rests on settings
        kept.cache_clear()
        stack.callback(kept.cache_clear)
    return stack


def _taught(changes: Sequence[Change], corpus: Corpus, bench: Bench, seed: int) -> float:
    with changed(changes):
        rows, confidence, _ = b_examples.scored_out_of_fold(
            corpus, Method(WHOLE, ours.with_examples), bench, per_code=EXAMPLES, seed=seed
        )
    return _first(confidence, corpus, rows)


def _first(confidence: NDArray[np.float64], corpus: Corpus, rows: NDArray[np.int64]) -> float:
    return measures.right_in(confidence, corpus.held[rows])


def _row(task: str, corpus: Corpus, form: str, seed: int, value: float) -> Row:
    return Row(
        task=task,
        corpus=corpus.name,
        part=DEV,
        method=form,
        setting="",
        seed=str(seed),
        metric=FIGURE[task],
        value=value,
    )


def write_page(page: Path, rows: Sequence[Row]) -> None:
    """Put the tables between the page's marks: medians over seeds and their mean."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    lines = []
    for task, forms in (("codebook alone", ALONE), (f"{EXAMPLES} a code", TAUGHT), THEMES):
        lines += ["", *_table(task, list(forms), [row for row in rows if row.task == task])]
    page.write_text(f"{head}{BEGIN}" + "\n".join(lines) + f"\n{END}{tail}", encoding="utf-8")


def _table(task: str, forms: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        found[row.method, row.corpus].append(row.value)
    corpora = [name for name in FOLDERS if any(name == corpus for _, corpus in found)]
    yield f"| {task}: {FIGURE[task]} | {' | '.join(corpora)} | mean |"
    yield "|" + "---|" * (len(corpora) + 2)
    for form in forms:
        cells = [median(found[form, corpus]) for corpus in corpora]
        shown = [f"{value:.3f}" for value in (*cells, fmean(cells))]
        yield f"| {form} | {' | '.join(shown)} |"


if __name__ == "__main__":
    main()
