"""Relatives of the cases: the same kinds of tables, written otherwise."""

from collections import Counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.errors import SecondcoderError
from secondcoder.non_answers import is_no_code, is_non_answer
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.tables.tables import read_table
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.schema import CodebookSource, Documents

CALM = "The garden is calm and I meet my neighbours there."
DEAR = "The bus is dear and it never comes on time."
SUNDAY = "A Sunday bus would help many people."
TURNS = ("I: What did you like?", f"P1: {CALM}", "I: What was hard?", f"P1: {DEAR}")
TALK = "\n\n".join((*TURNS, "I: And?", f"P1: {SUNDAY}", ""))
BOOK = "code,definition\nCalm,Rest\nNeighbours,Meeting\nBus,By bus\nPrice,Cost\n"


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def table(folder, text):
    (folder / "t.csv").write_text(text)
    return read_table(folder / "t.csv", name="t.csv")


def study(folder, **files):
    (folder / "int1.txt").write_text(TALK)
    for name, text in files.items():
        (folder / name.replace("_dot_", ".")).write_text(text)
    return load_material(folder, infer_config(folder).config)


def codings(found):
    codes = (*(found.codebook.codes if found.codebook else ()), *found.coding.outside_codebook)
    names = {code.id: code.name for code in codes}
    return Counter((one.coder, names[one.code_id], one.start) for one in found.coding.codings)


def tree(folder, text, **columns):
    (folder / "c.csv").write_text(text)
    book = read_codebook(folder, CodebookSource(path="c.csv", **({"code": "Code"} | columns)))
    return [code.label for code in book.codebook.codes]


HEADS = [
    ("id,answer\n1,It rains\n", ("id", "answer"), 1),
    ("Title of it,\n,\nid,answer\n1,It rains\n", ("id", "answer"), 1),
    ("Study:,Garden\nDate:,2024-05-01\nid,answer\n1,It rains\n", ("id", "answer"), 1),
    (
        "Title; with more;\nid;answer;age\n1;It rains, often;3\n2;a, b, c;4\n",
        ("id", "answer", "age"),
        2,
    ),
    ("name,place\nAna,Leeds\nBen,York\n", ("name", "place"), 2),
    ("word\nrain\nsun\n", ("word",), 2),
]


@pytest.mark.parametrize(("text", "columns", "rows"), HEADS)
def test_the_row_of_names_is_found(tmp_path, text, columns, rows):
    found = table(tmp_path, text)
    assert found.columns == columns
    assert len(found.rows) == rows


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path):
    found = table(tmp_path, "A title,\n,\nid,answer\n1,x y\n2,z\n")
    assert [row.number for row in found.rows] == [4, 5]


def test_survey_monkey(tmp_path):
    workbook(
        tmp_path / "s.xlsx",
        ["Respondent ID", "IP Address", "What do you like?", "Which do you use?", None, "Change?"],
        [None, None, "Open-Ended Response", "Bench", "Pond", "Open-Ended Response"],
        [111, "192.0.2.1", CALM, "Bench", None, "Open the gate earlier please"],
        [112, "192.0.2.2", "The flowers are lovely", None, "Pond", "n/a"],
    )
    inferred = infer_config(tmp_path)
    (source,) = inferred.config.documents
    assert source.case == "Respondent ID"
    assert source.headings == ["What do you like?", "Change?"]
    found = load_material(tmp_path, inferred.config)
    assert [passage.case for passage in found.passages] == ["111", "111", "112"]
    assert any("Which do you use?" in note for note in inferred.notes)


def test_questions_below_short_names_without_import_ids(tmp_path):
    text = "id,Q1,Q2\n,What do you like?,What would you change?\n"
    found = table(tmp_path, text + "1,It is calm here,Nothing\n2,The bench,The gate\n")
    assert found.labels == {"Q1": "What do you like?", "Q2": "What would you change?"}
    assert [row.number for row in found.rows] == [3, 4]


def test_a_first_coded_segment_that_asks_is_no_question_of_a_survey(tmp_path):
    (tmp_path / "t.csv").write_text(
        "doc_id,text_segment,code_1,memo_1\nint1,Why not?,Bus,why?\nint2,It was late.,Late,\n"
    )
    assert len(read_table(tmp_path / "t.csv", name="t.csv").rows) == 2


def test_a_first_entry_that_asks_is_no_question_of_a_survey(tmp_path):
    (tmp_path / "t.csv").write_text(
        "file_name,coded_text,code,coder\nint1,Why did they not come?,Bus,nora\n"
        "int1,It was late.,Bus,nora\nint1,I walked.,Bus,nora\n"
    )
    table = read_table(tmp_path / "t.csv", name="t.csv")
    assert table.rows[0]["coded_text"] == "Why did they not come?"
    assert not table.said


def test_groups_above_names_tell_equal_names_apart(tmp_path):
    workbook(
        tmp_path / "g.xlsx",
        ["Person", None, "Garden", None, "Bus", None],
        ["ID", "Age", "Like", "Change", "Like", "Change"],
        [1, 30, "a b", "c d", "e f", "g h"],
        [2, 31, "i j", "k l", "m n", "o p"],
    )
    found = read_table(tmp_path / "g.xlsx", name="g.xlsx")
    assert found.columns == (
        *("ID", "Age", "Garden – Like", "Garden – Change", "Bus – Like", "Bus – Change"),
    )


def test_short_answers_below_a_question_are_answers(tmp_path):
    rows = "Calm,Weekly\nPeace and quiet,Daily\nHome,Weekly\nMy friends,Weekly\n-,Weekly\n"
    text = "What is the garden to you?,How often do you come?\n" + rows
    (tmp_path / "g.csv").write_text(text)
    inferred = infer_config(tmp_path)
    assert inferred.config.documents[0].text == "What is the garden to you?"
    assert any("'How often do you come?' is not read" in note for note in inferred.notes)


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "nan",
            "N/A",
            "n.a.",
            "None",
            "(none)",
            "-",
            "--",
            ".",
            "...",
            "?",
            "k.A.",
            "keine Angabe",
        ),
        *("rien", "Néant", "ninguno", "No aplica", "nessuna", "n.v.t.", "Nothing to add.", "NULL"),
    ],
)
def test_non_answers(answer):
    assert is_non_answer(answer)


@pytest.mark.parametrize(
    "answer", ["no", "Yes", "Nothing, I would keep it", "None of the buses came", "5", "ok", "日本"]
)
def test_answers(answer):
    assert not is_non_answer(answer)


def test_none_said_in_talk_is_kept(tmp_path):
    (tmp_path / "t.csv").write_text("speaker,text\nA,How many?\nB,None.\n")
    source = Documents(path="t.csv", text="text", speaker="speaker")
    (document,) = read_documents(tmp_path, [source]).documents
    assert len(document.blocks) == 2


TREES = [
    "Code\n1 Place\n1.1 Calm\n2 Travel\n2.1 Bus\n2.1.1 Price\n",
    "Code\n1. Place\n1.1. Calm\n2. Travel\n2.1. Bus\n2.1.1. Price\n",
    "Code\nA Place\nA.1 Calm\nB Travel\nB.1 Bus\nB.1.1 Price\n",
    "Code\nI. Place\nI.1 Calm\nII. Travel\nII.1 Bus\nII.1.1 Price\n",
    "Code\nPlace\n  Calm\nTravel\n  Bus\n    Price\n",
    "Code\nPlace\n- Calm\nTravel\n- Bus\n-- Price\n",
    "Code\nPlace\nPlace\\Calm\nTravel\\Bus\\Price\n",
    "Code\nPlace > Calm\nTravel > Bus > Price\n",
    "Code\nPlace\nPlace/Calm\nTravel\nTravel/Bus\nTravel/Bus/Price\n",
    "Code\nPlace\nPlace: Calm\nTravel\nTravel: Bus\nTravel: Bus: Price\n",
    "Code\nCodes\\\\Place\\\\Calm\nCodes\\\\Travel\\\\Bus\\\\Price\n",
]


@pytest.mark.parametrize("text", TREES)
def test_outlines(tmp_path, text):
    assert tree(tmp_path, text) == [
        *("Place", "Place > Calm", "Travel", "Travel > Bus", "Travel > Bus > Price"),
    ]


def test_names_with_numbers_and_signs_stay_names(tmp_path):
    flat = "Code\n4 weeks of leave\nPay and/or leave\nBus: price\n"
    assert tree(tmp_path, flat) == ["4 weeks of leave", "Pay and/or leave", "Bus: price"]


@pytest.mark.parametrize("columns", [{"code": "Code"}, {"code": None, "levels": ["Code"]}])
def test_the_separator_parts_levels_everywhere(tmp_path, columns):
    assert tree(tmp_path, "Code\nCost > benefit\nTrust\n", **columns) == [
        *("Cost", "Cost > benefit", "Trust"),
    ]


def test_parents_by_number(tmp_path):
    text = "id,parent,Code\n1,,Place\n2,1,Calm\n3,,Travel\n4,3,Bus\n"
    assert tree(tmp_path, text, parent="parent", number="id") == [
        *("Place", "Place > Calm", "Travel", "Travel > Bus"),
    ]


def test_macqueen_s_six_columns(tmp_path):
    head = "Code,Brief definition,Full definition,When to use,When not to use,Example\n"
    (tmp_path / "codebook.csv").write_text(
        head + "Calm,Rest,Rest and quiet,for rest,sleep,so calm\n"
    )
    (tmp_path / "int1.txt").write_text(TALK)
    found = load_material(tmp_path, infer_config(tmp_path).config).codebook
    (code,) = found.codes
    assert (code.definition, code.include, code.exclude) == (
        "Rest\nRest and quiet",
        "for rest",
        "sleep",
    )


def test_a_codebook_without_definitions_says_so(tmp_path):
    found = study(tmp_path, codebook_dot_csv="Code,Farbe,Anzahl\nCalm,rot,3\nBus,blau,2\n")
    (notice,) = [notice for notice in found.notices if notice.kind == "no definitions"]
    assert "columns not used: 'Farbe', 'Anzahl'" in notice.message


BOTH = {("Ana", "Calm", 27): 1, ("Ben", "Neighbours", 27): 1, ("Ana", "Bus", 102): 1}
FORMS = [
    ("document,quote,Ana,Ben", "int1,{0},Calm,Neighbours", "int1,{1},Bus,none"),
    ("document,quote,Ana's codes,Ben's codes", "int1,{0},Calm,Neighbours", "int1,{1},Bus,"),
    (
        "document,quote,annotator,label",
        *("int1,{0},Ana,Calm", "int1,{0},Ben,Neighbours", "int1,{1},Ana,Bus", "int1,{1},Ben,n/a"),
    ),
    (
        "Dokument;Textstelle;Kategorie;Kodierer",
        *("int1;{0};Calm;Ana", "int1;{0};Neighbours;Ben", "int1;{1};Bus;Ana"),
        "int1;{1};kein Code;Ben",
    ),
    (
        "document,quote,coder,Calm,Neighbours,Bus",
        *("int1,{0},Ana,1,0,0", "int1,{0},Ben,0,1,0", "int1,{1},Ana,0,0,x", "int1,{1},Ben,0,0,"),
    ),
    (
        "document,quote,coder,code 1,code 2",
        *("D1: int1.docx,{0},Ana,Calm,", "Files\\\\int1,{0},Ben,,Neighbours"),
        *("int1,{1},Ana,Bus,-", "int1,{1},Ben,,"),
    ),
]


@pytest.mark.parametrize("lines", FORMS)
def test_forms_of_coding(tmp_path, lines):
    text = "".join(line.format(f'"{CALM}"', f'"{DEAR}"') + "\n" for line in lines)
    found = study(tmp_path, codebook_dot_csv=BOOK, coding_dot_csv=text)
    assert codings(found) == BOTH
    assert {len(seen) for seen in found.coding.seen.values()} == {3}
    assert len(found.passages) == 3


CELLS = ["Calm; Bus", "Calm|Bus", "Calm, Bus", "Calm/Bus", "Calm#Bus", "Calm\nBus", "calm & bus"]
CELLS += ['["Calm", "Bus"]', "['Calm', 'Bus']", "Calm;Bus", "Calm; n/a; Bus", "1; 3"]
CELLS += ['{"choices": ["Calm", "Bus"]}']


@pytest.mark.parametrize("cell", CELLS)
def test_cells_of_several_codes(tmp_path, cell):
    quoted = cell.replace('"', '""')
    found = study(
        tmp_path,
        codebook_dot_csv="No,code,definition\n1,Calm,x\n2,R&D / new,y\n3,Bus,z\n",
        coding_dot_csv=f'document,quote,code\nint1,"{CALM}","{quoted}"\nint1,"{DEAR}",R&D / new\n',
    )
    assert codings(found) == {
        ("human", "Calm", 27): 1,
        ("human", "Bus", 27): 1,
        ("human", "R&D / new", 102): 1,
    }


def test_several_codes_without_a_codebook(tmp_path):
    rows = f'int1,"{CALM}","Calm, Bus"\nint1,"{DEAR}",Bus\nint1,"{SUNDAY}","Bus, Calm"\n'
    found = study(tmp_path, coding_dot_csv="document,quote,code\n" + rows)
    assert [code.label for code in found.coding.outside_codebook] == ["Bus", "Calm"]


@pytest.mark.parametrize("cell", ["n/a", "None", "-", "no code", "kein Code", "uncoded", "", "NA"])
def test_cells_that_mean_no_code(cell):
    assert is_no_code(cell) or not cell


def test_slips_are_placed_and_said_and_the_rest_is_listed(tmp_path):
    rows = (
        "int1,The garden is calm and I meet my neighbors there,Calm\n"
        "int1,The buss is dear and it never come on time,Bus\n"
        "int1,The bus to York was full and warm,Price\n"
        "int1,What did you like?,Price\n"
    )
    found = study(tmp_path, codebook_dot_csv=BOOK, coding_dot_csv="document,quote,code\n" + rows)
    assert codings(found) == {
        ("human", "Calm", 27): 1,
        ("human", "Bus", 102): 1,
        ("human", "Price", 3): 1,
    }
    (unplaced,) = found.coding.unplaced
    assert unplaced.nearest.startswith("int1: ")
    assert [one.quote for one in found.coding.outside_passages] == ["What did you like?"]
    kinds = {notice.kind: notice.where for notice in found.notices}
    assert kinds["nearly quoted"] == "coding.csv, rows 2 and 3"
    assert kinds["outside passages"] == "coding.csv, row 5"


def test_a_file_of_coding_for_each_document_stays_with_its_document(tmp_path):
    (tmp_path / "int2.txt").write_text(TALK.replace("What was hard?", "And what else?"))
    head = "quote,code\n"
    first, second = head + f'"{CALM}",Calm\n', head + f'"{CALM}",Bus\n'
    found = study(tmp_path, coding_int1_dot_csv=first, coding_int2_dot_csv=second)
    assert [one.document for one in found.coding.codings] == ["int1", "int2"]
    assert found.coding.coders == ("human",)


def test_a_choice_that_is_called_as_a_code_is_no_coding(tmp_path):
    rows = "1,Bus,The flowers and the benches are lovely\n2,Car,The pond is quiet in the morning\n"
    head = "Respondent ID,How did you travel?,What do you like?\n"
    found = study(tmp_path, codebook_dot_csv=BOOK, survey_dot_csv=head + rows)
    assert found.coding is None
    assert len(found.passages) == 5


def test_documents_that_are_not_there_are_an_error_that_names_them(tmp_path):
    with pytest.raises(SecondcoderError, match="none of the documents named there") as caught:
        study(tmp_path, coding_dot_csv=f'document,quote,code\nP9,"{CALM}",Calm\n')
    assert "'int1'" in caught.value.hint


CELL = st.sampled_from(["n/a", "-", "", "😀", "no", "It rains", "none", "A b c", "5"])


@settings(max_examples=60, deadline=None)
@given(st.lists(CELL, min_size=1, max_size=12))
def test_rows_in_are_answers_and_set_aside(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("rows")
    answers = ["It is so", *cells]
    rows = "".join(f"r{number},{cell}\n" for number, cell in enumerate(answers))
    (folder / "t.csv").write_text("id,text\n" + rows)
    read = read_documents(folder, [Documents(path="t.csv", text="text", id="id")])
    kept = sum(len(document.blocks) for document in read.documents)
    aside = [notice.message for notice in read.notices if notice.kind in {"skipped", "non-answers"}]
    assert kept + sum(int(message.split()[0]) for message in aside) == len(answers)


QUOTES = st.sampled_from([CALM, DEAR, SUNDAY, "Not said at all by anyone", "What was hard?", ""])
CODES = st.sampled_from(["Calm", "Bus", "n/a", "", "Foo", "Calm; Bus"])
NAMES = st.sampled_from(["int1", "P2.txt", ""])


def below_merged_cells(rows):
    """Return the rows with document and quotation of the row above where both are blank."""
    filled = []
    for name, quote, code in rows:
        goes_on = not (name or quote) and code not in {"", "n/a"} and filled and filled[-1][1]
        filled.append((*filled[-1][:2], code) if goes_on else (name, quote, code))
    return filled


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, QUOTES, CODES), max_size=8))
def test_codings_in_are_placed_or_listed(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("coded")
    rows = [("int1", CALM, "Price"), *rows]
    text = "".join(f'{name},"{quote}",{code}\n' for name, quote, code in rows)
    found = study(folder, codebook_dot_csv=BOOK, coding_dot_csv="document,quote,code\n" + text)
    missing = {one.source for one in found.coding.unplaced}
    placed = {(one.start, one.code_id) for one in found.coding.codings}
    rows = below_merged_cells(rows)
    for number, (name, quote, code) in enumerate(rows, start=2):
        if not (name or quote or code):
            continue  # an empty row is none
        there = name != "P2.txt" and quote not in {"", "Not said at all by anyone"}
        assert (f"coding.csv, row {number}" in missing) != there
    expected = {
        (TALK.index(quote), one.strip())
        for name, quote, code in rows
        for one in code.split(";")
        if name != "P2.txt" and quote and quote in TALK and one not in {"", "n/a"}
    }
    assert len(placed) == len(expected)


def test_tabs_inside_quoted_lines_do_not_make_the_tab_the_delimiter(tmp_path):
    quote = "said\tthen\n" * 12
    rows = "".join(f'Kim,int{n},"{quote}",Calm\n' for n in range(3))
    (tmp_path / "t.csv").write_text("coder,document,quote,code\n" + rows)
    table = read_table(tmp_path / "t.csv", name="t.csv")
    assert table.columns == ("coder", "document", "quote", "code")
    assert len(table.rows) == 3
