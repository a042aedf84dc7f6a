"""A file of another program comes in, goes out and comes in again: what is the same."""

import pytest
from made_projects import SOURCE, project_xml, selection, write_qdpx
from test_export import call

from secondcoder.exchange.importing import import_files

MARKED = (
    "Anna: We liked science.\n\nBen: It was [inaudible 00:01:42] science for everyone.\n\n"
    "Anna: So [crosstalk 00:02:10] science. I never thought so. Yes, [inaudible 00:03:00] science."
)


def back(tmp_path, file, *, ending="qdpx"):
    """Return a file's project, and the one of what the study made of it is exported as."""
    call("import", file, "--to", tmp_path / "s")
    call("export", tmp_path / "s", "--to", tmp_path / f"back.{ending}")
    return import_files([file]), import_files([tmp_path / f"back.{ending}"])


def by_guid(records):
    return {one.guid: one for one in records}


def test_short_words_behind_time_marks_stay_in_their_place(tmp_path):
    at = [place for place in range(len(MARKED)) if MARKED.startswith("science", place)]
    assert len(at) == 4
    spans = [(at[3], at[3] + 7), (at[2], at[2] + 7), (MARKED.index("was"), at[1] + 7)]
    body = "".join(
        selection(number, MARKED[start:end], start, end)
        for number, (start, end) in enumerate(spans)
    )
    file = write_qdpx(tmp_path / "p.qdpx", project_xml(body), {f"{SOURCE}.txt": MARKED.encode()})
    first, second = back(tmp_path, file)
    assert [(one.start, one.end) for one in first.codings] == spans
    assert {one.guid: (one.start, one.end) for one in second.codings} == {
        one.guid: (one.start, one.end) for one in first.codings
    }
    assert second.documents[0].text == MARKED


def test_sources_of_one_name_keep_their_names(tmp_path):
    other = SOURCE.replace("3", "6")
    more = (
        f'<TextSource guid="{other}" name="Interview 1" plainTextPath="internal://{other}.txt"/>'
        f'<TextSource guid="{SOURCE.replace("3", "7")}" name="Alone" '
        'plainTextPath="internal://c.txt"/>'
    )
    xml = project_xml(selection(1, "late", 12, 16)).replace("</Sources>", f"{more}</Sources>")
    texts = {f"{SOURCE}.txt": b"The bus was late.", f"{other}.txt": b"Other.", "c.txt": b"Third."}
    first, second = back(tmp_path, write_qdpx(tmp_path / "p.qdpx", xml, texts))
    assert [one.name for one in first.documents] == ["Interview 1", "Interview 1", "Alone"]
    assert [(one.guid, one.name, one.text) for one in second.documents] == [
        (one.guid, one.name, one.text) for one in first.documents
    ]
    call("import", tmp_path / "back.qdpx", "--to", tmp_path / "again")
    names = [(tmp_path / folder / "documents" / "Interview 1.txt") for folder in ("s", "again")]
    assert [name.read_text() for name in names] == ["The bus was late."] * 2


@pytest.mark.parametrize("ending", ["qdpx", "qdc", "csv"])
def test_a_codebook_whose_texts_are_still_to_come(tmp_path, ending):
    file = tmp_path / "codes.qdc"
    file.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        f'<Code guid="{SOURCE}" name="Bus" isCodable="true" color="#112233"><Description>Late.'
        "</Description></Code></Codes></CodeBook>"
    )
    first, second = back(tmp_path, file, ending=ending)
    assert first.codes[0].description == "Late."
    if ending == "csv":
        assert [(one.name, one.description) for one in second.codes] == [("Bus", "Late.")]
    else:
        assert by_guid(second.codes) == by_guid(first.codes)


def test_cases_and_sets_of_one_name_stay_two(tmp_path):
    other = SOURCE.replace("3", "6")
    guids = [SOURCE.replace("3", number) for number in "1278"]
    cases = "".join(
        f'<Case guid="{guid}" name="Anna"><SourceRef targetGUID="{source}"/></Case>'
        for guid, source in zip(guids, (SOURCE, other), strict=False)
    )
    sets = "".join(
        f'<Set guid="{guid}" name="Talks"><MemberSource targetGUID="{source}"/></Set>'
        for guid, source in zip(guids[2:], (SOURCE, other), strict=False)
    )
    more = f'<TextSource guid="{other}" name="Two" plainTextPath="internal://{other}.txt"/>'
    xml = project_xml("", more=f"<Sets>{sets}</Sets>", before=f"<Cases>{cases}</Cases>")
    xml = xml.replace("</Sources>", f"{more}</Sources>")
    texts = {f"{SOURCE}.txt": b"The bus was late.", f"{other}.txt": b"Other words."}
    first, second = back(tmp_path, write_qdpx(tmp_path / "p.qdpx", xml, texts))
    for kind in ("cases", "groups"):
        then, now = (by_guid(getattr(one, kind)) for one in (first, second))
        assert {guid: one.documents for guid, one in then.items()} == {
            guid: one.documents for guid, one in now.items()
        }
    assert [one.name for one in second.cases] == ["Anna", "Anna (2)"]
    report = (tmp_path / "s" / "import-report.md").read_text()
    assert "| 1 | case name | Anna |" in report
    assert "| 1 | set name | Talks |" in report
