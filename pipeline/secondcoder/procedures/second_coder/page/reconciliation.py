"""The section that sets human and machine coding side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, decimal, interval, percent, whole
from secondcoder.procedures.second_coder.page.around import OF_SETS, around
from secondcoder.procedures.second_coder.page.counting import distinct, grouped, top_level
from secondcoder.procedures.second_coder.page.machines import (
    several,
    short,
    two_coders,
)
from secondcoder.procedures.second_coder.page.places import code_page
from secondcoder.procedures.second_coder.tables.agreement import (
    AGREEMENT,
    AGREEMENT_HUMANS,
    PeopleRow,
    with_second,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_BASELINES,
    AGREEMENT_MACHINES_OVERALL,
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
    side_by_side,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED, MACHINE, in_words

MOST_CODES = 30
"""Codes whose differences are listed."""
MOST_PEOPLE = 6
"""With more, people are not drawn or listed one by one."""
_VALUES = ("Agreement", "Kappa (95 %)", "Positive")


class OfPair(Protocol):
    """A row on two coders."""

    @property
    def first(self) -> str:
        """One of them, always a person."""


Pair = TypeVar("Pair", bound=OfPair)


def overall_grids(tables: Tables) -> list[Grid]:
    """Return agreement over all codes, a row for each pair of coders: headline, then the rest."""
    return _overall_grids(few_people(tables[AGREEMENT_OVERALL]))


def baseline_grid(tables: Tables) -> Grid | None:
    """Return what coders who know nothing of the text reach, to read agreement beside."""
    rows = tables[AGREEMENT_BASELINES]
    rows = rows if distinct(row.coder for row in rows) <= MOST_PEOPLE else ()
    if not rows:
        return None
    head = (
        *("Person", "In place of", "Codes", "Gives", "Passages"),
        *("mv-alpha", "Pooled kappa", "Agreement"),
    )
    data = [
        (
            row.coder,
            short(row.beside),
            row.scope,
            row.trivial,
            whole(row.units),
            decimal(row.alpha),
            decimal(row.pooled_kappa),
            percent(row.pooled_percent),
        )
        for row in rows
    ]
    return grid(
        "What trivial coders and other people reach in its place",
        head,
        data,
        numeric=range(4, 8),
    )


def machine_grids(tables: Tables) -> list[Grid]:
    """Return agreement of machines with each other over all codes, as that of people."""
    pairs = tables[AGREEMENT_MACHINES_OVERALL]
    return _overall_grids([replace(pair, first=short(pair.first)) for pair in pairs])


def _overall_grids(pairs: Sequence[OverallRow]) -> list[Grid]:
    if not pairs:
        return []
    head = ("Coders", "Codes", "Passages", "mv-alpha (95 %)", "Pooled kappa (95 %)", "Agreement")
    more = (
        *(
            "Coders",
            "Codes",
            "Positive",
            "Mean kappa",
            "Range of kappas",
            "Jaccard alpha",
            "MASI alpha",
        ),
        *("B-cubed", "Omega", "Pooled kappa, bootstrap", "Note"),
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


def count_grids(tables: Tables) -> list[Grid]:
    """Return the counts of each machine beside people: all that a reflexive study is shown."""
    labels = dict.fromkeys(row.beside for row in side_by_side(tables[COMPARISON]))
    return [count_grid(tables, machine=label) for label in labels]


def count_grid(tables: Tables, *, machine: str = BUNDLED.label) -> Grid:
    """Return how often people and one machine gave each code, by the machine's label."""
    counts = Counter(
        (row.code_id, row.status)
        for row in side_by_side(tables[COMPARISON])
        if (row.beside or BUNDLED.label) == machine
    )
    kinds = (BOTH, HUMAN_ONLY, MACHINE_ONLY)
    numbers = [
        (code.code, [counts[code.code_id, kind] for kind in kinds]) for code in tables[CODES]
    ]
    return grid(
        "Where the readings meet and part",
        ("Code", "Both", "Only a person", f"Only {in_words(machine)}"),
        [(code, *map(whole, found)) for code, found in numbers if any(found)],
        numeric=(1, 2, 3),
    )


def differences(tables: Tables) -> tuple[Grid, int]:
    """Return the codes and machines with most differences first, and how many there are."""
    once: dict[tuple[str, str, str, str], ComparisonRow] = {}
    for row in side_by_side(tables[COMPARISON]):
        if row.status != BOTH:
            once.setdefault((row.passage_id, row.code_id, row.status, row.beside), row)
    by_code = grouped(once.values(), lambda row: (row.code_id, row.beside))
    groups = sorted(by_code.values(), key=len, reverse=True)
    named = several([label for _, label in by_code])
    tops = {code.code_id: code.top_id for code in tables[CODES]}
    shown = groups[:MOST_CODES]
    data = [
        (
            rows[0].code,
            whole(sum(row.status == HUMAN_ONLY for row in rows)),
            whole(sum(row.status == MACHINE_ONLY for row in rows)),
            *((short(rows[0].beside),) if named else ()),
        )
        for rows in shown
    ]
    head = ("Code", "Only a person", "Only the machine", *(("Machine",) if named else ()))
    own = [rows[0].code_id for rows in shown]
    links = [code_page(tops.get(code, code), code) for code in own]
    listed = grid("Passages to read again", head, data, numeric=(1, 2), links=links)
    return listed, len(groups)


def _code_grid(pairs: Sequence[PeopleRow], counts: tuple[str, ...], *, humans: bool) -> Grid:
    named = humans or several([pair.second for pair in pairs])
    who = "People" if humans else "Coders" if named else "Coder"
    head = ("Code", who, *counts, *_VALUES)
    data = [_code_row(pair, named=named) for pair in pairs]
    return grid("Agreement for each code", head, data, numeric=range(2, len(head)))


def _without_empty_notes(
    name: str, head: tuple[str, ...], data: list[tuple[str, ...]], *, texts: int = 1
) -> Grid:
    """Return a table whose last column, the note, is left out if no row has one."""
    numeric = range(texts, len(head) - 1)
    if any(row[-1] for row in data):
        return grid(name, head, data, numeric=numeric)
    return grid(name, head[:-1], [row[:-1] for row in data], numeric=numeric)


def _headline_row(pair: OverallRow) -> tuple[str, ...]:
    return (
        _coders(pair),
        f"{pair.scope}: {pair.codes}",
        whole(pair.units),
        _around(pair.alpha, pair.alpha_low, pair.alpha_high, pair.interval_note),
        _around(pair.pooled_kappa, pair.kappa_low, pair.kappa_high, pair.interval_note),
        percent(pair.pooled_percent),
    )


def _around(value: float | None, low: float | None, high: float | None, note: str) -> str:
    """Return a value with its interval, and what its reader has to know of either."""
    about = "; ".join(part for part in (interval(low, high), note) if part)
    return f"{decimal(value)} ({about})" if about else decimal(value)


def _other_row(pair: OverallRow) -> tuple[str, ...]:
    least, most = decimal(pair.kappa_min), decimal(pair.kappa_max)
    return (
        _coders(pair),
        f"{pair.scope}: {pair.codes}",
        around(pair, "positive_agreement"),
        around(pair, "mean_kappa"),
        f"{least} to {most}, {count(pair.codes_with_kappa or 0, 'code')}",
        *(around(pair, one) for one in OF_SETS),
        interval(pair.bootstrap_low, pair.bootstrap_high),
        pair.note,
    )


def _coders(pair: OverallRow) -> str:
    return two_coders(pair.first, pair.second, pair.second_is)


def _code_row(pair: PeopleRow, *, named: bool) -> tuple[str, ...]:
    coders = two_coders(pair.first, pair.second, pair.second_is) if named else pair.first
    counts = (pair.both, pair.first_only, pair.second_only, pair.neither)
    note = pair.note if pair.kappa is None else ""
    return (
        pair.code,
        coders,
        *map(whole, counts),
        percent(pair.percent),
        _around(pair.kappa, pair.kappa_low, pair.kappa_high, note),
        decimal(pair.positive_agreement),
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
