import numpy as np
import pytest

from made import code, codebook, coding, passages_of
from secondcoder.agreement.study.among_people import LARGEST_PANEL
from secondcoder.agreement.study.pairs import OUTSIDE
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.records.coders import BUNDLED, Person
from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding
from secondcoder.records.results import Evidence, Suggestion, Suggestions
from secondcoder.records.text import Passage

PASSAGES = passages_of(["x" * 10] * 10)
BOOK = codebook(("A",), ("A", "one"), ("A", "two"), ("B",))
EVIDENCE = Evidence(entry_part="name", entry_text="", words=(), theme_id="", neighbours=())


def machine(applied, *, refused=()):
    """Return suggestions from (row, code); those in ``refused`` are below the threshold."""
    pairs = [(pair, True) for pair in applied] + [(pair, False) for pair in refused]
    ranked = [
        Suggestion(
            passage_id=f"p{row:03d}",
            rank=1,
            code_id=code_id,
            confidence=0.5,
            suggested=suggested,
            basis="codebook",
            evidence=EVIDENCE,
        )
        for (row, code_id), suggested in pairs
    ]
    return Suggestions(ranked=tuple(ranked), abstentions=(), basis="codebook", threshold=0.1)


def human(applied, *, seen, outside=()):
    """Return coding from coder to (row, code); ``seen`` gives each coder's number of rows."""
    items = [
        (coder, code_id, "talk", PASSAGES[row].start, PASSAGES[row].end)
        for coder, pairs in applied.items()
        for row, code_id in pairs
    ]
    rows = {coder: [p.id for p in PASSAGES[:count]] for coder, count in seen.items()}
    return coding(items, seen=rows, outside=outside)


def run(coded, suggested, *, book=BOOK, **options):
    return reconcile(PASSAGES, book, coded, suggested, overlap=0.5, **options)


def of_code(rows, code_id, **names):
    (row,) = [
        r
        for r in rows
        if r.code_id == code_id and all(getattr(r, k).name == v for k, v in names.items())
    ]
    return row


def test_counts_and_coefficients_by_hand():
    eva = [(0, "B"), (1, "B"), (2, "B"), (3, "B")]
    found = run(human({"Eva": eva}, seen={"Eva": 10}), machine([(0, "B"), (1, "B"), (4, "B")]))
    row = of_code(found.by_code, "B")
    assert (row.first.name, row.second.name) == ("Eva", "machine")
    assert (row.both, row.first_only, row.second_only, row.neither) == (2, 2, 1, 5)
    assert row.percent == pytest.approx(0.7)
    assert row.kappa == pytest.approx((0.7 - 0.54) / (1 - 0.54))  # Pe = .4 × .3 + .6 × .7
    assert row.alpha == pytest.approx(1 - 19 * 3 / (7 * 13))
    assert row.positive_agreement == pytest.approx(4 / 7)
    assert row.note == ""


def test_a_code_counts_for_those_above_it_on_both_sides():
    found = run(human({"Eva": [(0, "A/one")]}, seen={"Eva": 10}), machine([(0, "A/two")]))
    assert of_code(found.by_code, "A").both == 1
    assert of_code(found.by_code, "A/one").first_only == 1
    assert of_code(found.by_code, "A/two").second_only == 1


def test_unseen_passages_are_missing_and_seen_ones_left_uncoded_count():
    suggested = machine([(row, "B") for row in range(10)])
    found = run(human({"Eva": [(0, "B")]}, seen={"Eva": 4}), suggested)
    row = of_code(found.by_code, "B")
    assert (row.both, row.second_only, row.neither) == (1, 3, 0)
    assert found.comparisons[0].passages == ("p000", "p001", "p002", "p003")
    assert found.overall[0].units == 4


def test_what_is_below_the_threshold_is_not_applied():
    found = run(human({"Eva": []}, seen={"Eva": 10}), machine([], refused=[(0, "B")]))
    assert not found.comparisons[0].machine.any()


@pytest.mark.parametrize(
    ("eva", "suggested", "words"),
    [
        ([], [], "neither coder applied the code"),
        (range(10), range(10), "both coders applied the code to every unit"),
    ],
)
def test_constant_data_have_no_coefficient_and_say_why(eva, suggested, words):
    found = run(
        human({"Eva": [(row, "B") for row in eva]}, seen={"Eva": 10}),
        machine([(row, "B") for row in suggested]),
    )
    row = of_code(found.by_code, "B")
    assert (row.kappa, row.alpha) == (None, None)
    assert words in row.note
    for overall in found.overall:
        if overall.level == 2:
            assert overall.pooled_kappa is None
            assert "pooled kappa: no code varies" in overall.note


def test_one_silent_coder_gives_zero_and_not_one():
    found = run(human({"Eva": []}, seen={"Eva": 10}), machine([(0, "B"), (1, "B")]))
    assert of_code(found.by_code, "B").kappa == 0
    assert of_code(found.by_code, "B").positive_agreement == 0


def test_nothing_seen_is_undefined_throughout():
    found = run(human({"Eva": []}, seen={"Eva": 0}), machine([(0, "B")]))
    for row in found.by_code:
        assert (row.percent, row.kappa, row.alpha, row.positive_agreement) == (None,) * 4
        assert "no unit was seen" in row.note
    assert all(row.pooled_kappa is None and row.note for row in found.overall)


def test_a_code_outside_the_codebook_is_counted_for_people_only():
    outside = code("A", "new")
    pairs = {"Eva": [(0, "A/new"), (1, "A/new")], "Ann": [(0, "A/new")]}
    coded = human(pairs, seen={"Eva": 10, "Ann": 10}, outside=[outside])
    found = run(coded, machine([(0, "A/one")]))
    row = of_code(found.by_code, "A/new", first="Eva")
    assert (row.first_only, row.kappa, row.percent, row.note) == (2, None, None, OUTSIDE)
    assert of_code(found.by_code, "A", first="Eva").both == 1  # but its branch counts
    people = of_code(found.among_humans, "A/new")
    assert (people.both, people.second_only, people.note) == (1, 1, "")
    assert people.kappa is not None
    second = [row for row in found.overall if row.level == 2 and row.first.name == "Eva"]
    assert [row.codes for row in second] == [2]
    assert [row.codes for row in found.among_humans_overall if row.level == 2] == [3]


def test_two_coders_are_compared_on_what_both_saw():
    coded = human(
        {"Eva": [(0, "B"), (1, "B"), (8, "B")], "Ann": [(0, "B")]}, seen={"Eva": 10, "Ann": 5}
    )
    found = run(coded, machine([]))
    row = of_code(found.among_humans, "B")
    assert (row.first.name, row.second.name) == ("Ann", "Eva")
    assert (row.both, row.first_only, row.second_only, row.neither) == (1, 0, 1, 3)
    assert [(r.first.name, r.second.name) for r in found.among_humans_overall if r.level == 1] == [
        ("Ann", "Eva")
    ]
    assert [comparison.coder for comparison in found.comparisons] == ["Ann", "Eva"]


def test_only_chosen_coders_are_compared():
    coded = human({"Eva": [(0, "B")], "Ann": [(0, "B")]}, seen={"Eva": 10, "Ann": 10})
    found = run(coded, machine([]), coders=["Eva"])
    assert [comparison.coder for comparison in found.comparisons] == ["Eva"]
    assert found.among_humans == ()


def test_many_coders_are_not_listed_in_pairs():
    names = [f"c{number}" for number in range(LARGEST_PANEL + 1)]
    coded = human({name: [(0, "B")] for name in names}, seen=dict.fromkeys(names, 10))
    found = run(coded, machine([]))
    assert len(found.comparisons) == len(names)
    assert found.among_humans == found.among_humans_overall == ()


def test_a_reflexive_study_lists_who_applied_what_and_scores_nothing():
    coded = human({"Eva": [(0, "B")], "Ann": [(1, "B")]}, seen={"Eva": 10, "Ann": 10})
    found = run(coded, machine([(0, "B")]), coefficients=False)
    assert len(found.comparisons) == 2
    assert (found.by_code, found.overall, found.among_humans, found.among_humans_overall) == (
        (),
        (),
        (),
        (),
    )


def test_the_tables_counts_are_those_of_the_comparison():
    random = np.random.default_rng(0)
    pairs = [(int(r), c.id) for r in random.integers(0, 10, 12) for c in BOOK.codes[:2]]
    found = run(human({"Eva": pairs}, seen={"Eva": 10}), machine([(0, "B"), (3, "A/two")]))
    (one,) = found.comparisons
    for place, code_id in enumerate(one.codes):
        row = of_code(found.by_code, code_id)
        assert row.both == int((one.human & one.machine)[:, place].sum())
        assert row.neither == int((~one.human & ~one.machine)[:, place].sum())


def test_no_coders_give_an_empty_reconciliation():
    found = run(human({}, seen={}), machine([(0, "B")]))
    assert found.comparisons == found.by_code == found.overall == ()


@pytest.mark.parametrize("name", ["machine", "all", "(together)", "any of the people", "people"])
def test_a_person_may_have_any_name(name):
    """The input of a fault that was seen: the machine's codes replaced those of such a person."""
    passages, codebook, suggestions = numbered_study()
    expected = reconcile(passages, codebook, coding_of("Ana"), suggestions, overlap=0.5)
    found = reconcile(passages, codebook, coding_of(name), suggestions, overlap=0.5)
    counts = [(r.both, r.first_only, r.second_only, r.neither, r.kappa) for r in found.by_code]
    assert counts == [
        (r.both, r.first_only, r.second_only, r.neither, r.kappa) for r in expected.by_code
    ]
    assert {(r.first, r.second) for r in found.by_code} == {(Person(name), BUNDLED)}
    assert not any(group.everyone for group in found.calibration)


def numbered_study():
    passages = [
        Passage(
            id=f"p{n}",
            document=f"d{n % 5}",
            case="",
            speaker="",
            heading="",
            question="",
            time="",
            position=n,
            start=n * 10,
            end=n * 10 + 5,
            text="words",
        )
        for n in range(20)
    ]
    evidence = Evidence(entry_part="", entry_text="", words=(), theme_id="", neighbours=())
    ranked = tuple(
        Suggestion(
            passage_id=passage.id,
            rank=1,
            code_id="a" if n % 3 else "b",
            confidence=0.9,
            suggested=True,
            basis="codebook",
            evidence=evidence,
        )
        for n, passage in enumerate(passages)
    )
    suggestions = Suggestions(ranked=ranked, abstentions=(), basis="codebook", threshold=0.5)
    codebook = Codebook((Code(id="a", path=("A",)), Code(id="b", path=("B",))))
    return passages, codebook, suggestions


def coding_of(name):
    codings = tuple(
        Coding(
            coder=name,
            code_id="a" if n % 2 else "b",
            document=f"d{n % 5}",
            start=n * 10,
            end=n * 10 + 5,
        )
        for n in range(20)
    )
    seen = {name: frozenset(f"p{n}" for n in range(20))}
    return HumanCoding(coders=(name,), codings=codings, seen=seen)


def test_a_code_that_only_a_row_without_a_place_names_raises_no_agreement():
    given = {"Eva": [(0, "B"), (1, "A/one")], "Ida": [(0, "B"), (1, "B")]}
    seen = {"Eva": 10, "Ida": 10}
    named = human(given, seen=seen, outside=(Code(id="odd", path=("Odd",)),))
    found, plain = (
        run(named, machine([(0, "B")])),
        run(human(given, seen=seen), machine([(0, "B")])),
    )
    assert not [row for row in (*found.by_code, *found.among_humans) if row.code_id == "odd"]
    assert found.among_humans_overall == plain.among_humans_overall
