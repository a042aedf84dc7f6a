"""For tables of texts and of codings: what came in and what is listed make up the file."""

import csv
import io
from collections import Counter

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondcoder.errors import SecondcoderError
from secondcoder.passages.segment import CutSettings, cut_passages
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.reading.codes.coding import read_coding
from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.schema import CodebookSource, CodingSource, Documents

ANSWER = st.sampled_from(
    [
        "The bus was late and nobody told us.",
        "The tap is far from the beds.",
        "n/a",
        "Nothing",
        "-",
        "",
        "  ",
        "👍",
        "No.",
        "keine Angabe",
        "Two lines\nof an answer.",
        'She said "no", twice; then left.',
    ]
)
OFTEN = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(path, rows):
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(path)
        return
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t" if path.suffix == ".tsv" else ",").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def texts_of(read):
    blocks = [d.text[block.start : block.end] for d in read.documents for block in d.blocks]
    return Counter(filter(None, (*blocks, *(left.text for _, left in read.left_out))))


@given(
    answers=st.lists(st.tuples(ANSWER, ANSWER), min_size=1, max_size=12),
    suffix=st.sampled_from([".csv", ".tsv", ".xlsx"]),
    wide=st.booleans(),
    coded=st.sets(st.integers(0, 11)),
)
@OFTEN
def test_every_answer_comes_in_or_is_listed(tmp_path, answers, suffix, wide, coded):
    rows = [(f"r{number}", *pair) for number, pair in enumerate(answers)]
    path = tmp_path / f"t{suffix}"
    written(path, [("id", "first", "second"), *rows])
    columns = {"headings": ["first", "second"]} if wide else {"text": "first", "id": "id"}
    source = Documents(path=path.name, **columns)
    try:
        read = read_documents(tmp_path, [source], coded=frozenset(f"r{n}" for n in coded))
    except SecondcoderError as error:
        said = error.message
    else:
        shown = [cell.strip() for _, *cells in rows for cell in (cells if wide else cells[:1])]
        assert texts_of(read) == Counter(filter(None, shown))
        return
    assert "no text" in said or "no answer says anything" in said


def test_repeated_texts_of_a_long_table_are_listed(tmp_path):
    path = tmp_path / "t.csv"
    rows = [("1", "A tap", "Ana"), ("1", "A tap", "Ben"), ("2", "A bus", "Ana")]
    written(path, [("id", "text", "coder"), *rows])
    source = Documents(path="t.csv", text="text", id="id", once=True)
    read = read_documents(tmp_path, [source])
    assert texts_of(read) == Counter(text for _, text, _ in rows)


TEXT = "I: Why?\n\nB: The bus was late and nobody told us.\n\nB: The tap is far from the beds.\n"
QUOTE = st.sampled_from(
    [
        "The bus was late and nobody told us.",
        "the bus was late",
        "The tap is far form the beds.",
        "Nobody ever said these words here.",
        "Why?",
        "",
    ]
)
CELL = st.sampled_from(
    ["Water", "water", "Bus; Water", "Bus", "n/a", "", "Watr", "Something else", "Bus, Water"]
)
NAMED = st.sampled_from(["int1", "int1.txt", "INT1", "", "int9"])
WHO = st.sampled_from(["Ana", "Ben"])


@given(
    rows=st.lists(st.tuples(NAMED, QUOTE, CELL, WHO), min_size=1, max_size=8),
    suffix=st.sampled_from([".csv", ".xlsx"]),
)
@OFTEN
def test_every_row_of_a_coding_is_placed_or_listed(tmp_path, rows, suffix):
    """A row with a code gives codings, or stands among those not placed, by its number."""
    (tmp_path / "int1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "codebook.csv").write_text("code\nWater\nBus\n", encoding="utf-8")
    written(tmp_path / f"c{suffix}", [("document", "quote", "code", "coder"), *rows])
    read = read_documents(tmp_path, [Documents(path="int1.txt")])
    passages = cut_passages(read.documents, CutSettings()).passages
    source = CodingSource(
        path=f"c{suffix}",
        coder_column="coder",
        document="document",
        passage="quote",
        code="code",
    )
    codebook = read_codebook(tmp_path, CodebookSource(path="codebook.csv", code="code")).codebook
    try:
        found = read_coding(
            tmp_path, [source], codebook=codebook, documents=read.documents, passages=passages
        )
    except SecondcoderError as error:
        said = error.message
    else:
        assert _named(rows, found) <= _given(codebook, found)
        return
    assert "is the id of a passage or quotes" in said or "none of the documents" in said


def _named(rows, found):
    """Return coder and code of the rows that are not listed as not placed."""
    listed = {int(one.source.rpartition("row ")[2]) for one in found.coding.unplaced}
    return {
        (coder, part)
        for number, (_, _, code, coder) in enumerate(rows, start=2)
        if number not in listed
        for part in ("Bus", "Water")
        if part.casefold() in code.casefold()
    }


def _given(codebook, found):
    codes = {code.id: code.label for code in (*codebook.codes, *found.coding.outside_codebook)}
    return {(one.coder, codes[one.code_id]) for one in found.coding.codings}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rows_without_any_code_are_seen_and_not_listed(tmp_path, suffix):
    (tmp_path / "int1.txt").write_text(TEXT, encoding="utf-8")
    rows = [("The bus was late", "n/a"), ("The tap is far", "Water")]
    written(tmp_path / f"c{suffix}", [("quote", "code"), *rows])
    read = read_documents(tmp_path, [Documents(path="int1.txt")])
    passages = cut_passages(read.documents, CutSettings()).passages
    source = CodingSource(path=f"c{suffix}", coder="Ana", passage="quote", code="code")
    found = read_coding(
        tmp_path, [source], codebook=None, documents=read.documents, passages=passages
    )
    assert found.coding.unplaced == ()
    assert len(found.coding.codings) == 1
    assert len(found.coding.seen["Ana"]) == 2
