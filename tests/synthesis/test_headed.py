"""Headed documents and forms to a grid, whichever way round they are written."""

import csv
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_cases import CASES, HEADINGS
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.synthesis.source import load_source, read_grid
from secondcoder.procedures.synthesis.steps.case_names import find_name, one_spelling, same_name
from secondcoder.procedures.synthesis.steps.grid import grid_of
from secondcoder.procedures.synthesis.steps.headed import form_cells, headed_cells, heading_named
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.files.text import decode
from secondcoder.records.text import Document
from secondcoder.study.assemble import load_material
from secondcoder.study.schema import Documents

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "studies" / "case-studies"


def as_document(text, name="doc"):
    return Document(name=name, text=text, blocks=())


def cells(placed):
    return {(case, heading): piece.text for case, heading, piece in placed}


def expected():
    return {(case, heading): CASES[case][heading] for case in CASES for heading in HEADINGS}


def sections_with_labels():
    return "\n\n".join(
        "\n".join([case, *(f"{h}: {CASES[case][h]}" for h in HEADINGS)]) for case in CASES
    )


def stacked():
    return "\n\n".join(
        "\n\n".join([case, *(f"{h}\n{CASES[case][h]}" for h in HEADINGS)]) for case in CASES
    )


def bullets_by_heading(numbered=True):
    parts = ["Report of the year\n\nThis report says much about clubs and their members."]
    for section, heading in enumerate(HEADINGS, start=1):
        lines = [
            f"- {place} **{case}:** {CASES[case][heading]}"
            for place, case in enumerate(CASES, start=1)
        ]
        title = f"3.{section} {heading} of the clubs" if numbered else heading
        parts += [title, "\n".join(lines), "All in all, the clubs said much the same."]
    return "\n\n".join(parts)


@pytest.mark.parametrize("text", [sections_with_labels(), stacked()], ids=["labels", "stacked"])
def test_cases_as_titles_with_headings_below(text):
    assert cells(headed_cells(as_document(text))) == expected()


def test_headings_as_titles_with_cases_below():
    found = headed_cells(as_document(bullets_by_heading()))
    wanted = {
        (case, f"{heading} of the clubs"): text for (case, heading), text in expected().items()
    }
    assert cells(found) == wanted


def test_a_list_that_a_page_break_parts_is_one():
    text = bullets_by_heading().replace("- 3 **Dunnaby", "3. RESULTS\n\n- 3 **Dunnaby")
    assert len(cells(headed_cells(as_document(text)))) == 15


def test_every_cell_is_verbatim():
    document = as_document(bullets_by_heading())
    for _, _, piece in headed_cells(document):
        assert document.text[piece.start : piece.end] == piece.text


def test_a_word_document_with_heading_styles(tmp_path):
    word = docx.Document()
    for case in CASES:
        word.add_heading(case, 1)
        for heading in HEADINGS:
            word.add_heading(heading, 2)
            word.add_paragraph(CASES[case][heading])
    word.save(tmp_path / "clubs.docx")
    read = read_documents(tmp_path, [Documents(path="clubs.docx")])
    assert cells(headed_cells(read.documents[0])) == expected()


def test_forms_of_one_case_each():
    forms = [
        as_document("\n\n".join(f"{h}\n{CASES[case][h]}" for h in HEADINGS), case) for case in CASES
    ]
    assert cells(form_cells(forms)) == expected()


def test_a_short_answer_below_a_label_is_no_title():
    text = "\n\n".join(
        f"{case}\n\nAims\n{CASES[case]['Aims']}\n\nPeople\n{number} adults\n\nMethods\nBy foot."
        for number, case in enumerate(CASES, start=12)
    )
    found = cells(headed_cells(as_document(text)))
    assert found["The Ladle", "People"] == "13 adults"
    assert len(found) == 15


def test_prose_is_no_grid():
    text = "A talk\n\nWe walked on: it rained.\n\nAnother day\n\nWe stayed: it rained again."
    assert headed_cells(as_document(text)) == []


def test_a_folder_of_forms_becomes_a_grid(tmp_path):
    for case in CASES:
        body = "\n\n".join(f"{h}\n{CASES[case][h]}" for h in HEADINGS)
        (tmp_path / f"{case}.txt").write_text(body, encoding="utf-8")
    loaded = load_source(tmp_path)
    grid, _ = read_grid(load_material(loaded.folder, loaded.config))
    assert sorted(grid.cases) == sorted(CASES)
    assert grid.headings == HEADINGS


def test_what_holds_no_grid_is_refused_with_a_hint(tmp_path):
    (tmp_path / "talk.txt").write_text("We spoke of many things that day.\n", encoding="utf-8")
    loaded = load_source(tmp_path / "talk.txt")
    with pytest.raises(SecondcoderError) as refused:
        read_grid(load_material(loaded.folder, loaded.config))
    assert "two cases" in refused.value.hint


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"x")
    with pytest.raises(SecondcoderError, match="no case studies"):
        load_source(tmp_path / "photo.png")


# names


def test_names_of_one_case():
    assert same_name("SP4ALL", "Social Prescribing for All (SP4ALL)")
    assert same_name("Wild Roots", "Wild Root")
    assert same_name("Human Henge", "Scaling Up Human Henge")
    assert not same_name("Nature", "Rooted in Nature")
    assert not same_name("The Ladle", "The Kettle")


def test_names_that_stand_together_are_never_one():
    spelling = one_spelling([["Impact", "Impact and outputs"], ["Impact", "Impact and outputs"]])
    assert spelling == {"Impact": "Impact", "Impact and outputs": "Impact and outputs"}


@given(st.lists(st.sampled_from(["Aims", "aims", "Aims:", "Methods", "Impact"]), max_size=6))
def test_every_name_has_a_spelling_that_occurs(names):
    spelling = one_spelling([names])
    assert set(spelling) == set(names)
    assert set(spelling.values()) <= set(names)


def test_headings_named_otherwise_are_found():
    headings = ("Aims and purpose of projects", "Methods employed", "Barriers and enablers")
    assert heading_named("Aims and purpose", headings) == "Aims and purpose of projects"
    assert heading_named("Weather", headings) == ""


# the real report


def test_the_real_report_and_its_table_give_the_same_grid():
    if not (SHARED / "report.txt").is_file():
        pytest.skip("needs ../shared/studies/case-studies beside the checkout")
    text = decode((SHARED / "report.txt").read_bytes(), name="report.txt")
    grid = grid_of(headed_cells(as_document(text, "report")))
    assert (len(grid.cases), len(grid.headings), len(grid.filled)) == (11, 6, 66)
    found = {
        (cell.case, cell.heading): " ".join(cell.text.replace("*", "").split())
        for cell in grid.cells
    }
    overview = grid.headings[0]
    with (SHARED / "cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        heading = heading_named(row["heading"], grid.headings) or overview
        mine = found[find_name(row["case"], grid.cases), heading]
        assert mine
        assert " ".join(row["text"].split()).endswith(mine)
