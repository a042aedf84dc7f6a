from secondcoder.procedures.content.steps.records import Comment
from secondcoder.procedures.content.steps.triangulation import assess, cells

VALUES = {"good": "Successes", "bad": "Challenges"}


def made(theme, passage, code="none"):
    return Comment(
        path=(theme,),
        code_id=code,
        document="d",
        case="",
        speaker="",
        passages=(passage,),
        text="words",
    )


def assessed(comments, kind):
    documents = {passage: f"of {name}" for passage, name in kind.items()}
    found = cells(comments, kind, documents, values=VALUES)
    return {one.path[0]: one for one in assess(found)}, found


KIND = {f"i{n}": "interview" for n in range(8)} | {f"s{n}": "survey" for n in range(8)}


def test_silence_and_what_only_one_kind_speaks_of():
    found, table = assessed([made("A", "i0"), made("A", "s0"), made("B", "i1")], KIND)
    assert (found["B"].assessment, found["B"].silent) == ("silence", ("survey",))
    assert "complementary" in found["B"].reason
    silent = next(c for c in table if c.path == ("B",) and c.kind == "survey")
    assert (silent.codes, silent.passage_percent, silent.documents_of_kind) == (0, 0.0, 1)


def test_agreement_and_partial_agreement_are_told_by_prominence():
    both = [made("A", f"{kind}{n}") for kind in "is" for n in range(5)]
    small = [made("B", "i5"), made("B", "s5")]
    found, _ = assessed(both + small, KIND)
    assert found["A"].assessment == found["B"].assessment == "agreement"
    turned = [made("B", f"s{n}") for n in range(7)] + [made("B", "i5")]
    found, _ = assessed(both + turned, KIND)
    assert found["A"].assessment == "partial agreement"


def test_another_value_of_the_facet_is_dissonance_from_three_codes():
    few = [made("A", f"i{n}", "good") for n in range(3)]
    found, _ = assessed([*few, *(made("A", f"s{n}", "bad") for n in range(2))], KIND)
    assert found["A"].assessment == "agreement"
    found, _ = assessed([*few, *(made("A", f"s{n}", "bad") for n in range(3))], KIND)
    assert found["A"].assessment == "dissonance"
    assert "interview: Successes" in found["A"].reason


def test_a_passage_counts_once_for_a_theme():
    _, table = assessed([made("A", "i0"), made("A", "i0", "good")], KIND)
    cell = next(c for c in table if c.kind == "interview")
    assert (cell.codes, cell.passages, cell.passage_percent) == (2, 1, 12.5)
