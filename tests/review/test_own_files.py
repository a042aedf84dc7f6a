"""What the tool writes for the next run it reads by the path alone: the codebook, the coding."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from garden_study import make_study
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.coding_next import coding_rows
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.next_codebook import next_codebook
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.tables.codes import CODES, code_rows
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.reviewed import CODING_NEXT
from secondcoder.publish.csv_files import csv_bytes, to_csv
from secondcoder.publish.schema import Tables
from secondcoder.reading.codes.codebook import code_id, read_codebook
from secondcoder.reading.codes.own_form import (
    CODING,
    WrittenCode,
    codebook_cells,
    codebook_source,
)
from secondcoder.records.codes import Code
from secondcoder.review.pages import codebook
from secondcoder.review.serve import open_review
from secondcoder.review.web import Visit
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.load import load_config

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
NAMES = st.sampled_from(["Bus", "+ Access", "1.2 Water", "a; b", "Trust: ours", "x | y", "Ça va?"])
WORDS = st.sampled_from(["", "About it.", "Two\nlines, and “quotes”.", "=1+1", "a > b"])
FACETS = st.lists(
    st.tuples(st.sampled_from(["polarity", "number"]), st.sampled_from(["Good", "Bad"])),
    max_size=3,
    unique=True,
)


@st.composite
def codes(draw):
    paths = draw(st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=6))
    every = {tuple(path[:d]): len(path) == d for path in paths for d in range(1, len(path) + 1)}
    made = []
    for path, leaf in every.items():
        codable = leaf or draw(st.booleans())
        made.append(
            Code(
                id=code_id(path),
                path=path,
                number=draw(st.sampled_from(["", "2.1"])) if codable else "",
                definition=draw(WORDS) if codable else "",
                include=draw(WORDS) if codable else "",
                examples=("We came by bus.", "We walked.") if codable else (),
                facets=tuple(draw(FACETS)) if codable else (),
                codable=codable,
                formerly=("Old > Name",) if codable and draw(st.booleans()) else (),
            )
        )
    return made


@settings(max_examples=60, deadline=None)
@given(codes())
def test_a_codebook_that_is_written_is_read_as_it_was(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("book")
    written = [WrittenCode(code=one, origin="codebook", memo="why") for one in made]
    columns, lines = codebook_cells(written, levels=("theme", "subtheme"))
    (folder / "next.csv").write_bytes(csv_bytes(columns, lines))
    source = codebook_source("next.csv", columns)
    read = read_codebook(folder, source)
    unlike = [
        replace(one, facets=tuple((n.removesuffix(" (facet)"), v) for n, v in one.facets))
        for one in read.codebook.codes
    ]
    assert sorted(unlike, key=lambda c: c.path) == sorted(made, key=lambda c: c.path)


def written_codebook(material, config):
    """Return the next codebook of a study without decisions, as the page gives it."""
    rows = tuple(code_rows(material, None, None, ()))
    tables = Tables(TABLES, {CODES: rows})
    held = Material(tables, {"config": config.model_dump(mode="json")})
    levels = (config.codebook.levels or ()) if config.codebook else ()
    columns, lines = codebook_cells(next_codebook(held, {}, {}).codes, levels=levels)
    return csv_bytes(columns, lines)


def bare_codebook(study, path):
    """Let study.toml name the codebook by its path alone."""
    toml = (study / "study.toml").read_text(encoding="utf-8")
    bare = re.sub(r"(?s)\[codebook\].*?\n\n", f'[codebook]\npath = "{path}"\n\n', toml)
    (study / "study.toml").write_text(bare, encoding="utf-8")


def test_the_demonstration_studys_next_codebook_is_its_codebook(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(DEMO, study)
    config = load_config(study).config
    before = load_material(study, config)
    (study / "codebook-next.csv").write_bytes(written_codebook(before, config))
    bare_codebook(study, "codebook-next.csv")
    loaded = load_config(study)
    after = load_material(study, loaded.config)
    assert not loaded.notices
    assert after.codebook == before.codebook
    assert (after.coding, after.notices) == (before.coding, before.notices)


def test_it_is_found_without_a_study_file_too(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(DEMO, study)
    config = load_config(study).config
    before = load_material(study, config)
    (study / "codebook-next.csv").write_bytes(written_codebook(before, config))
    (study / "study.toml").unlink()
    found = infer_config(study).config
    assert found.codebook.path == "codebook-next.csv"
    assert load_material(study, found).codebook == before.codebook


def decided(study, review, passage, code, verdict):
    event = Event(
        kind="verdict", reviewer="Mira", run="one", passage=passage.key, code=code,
        verdict=verdict, revealed=True, note="looked again",
    )  # fmt: skip
    review.add([event], [passage])


@pytest.mark.parametrize("decisions", [0, 1])
def test_reviewed_coding_is_coding_of_the_next_run(tmp_path, decisions):
    study = tmp_path / "garden"
    make_study(study)
    review = open_review(study)
    material = review.material
    if decisions:
        ids = {entry.label: entry.id for entry in material.codes.values()}
        decided(study, review, material.passages[0], ids["People > Neighbours"], "does not apply")
    rows = list(coding_rows(material, settled(review)))
    assert to_csv(CODING_NEXT, rows).decode("utf-8-sig").splitlines()[0] == ",".join(CODING)
    (study / "coding-next.csv").write_bytes(to_csv(CODING_NEXT, rows))
    toml = (study / "study.toml").read_text(encoding="utf-8").split("[[coding]]")[0]
    before = load_material(study, load_config(study).config)
    (study / "study.toml").write_text(
        toml + '[[coding]]\npath = "coding-next.csv"\n', encoding="utf-8"
    )
    after = load_material(study, load_config(study).config)
    assert after.coding.seen == before.coding.seen
    assert not after.coding.unplaced
    given = {(c.coder, c.code_id, c.document, c.start) for c in after.coding.codings}
    starts = [p.start for p in before.passages]
    had = {
        (c.coder, c.code_id, c.document, max(s for s in starts if s <= c.start))
        for c in before.coding.codings
    }
    lost = {one for one in had - given if one[0] == "Mira"}
    assert given <= had
    assert len(lost) == decisions
    said = [notice.message for notice in after.notices if notice.kind == "after review"]
    assert len(said) == decisions


def test_a_run_with_the_next_codebook_is_the_same_run(tmp_path, demo):
    """Codes, coefficients, suggestions and notices; only where the codebook lies differs."""
    before, finished = demo
    study = tmp_path / "study"
    shutil.copytree(before, study, ignore=lambda _, names: {n for n in names if n == "record"})
    page = open_review(study)
    visit = Visit(review=page, reviewer="Ana", place={}, query={}, form={})
    (study / "codebook-next.csv").write_bytes(codebook.codebook_csv(visit).data)
    bare_codebook(study, "codebook-next.csv")
    again = run_study(study)
    tables = {table.name: table for table in finished.tables}
    unlike = [n for n, one in tables.items() if finished.tables[one] != again.tables[one]]
    assert unlike == ["understood"]
    assert {row.file for row in again.tables[tables["understood"]]} >= {"codebook-next.csv"}
