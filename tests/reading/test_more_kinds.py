"""More relatives of the cases, as other people and programs write them."""

from collections import Counter

import openpyxl
import pytest

from secondcoder.reading.codes.document_names import DocumentNames
from secondcoder.reading.tables.headings import broadest_first
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config

WATER = "We row on the canal before work while the water is still flat."
ROOF = "The boathouse roof leaks and nobody has the money to mend it."
CHILD = "My daughter joined last spring and she will not miss a day."
START, HARD, WHO = "How did you start rowing?", "What is difficult?", "Who else comes along?"
TALK = f"INT: {START}\n\nTom: {WATER}\n\nINT: {HARD}\n\nTom: {ROOF}\n\nINT: {WHO}\n\nTom: {CHILD}\n"
BOOK = "code,definition\nWater,The canal\nMoney,Cost\nFamily,Kin\nBuilding,The boathouse\n"


def read(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load_material(folder, infer_config(folder).config)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def codings(found):
    """Return coder, code and the document with the first word coded, counted."""
    codes = (*(found.codebook.codes if found.codebook else ()), *found.coding.outside_codebook)
    labels = {code.id: code.label for code in codes}
    texts = {document.name: document.text for document in found.documents}
    return Counter(
        (one.coder, labels[one.code_id], one.document, texts[one.document][one.start :].split()[0])
        for one in found.coding.codings
    )


def messages(found):
    return "\n".join(notice.message for notice in found.notices)


CODINGS = {
    "headings that no list holds, beside the texts": (
        {"int1.txt": TALK, "k.csv": f"origin,what was said,Code\nint1,{WATER},Water\n"},
        [("human", "Water", "int1", "We")],
    ),
    "Swedish": (
        {"int1.txt": TALK, "k.csv": f"fil;citat;kod;kodare\nint1;{WATER};Vatten;Kim\n"},
        [("Kim", "Vatten", "int1", "We")],
    ),
    "codes left of their themes": (
        {"int1.txt": TALK, "k.csv": f"Quote,Code,Theme\n{WATER},Water,Place\n{ROOF},Roof,Place\n"},
        [("human", "Place > Water", "int1", "We"), ("human", "Place > Roof", "int1", "The")],
    ),
    "kinds of codes are no coders": (
        {"int1.txt": TALK, "k.csv": f"Data extract,Open code,Axial code\n{WATER},Calm,Place\n"},
        [("human", "Place > Calm", "int1", "We")],
    ),
    "marks below headings that say so": (
        {
            "int1.txt": TALK,
            "k.csv": "Media,Excerpt Copy,Code: Water Applied,Code: Water Weight,Code: Roof Applied"
            f"\nint1.txt,{WATER},True,,False\nint1.txt,{ROOF},False,,True\n",
        },
        [("human", "Water", "int1", "We"), ("human", "Roof", "int1", "The")],
    ),
    "a folder a coder": (
        {
            "int1.txt": TALK,
            "Kim/coding.csv": f"document,quote,code\nint1,{WATER},Water\n",
            "Lou/coding.csv": f"document,quote,code\nint1,{WATER},Calm\n",
        },
        [("Kim", "Water", "int1", "We"), ("Lou", "Calm", "int1", "We")],
    ),
    "documents by number": (
        {
            "Interview 01.txt": TALK,
            "Interview 02.txt": TALK.replace("canal", "river"),
            "k.csv": f"Interview,Passage,Code\n1,{ROOF},Roof\n2,{ROOF},Roof\n",
        },
        [("human", "Roof", "Interview 01", "The"), ("human", "Roof", "Interview 02", "The")],
    ),
    "documents by the beginning of their names": (
        {
            "P01_anna.txt": TALK,
            "P02_bert.txt": TALK.replace("canal", "river"),
            "k.csv": f"PID,Quote,Code\nP02,{ROOF},Roof\nP01,{ROOF},Calm\n",
        },
        [("human", "Roof", "P02_bert", "The"), ("human", "Calm", "P01_anna", "The")],
    ),
}


@pytest.mark.parametrize("name", CODINGS)
def test_codings(tmp_path, name):
    files, expected = CODINGS[name]
    assert codings(read(tmp_path, files)) == Counter(expected)


def test_documents_of_a_program_with_its_number(tmp_path):
    (tmp_path / "int1.txt").write_text(TALK)
    head = ["ID", "Document", "Quotation Content", "Codes", "Created by"]
    workbook(tmp_path / "q.xlsx", head, ["1:1", "1: int1", ROOF, "Roof\nMoney", "kim"])
    found = codings(read(tmp_path, {}))
    assert found == Counter({("kim", code, "int1", "The"): 1 for code in ("Roof", "Money")})


def test_documents_named_in_part_are_said(tmp_path):
    found = read(tmp_path, CODINGS["documents by number"][0])
    assert "'1' as 'Interview 01'" in messages(found)


@pytest.mark.parametrize(
    ("names", "cell", "meant"),
    [
        (["Interview 01", "Interview 02"], "2", "Interview 02"),
        (["Interview 01", "Interview 11"], "interview-11.docx", "Interview 11"),
        (["P01_anna", "P02_bert"], "anna", "P01_anna"),
        (["wave1_P1", "wave2_P1"], "P1", ""),
        (["P1"], "P2.txt", ""),
        (["P1"], "P12", ""),
        (["anna"], "", ""),
    ],
)
def test_names_of_documents_in_part(names, cell, meant):
    assert DocumentNames(names).meant(cell) == meant


@pytest.mark.parametrize(
    ("headings", "order"),
    [
        (["Code", "Subtheme", "Theme"], ["Theme", "Subtheme", "Code"]),
        (["Code", "Category", "Theme"], ["Theme", "Category", "Code"]),
        (["Theme", "Category", "Code"], ["Theme", "Category", "Code"]),
        (["Unterkategorie", "Hauptkategorie"], ["Hauptkategorie", "Unterkategorie"]),
        (["Theme", "Subcode", "Code"], ["Theme", "Code", "Subcode"]),
        (["Level 1", "Code", "Theme"], ["Level 1", "Code", "Theme"]),
    ],
)
def test_levels_stand_broadest_first(headings, order):
    assert broadest_first(headings) == order
