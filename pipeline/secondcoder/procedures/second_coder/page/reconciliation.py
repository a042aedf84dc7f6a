"""The section that sets human and machine coding side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import Quote, Quotes, decimal, interval, percent, rows, whole
from secondcoder.procedures.second_coder.figures.matrix import confusion

SHOWN = 3
"""Passages shown for each code and kind of difference."""
CODES = 40
"""Codes whose differences are shown."""
MOST_PEOPLE = 6
"""With more, people are not drawn or listed one by one."""
Tables = Mapping[str, pd.DataFrame]
_VALUES = ("Documents", "Agreement", "Kappa", "95 %", "Alpha", "Positive", "Needed")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where people and the machine part on one code."""

    code: str
    human_only: tuple[Quote, ...]
    human_count: int
    machine_only: tuple[Quote, ...]
    machine_count: int


def overall_grids(tables: Tables) -> list[Grid]:
    """Return agreement over all codes, a row for each pair of coders: headline, then the rest."""
    found = rows(_few(tables["agreement_overall"]))
    if not found:
        return []
    head = ("Coders", "Codes", "Passages", "mv-alpha", "95 %", "Pooled kappa", "95 %")
    data = [_headline_row(one) for one in found]
    more = (
        *("Coders", "Codes", "Agreement", "Positive", "Mean kappa", "Range", "Codes with kappa"),
        *("Jaccard alpha", "MASI alpha", "B-cubed", "Omega", "Bootstrap", "Note"),
    )
    rest = [_other_row(one) for one in found]
    return [
        grid("Agreement over all codes", head, data, numeric=range(2, len(head))),
        _without_empty_notes("Other coefficients over all codes", more, rest, texts=2),
    ]


def code_grids(tables: Tables, *, humans: bool = False) -> list[tuple[int, Grid]]:
    """Return a table for each level of the codebook: machine and people, or among people."""
    table = _few(tables["agreement_humans"] if humans else _named(tables["agreement"]))
    head = (
        ("Both", "First only", "Second only") if humans else ("Both", "Person only", "Machine only")
    )
    return [
        (int(str(level)), _code_grid(part, (*head, "Neither"), humans=humans))
        for level, part in table.groupby("level")
    ]


def count_grid(tables: Tables) -> Grid:
    """Return only the counts for each code: what a reflexive study is shown."""
    found = tables["comparison"]
    counts = pd.crosstab(found["code"], found["status"])
    words = ("both", "human only", "machine only")
    used = counts.reindex(index=found["code"].unique(), columns=words, fill_value=0)
    used = used[used.sum(axis=1) > 0]
    data = [
        (code, *map(whole, values))
        for code, values in zip(used.index, used.to_numpy(), strict=True)
    ]
    return grid(
        "Where the readings meet and part",
        ("Code", "Both", "Only a person", "Only the machine"),
        data,
        numeric=(1, 2, 3),
    )


def agreement_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of kappa for each code of the highest level."""
    machine, humans = (top_level(tables[name]) for name in ("agreement", "agreement_humans"))
    both = [(one.code, f"{one.coder} – machine", one) for one in rows(machine)]
    both += [(one.code, f"{one.first} – {one.second}", one) for one in rows(humans)]
    data = [
        (code, pair, decimal(one.kappa), interval(one.kappa_low, one.kappa_high), whole(one.units))
        for code, pair, one in both
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
    counts = confusion(tables["comparison"], tables["codes"])
    data = [
        (name, *values)
        for name, values in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    return picture(
        drawn.get("machine_and_people"),
        alt="Grid: people’s top-level codes in rows, the machine’s in columns, counts in cells.",
        caption="Codes of the top level. On the diagonal both gave the code; elsewhere one gave "
        "the row’s, the other the column’s code to a passage and neither gave both. ‘none’: one "
        "of them gave no other code.",
        data=grid(
            "People’s codes in rows, the machine’s in columns",
            ("", *counts.columns),
            data,
            numeric=range(1, len(counts.columns) + 1),
        ),
    )


def differences(tables: Tables) -> tuple[list[Difference], int]:
    """Return the codes with most differences first, and how many such codes there are."""
    quotes = Quotes(tables["passages"])
    table = tables["comparison"]
    table = table[table["status"].isin(["human only", "machine only"])]
    table = table.drop_duplicates(["passage_id", "code_id", "status"])
    groups = sorted(table.groupby("code_id", sort=False), key=lambda one: -len(one[1]))
    found = []
    for _, group in groups[:CODES]:
        human, machine = (
            group.loc[group["status"] == word, "passage_id"].tolist()
            for word in ("human only", "machine only")
        )
        found.append(
            Difference(
                str(group["code"].iloc[0]),
                tuple(quotes.of(human[:SHOWN])),
                len(human),
                tuple(quotes.of(machine[:SHOWN])),
                len(machine),
            )
        )
    return found, len(groups)


def _named(agreement: pd.DataFrame) -> pd.DataFrame:
    return agreement.rename(
        columns={"coder": "first", "human_only": "first_only", "machine_only": "second_only"}
    ).assign(second="machine")


def _code_grid(table: pd.DataFrame, counts: tuple[str, ...], *, humans: bool) -> Grid:
    head = ("Code", "People" if humans else "Coder", *counts, *_VALUES, "Note")
    data = [_code_row(one, humans=humans) for one in rows(table)]
    return _without_empty_notes("Agreement for each code", head, data, texts=2)


def _without_empty_notes(
    name: str, head: tuple[str, ...], data: list[tuple[str, ...]], *, texts: int = 1
) -> Grid:
    """Return a table whose last column, the note, is left out if no row has one."""
    numeric = range(texts, len(head) - 1)
    if any(row[-1] for row in data):
        return grid(name, head, data, numeric=numeric)
    return grid(name, head[:-1], [row[:-1] for row in data], numeric=numeric)


def _headline_row(one: Any) -> tuple[str, ...]:
    none = one.interval_note
    return (
        f"{one.first} – {one.second}",
        f"{one.scope}: {one.codes}",
        whole(one.units),
        decimal(one.alpha),
        interval(one.alpha_low, one.alpha_high) or none,
        decimal(one.pooled_kappa),
        interval(one.kappa_low, one.kappa_high) or none,
    )


def _other_row(one: Any) -> tuple[str, ...]:
    spread = "" if pd.isna(one.kappa_min) else interval(one.kappa_min, one.kappa_max)
    values = (one.jaccard_alpha, one.masi_alpha, one.bcubed, one.omega)
    return (
        f"{one.first} – {one.second}",
        f"{one.scope}: {one.codes}",
        percent(one.pooled_percent),
        *map(decimal, (one.positive_agreement, one.mean_kappa)),
        spread,
        whole(one.codes_with_kappa),
        *map(decimal, values),
        interval(one.bootstrap_low, one.bootstrap_high),
        one.note,
    )


def _few(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table, or nothing where there are too many people to list pairs of them."""
    return table if table["first"].nunique() <= MOST_PEOPLE else table.head(0)


def _code_row(one: Any, *, humans: bool) -> tuple[str, ...]:
    pair = f"{one.first} – {one.second}" if humans else one.first
    counts = (one.both, one.first_only, one.second_only, one.neither)
    values = decimal(one.alpha), decimal(one.positive_agreement), whole(one.units_needed)
    kappa = (
        whole(one.documents),
        percent(one.percent),
        decimal(one.kappa),
        interval(one.kappa_low, one.kappa_high),
    )
    return (one.code, pair, *map(whole, counts), *kappa, *values, one.note)


def pooled_values(tables: Tables) -> list[float]:
    """Return the pooled kappa of each person with the machine, over codes of the top level."""
    overall = top_level(tables["agreement_overall"])
    machine = overall.loc[overall["second"] == "machine", "pooled_kappa"]
    found: list[float] = machine.dropna().tolist()
    return found if len(found) <= MOST_PEOPLE else []


def top_level(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the highest level of the codebook."""
    return table[table["level"] == table["level"].min()] if len(table) else table
