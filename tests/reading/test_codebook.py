import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.names import did_you_mean, listed, loosely
from secondcoder.reading.codes.codebook import code_id, read_codebook
from secondcoder.study.schema import CodebookSource


def read(folder, text, **columns):
    (folder / "codes.csv").write_text(text)
    return read_codebook(folder, CodebookSource(path="codes.csv", **columns))


def labels(found):
    return [code.label for code in found.codebook.codes]


def noticed(found):
    """What was noticed, but for the lack of definitions, which most of these tables share."""
    return [notice for notice in found.notices if notice.kind != "no definitions"]


def by_levels(folder, text, *, levels=("theme", "subtheme"), **columns):
    return read(folder, text, levels=list(levels), **columns)


def by_parent(folder, rows, **columns):
    return read(folder, "code,parent\n" + rows, code="code", parent="parent", **columns)


def test_id_is_a_hash_of_the_path(tmp_path):
    found = by_levels(tmp_path, "theme,subtheme\nCare,Time\n")
    # printf 'Care\x1fTime' | sha256sum
    assert found.codebook.codes[1].id == code_id(("Care", "Time")) == "cc8b9dc9596"
    assert found.inputs[0][0] == "codes.csv"


def test_upper_codes_are_implied_once_and_come_first(tmp_path):
    found = by_levels(tmp_path, "theme,subtheme\nB,b1\nA,a1\nB,b2\n")
    assert labels(found) == ["B", "B > b1", "A", "A > a1", "B > b2"]
    assert noticed(found) == []


def test_row_without_deeper_level_is_the_entry_of_the_upper_code(tmp_path):
    text = "theme,subtheme,definition\nA,a1,of a1\nA,,of A\n"
    found = by_levels(tmp_path, text, definition="definition")
    assert [(code.label, code.definition) for code in found.codebook.codes] == [
        ("A", "of A"),
        ("A > a1", "of a1"),
    ]


def test_merged_cells_take_the_name_above_with_a_notice(tmp_path):
    text = "t,s,c\nA,x,1\n,,2\n,y,3\nB,,4\n"
    found = by_levels(tmp_path, text, levels=("t", "s", "c"))
    assert labels(found) == [
        "A",
        "A > x",
        "A > x > 1",
        "A > x > 2",
        "A > y",
        "A > y > 3",
        "B",
        "B > 4",
    ]
    assert [notice.where for notice in noticed(found)] == ["codes.csv, rows 3 and 4"]


def test_parts_of_an_entry_and_words_for_nothing(tmp_path):
    text = 'theme,subtheme,d,i,x,e\nA,a1,nan,when it rains,N/A,"one\ntwo | three\n-"\nA,None,-,,,\n'
    found = by_levels(tmp_path, text, definition="d", include="i", exclude="x", examples="e")
    upper, lower = found.codebook.codes
    assert (upper.label, upper.definition) == ("A", "")
    assert (lower.definition, lower.include, lower.exclude) == ("", "when it rains", "")
    assert lower.examples == ("one", "two", "three")


def test_facets_of_one_code_are_all_kept(tmp_path):
    text = "theme,side,subtheme\nA,good,x\nA,bad,x\nA,bad,y\n"
    found = by_levels(tmp_path, text, facets=["side"])
    assert found.codebook.by_path["A", "x"].facets == (("side", "good"), ("side", "bad"))
    assert found.codebook.by_path["A", "y"].facets == (("side", "bad"),)


def test_parents_by_name_by_path_and_implied(tmp_path):
    found = by_parent(tmp_path, "leaf,mid\nmid,top\nother,mid > deep\nlone,\n")
    assert labels(found) == [
        "top",
        "top > mid",
        "top > mid > leaf",
        "top > mid > deep",
        "top > mid > deep > other",
        "lone",
    ]
    assert [(n.kind, n.where) for n in noticed(found)] == [
        ("implied code", "codes.csv, row 3"),
        ("implied code", "codes.csv, row 4"),
    ]


def test_same_name_under_two_parents_is_told_apart_by_path(tmp_path):
    found = by_parent(tmp_path, "A,\nB,\nx,A\nx,B\ny,A > x\nz,B > x\n")
    assert labels(found)[-2:] == ["A > x > y", "B > x > z"]


def test_own_parent_stands_at_the_top_with_one_notice(tmp_path):
    found = by_parent(tmp_path, "A,A\nb,A\nContinuous Feedback,Continuous feedback\n")
    assert labels(found) == ["A", "A > b", "Continuous Feedback"]
    assert [(n.kind, n.where) for n in noticed(found)] == [
        ("own parent", "codes.csv, rows 2 and 4")
    ]


def test_rows_without_code_are_skipped_with_a_notice(tmp_path):
    found = by_parent(tmp_path, "A,\n,A\n")
    assert [(n.kind, n.where) for n in noticed(found)] == [("skipped", "codes.csv, row 3")]


REFUSALS = [
    ("code,parent\nA,\nx,A\nx,A\n", {"code": "code", "parent": "parent"}, "rows 3 and 4", "facets"),
    ("theme,sub\nA,x\nA,y\nA,x\n", {"levels": ["theme", "sub"]}, "rows 2 and 4", "one row"),
    (
        "code,parent\nA,C\nB,A\nC,B\n",
        {"code": "code", "parent": "parent"},
        "rows 2, 3 and 4: these codes are each other's parents: B > C > A > B",
        "topmost",
    ),
    (
        "code,parent\nA,\nB,\nx,A\nx,B\ny,x\n",
        {"code": "code", "parent": "parent"},
        "row 6, column 'parent': the parent 'x' could be the code of rows 4 and 5",
        "upper code > x",
    ),
    ("theme,sub\n,x\n", {"levels": ["theme", "sub"]}, "row 2, column 'theme'", "upper level"),
    ("code,d\nA,x\n", {"code": "cod"}, "codebook -> code: codes.csv has no column 'cod'", "'code'"),
    ("code,d\nA,x\n", {"code": "code", "facets": ["z"]}, "codebook -> facets", "columns are"),
    ("code,d\n,x\n", {"code": "code"}, "no row names a code", "columns"),
]


@pytest.mark.parametrize(("text", "columns", "message", "hint"), REFUSALS)
def test_refuses_naming_rows_and_remedy(tmp_path, text, columns, message, hint):
    with pytest.raises(SecondcoderError) as caught:
        read(tmp_path, text, **columns)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_loose_names():
    assert loosely("  Co-production & “Care” ") == loosely("co production and care")
    assert loosely("Meets customer' needs") == loosely("meets CUSTOMER needs")
    assert loosely("???") == "???"
    assert did_you_mean("Volunters", ["Volunteers", "Museums"]) == "Did you mean 'Volunteers'?"
    assert did_you_mean("zzz", ["Volunteers"]) == ""
    assert listed([3]) == "row 3"
    assert listed(range(1, 31)) == "rows 1, 2, 3, 4, 5, 6, 7, 8, … (30 in all)"
