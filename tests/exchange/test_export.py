"""A study with a run goes out as a project, a codebook, a workbook and tables, and comes back."""

# ruff: noqa: E501 - XML and tables stand as the products write them

import csv
import io

import numpy as np
import openpyxl
import pytest
import xmlschema
from click.testing import CliRunner
from test_round_trip import CODEBOOK, PROJECT

from secondcoder.agreement.coefficients.binary import cohen_kappa, two_by_two
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.commands.main import cli
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.machine import BRANCH
from secondcoder.exchange.refi.write_project import project_xml
from secondcoder.exchange.safe_names import code_name, column_names, file_stems
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.publish.record import result_record
from secondcoder.publish.results import publish_result
from secondcoder.records.results import Evidence, Suggestion, Suggestions, Theme
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

TALK = """INTERVIEWER: How did it begin 🌱 here?

ANNA: With three neighbours and a skip.

BEN: And a great deal of tea.

INTERVIEWER: What of the money?

ANNA: =Small grants, mostly, and café mornings.

BEN: We never had a plan past the next frost.
"""
CODEBOOK_CSV = """theme,subtheme,definition,include,examples
Beginnings,,How it began.,first years,we met in the rain
Beginnings,People,Who was there.,,
Money,,What it cost.,,
"""
CODING = """coder,quote,code,memo
Amara,With three neighbours,Beginnings > People,friends?
Amara,"Small grants, mostly",Money,
Amara,a great deal of tea,=Odd code,
Ben,With three neighbours and a skip.,Beginnings > People,
Ben,nowhere to be found,Money,
"""
STUDY = """title = "Garden & co"
[[documents]]
path = "int1.txt"
[codebook]
path = "codebook.csv"
levels = ["theme", "subtheme"]
definition = "definition"
include = "include"
examples = "examples"
[[coding]]
path = "coding.csv"
coder_column = "coder"
passage = "quote"
code = "code"
memo = "memo"
"""


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    for name, text in (
        ("int1.txt", TALK), ("codebook.csv", CODEBOOK_CSV), ("coding.csv", CODING), ("study.toml", STUDY),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    material = load_material(folder, load_config(folder).config)
    ids = [passage.id for passage in material.passages]
    people, money = material.codebook.codes[1].id, material.codebook.codes[2].id
    evidence = Evidence(
        entry_part="definition",
        entry_text="What it cost.",
        words=("cost",),
        theme_id="",
        neighbours=((ids[1], 0.5),),
    )
    suggestions = Suggestions(
        ranked=tuple(
            Suggestion(passage_id=ids[place], rank=1, code_id=code, confidence=0.4321, suggested=suggested, basis="codebook", evidence=evidence)
            for place, code, suggested in ((0, people, True), (1, money, True), (2, money, True), (3, money, False))
        ),
        abstentions=(),
        basis="codebook",
        threshold=0.15,
    )  # fmt: skip
    theme = Theme(
        id="t1",
        level=1,
        parent_id="",
        label="tea",
        key_phrases=("tea", "skip"),
        passages=tuple(ids),
        documents=1,
        speakers=2,
        cohesion=0.5,
        stability=0.6,
        exemplars=(ids[0],),
    )
    below = Theme(
        id="t2",
        level=2,
        parent_id="t1",
        label="frost",
        key_phrases=("frost",),
        passages=tuple(ids[2:]),
        documents=1,
        speakers=2,
        cohesion=0.5,
        stability=0.6,
        exemplars=(ids[2],),
    )
    tables = build_tables(
        material,
        Results(
            themes=(theme, below),
            suggestions=suggestions,
            reconciliation=reconcile(
                material.passages, material.codebook, material.coding, suggestions, overlap=0.5
            ),
        ),
    )
    record = result_record(
        kind=KIND,
        identity="abc123",
        title="Garden & co",
        stance="codebook",
        seed=0,
        inputs=(),
        model={
            "name": "mini",
            "fingerprint": "f" * 64,
            "source": "",
            "licence": "",
            "dimensions": 3,
        },
        config={},
        more={"basis": "codebook", "threshold": 0.15, "coders": ["Amara", "Ben"], "trained_on": []},
    )
    (folder / "runs").mkdir()
    publish_result(folder / "runs" / "abc123", tables=tables, record=record, made={})
    return folder


def call(*args):
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_a_whole_study_as_a_project(study, tmp_path):
    said = call("export", study, "--to", tmp_path / "p.qdpx")
    assert "speakers stay in the text" in said
    assert "--profile nvivo" in said
    project = import_files([tmp_path / "p.qdpx"])
    PROJECT.validate(project_xml(project).decode().split("\n", 1)[1])
    names = {user.guid: user.name for user in project.users}
    text = project.documents[0].text
    paths = project.paths()
    found = {(names[c.coder], paths[c.code][-1], text[c.start : c.end]) for c in project.codings}
    machine = "secondcoder machine, run abc123"
    assert ("Amara", "People", "With three neighbours") in found
    assert ("Amara", "=Odd code", "a great deal of tea") in found
    assert (machine, "Money", "And a great deal of tea.") in found
    assert (machine, "frost", "We never had a plan past the next frost.") in found
    assert sum(name == machine and code == "Money" for name, code, _ in found) == 2
    assert (BRANCH, "tea", "frost") in paths.values()
    memos = [memo.text for memo in project.memos if memo.about == "coding"]
    assert "friends?" in memos
    assert any(
        "Rank 1, none, confidence 0.43; basis codebook" in m and "model mini" in m for m in memos
    )
    assert any("nowhere to be found" in m.text for m in project.memos if m.about == "project")
    described = {code.name: code.description for code in project.codes}
    assert (
        described["Beginnings"]
        == "How it began.\nInclude: first years\nExample: we met in the rain"
    )


def test_the_same_bytes_each_time_and_nothing_written_over(study, tmp_path):
    for name in ("a.qdpx", "b.qdpx"):
        call("export", study, "--to", tmp_path / name)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    with pytest.raises(SecondcoderError, match="exists already"):
        call("export", study, "--to", tmp_path / "a.qdpx")
    call("export", study, "--to", tmp_path / "a.qdpx", "--profile", "nvivo", "--replace")
    assert (tmp_path / "a.qdpx").read_bytes() != (tmp_path / "b.qdpx").read_bytes()


def test_a_project_comes_back_as_a_study(study, tmp_path):
    call("export", study, "--to", tmp_path / "p.qdpx")
    said = call("import", tmp_path / "p.qdpx", "--to", tmp_path / "back")
    assert "codings by Amara: 3" in said
    assert "7 × machine coding: secondcoder machine, run abc123: kept in machine-coding.csv" in said
    material = load_material(tmp_path / "back", load_config(tmp_path / "back").config)
    before = load_material(study, load_config(study).config)
    assert [p.text for p in material.passages] == [p.text for p in before.passages]
    assert material.coding.unplaced == ()
    assert material.coding.coders == ("Amara", "Ben")
    own = {(c.coder, c.start, c.end, c.memo) for c in before.coding.codings}
    assert own == {(c.coder, c.start, c.end, c.memo) for c in material.coding.codings}
    assert BRANCH not in {code.path[0] for code in material.codebook.codes}
    with (tmp_path / "back" / "machine-coding.csv").open(encoding="utf-8-sig") as file:
        assert {row["coder"] for row in csv.DictReader(file)} == {"secondcoder machine, run abc123"}
    for path, code in before.codebook.by_path.items():
        entry = material.codebook.by_path[path]
        assert (entry.definition, entry.include, entry.examples) == (
            code.definition, code.include, code.examples,
        )  # fmt: skip


def test_the_codebook_alone(study, tmp_path):
    call("export", study, "--to", tmp_path / "c.qdc")
    CODEBOOK.validate((tmp_path / "c.qdc").read_text("utf-8").split("\n", 1)[1])


def test_tables_for_statistics_programs(study, tmp_path):
    call("export", study, "--to", tmp_path / "tables")
    rows = {
        path.stem: list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        for path in (tmp_path / "tables").glob("*.csv")
    }
    column = {row["code"]: row["column"] for row in rows["codes_key"]}
    people = column["Beginnings > People"]
    assert people == "c002_people"
    wide = {(row["position"], row["coder"]): row for row in rows["passages_01"]}
    assert wide["1", "Amara"][people] == "1"
    assert wide["1", "Amara"][column["Beginnings"]] == "1"
    assert wide["2", "Ben"][people] == "0"
    by = {(row["speaker"], row["coder"]): row for row in rows["speakers_01"]}
    assert by["BEN", "machine"][column["Money"]] == "1"
    assert by["ANNA", "Ben"]["passages_seen"] == "2"
    assert {(row["coder"], row["coder_is"]) for row in rows["units"]} == {
        ("Amara", "person"), ("Ben", "person"), ("machine", "machine"),
    }  # fmt: skip
    # The coefficient of the run is computed again from its units.
    agreement = list(csv.DictReader((study / "runs/abc123/agreement.csv").open()))
    one = next(r for r in agreement if r["coder"] == "Amara" and r["code"] == "Money")
    units = {
        (r["passage_id"], r["coder"]): int(r["applied"])
        for r in rows["units"]
        if r["code"] == "Money"
    }
    seen = sorted(passage for passage, coder in units if coder == "Amara")
    human = np.array([units[passage, "Amara"] for passage in seen], dtype=bool)
    machine = np.array([units[passage, "machine"] for passage in seen], dtype=bool)
    kappa = cohen_kappa(two_by_two(human, machine))
    assert round(kappa.value, 4) == float(one["kappa"])


def test_cells_that_look_like_formulas_stay_text_in_the_workbook(study, tmp_path):
    call("export", study, "--to", tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    odd = [c for c in cells if isinstance(c.value, str) and c.value.startswith("=Small grants")]
    assert odd
    assert all(cell.data_type == "s" for cell in odd)


def test_a_run_of_other_texts_is_refused(study, tmp_path):
    (study / "int1.txt").write_text(TALK.replace("skip", "van"), encoding="utf-8")
    with pytest.raises(SecondcoderError, match="not in the study now"):
        call("export", study, "--to", tmp_path / "p.qdpx")


def test_a_study_without_a_run_goes_out_with_its_human_coding(study, tmp_path):
    (study / "runs").rename(tmp_path / "elsewhere")
    assert "the study has no run yet" in call("export", study, "--to", tmp_path / "p.qdpx")
    with pytest.raises(SecondcoderError, match="no complete result of suggest yet"):
        call("export", study, "--to", tmp_path / "tables")


def test_names():
    assert file_stems(["a.txt", "A", "x/y", "con", "🌱"]) == ["a", "A (2)", "x_y", "_con", "🌱"]
    assert [code_name(n) for n in ("a > b", "None", " x\ny ")] == ["a › b", "None (code)", "x y"]
    names = column_names(["Café & co", "", "x" * 99])
    assert names == ["c001_cafe_co", "c002", "c003_" + "x" * 27]


def test_schemas_refuse_what_is_wrong():
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        PROJECT.validate('<Project xmlns="urn:QDA-XML:project:1.0"/>')
