import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.reading.codes.codebook import code_id
from secondcoder.reading.codes.coding import read_coding
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.text import Block, Document, Passage
from secondcoder.study.schema import CodingSource

PATHS = [
    ("Care",),
    ("Care", "Time & money"),
    ("Care", "Place"),
    ("Work",),
    ("Work", "Place"),
    ("Work", "Pay; leave"),
]
CODEBOOK = Codebook(tuple(Code(id=code_id(path), path=path) for path in PATHS))


def document(name, texts, *, ids=(), source=""):
    """One passage a text, joined by blank lines."""
    blocks, passages, offset = [], [], 0
    for place, text in enumerate(texts):
        end = offset + len(text)
        source_id = ids[place] if ids else ""
        blocks.append(Block(start=offset, end=end, source_id=source_id))
        common = {"case": "", "speaker": "", "heading": "", "question": "", "time": ""}
        passages.append(
            Passage(
                id=f"{name}-{place}",
                document=name,
                **common,
                position=place + 1,
                start=offset,
                end=end,
                text=text,
                source_id=source_id,
            )
        )
        offset = end + 2
    return Document(
        name=name, text="\n\n".join(texts), blocks=tuple(blocks), source=source
    ), passages


TALK, TALK_PASSAGES = document("talk", ["We “met” often.", "It helped.", "It helped.", "Bye now."])
LIST, LIST_PASSAGES = document("list", ["one one", "two two", "three three"], ids=("1", "2", "3"))
DOCUMENTS, PASSAGES = [TALK, LIST], [*TALK_PASSAGES, *LIST_PASSAGES]


def read(folder, text, *, codebook=CODEBOOK, documents=DOCUMENTS, passages=PASSAGES, **columns):
    (folder / "coded.csv").write_text(text)
    settings = {"path": "coded.csv", "passage": "p", "code": "code"} | columns
    if "coder_column" not in settings:
        settings.setdefault("coder", "Eva")
    return read_coding(
        folder,
        [CodingSource(**settings)],
        codebook=codebook,
        documents=documents,
        passages=passages,
    )


def codes_of(found):
    outside = {code.id: code for code in found.coding.outside_codebook}
    names = CODEBOOK.by_id | outside
    return [names[coding.code_id].label for coding in found.coding.codings]


def notices(found, kind):
    return [notice for notice in found.notices if notice.kind == kind]


def test_passage_by_id_of_the_source_table(tmp_path):
    found = read(tmp_path, "p,code\n2,Work\n9,Care\n1,Care\n")
    assert [(c.document, c.start, c.end) for c in found.coding.codings] == [
        ("list", 0, 7),
        ("list", 9, 16),
    ]
    (unplaced,) = found.coding.unplaced
    assert (unplaced.quote, unplaced.source) == ("9", "coded.csv, row 3")
    assert unplaced.reason == "no passage has this id"
    assert notices(found, "not placed")[0].where == "coded.csv, row 3"
    assert "ids of the source table (2 of 3 rows fit)" in notices(found, "inferred")[0].message
    assert found.inputs[0][0] == "coded.csv"


def test_id_of_a_row_that_was_cut_covers_all_its_passages(tmp_path):
    whole = Document(
        name="d", text="first. second.", blocks=(Block(start=0, end=14, source_id="7"),)
    )
    _, (one, two) = document("d", ["first.", "second."], ids=("7", "7"))
    two = type(two)(
        **{name: getattr(two, name) for name in two.__slots__} | {"start": 7, "end": 14}
    )
    found = read(tmp_path, "p,code\n7,Care\n", documents=[whole], passages=[one, two])
    assert [(c.start, c.end) for c in found.coding.codings] == [(0, 14)]
    assert found.coding.seen["Eva"] == {"d-0", "d-1"}


def test_id_that_several_rows_share_needs_the_document(tmp_path):
    other, other_passages = document("other", ["uno"], ids=("1",))
    material = {"documents": [LIST, other], "passages": [*LIST_PASSAGES, *other_passages]}
    found = read(tmp_path, "p,code\n1,Care\n2,Care\n", **material)
    assert [entry.reason for entry in found.coding.unplaced] == ["several passages have this id"]
    text = "p,code,doc\n1,Care,other\n2,Care,LIST\n"
    found = read(tmp_path, text, document="doc", **material)
    assert [c.document for c in found.coding.codings] == ["list", "other"]


def test_passage_that_was_left_out_says_so(tmp_path):
    found = read(tmp_path, "p,code\n1,Care\n3,Care\n", passages=LIST_PASSAGES[:2])
    assert "left out" in found.coding.unplaced[0].reason


def test_passage_by_own_id(tmp_path):
    found = read(tmp_path, "p,code\ntalk-1,Care\ntalk-0,Work\n")
    assert [(c.document, c.start) for c in found.coding.codings] == [("talk", 0), ("talk", 17)]
    assert "this tool's passages" in notices(found, "inferred")[0].message


def test_quotations_are_located_and_repeats_take_the_next_place(tmp_path):
    text = 'p,code\n"We ""met"" often",Care\nIt helped,Care\nIt helped,Care\nNever said,Work\n'
    found = read(tmp_path, text)
    assert [(c.start, c.end) for c in found.coding.codings] == [(0, 14), (17, 26), (29, 38)]
    assert [entry.reason for entry in found.coding.unplaced] == ["the quotation was not found"]
    assert notices(found, "several places")[0].where == "coded.csv, rows 3 and 4"
    assert "quoted text (3 of 4 rows fit)" in notices(found, "inferred")[0].message


def test_a_quotation_under_a_wrong_document_is_told_with_the_right_one(tmp_path):
    said = {"one": "We met in spring and dug.", "two": "Nobody ever asked us anything."}
    documents = [document(name, [text]) for name, text in said.items()]
    material = {
        "documents": [d for d, _ in documents],
        "passages": [p for _, c in documents for p in c],
    }
    text = (
        "doc,p,code\none,We met in spring and dug.,Care\none,Nobody ever asked us anything.,Care\n"
    )
    found = read(tmp_path, text, document="doc", **material)
    assert [entry.document for entry in found.coding.codings] == ["one"]
    (entry,) = found.coding.unplaced
    assert "another document" in entry.reason
    assert entry.nearest == "two: Nobody ever asked us anything."


@pytest.mark.parametrize("name", ["A", "a.TXT", "group/a.txt", "a.docx"])
def test_document_is_matched_with_and_without_suffix(tmp_path, name):
    first, first_passages = document("z", ["same words"], source="z.txt")
    second, second_passages = document("a", ["same words"], source="group/a.txt")
    found = read(
        tmp_path,
        f"p,code,doc\nsame words,Care,{name}\n",
        document="doc",
        documents=[first, second],
        passages=[*first_passages, *second_passages],
    )
    assert [c.document for c in found.coding.codings] == ["a"]


def test_unknown_document_is_kept_with_the_nearest_name(tmp_path):
    text = "p,code,doc\nIt helped,Care,tallk\nIt helped,Care,talk\n"
    found = read(tmp_path, text, document="doc")
    reason = found.coding.unplaced[0].reason
    assert "no document 'tallk'" in reason
    assert "'talk'" in reason
    assert len(found.coding.codings) == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Care", ["Care"]),
        ("Time & money", ["Care > Time & money"]),
        ("time and MONEY", ["Care > Time & money"]),
        ("care > time & money", ["Care > Time & money"]),
        ("Work > Place", ["Work > Place"]),
        ("Pay; leave", ["Work > Pay; leave"]),
        ("Care; Work > Place", ["Care", "Work > Place"]),
        ("Care; care", ["Care"]),
        ("Dance", ["Dance"]),
        ("care > Dance", ["Care > Dance"]),
        ("Dance > Place", ["Dance > Place"]),
        ("", []),
    ],
)
def test_names_of_codes(tmp_path, cell, expected):
    found = read(tmp_path, f"p,code\n1,{cell}\n")
    assert codes_of(found) == expected
    assert found.coding.unplaced == ()


def test_ambiguous_name_is_kept_with_its_candidates(tmp_path):
    found = read(tmp_path, "p,code\n1,Place\n1,Care\n")
    (unplaced,) = found.coding.unplaced
    assert unplaced.reason == "'Place' could be any of: Care > Place; Work > Place"
    assert codes_of(found) == ["Care"]


def test_columns_of_levels(tmp_path):
    text = "p,t,s\n1,Work,Place\n2,Work,\n3,Work,Plaice\n"
    found = read(tmp_path, text, code=["t", "s"])
    assert codes_of(found) == ["Work > Place", "Work", "Work > Plaice"]


def test_code_outside_the_codebook_keeps_its_place_below_known_codes(tmp_path):
    found = read(tmp_path, "p,code\n1,care > Plce\n2,Care > plce\n3,Care>Place\n")
    outside = found.coding.outside_codebook
    assert [code.path for code in outside] == [("Care", "Plce"), ("Care>Place",)]
    notice = notices(found, "unknown code")[0]
    assert "'Care > Plce' is not in the codebook" in notice.message
    assert "Did you mean 'Place'?" in notice.message
    assert notice.where == "coded.csv, rows 2 and 3"


def test_other_spelling_is_noticed(tmp_path):
    found = read(tmp_path, "p,code\n1,CARE\n2,CARE\n3,Care\n")
    (notice,) = notices(found, "spelling")
    assert notice.where == "coded.csv, rows 2 and 3"


def test_without_codebook_all_codes_stand_outside_and_none_is_called_unknown(tmp_path):
    found = read(tmp_path, "p,code\n1,Joy\n", codebook=None)
    assert [code.label for code in found.coding.outside_codebook] == ["Joy"]
    assert notices(found, "unknown code") == []


def test_repeated_coding_is_counted_once_and_keeps_its_memos(tmp_path):
    text = "p,code,m\n1,Care,sure\n1,Care,quite\n1,Work,\n"
    found = read(tmp_path, text, memo="m")
    assert [c.memo for c in found.coding.codings if c.code_id == code_id(("Care",))] == [
        "sure\nquite"
    ]
    assert len(found.coding.codings) == 2
    assert "1 coding repeats another and was" in notices(found, "repeated")[0].message


def seen(found):
    return {coder: len(passages) for coder, passages in found.coding.seen.items()}


@pytest.mark.parametrize(
    ("rows", "rule", "expected"),
    [
        ("1,Care,A\n2,Care,A\n", None, {"A": 3}),  # two thirds of the document
        ("1,Care,A\n2,,A\n", None, {"A": 2}),  # an empty code: the table lists what was seen
        ("1,Care,A\n1,Care,B\n2,Care,B\n", None, {"A": 1, "B": 2}),  # A covers a third
        ("1,Care,A\n", "documents", {"A": 3}),
        ("1,Care,A\n2,Care,A\n", "listed", {"A": 2}),
        ("1,Care,A\n", "all", {"A": 7}),
        ("1,Place,A\n2,Care,A\n", "listed", {"A": 2}),  # seen, though its code is ambiguous
    ],
)
def test_what_was_seen(tmp_path, rows, rule, expected):
    found = read(tmp_path, "p,code,who\n" + rows, coder_column="who", seen=rule)
    assert seen(found) == expected
    notice = notices(found, "inferred")[1].message
    assert ("inferred;" in notice) == (rule is None)
    assert f"'A' saw {expected['A']}." in notice


def test_quotations_are_taken_as_whole_documents_seen(tmp_path):
    assert seen(read(tmp_path, "p,code\nBye now,Care\nmet,\n")) == {"Eva": 4}


def test_many_coders_are_summed_up(tmp_path):
    rows = "".join(f"1,Care,c{number}\n" for number in range(7))
    found = read(tmp_path, "p,code,who\n" + rows, coder_column="who")
    assert "7 coders saw 1 to 1 passages each." in notices(found, "inferred")[1].message


def test_coder_of_two_tables_is_one_and_spellings_are_noticed(tmp_path):
    (tmp_path / "a.csv").write_text("p,code\n1,Care\n")
    (tmp_path / "b.csv").write_text("p,code,who\n2,Care,Eva\n3,Care,eva\n")
    common = {"passage": "p", "code": "code", "seen": "listed"}
    found = read_coding(
        tmp_path,
        [
            CodingSource(path="a.csv", coder="Eva", **common),
            CodingSource(path="b.csv", coder_column="who", **common),
        ],
        codebook=CODEBOOK,
        documents=DOCUMENTS,
        passages=PASSAGES,
    )
    assert found.coding.coders == ("Eva", "eva")
    assert seen(found) == {"Eva": 2, "eva": 1}
    assert len(notices(found, "coder names")) == 2
    assert [path for path, _ in found.inputs] == ["a.csv", "b.csv"]


REFUSALS = [
    ("p,code,who\n1,Care,\n2,Care,A\n", {"coder_column": "who"}, "row 2: the column 'who'", "who"),
    ("p,code\nx,Care\n", {}, "coding[1] -> passage: no cell of the column 'p'", "quoted text"),
    ("p,code\n1,Care\n", {"code": "cod"}, "coding[1] -> code: coded.csv has no column", "'code'"),
    ("p,code\n1,Care\n", {"document": "d"}, "coding[1] -> document", "columns are"),
]


@pytest.mark.parametrize(("text", "columns", "message", "hint"), REFUSALS)
def test_refuses_naming_rows_and_remedy(tmp_path, text, columns, message, hint):
    with pytest.raises(SecondcoderError) as caught:
        read(tmp_path, text, **columns)
    assert message in caught.value.message
    assert hint in caught.value.hint
