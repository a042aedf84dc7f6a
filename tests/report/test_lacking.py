"""What the codebook may lack: table, page, workbook, methods and terminal."""

import io

import fake_run
import openpyxl
import pytest

from made_tables import frames
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.run import Finished
from secondcoder.procedures.second_coder.tables.themes import NEW_THEMES
from secondcoder.procedures.second_coder.told import summarise

REFLEXIVE = {**fake_run.RUN, "stance": "reflexive"}
SAID = "The first code of these passages gets on average 0.21 of the usual confidence."


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


def _section(page):
    start = page.index('<section id="lacking"')
    return page[start : page.index("</section>", start)]


def _sheet(tables, run):
    return openpyxl.load_workbook(io.BytesIO(fake_run.workbook(tables, run)))["May be lacking"]


def test_a_row_holds_the_group_its_passages_and_how_far_it_is_explained(tables):
    table = frames(tables)["new_themes"]
    first = table.iloc[0]
    texts = frames(tables)["passages"].set_index("passage_id")["text"]
    assert table["explained"].tolist() == [0.2131, 0.4149]
    assert table["source"].tolist() == ["passages that no code fits", "subtheme"]
    assert first["passages"] == len(first["passage_ids"].split("; ")) == 5
    assert first["key_phrases"] == "=1+1; nobody asked"
    assert first["exemplar_text"] == texts[first["exemplars"].split("; ")[0]]
    assert table["theme_id"][1] in set(frames(tables)["themes"]["theme_id"])


def test_the_page_says_what_the_figure_means_and_quotes_a_passage(tables):
    section = _section(fake_run.page(tables, fake_run.RUN))
    assert SAID in section
    assert "on average 0.41 of the usual confidence" in section
    assert "docs/quality.md" in section
    assert "&lt;u&gt;nobody asked&lt;/u&gt; &amp; left" in section
    assert "a candidate subtheme" in section
    assert section.count("<blockquote>") == 2
    assert section.index(SAID) < section.index("0.41 of the usual")


def test_learnt_from_coding_only_uncoded_passages_count(tables):
    run = {**fake_run.RUN, "basis": "coding of other documents"}
    said = "Only passages that nobody coded are counted"
    assert said in _section(fake_run.page(tables, run))
    assert said not in _section(fake_run.page(tables, fake_run.RUN))


def test_a_reflexive_study_reads_them_without_the_figure(tables):
    silent = tables.without_counts()
    files = fake_run.csv_files(silent, counted=False)
    assert "explained" not in files["new_themes.csv"].decode().split("\n", 1)[0]
    assert len(files["new_themes.csv"].splitlines()) == 3
    again = fake_run.read_back(files)
    page = fake_run.page(again, REFLEXIVE)
    assert page == fake_run.page(silent, REFLEXIVE)
    assert "nobody asked" in _section(page)
    assert "usual" not in _section(page)
    head = [cell.value for cell in _sheet(again, REFLEXIVE)[1]]
    assert "label" in head
    assert "explained" not in head
    assert "that no code of the codebook fits well (new_themes.csv)" in build_methods(
        again, REFLEXIVE
    )


def test_nothing_lacking_is_said_and_without_codebook_nothing_is(tables):
    none = tables.having({NEW_THEMES: ()})
    section = _section(fake_run.page(none, fake_run.RUN))
    assert "does not show that the codebook is complete" in section
    assert (
        "May be lacking"
        not in openpyxl.load_workbook(io.BytesIO(fake_run.workbook(none, fake_run.RUN))).sheetnames
    )
    assert "hints at what the codebook may lack" not in build_methods(none, fake_run.RUN)
    study = fake_run.material(coded=False)
    bare = fake_run.uncoded_tables(themes=fake_run.themes(study.passages))
    assert 'id="lacking"' not in fake_run.page(bare, {"title": "Plain"})
    assert bare[NEW_THEMES] == ()


def test_the_workbook_leads_to_the_passages(tables):
    sheet = _sheet(tables, fake_run.RUN)
    head = [cell.value for cell in sheet[1]]
    assert [cell.value for cell in sheet[2]][head.index("explained")] == 0.2131
    assert sheet.cell(2, head.index("theme id") + 1).hyperlink is None
    assert sheet.cell(3, head.index("theme id") + 1).hyperlink is not None


def test_the_terminal_and_methods_name_them(tables, tmp_path):
    record = {**fake_run.RUN, "config": {"suggest": {}, "coding": []}}
    lines = list(summarise(Finished(folder=tmp_path, record=record, tables=tables, encoded=0)))
    (said,) = [line for line in lines if line.startswith("  Lacking")]
    assert "2 groups of passages that no code fits well: <u>nobody asked</u> & left; " in said
    assert "far less confidence than usual (new_themes.csv): “<u>nobody" in build_methods(
        tables, fake_run.RUN
    )
    none = tables.having({NEW_THEMES: ()})
    lines = list(summarise(Finished(folder=tmp_path, record=record, tables=none, encoded=0)))
    assert any("No group of passages stands out" in line for line in lines)
