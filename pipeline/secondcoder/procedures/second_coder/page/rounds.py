"""The section on rounds of coding: what each was begun with, and agreement by round."""

from collections.abc import Mapping

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import grid, picture
from secondcoder.page.values import decimal, interval, whole
from secondcoder.procedures.second_coder.tables.rounds import (
    CODED_EARLIER,
    ROUND_AGREEMENT,
    ROUNDS,
    RoundAgreementRow,
)
from secondcoder.publish.schema import Tables

_BEFORE = "before the first"


def rounds_view(
    tables: Tables, drawn: Mapping[str, Drawn], *, reflexive: bool
) -> dict[str, object] | None:
    """Return what the section shows, or nothing where no round was begun."""
    if not tables[ROUNDS]:
        return None
    rows = () if reflexive else tables[ROUND_AGREEMENT]
    pooled = [_pooled(row) for row in rows if not row.code_id]
    gates = [
        (row.round, row.code, f"{row.first} and {row.second}", decimal(row.kappa), row.gate,
         row.outcome)
        for row in rows
        if row.outcome
    ]  # fmt: skip
    head = ("Round", "Compared", "Passages", "Number", "Pooled kappa", "95 % interval")
    data = grid("Agreement by round", head, pooled, numeric=(3, 4)) if pooled else None
    return {
        "rounds": grid(
            "Rounds",
            ("Round", "Purpose", "Passages", "Coded before", "Coders", "Changes to the codebook"),
            [
                (
                    row.round or _BEFORE,
                    row.purpose,
                    whole(row.passages),
                    whole(row.repeated),
                    "; ".join(row.coders),
                    "; ".join(row.changes),
                )
                for row in tables[ROUNDS]
            ],
            numeric=(2, 3),
        ),
        "agreement": data,
        "picture": picture(
            drawn.get("rounds"),
            alt="Lines: pooled kappa of each pair of people by round, for all, fresh and repeated "
            "passages.",
            caption="Agreement among people by round of coding. A rise on repeated passages may be "
            "memory; the fresh ones count. Final: all rounds of coding without the passages of "
            "pilot and training rounds.",
            data=data,
        )
        if data
        else None,
        "gates": grid(
            "Codes, and what each had to reach",
            ("Round", "Code", "Between", "Kappa", "Fixed before the round", "Outcome"),
            gates,
            numeric=(3,),
        )
        if gates
        else None,
        "earlier": len(tables[CODED_EARLIER]),
    }


def _pooled(row: RoundAgreementRow) -> tuple[str, ...]:
    who = f"{row.first} and {row.second}"
    between = interval(row.low, row.high) if row.low is not None else row.note
    return row.round or _BEFORE, who, row.which, whole(row.passages), decimal(row.kappa), between
