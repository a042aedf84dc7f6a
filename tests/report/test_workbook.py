import dataclasses
import io

import fake_run
import openpyxl
import pytest

from secondcoder.procedures.second_coder.tables import sheets
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish import workbook


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


@pytest.fixture(scope="module")
def book(tables):
    return openpyxl.load_workbook(io.BytesIO(fake_run.workbook(tables, fake_run.RUN)))


def _column(sheet, name):
    head = [cell.value for cell in sheet[1]]
    return [row[head.index(name)] for row in sheet.iter_rows(min_row=2)]


def test_sheets_stand_in_their_order(book):
    assert book.sheetnames == [
        *("Read me", "Themes", "Passages", "Suggestions", "Matches", "May be lacking"),
        "Comparison",
        *("Agreement", "Agreement overall", "Agreement by unit", "Alignment", "Definitions"),
        *("Codes by document", "Codes by group", "Codes together", "Codebook", "Notices"),
    ]


def test_nothing_is_a_formula_and_text_is_verbatim(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    said = [cell.value for cell in _column(book["Passages"], "text")]
    assert said[: len(fake_run.HOSTILE)] == list(fake_run.HOSTILE)
    assert {cell.value for cell in _column(book["Passages"], "Alter")} == {"=40+2"}


def test_a_web_address_in_a_passage_is_no_link(book):
    cell = _column(book["Passages"], "text")[8]
    assert cell.value.startswith("https://")
    assert cell.hyperlink is None


def test_links_lead_to_the_row_of_the_same_id(book):
    followed = 0
    for sheet, column, goal in (
        ("Passages", "theme id", "Themes"),
        ("Suggestions", "passage id", "Passages"),
        ("Suggestions", "code id", "Codebook"),
        ("Matches", "theme id", "Themes"),
        ("Comparison", "passage id", "Passages"),
        ("Agreement", "code id", "Codebook"),
        ("Themes", "parent id", "Themes"),
    ):
        for cell in _column(book[sheet], column):
            if not cell.value:
                continue
            page, _, place = cell.hyperlink.location.partition("!")
            assert page.strip("'") == goal
            assert book[goal][place].value == cell.value
            followed += 1
    assert followed > 500


def test_comparison_holds_differences_only(book):
    assert {c.value for c in _column(book["Comparison"], "status")} == {
        "human only",
        "machine only",
    }


def test_every_sheet_can_be_filtered_and_keeps_its_header(book):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_same_tables_same_bytes(tables):
    assert fake_run.workbook(tables, fake_run.RUN) == fake_run.workbook(tables, fake_run.RUN)


def test_a_reflexive_study_is_given_no_coefficient(tables):
    data = fake_run.workbook(tables, {**fake_run.RUN, "stance": "reflexive"})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "Agreement" not in book.sheetnames
    words = " ".join(
        str(cell.value).lower() for sheet in book for row in sheet.iter_rows() for cell in row
    )
    assert not [word for word in ("kappa", "alpha", "accura", "confidence") if word in words]


def test_too_many_rows_are_cut_and_said(tables, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 20)
    book = openpyxl.load_workbook(io.BytesIO(fake_run.workbook(tables, fake_run.RUN)))
    assert book["Passages"].max_row == 21
    front = " ".join(str(cell.value) for row in book["Read me"].iter_rows() for cell in row)
    assert "the first 20 of 60 rows" in front


def test_a_large_sheet_of_suggestions_is_shortened_and_said(tables, monkeypatch):
    monkeypatch.setattr(sheets, "LARGE", 100)
    sheet = sheets.sheets(tables, counted=True)[2]
    assert "Shortened" in sheet.about
    suggested, rank = (sheet.columns.index(name) for name in ("suggested", "rank"))
    assert all(cells[suggested] == "yes" or cells[rank] <= 3 for cells in sheet.rows)
    kept = sum(row.suggested for row in tables[SUGGESTIONS])
    assert sum(cells[suggested] == "yes" for cells in sheet.rows) == kept


def test_truths_lists_and_undefined_values_are_written_for_people(book, tables):
    sheet = book["Codebook"]
    assert {cell.value for cell in _column(sheet, "in codebook")} == {"yes", "no"}
    paths = [cell.value for cell in _column(sheet, "path")]
    assert "Getting there; Bus times" in paths
    assert None in {cell.value for cell in _column(book["Agreement"], "kappa")}


def test_sheets_hold_the_columns_that_are_declared_with_their_widths(book, tables):
    for sheet in sheets.sheets(tables, counted=True):
        page = book[sheet.name]
        names = [cell.value for cell in page[1]]
        assert names == [column.replace("_", " ") for column in sheet.columns]
        assert page.max_row == len(sheet.rows) + 1
        assert len(sheet.widths) == len(sheet.columns)
    assert "Alter" in [cell.value for cell in book["Passages"][1]]


def test_a_text_longer_than_a_cell_is_cut_and_said(tables):
    first, *rest = tables[PASSAGES]
    long = dataclasses.replace(first, text="long " * 10_000)
    data = fake_run.workbook(tables.having({PASSAGES: (long, *rest)}), fake_run.RUN)
    cell = _column(openpyxl.load_workbook(io.BytesIO(data))["Passages"], "text")[0]
    assert cell.value.endswith(workbook.CUT)
    assert len(cell.value) < 32_767


def test_empty_tables_make_a_workbook():
    data = fake_run.workbook(fake_run.uncoded_tables(), {})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Matches"].max_row == 1
    assert book["Passages"].max_row == 61


def test_a_workbook_to_edit_holds_text_only():
    rows = [("=1+1", "0042"), ("-5", "x" * 40_000)]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook.table_to_edit("A name longer than thirty-one characters", "ab", rows))
    )
    (page,) = book.worksheets
    assert page.title == "A name longer than thirty-one c"
    assert [cell.value for cell in page[2]] == ["=1+1", "0042"]
    assert page["B3"].value.endswith(workbook.CUT)
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
