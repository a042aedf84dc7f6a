"""The same person again, negotiated coding, classes of differences, as the pages say them."""

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, decimal, joined, percent, with_interval
from secondcoder.procedures.second_coder.page.machines import second_name, short
from secondcoder.procedures.second_coder.tables.people_again import (
    AGREEMENT_AGAIN,
    AGREEMENT_NEGOTIATED,
    DIFFERENCE_CLASSES,
    AgainRow,
    NegotiatedRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE


def again_grids(tables: Tables) -> list[tuple[str, Grid]]:
    """Return what there is, each with its heading."""
    found = [
        ("The same person again", _again(tables)),
        ("Against what people decided together", _negotiated(tables)),
        ("What differences come from, as people classed them", _classes(tables)),
    ]
    return [(heading, shown) for heading, shown in found if shown is not None]


def again_sentences(tables: Tables) -> list[str]:
    """Say for each person, and each coder, what the tables hold."""
    said = [_again_sentence(row) for row in tables[AGREEMENT_AGAIN] if row.alpha is not None]
    said += [_together_sentence(row) for row in tables[AGREEMENT_NEGOTIATED] if row.f1 is not None]
    whole = [row for row in tables[DIFFERENCE_CLASSES] if not row.code_id]
    for name in dict.fromkeys(row.reviewer for row in whole):
        own = [row for row in whole if row.reviewer == name]
        total = sum(row.person_only + row.machine_only + row.neither_only for row in own)
        parts = joined(
            [f"{row.person_only + row.machine_only + row.neither_only} {row.kind}" for row in own]
        )
        said.append(f"{name} classed {count(total, 'difference')} from the machine: {parts}.")
    return said


def _again_sentence(row: AgainRow) -> str:
    apart = f", {row.days:.0f} days apart (median)" if row.days is not None else ""
    shown = (
        f" Of {row.shown_between} of them the person had seen a suggestion or decided in between."
        if row.shown_between
        else ""
    )
    return (
        f"{row.coder} coded {count(row.units, 'passage')} again ({row.first}, then "
        f"{row.second}{apart}; {row.scope}): mv-alpha with themselves "
        f"{with_interval(decimal(row.alpha), row.low, row.high)}, pooled kappa "
        f"{decimal(row.pooled_kappa)}.{shown}"
    )


def _together_sentence(row: NegotiatedRow) -> str:
    own = "" if row.coder_is == MACHINE else " (their own coding, before anything was shown)"
    return (
        f"Against the coding that {joined(row.members)} negotiated ({row.scope}; "
        f"{count(row.units, 'passage')}, {row.decided} decided together), "
        f"{second_name(row.coder, row.coder_is)}{own} reached F1 "
        f"{with_interval(decimal(row.f1), row.low, row.high)}."
    )


def _again(tables: Tables) -> Grid | None:
    rows = tables[AGREEMENT_AGAIN]
    if not rows:
        return None
    head = ("Coder", "First", "Second", "Codes", "Passages", "Days", "mv-alpha", "Pooled kappa")
    data = [
        (
            *(row.coder, row.first, row.second, row.scope, row.units),
            "–" if row.days is None else f"{row.days:.0f}",
            with_interval(decimal(row.alpha), row.low, row.high),
            decimal(row.pooled_kappa),
        )
        for row in rows
    ]
    return grid("The same person again", head, data, numeric=range(4, 8))


def _negotiated(tables: Tables) -> Grid | None:
    rows = tables[AGREEMENT_NEGOTIATED]
    if not rows:
        return None
    head = ("Coder", "Codes", "Passages", "Decided together", "Precision", "Recall", "F1", "Same")
    data = [
        (
            short(row.coder) if row.coder_is == MACHINE else row.coder,
            *(row.scope, row.units, row.decided),
            *(decimal(row.precision), decimal(row.recall)),
            with_interval(decimal(row.f1), row.low, row.high),
            percent(row.exact),
        )
        for row in rows
    ]
    return grid("Against the negotiated coding", head, data, numeric=range(2, 8))


def _classes(tables: Tables) -> Grid | None:
    rows = [row for row in tables[DIFFERENCE_CLASSES] if not row.code_id]
    if not rows:
        return None
    head = ("Who", "Class", "Only the person had the code", "Only the machine had it")
    data = [(row.reviewer, row.kind, row.person_only, row.machine_only) for row in rows]
    return grid("Classes of differences", head, data, numeric=(2, 3))
