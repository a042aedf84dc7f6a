"""PDFs come in by paragraphs, with headings apart and running headers left out and said."""

from made_pdf import column, pdf_file

from secondcoder.reading.documents.rich import RUNNING, read_rich

FIRST = [
    "The garden began with three neighbours, a skip and a great deal of tea in the",
    "rain, and nobody had the smallest idea of how it would go on. The whole commu-",
    "nity came, even from the well-",
    "known street behind the church.",
]
SECOND = [
    "Café mornings paid for the seeds, and in the second spring the council sent a",
    "well-known councillor, who looked at our beds and at our sheds and then at the",
]
LAST = ["beans, which had come up at last."]


def read(folder, pages):
    (folder / "a.pdf").write_bytes(pdf_file(pages))
    return read_rich(folder / "a.pdf", source="a.pdf")


def words_of(read):
    (document,) = read.documents
    return [document.text[block.start : block.end] for block in document.blocks]


def framed(lines, number):
    return [
        (60, 800, 9, "plain", "Growing together: a report"),
        *lines,
        (290, 40, 9, "plain", f"Page {number} of 4"),
    ]


def test_paragraphs_are_rejoined_within_and_across_pages(tmp_path):
    found = read(tmp_path, [column([*FIRST, "", *SECOND]), column(LAST)])
    first, second = words_of(found)
    assert first == (
        "The garden began with three neighbours, a skip and a great deal of tea in the rain, and "
        "nobody had the smallest idea of how it would go on. The whole community came, even from "
        "the well-known street behind the church."
    )
    assert second == (
        "Café mornings paid for the seeds, and in the second spring the council sent a well-known "
        "councillor, who looked at our beds and at our sheds and then at the beans, which had "
        "come up at last."
    )
    assert found.left_out == ()


def test_a_hyphen_before_a_conjunction_stays(tmp_path):
    lines = ["Nothing at all was left of the pre-", "and post-war sheds when the council came."]
    assert words_of(read(tmp_path, [column([*FIRST, "", *lines])]))[1] == (
        "Nothing at all was left of the pre- and post-war sheds when the council came."
    )


def test_an_indent_begins_a_paragraph(tmp_path):
    lines = column([*FIRST[:2], *SECOND, *LAST])
    lines[2] = (78, *lines[2][1:])
    assert [text[:10] for text in words_of(read(tmp_path, [lines]))] == ["The garden", "Café morni"]


def test_running_headers_and_footers_are_left_out_and_said(tmp_path):
    pages = [framed(column([*FIRST, "", *SECOND]), 1), framed(column(LAST), 2)]
    pages += [framed(column(FIRST), number) for number in (3, 4)]
    found = read(tmp_path, pages)
    texts = words_of(found)
    assert texts[1].endswith("and then at the beans, which had come up at last.")
    assert not any("Growing together" in text or "Page" in text for text in texts)
    assert [one.text for one in found.left_out if one.what == RUNNING][:2] == [
        "Growing together: a report", "Page 1 of 4",
    ]  # fmt: skip
    (notice,) = [one for one in found.notices if "running" in one.message]
    assert notice.message.startswith("8 running headers and footers were left out: “Growing")


def test_headings_are_told_by_size(tmp_path):
    title = (60, 780, 18, "plain", "How it began")
    second = (60, 600, 14, "plain", "What it cost")
    found = read(tmp_path, [[title, *column(FIRST), second, *column(SECOND, top=580)]])
    (document,) = found.documents
    assert [block.heading for block in document.blocks] == ["How it began", "What it cost"]


def test_a_transcript_without_gaps_is_read_by_turns(tmp_path):
    lines = ["Interviewer: How did it begin?", f"Anna: {FIRST[0][4:68]}", *FIRST[1:]]
    lines += ["Interviewer: And then?", f"Anna: {SECOND[0]}", SECOND[1], *LAST]
    found = read(tmp_path, [column(lines)])
    (document,) = found.documents
    assert [block.speaker for block in document.blocks] == ["Interviewer", "Anna"] * 2
    assert words_of(found)[3].endswith("and then at the beans, which had come up at last.")


def test_bold_questions_are_questions(tmp_path):
    page = []
    for number in range(4):
        top = 780 - 170 * number
        question = f"How did part {number} of it begin?"
        page += [*column([question], top=top, font="bold"), *column(FIRST, top=top - 14)]
    (document,) = read(tmp_path, [page]).documents
    assert [block.moderator for block in document.blocks] == [True, False] * 4


def test_short_lines_stay_apart(tmp_path):
    lines = [*FIRST, "", "Roses", "Beans and peas", "A shed", "Two skips"]
    text = read(tmp_path, [column(lines)]).documents[0].text
    assert text.endswith("church.\n\nRoses\n\nBeans and peas\n\nA shed\n\nTwo skips")


def test_pages_that_are_all_alike_are_kept(tmp_path):
    assert words_of(read(tmp_path, [column(LAST), column(LAST)])) == LAST * 2
