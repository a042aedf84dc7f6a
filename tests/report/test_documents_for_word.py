"""What is written for Word: read again, beside the tables it is made from."""

import io

import docx
import fake_run
import pytest

from made import write_study
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.paper.build import build_documents
from secondcoder.procedures.second_coder.paper.checklists import OPEN, answered
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.themes import THEMES


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


@pytest.fixture(scope="module")
def written(tables):
    drawn = draw_figures(tables, fake_run.RUN)
    return build_documents(tables, fake_run.RUN, drawn, counted=True)


def opened(data):
    return docx.Document(io.BytesIO(data))


def test_the_same_tables_give_the_same_bytes(tables, written):
    drawn = draw_figures(tables, fake_run.RUN)
    assert build_documents(tables, fake_run.RUN, drawn, counted=True) == written


def test_headings_captions_and_figures_are_words_own(written):
    methods = opened(written["documents/methods.docx"])
    styles = [one.style.name for one in methods.paragraphs]
    assert {"Title", "Heading 1", "Caption"} <= set(styles)
    assert len(methods.inline_shapes) >= 4
    captions = [one for one in methods.paragraphs if one.style.name == "Caption"]
    assert len(captions) == len(methods.inline_shapes) + len(methods.tables)
    assert all("SEQ " in one._p.xml for one in captions)


def test_the_codebook_has_a_row_for_each_code_with_its_counts(tables, written):
    shown = opened(written["documents/codebook.docx"]).tables[0]
    rows = [[cell.text for cell in row.cells] for row in shown.rows][1:]
    assert [row[0] for row in rows] == [code.code for code in tables[CODES]]
    texts = {" ".join(row.text.split()) for row in tables[PASSAGES]}
    for row, code in zip(rows, tables[CODES], strict=True):
        assert row[2] == str(code.passages_human)
        if row[4]:
            assert row[4].split("” (")[0].removeprefix("“") in texts


def test_the_joint_display_names_every_theme_and_every_code_not_found(tables, written):
    shown = opened(written["documents/themes_and_codes.docx"]).tables[0]
    rows = [[cell.text for cell in row.cells] for row in shown.rows][1:]
    assert {row[0] for row in rows} >= {one.label for one in tables[THEMES] if one.level == 1}
    lost = {code.code for code in tables[CODES] if code.relation == "code not found"}
    assert lost <= {row[4] for row in rows if row[3] == "code not found"}


def test_every_passage_that_a_person_coded_stands_in_a_document(tables, written):
    text = "\n".join(
        paragraph.text
        for name, data in written.items()
        if name.startswith("documents/code-")
        for paragraph in opened(data).paragraphs
    )
    place = {row.passage_id: f"characters {row.start}–{row.end}" for row in tables[PASSAGES]}
    coded = {row.passage_id for row in tables[COMPARISON] if row.human}
    assert coded
    assert all(place[one] in text for one in coded)


def test_an_answer_names_what_it_rests_on_and_an_open_one_says_so(tables):
    files = {f"{table.name}.csv" for table in TABLES} | {"methods.md", "recompute.py", "run.json"}
    for answers in answered(tables, fake_run.RUN).values():
        for one in answers:
            assert one.said
            if one.said == OPEN:
                assert not one.row
            named = [part for part in one.row.replace(":", ",").split(", ") if "." in part]
            assert set(named) <= files | {"codebook.csv"}


def test_no_coefficient_stands_in_a_reflexive_studys_documents(tables):
    run = {**fake_run.RUN, "stance": "reflexive"}
    whole = tables.without_counts()
    found = build_documents(whole, run, draw_figures(whole, run), counted=False)
    assert "documents/agreement.docx" not in found
    for name, data in found.items():
        if name.endswith(".docx"):
            made = opened(data)
            cells = [cell for one in made.tables for row in one.rows for cell in row.cells]
            words = "\n".join(one.text for one in (*made.paragraphs, *cells))
            assert "kappa" not in words.lower()


def test_a_run_that_has_documents_keeps_them_when_it_is_written_again(fake_model, called, tmp_path):
    study = write_study(tmp_path / "study")
    assert called("suggest", study)[0] == 0
    run = next((study / "runs").glob("*/run.json")).parent
    assert not (run / "documents").exists()
    code, shown, _ = called("report", study, "--documents")
    assert code == 0
    assert f"Wrote {run / 'documents'}" in shown
    made = {one.name: one.read_bytes() for one in (run / "documents").iterdir()}
    assert {"methods.docx", "codebook.docx", "codebook.csv", "checklists.docx"} <= set(made)
    assert called("report", study)[0] == 0
    assert {one.name: one.read_bytes() for one in (run / "documents").iterdir()} == made
