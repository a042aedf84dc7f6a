"""Imported coding under an older definition is on its coder's list until they code it anew."""

from made_up_run import make_tables, record

from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.rounds import IMPORTED_EARLIER, ImportedEarlierRow
from secondcoder.review.pages import rounds
from secondcoder.review.web import Visit


def test_it_is_listed_for_its_coder_until_decided_on(tmp_path):
    tables = make_tables(60, cut=lambda n: f"Number {n} said this.")
    given = [
        ImportedEarlierRow(
            passage_id=f"p000{n}",
            document="Group 1",
            code_id="cB",
            code="Getting there > Bus times",
            coder="Mira",
            round="Pilot",
        )
        for n in (0, 6)
    ]
    tables = tables.having({IMPORTED_EARLIER: given})
    review = Review(Material(tables, record()), Store(tmp_path / "record"))

    def listed(who):
        visit = Visit(review=review, reviewer=who, place={}, query={}, form={})
        found = [row.passage_id for row, _ in rounds.again(visit).context["rows"]]
        assert rounds.show(visit).context["earlier"] == len(found)
        return found

    assert listed("Mira") == ["p0000", "p0006"]
    assert listed("Tom") == listed("Somebody else") == []
    first = review.material.by_id["p0000"]
    decided = Event(
        kind="verdict",
        reviewer="Mira",
        run=review.material.run,
        passage=first.key,
        code="cB",
        verdict="applies",
    )
    review.add([decided], [first])
    assert listed("Mira") == ["p0006"]
    review.add([Event(kind="undo", reviewer="Mira", run="", undoes=review.store.events()[-1].id)])
    assert listed("Mira") == ["p0000", "p0006"]
