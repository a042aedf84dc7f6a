"""The workbook of the second coder: the declared sheets, and those that join two tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.second_coder.tables.advice import NEXT_DOCUMENTS, NEXT_PASSAGES
from secondcoder.procedures.second_coder.tables.agreement import (
    AGREEMENT,
    AGREEMENT_HUMANS,
    AGREEMENT_SHEET,
    with_second,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_BASELINES,
    AGREEMENT_MACHINES_OVERALL,
    AGREEMENT_OVERALL,
    DEFINITIONS_TABLE,
)
from secondcoder.procedures.second_coder.tables.by_document import (
    AGREEMENT_DOCUMENTS,
    CODE_CONFUSIONS,
)
from secondcoder.procedures.second_coder.tables.by_group import ERRORS_BY_GROUP
from secondcoder.procedures.second_coder.tables.certainty import CALIBRATION, RISK_COVERAGE
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeLabel,
    Coder,
    PassageId,
    PassageText,
)
from secondcoder.procedures.second_coder.tables.comparison import BOTH, COMPARISON, side_by_side
from secondcoder.procedures.second_coder.tables.consensus import AGREEMENT_CONSENSUS
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.reviewed import REVIEWED
from secondcoder.procedures.second_coder.tables.spread import (
    CODE_DOCUMENTS,
    CODE_GROUPS,
    CODE_PAIRS,
)
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import MATCHES, NEW_THEMES, THEMES
from secondcoder.procedures.second_coder.tables.units import AGREEMENT_UNITS, ALIGNMENT
from secondcoder.procedures.second_coder.tables.unplaced import NOTICED_SHEET, UNPLACED, NoticedRow
from secondcoder.procedures.understood import UNDERSTOOD
from secondcoder.publish.schema import Column, Table, Tables, row_of
from secondcoder.publish.sheets import Sheet, sheet_of
from secondcoder.publish.workbook import build_book

LARGE = 20_000
"""Rows from which the sheet of suggestions holds only what is suggested and the first three: Excel
opens a sheet of that size at once (tried by hand, not measured)."""
FIRST_RANKS = 3
_SHORTENED = " Shortened to suggested codes and the first three; all are in suggestions.csv."
_IN_REFLEXION = "Codes the machine would think of for each passage, with the evidence for each."


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A passage and code on which a person and the machine differ."""

    status: Annotated[str, Column("human only, or machine only.")]
    beside: Beside
    code: CodeLabel
    passage_id: PassageId
    text: PassageText
    coder: Coder
    code_id: CodeId
    memo: Annotated[str, Column("Empty: room for a memo.", width=50)]


COMPARISON_SHEET = Table(
    "comparison",
    DifferenceRow,
    "Where a person and a machine differ: passages to read again. Which of the two is right, or "
    "whether both are, is for people to decide. All pairs are in comparison.csv.",
    sheet="Comparison",
    links={"passage_id": "Passages", "code_id": "Codebook"},
)
"""Only a sheet."""


def build_workbook(tables: Tables, run: Mapping[str, Any], *, counted: bool) -> bytes:
    """Return the workbook's bytes; ``run`` is the content of ``run.json``."""
    about = (("What this is", _what(run)), ("What it does not claim", _not_claimed(run)))
    return build_book(sheets(tables, counted=counted), run, about=about)


def sheets(tables: Tables, *, counted: bool) -> list[Sheet]:
    """Return the sheets in the order of their tabs, without the leading page."""
    found = [
        sheet_of(THEMES, tables[THEMES], counted=counted),
        sheet_of(PASSAGES, tables[PASSAGES], first=_FIRST_OF_PASSAGES),
        _suggestions(tables, counted=counted),
        sheet_of(MATCHES, tables[MATCHES], counted=counted, first=_FIRST_OF_MATCHES),
        *_filled(tables, NEW_THEMES, counted=counted),
        sheet_of(COMPARISON_SHEET, _differences(tables)),
    ]
    if counted:
        both = [*map(with_second, tables[AGREEMENT]), *tables[AGREEMENT_HUMANS]]
        found.append(sheet_of(AGREEMENT_SHEET, both))
        found += [sheet_of(t, tables[t]) for t in (AGREEMENT_OVERALL, AGREEMENT_UNITS, ALIGNMENT)]
        found += _filled(tables, AGREEMENT_BASELINES, AGREEMENT_CONSENSUS)
        found += _filled(tables, AGREEMENT_DOCUMENTS, CODE_CONFUSIONS, ERRORS_BY_GROUP)
        found += _filled(tables, AGREEMENT_MACHINES_OVERALL, CALIBRATION, RISK_COVERAGE)
        found.append(sheet_of(DEFINITIONS_TABLE, tables[DEFINITIONS_TABLE]))
    found += _filled(tables, NEXT_PASSAGES, NEXT_DOCUMENTS, *REVIEWED)
    found += _filled(tables, CODE_DOCUMENTS, CODE_GROUPS, CODE_PAIRS)
    found += [sheet_of(CODES, tables[CODES]), *_filled(tables, UNDERSTOOD)]
    return [*found, sheet_of(NOTICED_SHEET, _noticed(tables))]


_FIRST_OF_PASSAGES = ("passage_id", "document", "case", "speaker", "heading", "text")
_FIRST_OF_MATCHES = ("theme_id", "theme", "code_id", "code")


def _filled(tables: Tables, *wanted: Table[Any], counted: bool = True) -> list[Sheet]:
    return [sheet_of(t, tables[t], counted=counted) for t in wanted if tables[t]]


def _suggestions(tables: Tables, *, counted: bool) -> Sheet:
    rows = tables[SUGGESTIONS]
    about = SUGGESTIONS.about if counted else _IN_REFLEXION
    if len(rows) > LARGE:
        rows = tuple(row for row in rows if row.suggested or row.rank <= FIRST_RANKS)
        about += _SHORTENED
    return sheet_of(SUGGESTIONS, rows, counted=counted, about=about)


def _differences(tables: Tables) -> Iterator[DifferenceRow]:
    texts = {passage.passage_id: passage.text for passage in tables[PASSAGES]}
    for row in side_by_side(tables[COMPARISON]):
        if row.status != BOTH:
            yield row_of(DifferenceRow, row, text=texts.get(row.passage_id, ""), memo="")


def _noticed(tables: Tables) -> Iterator[NoticedRow]:
    for notice in tables[NOTICES]:
        yield row_of(NoticedRow, notice, quote="")
    for lost in tables[UNPLACED]:
        yield NoticedRow(
            kind="coding not placed",
            message=f"{lost.reason} — {lost.coder}, {lost.code}",
            where=lost.source,
            quote=lost.quote,
        )


def _what(run: Mapping[str, Any]) -> str:
    seen = {
        "codebook": "It had seen the codebook and the passages, and no human coding.",
        "coding of other documents": "It had learnt from human coding of other documents.",
        "coding of other passages": "It had learnt from human coding of other passages.",
    }
    if (run.get("config") or {}).get("suggest", {}).get("machine") is False:
        return "Candidate themes that a machine found, and the codes of people and other machines."
    return (
        "A machine’s reading of the passages, to be set beside people’s. "
        + seen.get(str(run.get("basis", "")), "")
    ).strip()


def _not_claimed(run: Mapping[str, Any]) -> str:
    if run.get("stance") == "reflexive":
        return (
            "That a passage has one right reading, or that themes lie in the data. What differs "
            "from your reading is an invitation to look again; what does not is no confirmation."
        )
    return (
        "That the machine is right where it differs from people, that people are right where "
        "they differ from it, or that agreement is accuracy. The machine suggests; people decide."
    )
