"""What to code next on the page, in the workbook's sheets, among the figures."""

import fake_run

from made_tables import TABLE, tables_of
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.next_section import next_view
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.sheets import sheets

RUN = {"title": "T", "stance": "codebook", "basis": "codebook", "threshold": 0.1}


def tables(*, coder="", curve=True):
    made = fake_run.tables()
    ids = [passage.passage_id for passage in made[PASSAGES]]
    points = [(0.0, 1, 0.25), (0.5, 1, 0.4), (0.5, 2, 0.5), (1.0, 1, 0.6)]
    document = {"rank": 1, "document": "Group 1", "passages": 9, "unseen": 4, "apart_after": 0.125}
    proposed = tables_of(
        {
            "next_passages": [
                {
                    "purpose": purpose,
                    "rank": rank,
                    "passage_id": ids[rank],
                    "coder": coder,
                    "reason": f"{purpose} reason {rank} <b>",
                }
                for purpose in ("model", "agreement")
                for rank in range(1, 15)
            ],
            "next_documents": [document],
            "learning_curve": [
                {"share": s, "draw": d, "documents": int(8 * s), "passages": int(40 * s)}
                | {"tested": 40, "right": right, "right_in_three": 0.9}
                for s, d, right in (points if curve else ())
            ],
        }
    )
    names = ("next_passages", "next_documents", "learning_curve")
    return made.having({TABLE[name]: proposed[TABLE[name]] for name in names})


def test_five_of_each_purpose_with_their_reasons():
    made = tables()
    view = next_view(made, draw_figures(made, RUN))
    assert [len(purpose.shown) for purpose in view["purposes"]] == [5, 5]
    assert view["purposes"][0].listed == "14 passages"
    assert view["purposes"][1].shown[0].reason == "agreement reason 1 <b>"
    assert view["documents"].rows == (("Group 1", "9", "4", "–", "0.12"),)


def test_the_curve_is_told_and_drawn():
    made = tables()
    view = next_view(made, draw_figures(made, RUN))
    assert (
        "25 % from the codebook alone, for 45 % after learning from half" in view["curve_sentence"]
    )
    assert view["curve"].data.rows[1] == ("50 %", "4", "20", "45 %", "40 % to 50 %", "90 %")
    assert "learning_curve" in draw_figures(tables(), RUN)
    assert "learning_curve" not in draw_figures(tables(curve=False), RUN)


def test_the_page_names_who_is_left_to_code_and_escapes():
    page = fake_run.page(tables(coder="Ben <i>"), RUN)
    assert 'id="next"' in page
    assert "Ben &lt;i&gt;" in page
    assert "model reason 1 &lt;b&gt;" in page
    assert "agreement reason 6" not in page


def test_nothing_of_it_where_nothing_is_left_or_in_reflexive_work():
    made = fake_run.tables()
    assert next_view(made, {}) is None
    assert 'id="next"' not in fake_run.page(made, RUN)
    assert 'id="next"' not in fake_run.page(tables(), {"stance": "reflexive"})


def test_sheets_only_where_there_is_something():
    names = [sheet.name for sheet in sheets(tables(), counted=True)]
    assert {"Code next", "Documents next"} <= set(names)
    bare = sheets(fake_run.tables(), counted=True)
    assert not {"Code next", "Documents next"} & {sheet.name for sheet in bare}
