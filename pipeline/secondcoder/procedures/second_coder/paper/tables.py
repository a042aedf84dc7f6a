"""The tables of a paper: the codebook with counts and exemplars, themes beside codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Annotated

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import decimal, whole
from secondcoder.procedures.second_coder.page.coding_section import related
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.segments import Given
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.common import CodeLabel, ThemeLabel
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.themes import THEMES, MatchRow
from secondcoder.publish.schema import Column, Table, Tables

LONGEST = 400
"""Characters of an exemplar; a longer one is cut at a word and ends in ``…``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookRow:
    """A code as a paper lists it."""

    code: CodeLabel
    definition: Annotated[str, Column("Its definition in the codebook.", width=50)]
    people: Annotated[int | None, Column("Passages to which any person gave it or one below it.")]
    machine: Annotated[int | None, Column("Passages for which the machine suggests it.")]
    exemplar: Annotated[str, Column("A passage that carries it, word for word.", words=True)]
    place: Annotated[str, Column("Where the exemplar stands: document and speaker.")]
    chosen: Annotated[str, Column("Who gave the exemplar the code.")]


PAPER_CODEBOOK = Table(
    "codebook",
    CodebookRow,
    "The codebook with counts and an exemplar each: a passage that most coders gave the code, of "
    "middling length.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRow:
    """A candidate theme and a code side by side."""

    theme: ThemeLabel
    level: Annotated[int | None, Column("1 for themes, 2 for subthemes.")]
    passages: Annotated[int | None, Column("Passages of the theme.")]
    stability: Annotated[float | None, Column("How far the theme comes back.", decimals=2)]
    relation: Annotated[str, Column("matches, splits, merges, overlaps, new theme, not found.")]
    code: CodeLabel
    people: Annotated[int | None, Column("Passages to which any person gave the code.")]
    overlap: Annotated[
        float | None,
        Column("Kappa of lying in the theme and carrying the code.", decimals=2, counted=True),
    ]
    in_vivo: Annotated[str, Column("A line of the theme in participants' words.", words=True)]


PAPER_JOINT = Table(
    "themes_and_codes",
    JointRow,
    "Joint display: each candidate theme beside the codes it answers to; themes without a code and "
    "codes without a theme at the end.",
)


def codebook_rows(tables: Tables) -> Iterator[CodebookRow]:
    """Yield every code with its exemplar."""
    passages = {row.passage_id: row for row in tables[PASSAGES]}
    people = {row.coder for row in tables[SEEN]}
    given = Given(tables).exact
    for code in tables[CODES]:
        chosen, coders = _exemplar(given.get(code.code_id, {}), passages, people)
        where = f"{chosen.document}, {chosen.speaker}".strip(", ") if chosen else ""
        yield CodebookRow(
            code=code.code,
            definition=code.definition,
            people=code.passages_human,
            machine=code.passages_machine,
            exemplar=_short(chosen.text) if chosen else "",
            place=where,
            chosen=", ".join(coders),
        )


def _exemplar(
    given: Mapping[str, Sequence[str]], passages: Mapping[str, PassageRow], people: set[str]
) -> tuple[PassageRow | None, Sequence[str]]:
    """Return a passage that most people gave the code, else most coders, of middling length."""
    if not given:
        return None, ()
    most = max(_weight(coders, people) for coders in given.values())
    best = {one: coders for one, coders in given.items() if _weight(coders, people) == most}
    middle = median(len(passages[one].text) for one in best)
    chosen = min(best, key=lambda one: (abs(len(passages[one].text) - middle), one))
    return passages[chosen], best[chosen]


def _weight(coders: Sequence[str], people: set[str]) -> tuple[int, int]:
    return (sum(one in people for one in coders), len(coders))


def joint_rows(tables: Tables) -> Iterator[JointRow]:
    """Yield pairs, then what has no partner."""
    codes = {code.code_id: code for code in tables[CODES]}
    pairs = grouped(related(tables), lambda match: match.theme_id)
    ordered = sorted(tables[THEMES], key=lambda theme: (not pairs.get(theme.theme_id),))
    for theme in ordered:
        own = pairs.get(theme.theme_id, [])
        if not own and theme.level > 1:
            continue
        partners: Sequence[MatchRow | None] = own or (None,)
        for match in partners:
            yield JointRow(
                theme=theme.label,
                level=theme.level,
                passages=theme.passages,
                stability=theme.stability,
                relation=match.relation if match else theme.relation,
                code=match.code if match else "",
                people=codes[match.code_id].passages_human if match else None,
                overlap=match.overlap_kappa if match else None,
                in_vivo=theme.in_vivo,
            )
    for code in tables[CODES]:
        if code.relation == "code not found":
            yield JointRow(
                theme="",
                level=None,
                passages=None,
                stability=None,
                relation=code.relation,
                code=code.code,
                people=code.passages_human,
                overlap=None,
                in_vivo="",
            )


def codebook_grid(rows: Sequence[CodebookRow]) -> Grid:
    """Return the codebook as a table of a Word document."""
    data = [
        (
            row.code,
            row.definition,
            whole(row.people),
            whole(row.machine),
            f"“{row.exemplar}” ({row.place})" if row.exemplar else "",
        )
        for row in rows
    ]
    head = ("Code", "Definition", "People", "Machine", "Exemplar")
    return grid("Codebook", head, data, numeric=(2, 3))


def joint_grid(rows: Sequence[JointRow], *, counted: bool) -> Grid:
    """Return the joint display as a table of a Word document."""
    data = [
        (
            row.theme,
            row.in_vivo,
            whole(row.passages),
            row.relation,
            row.code,
            whole(row.people),
            *((decimal(row.overlap),) if counted else ()),
        )
        for row in rows
    ]
    head = ("Theme", "In participants’ words", "Passages", "Relation", "Code", "Coded by people")
    more = ("Overlap (kappa)",) if counted else ()
    return grid("Themes and codes", (*head, *more), data, numeric=(2, 5, 6))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"
