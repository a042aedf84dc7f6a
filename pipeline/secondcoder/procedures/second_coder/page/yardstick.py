"""What the comparison is held against: other units, other people, other thresholds."""

from collections.abc import Mapping

from secondcoder.agreement.study.panel import MACHINES
from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, percent, whole, with_interval
from secondcoder.procedures.second_coder.figures.saturation import PEOPLE
from secondcoder.procedures.second_coder.page.around import around
from secondcoder.procedures.second_coder.page.machines import several, short, two_coders
from secondcoder.procedures.second_coder.page.reconciliation import few_people
from secondcoder.procedures.second_coder.tables.certainty import THRESHOLD_CURVE
from secondcoder.procedures.second_coder.tables.panel import AGREEMENT_PANEL
from secondcoder.procedures.second_coder.tables.units import (
    AGREEMENT_DIFFERENCES,
    AGREEMENT_UNITS,
    ALT_TEST,
    SATURATION,
    DifferenceRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import in_words

_SHOWN = ("pooled kappa", "mv-alpha", "percent", "Holsti", "|uα", "uα", "cuα")


def unit_grid(tables: Tables) -> Grid | None:
    """Return the same codings over passages, sentences, characters and stretches."""
    shown = few_people(
        row for row in tables[AGREEMENT_UNITS] if not row.code_id and row.coefficient in _SHOWN
    )
    if not shown:
        return None
    head = ("Coders", "Unit", "Codes", "Coefficient", "Value (95 %)", "Units", "Note")
    data = [
        (
            two_coders(row.first, row.second, row.second_is),
            row.unit,
            row.scope,
            row.coefficient,
            with_interval(decimal(row.value), row.low, row.high),
            whole(row.counted),
            row.note,
        )
        for row in shown
    ]
    return grid("Agreement by unit", head, data, numeric=(4, 5))


def difference_grid(tables: Tables) -> Grid | None:
    """Return people with each other beside people with a machine, on the same passages."""
    shown = [row for row in tables[AGREEMENT_DIFFERENCES] if not row.code_id]
    if not shown:
        return None
    named = several([row.beside for row in shown])
    machine = ("With a machine", "Machine") if named else ("With the machine",)
    head = ("Person", "Beside", "Codes", "Coefficient", "With the other", machine[0])
    data = [
        (
            row.coder,
            row.other,
            row.scope,
            row.coefficient,
            decimal(row.with_other),
            decimal(row.with_machine),
            _difference(row),
            whole(row.units),
            *((short(row.beside),) if named else ()),
        )
        for row in shown
    ]
    more = ("Difference (95 %)", "Passages", *machine[1:])
    return grid("Two people, and one with the machine", head + more, data, numeric=range(4, 8))


def _difference(row: DifferenceRow) -> str:
    ends = with_interval(decimal(row.difference), row.low, row.high)
    return ends if row.low is not None or not row.note else f"{ends} ({row.note})"


def panel_grid(tables: Tables, *, machines: bool = False) -> Grid | None:
    """Return agreement of all people together and with each machine, or of all machines."""
    shown = [row for row in tables[AGREEMENT_PANEL] if (row.group == MACHINES) == machines]
    if not shown:
        return None
    head = ("Who", "Codes", "Coders", "Passages", "Alpha (95 %)", "Fleiss", "Jaccard", "MASI")
    data = [
        (
            f"people and {short(row.beside)}" if row.beside else row.group,
            row.code or f"{row.scope} (mv-alpha)",
            whole(row.coders),
            whole(row.units),
            with_interval(decimal(row.alpha), row.low, row.high),
            *(around(row, one) for one in ("fleiss", "jaccard_alpha", "masi_alpha")),
            row.note,
        )
        for row in shown
    ]
    return grid("All coders together", (*head, "Note"), data, numeric=range(2, 8))


def alt_sentences(tables: Tables) -> list[str]:
    """Say what the alternative annotator test found, in a sentence for each machine and level."""
    tested = tables[ALT_TEST]
    named = several([row.beside for row in tested])
    found = []
    for whole_test in (row for row in tested if not row.coder):
        scope, machine = whole_test.scope, in_words(whole_test.beside)
        same = (row for row in tested if (row.scope, row.beside) == (scope, whole_test.beside))
        people = [row for row in same if row.wins]
        won = sum(one.wins == "yes" for one in people)
        about = f"{machine}, {scope}" if named else scope
        if whole_test.winning_rate is None:
            found.append(f"{_begun(about)}: not tested ({whole_test.note}).")
            continue
        found.append(
            f"{_begun(about)}: leaving one of {count(len(people), 'person', 'people')} out in "
            f"turn, {machine} was near enough to the others in {won} cases "
            f"(winning rate {decimal(whole_test.winning_rate)}; the test asks for 0.50), "
            f"with ε = {decimal(whole_test.epsilon)}. In {percent(whole_test.machine_advantage)} "
            "of passages it was at least as near to the others as the person left out "
            f"({whole_test.note})."
        )
    return found


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:] if sentence.startswith("the ") else sentence


def curve_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return precision and recall against each person over thresholds."""
    points = tables[THRESHOLD_CURVE]
    if not points:
        return None
    own = [point for point in points if point.scope == points[0].scope]
    data = [
        (
            point.coder,
            f"{point.threshold:.3f}",
            whole(point.machine),
            whole(point.both),
            *map(decimal, (point.precision, point.recall, point.positive_agreement)),
        )
        for point in own
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
    """Return the codes met after so many documents, for people and machines."""
    data = [
        (
            point.reader if point.reader == PEOPLE else short(point.reader),
            whole(point.documents),
            whole(point.in_order),
            f"{point.mean:.1f}",
            f"{point.low:.0f} to {point.high:.0f}",
        )
        for point in tables[SATURATION]
    ]
    return picture(
        drawn.get("saturation"),
        alt="Curves: different codes met after each number of documents, people and machines.",
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
