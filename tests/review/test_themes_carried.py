"""Decisions on themes follow the themes' passages to other runs; what cannot be is listed."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.groups import (
    MARK,
    NEARER,
    NO_TARGET,
    NOT_KEPT,
    ONE_NOW,
    TO_GONE,
    Group,
    about,
    bring,
    lines,
    merge_fault,
)
from secondcoder.procedures.second_coder.reviewed.themes import KIND, decided_on, groups_of
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.told import summarise
from secondcoder.review.pages import themes
from secondcoder.review.serve import open_review
from secondcoder.review.web import Visit

GONE = {"reject", "split"}


def group(name, *members, level=1):
    return Group(name, frozenset(members), f"theme {name}", level)


def event(number, theme, verdict, *, into=None, members=True, previous=""):
    import json

    detail = about(theme, into) if members else {}
    detail |= {"names": [f"name {number}"] if verdict in {"rename", "adopt"} else []}
    detail |= {"into": into.id if into else ""}
    return Event(
        kind=KIND, reviewer="Ana", run="old", theme=theme.id, verdict=verdict, number=number,
        id=str(number), previous=previous, detail=json.dumps(detail),
    )  # fmt: skip


def brought(events, groups):
    return bring(lines(History(events), KIND), groups, naming="rename", gone=GONE)


def reasons(found):
    return [one.reason for one in found.lost]


OLD = group("o", *"abcd")


def test_a_decision_follows_the_passages():
    found = brought([event(1, OLD, "adopt")], [group("n", *"abc"), group("m", *"dxyz")])
    assert list(found.placed) == ["n"]
    assert found.placed["n"].overlap == 0.75


def test_what_shares_too_little_is_lost_with_the_share():
    found = brought([event(1, OLD, "adopt")], [group("n", *"awxyz")])
    assert not found.placed
    assert reasons(found) == ["no theme of this run shares enough of its passages (at most 12 %)"]


def test_what_earlier_versions_kept_is_found_by_the_theme_alone():
    old = event(1, OLD, "reject", members=False)
    assert reasons(brought([old], [group("n", *"abcd")])) == [NOT_KEPT]
    assert list(brought([old], [group("o", *"abcd")]).placed) == ["o"]


def test_of_two_decisions_on_one_theme_the_nearer_holds():
    far = event(2, group("p", *"abxy"), "reject")
    found = brought([event(1, OLD, "adopt"), far], [group("n", *"abcd")])
    assert found.placed["n"].line.last.id == "1"
    assert reasons(found) == [NEARER]


def test_a_later_step_on_a_carried_theme_takes_its_place_in_every_run():
    first = event(1, OLD, "adopt")
    later = event(2, group("n", *"abce"), "reject", previous="1")
    found = brought([first, later], [group("q", *"abcd")])
    assert [e.id for e in found.placed["q"].line.events] == ["1", "2"]
    undone = Event(kind="undo", reviewer="Ana", run="", undoes="2", number=3, id="3")
    found = brought([first, later, undone], [group("q", *"abcd")])
    assert found.placed["q"].line.last.id == "1"
    third = event(4, group("r", *"abcf"), "rename", previous="2")
    found = brought([first, later, undone, third], [group("q", *"abcd")])
    assert [e.id for e in found.placed["q"].line.events] == ["1", "4"]


def test_a_merge_is_carried_with_its_target_or_lost():
    target = group("t", *"uvwx")
    merge = event(1, OLD, "merge", into=target)
    new, other = group("n", *"abcd"), group("m", *"uvw")
    assert brought([merge], [new, other]).placed["n"].into == "m"
    assert reasons(brought([merge], [new])) == [NO_TARGET]
    both = group("n", *"abcduvwx")
    assert reasons(brought([merge], [both])) == [ONE_NOW]
    rejected = event(2, target, "reject")
    found = brought([merge, rejected], [new, other])
    assert (list(found.placed), reasons(found)) == (["m"], [TO_GONE])
    circle = event(2, target, "merge", into=OLD)
    assert set(reasons(brought([merge, circle], [new, other]))) == {TO_GONE}


def test_a_new_name_leaves_a_merge_as_it_is():
    merge = event(1, OLD, "merge", into=group("t", *"uvwx"))
    renamed = event(2, OLD, "rename", previous="1")
    found = brought([merge, renamed], [OLD, group("t", *"uvwx")])
    assert found.placed["o"].into == "t"


NAMES = {"a": "A", "b": "B", "c": "C"}


@pytest.mark.parametrize(
    ("into", "merged", "gone", "said"),
    [
        ("a", {}, (), "with itself"),
        ("x", {}, (), "no such other theme"),
        ("b", {"b": "a"}, (), "“B” is merged into “A” already"),
        ("c", {"c": "b", "b": "a"}, (), "“C” and “B” are merged into “A” already"),
        ("b", {}, ("b",), "“B” was rejected or split"),
        ("b", {"b": "c"}, ("c",), "“C” was rejected or split"),
        ("b", {"b": "c"}, (), ""),
    ],
)
def test_a_merge_that_cannot_hold_is_refused_with_a_sentence(into, merged, gone, said):
    fault = merge_fault("a", into, merged=merged, gone=gone, named=NAMES)
    assert said in fault if said else fault == ""


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1), min_size=1, max_size=5))
def test_nothing_is_dropped_without_a_reason(sets):
    olds = [group(f"o{n}", *members) for n, members in enumerate(sets)]
    events = [event(n, one, "adopt") for n, one in enumerate(olds, start=1)]
    news = [group("n0", *"abcde"), group("n1", *"fghij")]
    found = brought(events, news)
    assert len(found.placed) + len(found.lost) == len(olds)
    assert all(one.overlap >= MARK for one in found.placed.values())
    assert all(found.lost[n].reason for n in range(len(found.lost)))


def decide_all(review):
    """Rename every theme of a run; return what each was called, and its passages."""
    for row in list(review.material.tables[themes.THEMES]):
        visit = Visit(
            review=review, reviewer="Ana", place={"theme": row.theme_id}, query={},
            form={"action": ["rename"], "name": [f"Ours {row.theme_id}"], "note": ["as we say"]},
        )  # fmt: skip
        themes.decide(visit)
    return {one.id: one for one in groups_of(review.material)}


def jaccard(one, other):
    return len(one & other) / len(one | other)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["another seed", "an interview more"])
def test_decisions_on_the_demonstration_study_survive(tmp_path, demo, what):
    before, _ = demo
    study = tmp_path / "study"
    shutil.copytree(before, study)
    added = study / "interviews" / "int3-swimmer.txt"
    if what == "an interview more":
        kept = added.read_text(encoding="utf-8")
        added.unlink()
        shutil.rmtree(study / "runs" / "results", ignore_errors=True)
        run_study(study)
    olds = decide_all(open_review(study))
    if what == "an interview more":
        added.write_text(kept, encoding="utf-8")
        finished = run_study(study)
    else:
        finished = run_study(study, overrides={"seed": 3})
    review = open_review(study)
    decided = decided_on(review)
    news = groups_of(review.material)
    counterpart = {
        old.id
        for old in olds.values()
        if max(jaccard(old.members, new.members) for new in news) >= 0.5
    }
    held = {one.event.theme for one in decided.choices.values()}
    lost = {one.choice.event.theme for one in decided.lost}
    assert held | lost == set(olds)
    assert not held & lost
    assert len(counterpart) > 20
    assert len(held & counterpart) >= 0.85 * len(counterpart)
    assert all(choice.memo == "as we say" for choice in decided.choices.values())
    said = "\n".join(summarise(finished))
    assert f"{len(held)} decisions on themes" in said
    assert said.count("  Lost      ") == len(lost)
    report = (finished.folder / "report.html").read_text(encoding="utf-8")
    one = next(iter(decided.choices.values()))
    assert one.name in report
    pages = (finished.folder / "pages").glob("*.html")
    assert any(one.name in page.read_text(encoding="utf-8") for page in pages)
    for gone in decided.lost:
        assert gone.choice.name in report
        assert gone.reason in report
