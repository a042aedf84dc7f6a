import pytest
import small_study

from secondcoder.agreement.study.reconcile import reconcile


@pytest.fixture(scope="module")
def found():
    cut, human, suggestions, _ = small_study.study()
    return reconcile(cut, small_study.codebook(), human, suggestions, overlap=0.5), cut


def test_documents_add_up_to_the_whole(found):
    comparison, cut = found
    assert len(comparison.by_document) == 3 * 2 * 8
    for pair in (*comparison.overall, *comparison.among_humans_overall):
        own = [
            one
            for one in comparison.by_document
            if (one.first, one.second, one.scope) == (pair.first, pair.second, pair.scope)
        ]
        assert [one.document for one in own] == list(dict.fromkeys(one.document for one in cut))
        assert sum(one.units for one in own) == pair.units
        both, apart = (
            sum(one.both for one in own),
            sum(one.first_only + one.second_only for one in own),
        )
        assert 2 * both / (2 * both + apart) == pytest.approx(pair.positive_agreement)


def test_what_stands_behind_a_cell_can_be_read(found):
    comparison, _ = found
    one = comparison.comparisons[0]
    row = {passage: place for place, passage in enumerate(one.passages)}
    column = {code: place for place, code in enumerate(one.codes)}
    cells = [
        cell
        for cell in comparison.confusions
        if cell.first.name == one.coder and cell.second.name == "machine" and "leaves" in cell.scope
    ]
    leaves = [column[code] for code in one.codes if "/" in code]
    only = (one.human & ~one.machine)[:, leaves]
    other = (one.machine & ~one.human)[:, leaves]
    names = [*(code for code in one.codes if "/" in code), ""]
    expected = {}
    for passage in range(len(row)):
        mine = [names[place] for place in only[passage].nonzero()[0]]
        theirs = [names[place] for place in other[passage].nonzero()[0]]
        if mine or theirs:
            for first in mine or [""]:
                for second in theirs or [""]:
                    expected.setdefault((first, second), []).append(one.passages[passage])
    assert {(cell.first_code, cell.second_code): list(cell.shown) for cell in cells} == {
        key: ids[:20] for key, ids in expected.items()
    }
    assert all(cell.passages == len(expected[cell.first_code, cell.second_code]) for cell in cells)
    assert ("", names[0]) in expected
