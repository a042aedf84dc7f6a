from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_run import blind_off, make_tables, record, said

from made_tables import frame_of
from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store, StoredPassage
from secondcoder.procedures.second_coder.reviewed.carry import MOVED, RECUT, REWORDED, carry
from secondcoder.procedures.second_coder.reviewed.items import (
    AGREE,
    HUMAN_ONLY,
    MACHINE_ONLY,
    NEITHER,
    NOT_CODED,
)
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.not_carried import NO_CODE, NO_PASSAGE
from secondcoder.procedures.second_coder.reviewed.results import decided_rows
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN
from secondcoder.procedures.second_coder.tables.reviewed import NOT_CARRIED
from secondcoder.review.choosing import Filters, chosen, following
from secondcoder.review.sampling import draw


def material(count=60, *, run="run-one", **more):
    return Material(make_tables(count, **more), record(run_id=run))


def stored(passage, **more):
    given = {"key": passage.key, "document": passage.document, "start": passage.start}
    return StoredPassage(**{**given, "text": passage.text, **more})


def test_the_key_is_of_words_and_not_of_place_or_blanks():
    one = material().passages[7]
    other = material(cut=lambda n: said(n).replace(" ", "  ") + "\n").passages[7]
    assert one.key == other.key
    assert len({p.key for p in material(cut=lambda _: "Yes.").passages}) == 60


def test_a_renamed_document_keeps_its_decisions():
    run = material()
    old = stored(run.passages[9], key="old", document="Group as it was called")
    found = carry({"old": old}, run)
    assert found.places["old"] == (run.passages[9],)
    assert found.how["old"] == MOVED


def test_a_longer_and_a_shorter_cut_keep_theirs():
    run = material()
    one = run.passages[9]
    part = stored(one, key="part", text=one.text[:40])
    whole = stored(one, key="whole", text=f"{one.text} {run.passages[10].text}")
    gone = stored(one, key="gone", text="Words that nobody says any more.")
    found = carry({p.key: p for p in (part, whole, gone)}, run)
    assert found.places["part"] == (one,)
    assert set(found.places["whole"]) == {one, run.passages[10]}
    assert found.how == {"part": RECUT, "whole": RECUT}
    assert found.lost == (gone,)


def test_a_mended_slip_keeps_its_decisions():
    run = material()
    one, after = run.passages[9], run.passages[10]
    words = one.text.split()
    slip = " ".join([words[0], f"{words[1]}x", *words[2:]])
    both = f"{slip} {after.text}"
    old = {
        "slip": stored(one, key="slip", text=slip),
        "and recut": stored(one, key="and recut", text=both),
        "gone": stored(one, key="gone", text="Nobody ever said such words in any of the groups."),
    }
    found = carry(old, run)
    assert found.how == {"slip": REWORDED, "and recut": REWORDED}
    assert found.places["slip"] == (one,)
    assert set(found.places["and recut"]) == {one, after}
    assert [passage.key for passage in found.lost] == ["gone"]


def test_what_cannot_be_carried_is_listed_with_its_reason(tmp_path):
    run = material()
    one, two = run.passages[3], run.passages[4]
    gone = stored(one, key="gone", text="Nobody ever said such words in any of the groups.")
    code = next(iter(run.codes))
    given = {"reviewer": "Rosa", "run": "before", "verdict": "applies"}
    store = Store(tmp_path / "record")
    store.add(
        [
            Event(kind="verdict", passage="gone", code=code, note="why not", **given),
            Event(kind="coding", passage="gone", code=code, reviewer="Rosa", run="before"),
            Event(kind="coded", passage="gone", reviewer="Rosa", run="before"),
            Event(kind="coded", passage="gone", reviewer="Imke", run="before"),
            Event(kind="verdict", passage=two.key, code="a code of old", **given),
            Event(kind="verdict", passage=two.key, code=code, **given),
        ],
        [gone, stored(two)],
    )
    rows = decided_rows(Review(run, store))[NOT_CARRIED]
    assert [(row.reviewer, row.kind, row.code_id, row.reason) for row in rows] == [
        ("Rosa", "decision", code, NO_PASSAGE),
        ("Rosa", "coding", code, NO_PASSAGE),
        ("Imke", "coding", "", NO_PASSAGE),
        ("Rosa", "decision", "a code of old", NO_CODE),
    ]
    assert rows[0].text == gone.text
    assert rows[0].note == "why not"


def test_every_kind_of_item_is_as_the_tables_say(tmp_path):
    review = Review(material(), Store(tmp_path / "record"))
    table = frame_of(COMPARISON, review.material.tables[COMPARISON])
    rows = table[(table["coder"] == "Mira")].to_dict("records")
    said_there = {(r["passage_id"], r["code_id"]): r["status"] for r in rows}
    names = {AGREE: "both", HUMAN_ONLY: "human only", MACHINE_ONLY: "machine only"}
    names[NEITHER] = "neither"
    pairs = review.view("Mira").by_pair
    assert len(pairs) > 60
    for pair, item in pairs.items():
        assert said_there.get(pair, "neither") == names[item.kind]
    applied = set(said_there)
    above = {"cA", "cD"}
    assert {pair for pair in applied if pair[1] not in above} <= set(pairs)


def test_a_reviewer_without_coding_decides_on_suggestions_alone(tmp_path):
    tables = make_tables()
    tables = tables.having({COMPARISON: (), SEEN: ()})
    review = Review(Material(tables, record()), Store(tmp_path / "record"))
    assert not review.view("New").by_pair
    blind_off(review, "New")
    kinds = Counter(item.kind for item in review.view("New").by_pair.values())
    assert set(kinds) == {NOT_CODED, NEITHER}


def test_the_order_ends_only_when_all_is_decided(tmp_path):
    review = Review(material(), Store(tmp_path / "record"))
    todo = list(chosen(review, "Mira", "cE", Filters()))
    item, visited = todo[3][0], []
    while item is not None:
        visited.append(item.pair)
        event = Event(
            kind="verdict",
            reviewer="Mira",
            run="run-one",
            passage=item.pair[0],
            code="cE",
            verdict="applies",
        )
        after = following(review, "Mira", item, "cE", Filters())
        review.add([event], [item.passage])
        item = after
    assert sorted(visited) == sorted(i.pair for i, _ in todo)


def test_a_changed_suggestion_is_marked(tmp_path):
    path = tmp_path / "record"
    first = Review(material(), Store(path))
    item = first.view("Mira").by_code["cE"][0]
    event = Event(
        kind="verdict",
        reviewer="Mira",
        run="run-one",
        passage=item.pair[0],
        code="cE",
        verdict="applies",
        machine=item.machine,
    )
    first.add([event], [item.passage])
    later = Review(material(run="run-two"), Store(path))
    kept = later.history.verdict("Mira", *item.pair)
    assert not later.changed(kept, machine=item.machine)
    assert later.changed(kept, machine=not item.machine)


@settings(max_examples=30, deadline=None)
@given(size=st.integers(0, 70), seed=st.integers(0, 3))
def test_a_sample_is_in_proportion(size, seed):
    run = _RUN
    drawn = draw(run.documents, size, seed=seed)
    assert len(drawn) == min(size, 60) == len(set(drawn))
    counts = Counter(p.document for p in drawn)
    assert all(abs(counts[name] - min(size, 60) / 3) < 1 for name in run.documents)
    assert drawn == draw(run.documents, size, seed=seed)


def test_another_seed_draws_others():
    draws = {tuple(p.id for p in draw(_RUN.documents, 9, seed=seed)) for seed in range(4)}
    assert len(draws) == 4


_RUN = material()


@pytest.mark.parametrize("kind", ["machine only", "human only", "agree"])
def test_a_filter_gives_nothing_hidden_away(tmp_path, kind):
    review = Review(material(), Store(tmp_path / "record"))
    hidden = Filters(state="every", kind=kind)
    assert list(chosen(review, "Mira", "cB", hidden)) == []
    review.add(
        [Event(kind="setting", reviewer="Mira", run="run-one", verdict="blind", detail="off")]
    )
    shown = list(chosen(review, "Mira", "cB", hidden))
    assert shown
    assert {item.kind for item, _ in shown} == {kind}
