"""Quotations that a project marks as areas on the pages of a PDF."""

import pytest
from made_projects import CODE, USER, write_qdpx

from secondcoder.exchange.importing import import_files
from secondcoder.exchange.refi.pdf_places import Area, place_areas
from secondcoder.reading.documents.pdf_lines import printed_lines
from tests.reading.made_pdf import column, pdf_file

MONEY = "88888888-8888-4888-8888-888888888888"
GUID = "99999999-9999-4999-8999-999999999999"
FIRST = [
    "QUESTION 1 What brought you to the garden, and what did you",
    "hope that it would become for you and for your neighbours?",
    "We came because of the children, who had no-",
    "where to play after school and stood in the road.",
    "QUESTION 2 What did you do about the money in the first year?",
    "Small grants, mostly, and what the coffee mornings brought.",
]
SECOND = [
    "Then the council said no, twice, and we went on regardless.",
    "QUESTION 1 What brought you to the garden, and what did you",
    "hope that it would become for you and for your neighbours?",
    "Nothing at all; my sister sent me, and I stayed for the tea.",
]
TEXT = (
    " ".join(FIRST[:2]) + "\r\nWe came because of the children, who had nowhere to play after "
    "school and stood in the road.\r\n" + " ".join(FIRST[4:]) + "  "
    "Then the council said no, twice, and we went on regardless.\r\n"
    + " ".join(SECOND[1:3])
    + "\r\n"
    + SECOND[3]
)
PDF = pdf_file([column(FIRST), column(SECOND)])
TOP, STEP, HIGH = 740, 14, 842


def box(first, last):
    """Return the rectangle around lines ``first`` to ``last`` of a page."""
    return (60.0, float(TOP - STEP * last - 2), 535.0, float(TOP - STEP * first + 11))


def area(name, page, rectangle, words=""):
    return Area(name=name, words=words, page=page, box=rectangle)


AREAS = [
    (area(" ".join(FIRST[2:4])[:70], 0, box(2, 3)), "We came because", "in the road.", True),
    (area(" ".join(FIRST[4:])[:70], 0, box(4, 5)), "QUESTION 2", "mornings brought.", True),
    (area(" ".join(FIRST[4:])[:70], 1, box(0, 0)), "Then the council", "regardless.", True),
    (area(" ".join(SECOND[1:])[:70], 1, box(1, 3)), "QUESTION 1", "for the tea.", True),
    (area(SECOND[3][:25], 1, box(3, 3)), "Nothing at all; my sister", "sister", True),
]


@pytest.mark.parametrize("first_page", [0, 1])
@pytest.mark.parametrize("down", [False, True])
def test_areas_are_placed_by_name_page_and_rectangle(first_page, down):
    lines, heights = printed_lines(PDF, name="x.pdf")
    stated = []
    for one, *_ in AREAS:
        x, low, right, high = one.box
        corners = (x, HIGH - high, right, HIGH - low) if down else one.box
        stated.append(area(one.name, one.page + first_page, corners))
    found = place_areas(stated, TEXT, lines, heights)
    for place, (_, begins, ends, certain) in zip(found, AREAS, strict=True):
        stretch = TEXT[place.start : place.end]
        assert stretch.startswith(begins)
        assert stretch.endswith(ends)
        assert place.certain == certain
    assert found[3].start > len(TEXT) / 2  # the second of two places with the same words


def test_a_first_part_that_the_file_lacks_is_taken_along_and_called_approximate():
    lines, heights = printed_lines(PDF, name="x.pdf")
    lone = [AREAS[0][0], AREAS[2][0]]
    _, place = place_areas(lone, TEXT, lines, heights)
    assert TEXT[place.start : place.end].startswith("QUESTION 2")
    assert TEXT[place.start : place.end].endswith("regardless.")
    assert not place.certain


def test_without_the_pdf_words_and_names_are_sought_and_the_rest_is_not_placed():
    areas = [
        area("We came", 0, None, words="We came because of the children"),
        area("Small grants, mostly", 0, None),
        area("QUESTION 1 What brought you", 0, None),
        area("nothing of the kind", 0, None),
    ]
    words, name, twice, nowhere = place_areas(areas, TEXT, [], [])
    assert TEXT[words.start : words.end] == "We came because of the children"
    assert words.certain
    assert TEXT[name.start : name.end] == "Small grants, mostly"
    assert not name.certain
    assert (twice, nowhere) == (None, None)


def test_a_project_of_atlasti_with_a_pdf(tmp_path):
    def marked(number, one):
        x, low, right, high = one.box
        coding = f'<Coding guid="2{number}"><CodeRef targetGUID="{CODE}"/></Coding>'
        return (
            f'<PDFSelection guid="1{number}" name="{one.name}" page="{one.page}" firstX="{x}" '
            f'firstY="{low}" secondX="{right}" secondY="{high}" creatingUser="{USER}">'
            f"{coding}{coding.replace(f'2{number}', f'3{number}', 1).replace(CODE, MONEY)}"
            "</PDFSelection>"
        )

    areas = [one for one, *_ in AREAS] + [area("words of no page", 7, (0.0, 0.0, 1.0, 1.0))]
    body = "".join(marked(number, one) for number, one in enumerate(areas))
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="ATLAS.ti for Windows 9.1.3.0">'
        f'<Users><User guid="{USER}" name="Amara"/></Users><CodeBook><Codes><Code guid="{CODE}" '
        f'name="Beginnings" isCodable="true"/><Code guid="{MONEY}" '
        f'name="Money"/></Codes></CodeBook><Sources><PDFSource guid="{GUID}" '
        f'name="talks" path="internal://talks.pdf">{body}{{}}</PDFSource></Sources></Project>'
    )
    text = f'<Representation guid="{GUID}" plainTextPath="internal://talks.txt"/>'
    for with_text in (text, ""):
        data = {"talks.pdf": PDF, "talks.txt": TEXT.encode()}
        file = write_qdpx(tmp_path / "p.qdpx", xml.format(with_text), data)
        project = import_files([file])
        assert len(project.codings) == 2 * len(AREAS)
        (document,) = project.documents
        quotes = {document.text[c.start : c.end].split()[0] for c in project.codings}
        assert quotes == {"We", "QUESTION", "Then", "Nothing"}
        (note,) = (note for note in project.notes if note.startswith("talks: 6 quotations"))
        assert "5 certain (10 codings), 0 approximate (0 codings), 1 not placed (2" in note
        assert [(one.kind, one.what) for one in project.discarded] == [
            ("coding", f"talks, page 7 “words of no page”, {code}")
            for code in ("Beginnings", "Money")
        ]
