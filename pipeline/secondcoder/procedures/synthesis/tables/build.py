"""A synthesis as tables: the grid, the four steps, the matrices, the quotations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from secondcoder.procedures.synthesis.records import Answer, FinalTheme, Grid, NamedCases, Synthesis
from secondcoder.procedures.synthesis.steps.named_cases import totals
from secondcoder.procedures.synthesis.tables.columns import COLUMNS, table_of
from secondcoder.records.codes import SEPARATOR
from secondcoder.records.study import Notice

LIST = "; "
GENERAL = "(general)"


def build_synthesis_tables(
    standing: Synthesis, notices: Sequence[Notice] = ()
) -> dict[str, pd.DataFrame]:
    """Return every table of a synthesis."""
    rows: dict[str, Iterable[Mapping[str, Any]]] = {
        "grid": _grid(standing.grid),
        **step_rows(standing),
        "themes_final": [_final(standing.grid, one) for one in standing.final_themes],
        "quotations": _quotations(standing),
        "matrix_theme_heading": _by_heading(standing),
        "matrix_theme_case": _by_case(standing),
        "named_cases": [_named(one) for one in standing.named_cases],
        "named_cases_totals": totals(standing.named_cases),
        "notices": [{"kind": n.kind, "message": n.message, "where": n.where} for n in notices],
    }
    return {name: table_of(name, rows[name]) for name in COLUMNS}


def build_step_tables(proposed: Synthesis) -> dict[str, pd.DataFrame]:
    """Return the tables of the four steps alone."""
    return {name: table_of(name, rows) for name, rows in step_rows(proposed).items()}


def step_rows(standing: Synthesis) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the four steps by the name of their table."""
    answers = {one.id: one for one in standing.answers}
    names = {one.id: one.label for one in standing.general_themes}
    heads = {t.id: f"{t.heading}{SEPARATOR}{t.label}" for t in standing.heading_themes}
    return {
        "step1_summaries": [
            {
                "cell_id": one.cell_id,
                "case": one.case,
                "heading": one.heading,
                "summary": one.text,
                "by": one.by,
                "memo": one.memo,
                "sentences": one.sentences,
                "document": one.source.document,
                "start": one.source.start,
                "end": one.source.end,
                "source_text": one.source.text,
            }
            for one in standing.summaries
        ],
        "step2_themes": [
            {
                "theme_id": one.id,
                "heading": one.heading,
                "theme": one.label,
                "case_count": len(one.cases),
                "cases": LIST.join(one.cases),
                "key_phrases": LIST.join(one.key_phrases),
                "answers": len(one.answers),
                "likeness": one.likeness,
                "by": one.by,
                "memo": one.memo,
                "quotation": answers[one.answers[0]].text if one.answers else "",
            }
            for one in standing.heading_themes
        ],
        "step3_general": [
            {
                "theme_id": one.id,
                "theme": one.label,
                "headings": LIST.join(one.headings),
                "heading_count": len(one.headings),
                **_cases(standing.grid, one.places),
                "themes": LIST.join(one.themes),
                "made_of": LIST.join(heads[theme] for theme in one.themes if theme in heads),
                "mentions": len(one.mentions),
                "key_phrases": LIST.join(one.key_phrases),
                "by": one.by,
                "memo": one.memo,
            }
            for one in standing.general_themes
        ],
        "step4_merged": [
            {
                "theme_id": one.theme_id,
                "theme": names.get(one.theme_id, ""),
                "proposal": one.proposal,
                "proposed_into": names.get(one.proposed_into, ""),
                "because": one.because,
                "decision": one.decision,
                "into": names.get(one.into, ""),
                "name": one.name,
                "by": one.by,
                "memo": one.memo,
            }
            for one in standing.refinements
        ],
    }


def _grid(grid: Grid) -> Iterator[dict[str, Any]]:
    for cell in grid.cells:
        first, last = (cell.pieces[0], cell.pieces[-1]) if cell.pieces else (None, None)
        yield {
            "cell_id": cell.id,
            "case": cell.case,
            "heading": cell.heading,
            "text": cell.text,
            "document": first.document if first else "",
            "start": first.start if first else None,
            "end": last.end if last and first and last.document == first.document else None,
            "pieces": len(cell.pieces),
        }


def _cases(grid: Grid, places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    held = {case for _, case in places}
    cases = [case for case in grid.cases if case in held]
    return {"case_count": len(cases), "cases": LIST.join(cases)}


def _final(grid: Grid, one: FinalTheme) -> dict[str, Any]:
    return {
        "theme_id": one.id,
        "theme": one.label,
        "merged": LIST.join(one.merged),
        "headings": LIST.join(one.headings),
        "heading_count": len(one.headings),
        **_cases(grid, one.places),
        "key_phrases": LIST.join(one.key_phrases),
        "by": one.by,
    }


def _quotations(standing: Synthesis) -> Iterator[dict[str, Any]]:
    answers = {one.id: one for one in standing.answers}
    for theme in standing.heading_themes:
        for one in theme.answers:
            yield _quotation("2", theme.id, theme.label, answers[one])
    for general in standing.general_themes:
        for one in (*general.answers, *general.mentions):
            yield _quotation("3", general.id, general.label, answers[one])
    for final in standing.final_themes:
        for one in final.answers:
            yield _quotation("4", final.id, final.label, answers[one])


def _quotation(step: str, identity: str, label: str, answer: Answer) -> dict[str, Any]:
    return {
        "step": step,
        "theme_id": identity,
        "theme": label,
        "heading": answer.heading,
        "case": answer.case,
        "answer": answer.text,
        "sentence": answer.sentence.text,
        "by": answer.by,
        "document": answer.source.document,
        "start": answer.source.start,
        "end": answer.source.end,
        "answer_id": answer.id,
    }


def _by_heading(standing: Synthesis) -> Iterator[dict[str, Any]]:
    """Yield theme by heading; a mention is a heading under which no theme of two cases lies."""
    members = {one.id: one for one in standing.general_themes}
    of_theme = {one.id: one.heading for one in standing.heading_themes}
    for final in standing.final_themes:
        held = {
            of_theme[theme]
            for part in final.merged
            for theme in members[part].themes
            if theme in of_theme
        }
        for heading in standing.grid.headings:
            cases = [case for at, case in final.places if at == heading]
            yield {
                "theme_id": final.id,
                "theme": final.label,
                "heading": heading,
                "case_count": len(cases),
                "cases": LIST.join(cases),
                "mention": "yes" if cases and heading not in held else "no",
            }


def _by_case(standing: Synthesis) -> Iterator[dict[str, Any]]:
    for final in standing.final_themes:
        for case in standing.grid.cases:
            headings = [heading for heading, at in final.places if at == case]
            yield {
                "theme_id": final.id,
                "theme": final.label,
                "case": case,
                "heading_count": len(headings),
                "headings": LIST.join(headings),
            }


def _named(one: NamedCases) -> dict[str, Any]:
    return {
        "heading": one.derived.heading or GENERAL,
        "derived_theme": one.derived.name,
        "cases_named": LIST.join(one.derived.cases),
        "method": one.method,
        "chosen_by": one.chosen_by,
        "theme_id": one.theme_id,
        "theme": one.theme,
        "cases_found": LIST.join(one.cases),
        "both": one.both,
        "named": len(one.derived.cases),
        "found": len(one.cases),
        "precision": one.precision,
        "recall": one.recall,
        "f1": one.f1,
        "chance": one.chance,
    }
