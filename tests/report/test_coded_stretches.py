"""Retrieved segments show which words were coded, where these were less than the passage."""

import io

from docx import Document

from made import passages_of
from made_tables import tables_of
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.quotes import Quote
from secondcoder.procedures.second_coder.paper.build import passages_for_word
from secondcoder.procedures.second_coder.tables.comparison import coded_stretches, read_stretch
from secondcoder.records.codes import Coding, HumanCoding

TEXT = "We dug the beds & then had tea."


def _quote(*marks):
    return Quote(id="p", text=TEXT, document="d", speaker="", start=100, end=131, marks=marks)


def test_a_passage_is_parted_at_what_was_coded():
    assert _quote().parts == [(TEXT, False)]
    assert _quote((107, 115), (110, 117)).parts == [
        ("We dug ", False),
        ("the beds &", True),
        (" then had tea.", False),
    ]
    assert _quote((90, 106)).parts[0] == ("We dug", True)
    assert _quote((120, 900)).parts[-1] == ("en had tea.", True)


def test_stretches_are_kept_where_they_are_less_than_the_passage():
    first, second = passages_of([TEXT, "And then we went home."])
    given = (
        ("Ana", "k", first.start + 7, first.start + 15),
        ("Ben", "k", first.start, first.end),
        ("Ana", "l", first.start + 20, second.end),
    )
    codings = tuple(
        Coding(coder=coder, code_id=code, document="talk", start=start, end=end)
        for coder, code, start, end in given
    )
    coding = HumanCoding(coders=("Ana", "Ben"), codings=codings, seen={})
    found = coded_stretches(coding, [first, second], overlap=0.3)
    assert {key: [read_stretch(one) for one in parts] for key, parts in found.items()} == {
        ("Ana", first.id, "k"): [(7, 15)],
        ("Ana", first.id, "l"): [(20, 31)],
    }
    assert coded_stretches(None, [first], overlap=0.5) == {}


def _made():
    return tables_of(
        {
            "passages": [
                {"passage_id": "p", "document": "d", "position": 1, "text": TEXT}
                | {"start": 100, "end": 131}
            ],
            "codes": [{"code_id": "k", "code": "Work", "level": 1, "top_id": "k"}],
            "seen": [{"coder": "Ana", "passage_id": "p"}],
            "comparison": [
                {"passage_id": "p", "code_id": "k", "code": "Work", "coder": "Ana", "human": True}
                | {"status": "human only", "beside": "machine", "stretches": ("107-117",)}
            ],
        }
    )


def test_the_page_of_a_code_marks_what_was_coded():
    page = listing_pages(_made(), {"title": "Study"}, reflexive=False)["pages/code-k.html"].decode()
    assert "We dug <mark>the beds &amp;</mark> then had tea." in page


def test_the_document_of_a_code_says_where_it_was_coded():
    ((name, data),) = passages_for_word(_made())
    assert name == "code Work"
    said = " ".join(one.text for one in Document(io.BytesIO(data)).paragraphs)
    assert "characters 100–131, of which coded: 107–117. Coded so by Ana" in said
