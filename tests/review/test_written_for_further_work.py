"""Every file written for further work is read back by the tool alone; the list is the code’s."""

import pytest
from garden_study import make_study

from secondcoder.exchange.exporting import _COPIES, _FILES, TABLES, Export, export_study
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.procedures.content.copies import FOLDER as CONTENT
from secondcoder.procedures.second_coder.reviewed.begin_round import Asked, begin
from secondcoder.procedures.synthesis.copies import FOLDER as SYNTHESIS
from secondcoder.review.app import ADDRESSES
from secondcoder.review.pages import codebook
from secondcoder.review.serve import open_review
from secondcoder.review.web import Visit
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.study.rounds import latest_codebook
from secondcoder.study.walk import COPIES, ROUNDS

READ_BACK = {"/export/codebook-next.csv", "/export/coding-next.csv", "/export/content-queries.csv"}
TO_KEEP = {
    "/export/review-events.csv",
    "/export/review-events.jsonl",
    "/export/review-decisions.csv",
}
"""An account of what was done: what the tool goes on with is the record itself."""
PROJECTS = {".qdpx", ".qdc", ".csv"}
TO_READ = {".xlsx"}
"""The workbook, for people."""
FOR_OTHERS = {"texts", "quotations", TABLES}
"""Marked texts, quotations, and 0/1 tables for statistics programs: what they hold is in .qdpx."""


def test_no_file_is_written_that_nobody_thought_of():
    exports = {at.path for at in ADDRESSES if at.get and at.path.startswith("/export/")}
    assert exports == READ_BACK | TO_KEEP
    assert set(_FILES) == PROJECTS | TO_READ
    assert {*_COPIES, TABLES} == FOR_OTHERS
    assert {path.split("/")[0] for path in COPIES} == {CONTENT}
    assert (SYNTHESIS, ROUNDS) == ("synthesis", "rounds")


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path / "garden")
    return tmp_path / "garden"


def labels(material):
    return {code.label for code in material.codebook.codes}


@pytest.mark.parametrize("suffix", sorted(PROJECTS))
def test_an_exported_project_is_a_study_again(study, tmp_path, suffix):
    target = tmp_path / f"out{suffix}"
    export_study(Export(study=study, target=target))
    files, _ = study_files(import_files([target]), files=[target.name])
    again = tmp_path / "again"
    write_study(again, files)
    before = load_material(study, load_config(study).config)
    if suffix == ".qdpx":
        after = load_material(again, load_config(again).config)
        assert labels(before) <= labels(after)
        assert len(after.coding.codings) >= len(before.coding.codings)
        return
    (again / "talk.txt").write_bytes((study / "int1.txt").read_bytes())
    (again / "study.toml").write_text(
        '[[documents]]\npath = "talk.txt"\n[codebook]\npath = "codebook.csv"\n', encoding="utf-8"
    )
    after = load_material(again, load_config(again).config)
    assert labels(before) <= labels(after)


def test_the_pages_own_files_make_a_study_without_a_key(study, tmp_path):
    review = open_review(study)
    visit = Visit(review=review, reviewer="Ana", place={}, query={}, form={"name": ["Weather"]})
    codebook.add(visit)
    again = tmp_path / "again"
    again.mkdir()
    (again / "int1.txt").write_bytes((study / "int1.txt").read_bytes())
    (again / "codebook-next.csv").write_bytes(codebook.codebook_csv(visit).data)
    (again / "coding-next.csv").write_bytes(codebook.coding_csv(visit).data)
    inferred = load_material(again, load_config(again).config)
    before = load_material(study, load_config(study).config)
    assert labels(inferred) == labels(before) | {"Weather"}
    assert inferred.coding.coders == before.coding.coders
    assert len(inferred.coding.codings) == len(before.coding.codings)
    assert not inferred.coding.unplaced
    assert not inferred.coding.outside_codebook
    begin(review, Asked(by="Ana"))
    assert load_config(study).config.codebook.path == latest_codebook(study)
    assert labels(load_material(study, load_config(study).config)) == labels(inferred)
