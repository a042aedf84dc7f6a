"""Tables, codebooks and codings as people have them; the texts of ``cases/`` are made up."""

from collections import Counter
from pathlib import Path

import pytest

from secondcoder.exchange.importing import import_files
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config

CASES = Path(__file__).parent / "cases"
NEAR = ["Calm", "Neighbours", "Bus", "Price"]


def read(name):
    """Return how a case was understood and what was read."""
    inferred = infer_config(CASES / name)
    return inferred, load_material(CASES / name, inferred.config)


def material(name):
    return read(name)[1]


def labels(found):
    return [code.label for code in found.codebook.codes]


def codings(found):
    codes = (*(found.codebook.codes if found.codebook else ()), *found.coding.outside_codebook)
    names = {code.id: code.label for code in codes}
    return Counter((one.coder, names[one.code_id]) for one in found.coding.codings)


def told(found, kind):
    return [notice.message for notice in found.notices if notice.kind == kind]


SURVEYS = [
    ("qualtrics", 8, 4),
    ("sv_title", 4, 1),
    ("kobo", 8, 4),
    ("gforms", 8, 4),
    ("gforms_dup", 8, 4),
    ("limesurvey", 6, 3),
    ("utf16", 6, 3),
    ("redcap", 8, 4),
    ("dupcols", 8, 4),
    ("de_survey", 12, 1),
    ("same_name", 6, 1),
    ("bt_tiny", 11, 1),
    ("bt_dups", 45, 1),
    ("bt_one", 1, 1),
]


@pytest.mark.parametrize(("name", "passages", "cases"), SURVEYS)
def test_every_open_question_is_read(name, passages, cases):
    found = material(name)
    assert len(found.passages) == passages
    assert len({passage.case for passage in found.passages}) == cases


def test_qualtrics_names_respondents_and_questions_and_leaves_contacts_out():
    found = material("qualtrics")
    assert {passage.case for passage in found.passages} == {"R_000", "R_001", "R_002", "R_003"}
    assert {passage.heading for passage in found.passages} == {
        "What do you like about the garden?",
        "What would you change?",
    }
    text = repr(found)
    assert "ImportId" not in text
    kept = {name for passage in found.passages for name, _ in passage.attributes}
    assert "Progress" in kept
    assert not kept & {"IPAddress", "RecipientEmail", "LocationLatitude", "LocationLongitude"}
    assert "192.0.2" not in text


def test_contact_columns_come_in_where_they_are_asked_for():
    inferred = infer_config(CASES / "qualtrics")
    (source,) = inferred.config.documents
    asked = source.model_copy(update={"keep": ["IPAddress"]})
    config = inferred.config.model_copy(update={"documents": [asked]})
    found = load_material(CASES / "qualtrics", config)
    assert ("IPAddress", "192.0.2.0") in found.passages[0].attributes


def test_answers_that_say_nothing_are_counted_by_name():
    (none, wordless) = told(material("bt_tiny"), "non-answers")
    assert none.startswith("7 set aside")
    for word in ("nan", "N/A", "n/a", "'-'", "'.'", "none", "Nothing"):
        assert word in none
    assert "😀" in wordless
    assert not {"nan", "-"} & {passage.text for passage in material("bt_tiny").passages}


def test_rows_above_the_column_names_are_said():
    assert "Responses to the garden survey" in told(material("sv_title"), "column names")[0]
    found = material("cb_title")
    assert labels(found) == NEAR
    assert "Codebook of the garden study" in told(found, "column names")[0]


DEFINED = {
    "cb_nvivo": ("Calm", "Rest and quiet"),
    "cb_tags": ("Calm", "Rest and quiet"),
    "cb_tagsonly": ("Bus", "Getting there by bus"),
    "cb_title": ("Price", "What it costs"),
    "cb_opencode": ("Ruhe", "Stille am Ort"),
    "cb_maxqda": ("Travel > Bus > Price", "What the bus costs"),
    "cb_merged": ("Place > Neighbours", "Meeting people nearby"),
    "cb_numbered": ("Travel > Bus > Price", "What the bus costs"),
    "cb_docx_codebook": ("Calm", "Rest and quiet"),
    "cb_docx_coding_scheme": ("Calm", "Rest and quiet"),
    "cb_docx_Kodierleitfaden": ("Calm", "Rest and quiet"),
}


@pytest.mark.parametrize("name", DEFINED)
def test_codebooks_of_products(name):
    found = material(name)
    label, definition = DEFINED[name]
    assert [code.definition for code in found.codebook.codes if code.label == label] == [definition]
    assert len(found.passages) == 3
    assert {document.name for document in found.documents} == {"int1"}


def test_examples_in_german():
    assert material("cb_opencode").codebook.codes[0].examples == ("„so still“",)


def test_outlines_are_trees():
    assert labels(material("cb_maxqda")) == [
        "Place",
        "Place > Calm",
        "Place > Neighbours",
        "Travel",
        "Travel > Bus",
        "Travel > Bus > Price",
    ]
    assert labels(material("cb_numbered")) == labels(material("cb_maxqda"))


def test_codes_by_number_by_name_and_by_both():
    found = material("cb_numbered2")
    assert codings(found) == {("A", "Place > Calm"): 1, ("A", "Travel > Bus"): 2}
    assert found.coding.outside_codebook == ()


CODINGS = {
    "cb_tags": {"human": 3},
    "cod_num": {"A": 3, "B": 1},
    "cod_two": {"A": 5},
    "cod_wide": {"Ana": 3, "Ben": 3},
    "cod_pipe": {"A": 5, "B": 3},
    "cod_multi": {"A": 5, "B": 3},
    "cod_na": {"A": 1, "B": 1},
    "cod_perfile": {"Ana": 2, "Ben": 2},
    "cod_long": {"Ana": 3, "Ben": 3},
    "doccano": {"human": 5},
    "cod_gran": {"A": 2, "B": 2},
}


@pytest.mark.parametrize("name", CODINGS)
def test_codings_of_every_form(name):
    found = material(name)
    by_coder = Counter()
    for (coder, _), number in codings(found).items():
        by_coder[coder] += number
    assert by_coder == CODINGS[name]
    assert found.coding.outside_codebook == ()
    assert found.coding.unplaced == ()
    assert len(found.passages) == (2 if name == "cod_gran" else 3)
    seen = {len(passages) for passages in found.coding.seen.values()}
    assert seen == {len(found.passages)}


def test_a_table_of_quotations_is_no_document_beside_its_transcripts():
    for name in ("cb_tags", "cod_num", "cod_two", "cod_wide", "import_other"):
        assert all(source.path.endswith(".txt") for source in read(name)[0].config.documents)


def test_coders_of_their_own_files_agree_and_differ():
    found = codings(material("cod_perfile"))
    assert found == {
        ("Ana", "Calm"): 1,
        ("Ben", "Calm"): 1,
        ("Ana", "Bus"): 1,
        ("Ben", "Price"): 1,
    }


def test_a_coding_of_another_document_is_never_put_on_this_one():
    found = material("import_other")
    assert [(one.document, one.start) for one in found.coding.codings] == [("P1", 65)]
    assert [one.source for one in found.coding.unplaced] == [
        "highlights.csv, row 3",
        "highlights.csv, row 4",
    ]
    folder = CASES / "import_other"
    project = import_files([folder / "P1.txt", folder / "highlights.csv"])
    assert [(one.start, one.end) for one in project.codings] == [(65, 82)]
    assert sum(one.count for one in project.discarded) == 2
    assert all("P2.txt" in one.reason for one in project.discarded)


def test_an_imported_segment_with_a_slip_is_placed_and_said(tmp_path):
    (tmp_path / "P1.txt").write_text("P: The bus is dear and it never comes on time.\n")
    rows = "1,P1.txt,Bus,The buss is dear and it never come on time\n2,P1.txt,Bus,No trams run\n"
    (tmp_path / "h.csv").write_text("id,document,tag,content\n" + rows)
    project = import_files([tmp_path / "P1.txt", tmp_path / "h.csv"])
    assert len(project.codings) == 1
    assert any("row 2 differ from the text by a slip" in note for note in project.notes)
    assert [one.count for one in project.discarded] == [1]
