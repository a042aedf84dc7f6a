"""What is written for Word, on demand: methods, the tables of a paper, checklists, passages."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import chosen, count
from secondcoder.page.word import Paper, from_markdown
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.page.reconciliation import code_grids, overall_grids
from secondcoder.procedures.second_coder.page.segments import (
    Segment,
    Surroundings,
    codes_of_people,
    segments_by_theme,
)
from secondcoder.procedures.second_coder.paper.checklists import NOT_DONE, Answer, answered
from secondcoder.procedures.second_coder.paper.tables import (
    PAPER_CODEBOOK,
    PAPER_JOINT,
    codebook_grid,
    codebook_rows,
    joint_grid,
    joint_rows,
)
from secondcoder.procedures.second_coder.tables.agreement import (
    AGREEMENT,
    AGREEMENT_HUMANS,
    AGREEMENT_SHEET,
    with_second,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.publish.csv_files import to_csv
from secondcoder.publish.schema import Tables

FOLDER = "documents"
"""Where they lie in a result's folder."""
FIGURES = (
    ("themes", "Candidate themes by number of passages, with stability."),
    ("headline", "Agreement of each pair of coders, with 95 % intervals over documents."),
    ("agreement", "Cohen’s kappa for each code of the top level."),
    ("alignment", "Candidate themes beside codes."),
    ("codes_by_document", "Codes of the top level in each document, in passages."),
    ("codes_by_kind", "Codes by kind of source, in percent of passages."),
)
IN_ONE = 300
"""Passages in one document."""
LONGEST_NAME = 60


def build_documents(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn], *, counted: bool
) -> dict[str, bytes]:
    """Return every document, and the tables of a paper as CSV, by their places."""
    found = dict(_papers(tables, run, drawn, counted=counted))
    return {f"{FOLDER}/{name}": data for name, data in found.items()}


def _papers(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn], *, counted: bool
) -> Iterator[tuple[str, bytes]]:
    yield "methods.docx", _methods(tables, run, drawn)
    book = list(codebook_rows(tables))
    if book:
        yield "codebook.csv", to_csv(PAPER_CODEBOOK, book)
        caption = "Codes with definitions, passages given by people and by the machine, exemplars."
        yield "codebook.docx", _one_table("Codebook", codebook_grid(book), caption)
    joint = list(joint_rows(tables))
    if book and joint:
        yield "themes_and_codes.csv", to_csv(PAPER_JOINT, joint, counted=counted)
        caption = "Joint display of candidate themes and codes."
        shown = joint_grid(joint, counted=counted)
        yield "themes_and_codes.docx", _one_table("Themes and codes", shown, caption)
    if counted and (overall := overall_grids(tables)):
        both = [*map(with_second, tables[AGREEMENT]), *tables[AGREEMENT_HUMANS]]
        yield "agreement.csv", to_csv(AGREEMENT_SHEET, both)
        yield "agreement.docx", _agreement(tables, overall)
    yield "checklists.docx", _checklists(tables, run)
    yield from _passages(tables)


def _methods(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> bytes:
    title, _, rest = build_methods(tables, run).partition("\n")
    paper = Paper(title.removeprefix("# "))
    text, _, end = rest.partition("\n## Reporting checklist")
    from_markdown(paper, text, tables="Coefficients of each pair of coders over all codes.")
    paper.heading("Figures")
    for name, caption in FIGURES:
        if name in drawn:
            paper.figure(drawn[name].png(), caption)
    if end:
        from_markdown(paper, f"## Reporting checklist{end}")
    return paper.to_bytes()


def _one_table(title: str, shown: Grid, caption: str) -> bytes:
    paper = Paper(title)
    paper.table(shown, caption)
    return paper.to_bytes()


def _agreement(tables: Tables, overall: Sequence[Grid]) -> bytes:
    paper = Paper("Agreement")
    for one in overall:
        paper.table(one, f"{one.name}, with 95 % intervals over documents.")
    for humans in (False, True):
        who = "people among themselves" if humans else "people and machines"
        for level, one in code_grids(tables, humans=humans):
            paper.table(one, f"Agreement for each code, {who}, level {level} of the codebook.")
    return paper.to_bytes()


def _checklists(tables: Tables, run: Mapping[str, Any]) -> bytes:
    paper = Paper(f"Checklists and disclosure: {chosen(run, 'title') or 'Untitled study'}")
    paper.paragraph(
        "Answered from the run where it knows, with the file that each answer rests on; open where "
        "it does not. Items are told in our own words: hold them against the list itself."
    )
    for name, answers in answered(tables, run).items():
        if answers:
            paper.heading(name.partition(":")[0])
            paper.table(_answer_grid(answers), name)
    paper.heading("Not done")
    for said in NOT_DONE:
        paper.paragraph(said, "List Bullet")
    return paper.to_bytes()


def _answer_grid(answers: Sequence[Answer]) -> Grid:
    data = [(one.item, one.asked, one.said, one.row) for one in answers]
    return grid("Checklist", ("Item", "What is asked", "Answer", "Rests on"), data)


def _passages(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Yield a document for each code of the top level and each candidate theme, by its name."""
    taken: set[str] = set()
    for name, data in passages_for_word(tables):
        free = next(one for one in _names(name) if one.casefold() not in taken)
        taken.add(free.casefold())
        yield f"{free}.docx", data


def _names(name: str) -> Iterator[str]:
    """Yield names of a file: letters and digits of a label, then with a number."""
    plain = "-".join(re.findall(r"\w+", name))[:LONGEST_NAME].strip("-")
    yield plain
    yield from (f"{plain}-{number}" for number in itertools.count(2))


def passages_for_word(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Yield the passages of each code of the top level and each theme, by what they are of."""
    names = {code.code_id: code.code for code in tables[CODES]}
    for top, codes in segments_by_theme(tables).items():
        shown = [one for one in codes if one.in_all]
        if not shown:
            continue
        paper = Paper(names.get(top, ""))
        for one in shown:
            paper.heading(f"{one.code} ({count(one.in_all, 'passage')})")
            if one.definition:
                paper.paragraph(one.definition)
            _write_segments(paper, one.segments[:IN_ONE], one.in_all)
        yield f"code {names.get(top, top)}", paper.to_bytes()
    around, given = Surroundings(tables[PASSAGES]), codes_of_people(tables)
    passages = grouped(tables[PASSAGES], lambda row: row.theme_id)
    for theme in tables[THEMES]:
        if theme.level == 1:
            own = [row.passage_id for row in passages.get(theme.theme_id, ())]
            paper = Paper(theme.label)
            some = [around.segment(one, codes=given.get(one, ())) for one in own[:IN_ONE]]
            _write_segments(paper, some, len(own))
            yield f"theme {theme.label}", paper.to_bytes()


def _write_segments(paper: Paper, segments: Sequence[Segment], in_all: int) -> None:
    if in_all > len(segments):
        paper.paragraph(f"The first {len(segments)} of {in_all} passages.")
    for one in segments:
        if one.before:
            paper.paragraph(one.before)
        quote = one.quote
        where = [part for part in (quote.document, quote.speaker) if part]
        place = f"{', '.join(where)}, characters {quote.start}–{quote.end}"
        paper.quotation(quote.text, f"{place}{_coded(one)}")
        if one.after:
            paper.paragraph(one.after)


def _coded(one: Segment) -> str:
    parts = [f"{start}–{end}" for start, end in one.quote.marks]
    said = f", of which coded: {', '.join(parts)}" if parts else ""
    if one.gave:
        said += f". Coded so by {', '.join(one.gave)}"
    if one.withheld:
        said += f"; seen and not coded so by {', '.join(one.withheld)}"
    if one.codes:
        said += f". Codes: {'; '.join(one.codes)}"
    return said
