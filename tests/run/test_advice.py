"""Who is to code next, and the whole way from a study to the tables."""

import shutil
from collections import Counter, defaultdict
from pathlib import Path
from statistics import fmean

import pandas as pd
import pytest

from made import coding, passages_of
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.steps.advice import who_is_next
from secondcoder.procedures.second_coder.tables.advice import LEARNING_CURVE, NEXT_PASSAGES

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
PASSAGES = tuple(passages_of(["One two three."] * 6, documents=["a", "a", "b", "b", "c", "c"]))
IDS = [passage.id for passage in PASSAGES]
ITEMS = [("Eva", "bus", "a", 0, 14), ("Leo", "lift", "a", 0, 14)]


def next_one(**seen):
    return who_is_next(PASSAGES, coding(ITEMS, seen=seen), overlap=0.5)


def test_before_anything_is_coded_all_is_open():
    assert who_is_next(PASSAGES, None, overlap=0.5).seen == frozenset()


def test_what_nobody_saw_comes_first():
    coded = next_one(Eva=IDS[:4], Leo=IDS[:2])
    assert (coded.coder, coded.seen) == ("", frozenset(IDS[:4]))
    assert coded.applied == {IDS[0]: {"bus", "lift"}}


def test_where_all_is_seen_it_is_the_coder_who_saw_least():
    coded = next_one(Eva=IDS, Leo=IDS[:2])
    assert (coded.coder, coded.seen) == ("Leo", frozenset(IDS[:2]))


def test_where_all_have_seen_all_nobody_is_next():
    assert next_one(Eva=IDS, Leo=IDS) is None


def test_a_crowd_is_left_alone():
    crowd = {f"c{number}": IDS[number : number + 1] for number in range(6)}
    assert who_is_next(PASSAGES, coding((), seen=crowd), overlap=0.5) is None


def test_the_demonstration_study_has_a_second_coding_left(demo):
    folder = demo[1].folder
    table = pd.read_csv(folder / "next_passages.csv", keep_default_na=False)
    seen = pd.read_csv(folder / "comparison.csv")
    ben = set(seen.loc[seen["coder"] == "Ben", "passage_id"])
    assert set(table["coder"]) == {"Ben"}
    assert len(table) == 100
    assert not set(table["passage_id"]) & ben
    assert table["document"].nunique() >= 8
    documents = pd.read_csv(folder / "next_documents.csv")
    assert documents["apart_after"].is_monotonic_decreasing
    assert (documents["unseen"] > 0).all()
    assert "What to code next" in (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def halved(tmp_path_factory, with_vectors):
    """Return the run of the demonstration study, learnt from half of one person's coding."""
    study = tmp_path_factory.mktemp("halved") / "study"
    shutil.copytree(DEMO, study, ignore=shutil.ignore_patterns("runs", "coding_ben.csv"))
    config = (study / "study.toml").read_text(encoding="utf-8")
    (study / "study.toml").write_text(config.split('[[coding]]\npath     = "coding_ben')[0])
    table = pd.read_excel(study / "coding_amara.xlsx", dtype=str)
    kept = sorted(table["document"].dropna().unique())[::2]
    table[table["document"].isin(kept)].to_excel(study / "coding_amara.xlsx", index=False)
    overrides = {"suggest": {"basis": "coding"}, "themes": {"seeds": 2, "resamples": 0}}
    return with_vectors(study / "runs", lambda: run_study(study, overrides=overrides))


def test_from_coding_both_purposes_and_the_curve(halved):
    rows = halved.tables[NEXT_PASSAGES]
    assert Counter(row.purpose for row in rows) == {"model": 100, "agreement": 100}
    assert {row.because for row in rows} == {"stands for others", "rare code", "random draw"}
    assert {row.coder for row in rows} == {""}
    right = defaultdict(list)
    for point in halved.tables[LEARNING_CURVE]:
        right[point.share].append(point.right)
    assert fmean(right[1.0]) > fmean(right[0.0])
    assert "learning_curve.svg" in {path.name for path in (halved.folder / "figures").iterdir()}
    assert "after learning from half of the coding" in (halved.folder / "report.html").read_text(
        encoding="utf-8"
    )
