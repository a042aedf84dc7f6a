"""A whole small run: every task, every method, twice."""

import math

import pytest
from made_corpus import made_folder

from benchmarks.quality import bench as bench_module
from benchmarks.quality import ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import DEV, REPORT, load_corpus, part_of
from benchmarks.quality.method import Scored
from benchmarks.quality.rows import Row, merged, read_rows, write_rows
from benchmarks.quality.tables import page_lines
from benchmarks.quality.tasks import TASKS, a_codebook, b_examples
from made import BagEncoder


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "bills"
    return load_corpus(made_folder(folder, coders=("ann", "bob", "cyd")))


@pytest.fixture(scope="module")
def tried(crowd, tmp_path_factory):
    return Bench(
        encoder=BagEncoder(),
        cache=tmp_path_factory.mktemp("cache"),
        seeds=(0, 100),
        development={crowd.name: part_of(crowd, DEV)},
    )


def quick(task):
    return [method for method in TASKS[task].METHODS if not method.traits.slow]


@pytest.fixture(scope="module")
def rows(crowd, tried):
    report = part_of(crowd, REPORT)
    return [
        row
        for task in TASKS
        for method in quick(task)
        for row in TASKS[task].measure(report, method, tried)
    ]


@pytest.mark.parametrize("task", TASKS)
def test_every_method_has_figures(rows, task):
    found = {row.method for row in rows if row.task == task}
    assert found == {method.name for method in quick(task)}


def test_every_figure_is_a_number_and_named_once(rows):
    keys = [(r.task, r.method, r.setting, r.seed, r.metric) for r in rows]
    assert len(keys) == len(set(keys))
    assert all(math.isfinite(row.value) for row in rows)
    assert {(row.corpus, row.part) for row in rows} == {("bills", "report")}


def test_clear_material_is_coded_right(rows):
    """Four codes with words of their own: whoever learns from examples must find them."""
    right = {
        (row.method, row.seed): row.value
        for row in rows
        if row.task == "b" and row.setting == "10" and row.metric == "first"
    }
    for method in (ours.NAME, "nearest centroid", "logistic regression"):
        assert right[method, "0"] > 0.9, method


def test_learners_see_no_coding_of_what_is_tested(crowd, tried):
    """A method that looks up the answer of the rows it is given must fail on the tested ones."""
    seen = []

    def spy(corpus, train, test, _encoder, *, seed):
        seen.append((train, test))
        return Scored(corpus.held[test].astype(float), 0.5)

    report = part_of(crowd, REPORT)
    method = type(b_examples.METHODS[0])("spy", spy)
    b_examples.scored_out_of_fold(report, method, tried, per_code=5, seed=0)
    for train, test in seen:
        assert not {report.groups[row] for row in train} & {report.groups[row] for row in test}


def test_finished_figures_are_kept_until_the_source_changes(crowd, tried, monkeypatch):
    report, method = part_of(crowd, REPORT), a_codebook.METHODS[0]
    calls = []

    def measure():
        calls.append(1)
        return list(a_codebook.measure(report, method, tried))

    first = tried.finished("a", report, method, measure)
    assert tried.finished("a", report, method, measure) == first
    assert len(calls) == 1
    monkeypatch.setattr(bench_module.ours, "source_hash", lambda: "changed")
    tried.finished("a", report, method, measure)
    assert len(calls) == 2


def test_the_table_on_disk_keeps_what_is_not_measured_anew(rows, tmp_path):
    path = tmp_path / "quality.csv"
    write_rows(path, rows)
    again = read_rows(path)
    write_rows(tmp_path / "again.csv", again)
    assert (tmp_path / "again.csv").read_bytes() == path.read_bytes()
    new = Row(
        task="a",
        corpus="bills",
        part="report",
        method=ours.NAME,
        setting="",
        seed="0",
        metric="first",
        value=0.5,
    )
    kept = merged(again, [new])
    mine = [row for row in kept if row.task == "a" and row.method == ours.NAME]
    assert mine == [new]
    assert (
        len(kept)
        == len(again) - sum(row.task == "a" and row.method == ours.NAME for row in again) + 1
    )


def test_all_tables_stand_on_the_page(rows):
    lines = "\n".join(page_lines(rows))
    for task in TASKS:
        assert f"\n### ({task}) " in lines
    assert "| bills (60) | secondcoder |" in lines
