"""A label in participants’ words bears one pair of quotation marks beside a passage too."""

import pytest
from made_up_run import make_tables, record

from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.review.beside import explain
from secondcoder.review.web import Visit


@pytest.mark.parametrize("label", ["“I peel and I listen”", "Funding"])
def test_the_evidence_names_a_theme_in_one_pair_of_marks(label, tmp_path):
    tables = make_tables(30, cut=lambda n: f"Number {n} said this.")
    for row in tables[THEMES]:
        object.__setattr__(row, "label", label)
    for row in tables[SUGGESTIONS]:
        object.__setattr__(row, "evidence_theme", tables[THEMES][0].theme_id)
    review = Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))
    visit = Visit(review=review, reviewer="Mira", place={}, query={}, form={})
    item = next(item for item in visit.view.by_code["all"] if item.machine)
    assert explain(visit, item).theme == f"“{label.strip('“”')}”"
