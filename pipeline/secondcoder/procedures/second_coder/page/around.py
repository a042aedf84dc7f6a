"""Coefficients over all codes with their intervals, as tables and sentences print them."""

from secondcoder.page.values import decimal, percent_with_interval, with_interval
from secondcoder.procedures.second_coder.tables.agreement_overall import OverallRow
from secondcoder.procedures.second_coder.tables.panel import PanelRow

COLUMNS = {
    "positive_agreement": "positive",
    "mean_kappa": "mean_kappa",
    "jaccard_alpha": "jaccard",
    "masi_alpha": "masi",
    "bcubed": "bcubed",
    "omega": "omega",
    "fleiss": "fleiss",
}
"""What the columns of a coefficient's interval begin with."""
OF_SETS = ("jaccard_alpha", "masi_alpha", "bcubed", "omega")
"""Coefficients that compare the sets of codes of each passage."""


def around(row: OverallRow | PanelRow, coefficient: str) -> str:
    """Return a coefficient with its interval in brackets, if there is one."""
    begin = COLUMNS[coefficient]
    ends = getattr(row, f"{begin}_low"), getattr(row, f"{begin}_high")
    return with_interval(decimal(getattr(row, coefficient)), *ends)


def percent_around(row: OverallRow) -> str:
    """Return the percentage of agreement with its interval in brackets, if there is one."""
    ends = getattr(row, "percent_low", None), getattr(row, "percent_high", None)
    return percent_with_interval(row.pooled_percent, *ends)
