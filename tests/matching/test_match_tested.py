import numpy as np

from secondcoder.matching.match import Applied, match_themes
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.results import Theme

BOOK = Codebook((Code(id="food", path=("Food",)), Code(id="work", path=("Work",))))


class _Encoder:
    name = fingerprint = "same"

    def encode(self, texts, *, progress=None):
        return np.ones((len(texts), 2), dtype=np.float32) / np.sqrt(2)


def _theme(name, ids):
    return Theme(
        id=name,
        level=1,
        parent_id="",
        label=name,
        key_phrases=(),
        passages=ids,
        documents=1,
        speakers=1,
        cohesion=0.5,
        stability=0.5,
        exemplars=ids[:1],
    )


def _pair(theme, code, relation, *, assigned=False):
    kept = bool(relation)
    return AlignedPair(
        theme_id=theme,
        code_id=code,
        kappa=0.9,
        p=0.001,
        q=0.002,
        kept=kept,
        of_theme=0.9,
        of_code=0.9,
        relation=relation,
        assigned=assigned,
    )


def _matched(tested):
    ids = tuple(f"p{n}" for n in range(8))
    held = np.zeros((8, 2), dtype=bool)
    held[:4, 0] = held[4:, 1] = True
    vectors = {one: np.ones(2, dtype=np.float32) / np.sqrt(2) for one in ids}
    themes = [_theme("a", ids[:4]), _theme("b", ids[4:])]
    applied = Applied(ids, ("food", "work"), held)
    return match_themes(themes, vectors, BOOK, encoder=_Encoder(), applied=applied, tested=tested)


def test_where_pairs_were_tested_kappa_alone_makes_no_match():
    tested = [_pair(theme, code, "") for theme in "ab" for code in ("food", "work")]
    found = _matched(tested)
    assert {one.overlap_kappa for one in found.matches} == {1.0, -1.0}
    assert {one.relation for one in found.matches} == {"near"}
    assert dict(found.theme_relations) == {"a": "new theme", "b": "new theme"}
    assert dict(found.code_relations) == {"food": "code not found", "work": "code not found"}


def test_tested_relations_are_taken_over_the_strongest_first():
    tested = [
        _pair("a", "food", "matches", assigned=True),
        _pair("a", "work", "merges"),
        _pair("b", "food", "overlaps"),
        _pair("b", "work", ""),
    ]
    found = _matched(tested)
    assert [one.relation for one in found.matches] == ["matches", "merges", "overlaps", "near"]
    assert [one.assigned for one in found.matches] == [True, False, False, False]
    assert dict(found.theme_relations) == {"a": "matches", "b": "overlaps"}
    assert dict(found.code_relations) == {"food": "matches", "work": "merges"}


def test_without_a_test_the_cut_off_decides():
    assert dict(_matched(()).theme_relations) == {"a": "matches", "b": "matches"}
