"""The section that sets human and machine coding side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import decimal, interval, percent, whole
from secondcoder.procedures.second_coder.figures.matrix import confusion
from secondcoder.procedures.second_coder.page.counting import distinct, grouped, top_level
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.tables.agreement import (
    AGREEMENT,
    AGREEMENT_HUMANS,
    PeopleRow,
    with_second,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_OVERALL,
    OverallRow,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import (
    BOTH,
    COMPARISON,
    HUMAN_ONLY,
    MACHINE_ONLY,
    ComparisonRow,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.units import UnitRow
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE

SHOWN = 3
"""Passages shown for each code and kind of difference."""
MOST_CODES = 40
"""Codes whose differences are shown."""
MOST_PEOPLE = 6
"""With more, people are not drawn or listed one by one."""
_VALUES = ("Documents", "Agreement", "Kappa", "95 %", "Alpha", "Positive", "Needed")


class OfPair(Protocol):
    """A row on two coders."""

    @property
    def first(self) -> str:
        """One of them, always a person."""


Pair = TypeVar("Pair", bound=OfPair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where people and the machine part on one code."""

    code: str
    human_only: tuple[Quote, ...]
    human_count: int
    machine_only: tuple[Quote, ...]
    machine_count: int


def overall_grids(tables: Tables) -> list[Grid]:
    """Return agreement over all codes, a row for each pair of coders: headline, then the rest."""
    pairs = few_people(tables[AGREEMENT_OVERALL])
    if not pairs:
        return []
    head = ("Coders", "Codes", "Passages", "mv-alpha", "95 %", "Pooled kappa", "95 %")
    more = (
        *("Coders", "Codes", "Agreement", "Positive", "Mean kappa", "Range", "Codes with kappa"),
        *("Jaccard alpha", "MASI alpha", "B-cubed", "Omega", "Bootstrap", "Note"),
    )
    rest = list(map(_other_row, pairs))
    return [
        grid(
            "Agreement over all codes",
            head,
            list(map(_headline_row, pairs)),
            numeric=range(2, len(head)),
        ),
        _without_empty_notes("Other coefficients over all codes", more, rest, texts=2),
    ]


def code_grids(tables: Tables, *, humans: bool = False) -> list[tuple[int, Grid]]:
    """Return a table for each level of the codebook: machine and people, or among people."""
    pairs = tables[AGREEMENT_HUMANS] if humans else map(with_second, tables[AGREEMENT])
    head = (
        ("Both", "First only", "Second only") if humans else ("Both", "Person only", "Machine only")
    )
    levels = grouped(few_people(list(pairs)), lambda pair: pair.level)
    return [
        (level, _code_grid(part, (*head, "Neither"), humans=humans))
        for level, part in sorted(levels.items())
    ]


def count_grid(tables: Tables) -> Grid:
    """Return only the counts for each code: what a reflexive study is shown."""
    counts = Counter((row.code_id, row.status) for row in tables[COMPARISON])
    kinds = (BOTH, HUMAN_ONLY, MACHINE_ONLY)
    numbers = [
        (code.code, [counts[code.code_id, kind] for kind in kinds]) for code in tables[CODES]
    ]
    return grid(
        "Where the readings meet and part",
        ("Code", "Both", "Only a person", "Only the machine"),
        [(code, *map(whole, found)) for code, found in numbers if any(found)],
        numeric=(1, 2, 3),
    )


def agreement_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of kappa for each code of the highest level."""
    machine, humans = top_level(tables[AGREEMENT]), top_level(tables[AGREEMENT_HUMANS])
    data = [
        (
            pair.code,
            f"{pair.first} – {pair.second}",
            decimal(pair.kappa),
            interval(pair.kappa_low, pair.kappa_high),
            whole(pair.units),
        )
        for pair in (*map(with_second, machine), *humans)
    ]
    return picture(
        drawn.get("agreement"),
        alt="Dots: Cohen’s kappa for each code, highest first, with overall value as a line.",
        caption="Cohen’s kappa for each code of the top level, a mark for each person; thin lines "
        "are 95 % intervals where they were computed. At the right: passages that a person gave "
        "the code. Codes for which kappa is undefined are in the table only.",
        data=grid(
            "Kappa for each code",
            ("Code", "Coders", "Kappa", "95 %", "Passages"),
            data,
            numeric=(2, 3, 4),
        ),
    )


def matrix_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the matrix of people's codes against the machine's."""
    found = confusion(tables[COMPARISON], tables[CODES])
    data = [(name, *row) for name, row in zip(found.names, found.counts, strict=True)]
    return picture(
        drawn.get("machine_and_people"),
        alt="Grid: people’s top-level codes in rows, the machine’s in columns, counts in cells.",
        caption="Codes of the top level. On the diagonal both gave the code; elsewhere one gave "
        "the row’s, the other the column’s code to a passage and neither gave both. ‘none’: one "
        "of them gave no other code.",
        data=grid(
            "People’s codes in rows, the machine’s in columns",
            ("", *found.names),
            data,
            numeric=range(1, len(found.names) + 1),
        ),
    )


def differences(tables: Tables) -> tuple[list[Difference], int]:
    """Return the codes with most differences first, and how many such codes there are."""
    quotes = Quotes(tables[PASSAGES])
    once: dict[tuple[str, str, str], ComparisonRow] = {}
    for row in tables[COMPARISON]:
        if row.status != BOTH:
            once.setdefault((row.passage_id, row.code_id, row.status), row)
    by_code = grouped(once.values(), lambda row: row.code_id)
    groups = sorted(by_code.values(), key=len, reverse=True)
    found = []
    for group in groups[:MOST_CODES]:
        human, machine = (
            [row.passage_id for row in group if row.status == status]
            for status in (HUMAN_ONLY, MACHINE_ONLY)
        )
        found.append(
            Difference(
                code=group[0].code,
                human_only=tuple(quotes.of(human[:SHOWN])),
                human_count=len(human),
                machine_only=tuple(quotes.of(machine[:SHOWN])),
                machine_count=len(machine),
            )
        )
    return found, len(groups)


def _code_grid(pairs: Sequence[PeopleRow], counts: tuple[str, ...], *, humans: bool) -> Grid:
    head = ("Code", "People" if humans else "Coder", *counts, *_VALUES, "Note")
    data = [_code_row(pair, humans=humans) for pair in pairs]
    return _without_empty_notes("Agreement for each code", head, data, texts=2)


def _without_empty_notes(
    name: str, head: tuple[str, ...], data: list[tuple[str, ...]], *, texts: int = 1
) -> Grid:
    """Return a table whose last column, the note, is left out if no row has one."""
    numeric = range(texts, len(head) - 1)
    if any(row[-1] for row in data):
        return grid(name, head, data, numeric=numeric)
    return grid(name, head[:-1], [row[:-1] for row in data], numeric=numeric)


def _headline_row(pair: OverallRow) -> tuple[str, ...]:
    none = pair.interval_note
    return (
        f"{pair.first} – {pair.second}",
        f"{pair.scope}: {pair.codes}",
        whole(pair.units),
        decimal(pair.alpha),
        interval(pair.alpha_low, pair.alpha_high) or none,
        decimal(pair.pooled_kappa),
        interval(pair.kappa_low, pair.kappa_high) or none,
    )


def _other_row(pair: OverallRow) -> tuple[str, ...]:
    values = (pair.jaccard_alpha, pair.masi_alpha, pair.bcubed, pair.omega)
    return (
        f"{pair.first} – {pair.second}",
        f"{pair.scope}: {pair.codes}",
        percent(pair.pooled_percent),
        *map(decimal, (pair.positive_agreement, pair.mean_kappa)),
        interval(pair.kappa_min, pair.kappa_max),
        whole(pair.codes_with_kappa),
        *map(decimal, values),
        interval(pair.bootstrap_low, pair.bootstrap_high),
        pair.note,
    )


def _code_row(pair: PeopleRow, *, humans: bool) -> tuple[str, ...]:
    coders = f"{pair.first} – {pair.second}" if humans else pair.first
    counts = (pair.both, pair.first_only, pair.second_only, pair.neither)
    return (
        pair.code,
        coders,
        *map(whole, counts),
        whole(pair.documents),
        percent(pair.percent),
        decimal(pair.kappa),
        interval(pair.kappa_low, pair.kappa_high),
        decimal(pair.alpha),
        decimal(pair.positive_agreement),
        whole(pair.units_needed),
        pair.note,
    )


def few_people(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs, or none where there are too many people to list them."""
    found = list(pairs)
    return found if distinct(pair.first for pair in found) <= MOST_PEOPLE else []


def pooled_values(tables: Tables) -> list[float]:
    """Return the pooled kappa of each person with the machine, over codes of the top level."""
    found = [
        pair.pooled_kappa
        for pair in top_level(tables[AGREEMENT_OVERALL])
        if pair.second_is == MACHINE and pair.pooled_kappa is not None
    ]
    return found if len(found) <= MOST_PEOPLE else []


def second_name(pair: OverallRow | UnitRow) -> str:
    """Return the second coder of a pair as a sentence names them."""
    return "the machine" if pair.second_is == MACHINE else pair.second
