"""What the comparison is held against: other units, other people, other thresholds."""

from collections.abc import Mapping

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, interval, percent, rows, whole
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE

Tables = Mapping[str, pd.DataFrame]
_SHOWN = ("pooled kappa", "mv-alpha", "percent", "Holsti", "|uα", "uα", "cuα")


def unit_grid(tables: Tables) -> Grid | None:
    """Return the same codings over passages, sentences, characters and stretches."""
    table = tables["agreement_units"]
    table = table[(table["code_id"] == "") & table["coefficient"].isin(_SHOWN)]
    if table.empty or table["first"].nunique() > MOST_PEOPLE:
        return None
    head = ("Coders", "Unit", "Codes", "Coefficient", "Value", "95 %", "Units", "Note")
    data = [
        (
            f"{one.first} – {one.second}",
            one.unit,
            one.scope,
            one.coefficient,
            decimal(one.value),
            interval(one.low, one.high),
            whole(one.counted),
            one.note,
        )
        for one in rows(table)
    ]
    return grid("Agreement by unit", head, data, numeric=(4, 5, 6))


def difference_grid(tables: Tables) -> Grid | None:
    """Return people with each other beside people with the machine, on the same passages."""
    table = tables["agreement_differences"]
    table = table[table["code_id"] == ""]
    if table.empty:
        return None
    head = ("Person", "Beside", "Codes", "Coefficient", "With the other", "With the machine")
    data = [
        (
            one.coder,
            one.other,
            one.scope,
            one.coefficient,
            decimal(one.with_other),
            decimal(one.with_machine),
            decimal(one.difference),
            interval(one.low, one.high) or one.note,
            whole(one.units),
        )
        for one in rows(table)
    ]
    more = ("Difference", "95 %", "Passages")
    return grid("Two people, and one with the machine", head + more, data, numeric=range(4, 9))


def panel_grid(tables: Tables) -> Grid | None:
    """Return agreement of all coders together, where three or more people coded."""
    table = tables["agreement_panel"]
    if table.empty:
        return None
    head = ("Who", "Codes", "Coders", "Passages", "Alpha", "95 %", "Fleiss", "Jaccard", "MASI")
    data = [
        (
            one.group,
            one.code or f"{one.scope} (mv-alpha)",
            whole(one.coders),
            whole(one.units),
            decimal(one.alpha),
            interval(one.low, one.high),
            *map(decimal, (one.fleiss, one.jaccard_alpha, one.masi_alpha)),
            one.note,
        )
        for one in rows(table)
    ]
    return grid("All coders together", (*head, "Note"), data, numeric=range(2, 9))


def alt_sentences(tables: Tables) -> list[str]:
    """Say what the alternative annotator test found, in a sentence for each level."""
    table = tables["alt_test"]
    found = []
    for one in rows(table[table["coder"] == ""]):
        people = table[(table["scope"] == one.scope) & (table["wins"] != "")]
        won = int((people["wins"] == "yes").sum())
        if pd.isna(one.winning_rate):
            found.append(f"{one.scope}: not tested ({one.note}).")
            continue
        found.append(
            f"{one.scope}: leaving one of {count(len(people), 'person', 'people')} out in turn, "
            f"the machine was near enough to the others in {won} cases (winning rate "
            f"{decimal(one.winning_rate)}; the test asks for 0.50), with ε = "
            f"{decimal(one.epsilon)}. In {percent(one.machine_advantage)} of passages it was at "
            f"least as near to the others as the person left out ({one.note})."
        )
    return found


def curve_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return precision and recall against each person over thresholds."""
    table = tables["threshold_curve"]
    if table.empty:
        return None
    own = table[table["scope"] == table["scope"].iloc[0]]
    data = [
        (
            one.coder,
            f"{one.threshold:.3f}",
            whole(one.machine),
            whole(one.both),
            *map(decimal, (one.precision, one.recall, one.positive_agreement)),
        )
        for one in rows(own)
    ]
    return picture(
        drawn.get("threshold_curve"),
        alt="Lines: precision falls and recall rises as the threshold becomes more generous.",
        caption="If codes of at least this confidence were applied: precision is the share of the "
        "machine’s codes that the person gave too, recall the share of the person’s that the "
        "machine gave too, top level of codes. Only ranked codes are counted. Choosing a "
        "threshold here and reporting agreement on the same passages would flatter the machine.",
        data=grid(
            "Thresholds",
            ("Person", "Threshold", "Machine", "Both", "Precision", "Recall", "Positive"),
            data,
            numeric=range(1, 7),
        ),
    )


def saturation_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the codes met after so many documents, for people and the machine."""
    table = tables["saturation"]
    data = [
        (
            one.reader,
            whole(one.documents),
            whole(one.in_order),
            f"{one.mean:.1f}",
            f"{one.low:.0f} to {one.high:.0f}",
        )
        for one in rows(table)
    ]
    return picture(
        drawn.get("saturation"),
        alt="Curves: different codes met after each number of documents, people and machine.",
        caption="Different codes of the codebook met after so many documents: mean of 500 random "
        "orders, the band holds nine in ten of them, single marks are the study’s own order. "
        "A flat curve says that these documents repeat these codes, not that nothing else could "
        "be said.",
        data=grid(
            "Codes met",
            ("Reader", "Documents", "In order", "Mean", "Nine in ten"),
            data,
            numeric=range(1, 5),
        ),
    )
