"""The page of a specification curve: in words, as figures, as a table."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.template import rendered
from secondcoder.page.values import chosen, count, decimal, interval, with_interval
from secondcoder.procedures.second_coder.grid.figure import draw_specifications
from secondcoder.procedures.second_coder.grid.tables import (
    SPECIFICATION_CURVE,
    SpecificationRow,
)
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.plan import plan_of_grid
from secondcoder.publish.schema import Tables

_HEAD = ("No.", "Encoder", "Cut", "Overlap", "Sees", "Codes a passage", "Seed",
         "Value", "Given", "Told", "Hold", "Flip")  # fmt: skip


def drawn_of(tables: Tables) -> dict[str, Drawn]:
    """Return the figure of each person."""
    found = {}
    for place, rows in enumerate(_people(tables).values(), start=1):
        figure = draw_specifications(rows, name=f"specification_curve_{place}")
        if figure is not None:
            found[figure.name] = figure
    return found


def build_page(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> str:
    """Return the page; the same tables and ``run.json`` give the same text."""
    people = _people(tables)
    context = {
        "title": chosen(run, "title"),
        "run_id": chosen(run, "run_id"),
        "tool": f"{run['tool']['name']} {run['tool']['version']}",
        "sentences": [*plan_of_grid(run), *sentences(tables)],
        "people": [
            (coder, _picture(coder, rows, drawn.get(f"specification_curve_{place}")), _grid(rows))
            for place, (coder, rows) in enumerate(people.items(), start=1)
        ],
    }
    return rendered(__package__, "grid.html.j2", context)


def sentences(tables: Tables) -> list[str]:
    """Say for each person how far the headline and the conclusions hang on the settings."""
    return [_of_person(coder, rows) for coder, rows in _people(tables).items()]


def _of_person(coder: str, rows: Sequence[SpecificationRow]) -> str:
    values = sorted(row.value for row in rows if row.value is not None)
    own = next((row for row in rows if row.own), rows[0])
    if not values:
        return f"{coder} and the machine: {own.coefficient} is undefined under every setting."
    below = sum(value < (own.value or 0) for value in values)
    flips = sorted(row.flips for row in rows)
    holds = sorted(row.holds for row in rows)
    return (
        f"{coder} and the machine, {own.scope}, {count(len(rows), 'combination')} of settings: "
        f"{own.coefficient} from {decimal(values[0])} to {decimal(values[-1])}, median "
        f"{decimal(median(values))}; with the study’s own settings {decimal(own.value)} "
        f"({interval(own.low, own.high) or 'no interval'}), above {below} of the {len(values)}. Of "
        f"the conclusions that {coder}’s coding tells, {holds[0]} to {holds[-1]} hold and "
        f"{flips[0]} to {flips[-1]} flip."
    )


def _people(tables: Tables) -> dict[str, list[SpecificationRow]]:
    return grouped(tables[SPECIFICATION_CURVE], lambda row: row.coder)


def _picture(coder: str, rows: Sequence[SpecificationRow], figure: Drawn | None) -> Picture | None:
    return picture(
        figure,
        alt=_of_person(coder, rows),
        caption=(
            "Each point is one combination of settings, the lowest value first, with its 95 % "
            "interval over documents; below it the settings that vary. The orange diamond: the "
            "study’s own settings."
        ),
        data=_grid(rows),
    )


def _grid(rows: Sequence[SpecificationRow]) -> Grid:
    data = [
        (
            f"{row.number}{' (own)' if row.own else ''}",
            row.encoder,
            row.unit,
            f"{row.overlap:g}",
            row.basis if row.learnt or row.basis == "codebook" else "codebook: too little coding",
            row.codes_a_passage,
            row.seed,
            with_interval(decimal(row.value), row.low, row.high),
            decimal(row.given),
            *(row.told, row.holds, row.flips),
        )
        for row in rows
    ]
    return grid("The specifications", _HEAD, data, numeric=range(7, 12))
