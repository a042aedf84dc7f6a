"""Every figure of a run by its name, for the page and for files of their own."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn, by_name
from secondcoder.procedures.second_coder.figures.agreement import agreement_rows, draw_agreement
from secondcoder.procedures.second_coder.figures.bands import draw_bands, match_sides
from secondcoder.procedures.second_coder.figures.calibration import (
    calibration_panels,
    draw_calibration,
)
from secondcoder.procedures.second_coder.figures.curve import curve_panels, draw_curve
from secondcoder.procedures.second_coder.figures.learning import draw_learning, learning_points
from secondcoder.procedures.second_coder.figures.matrix import confusion, draw_matrix
from secondcoder.procedures.second_coder.figures.saturation import (
    draw_saturation,
    saturation_curves,
)
from secondcoder.procedures.second_coder.figures.stability import draw_stability, stability_pairs
from secondcoder.procedures.second_coder.figures.themes import draw_themes, theme_bars
from secondcoder.procedures.second_coder.page.certainty import risk_set
from secondcoder.procedures.second_coder.page.reconciliation import pooled_values, top_level
from secondcoder.procedures.second_coder.page.words import shows_coefficients

Tables = Mapping[str, pd.DataFrame]


def draw_figures(tables: Tables, run: Mapping[str, Any]) -> dict[str, Drawn]:
    """Return the figures for which there are data and that the study's stance allows."""
    shared = by_name(
        draw_themes(theme_bars(tables["themes"])),
        draw_stability(stability_pairs(tables["themes"])),
        draw_bands(match_sides(tables["themes"], tables["codes"], tables["matches"])),
        draw_matrix(confusion(tables["comparison"], tables["codes"])),
    )
    return {**shared, **_counted(tables, run)} if shows_coefficients(run) else shared


def _counted(tables: Tables, run: Mapping[str, Any]) -> dict[str, Drawn]:
    """Return the figures that show coefficients."""
    machine, humans = (top_level(tables[name]) for name in ("agreement", "agreement_humans"))
    threshold = run.get("threshold")
    in_use = threshold if isinstance(threshold, int | float) else None
    panels = calibration_panels(tables["calibration"], tables["risk_coverage"])
    return by_name(
        draw_agreement(agreement_rows(machine, humans), pooled_values(tables)),
        draw_curve(curve_panels(tables["threshold_curve"]), in_use),
        draw_calibration(panels, risk_set(run)),
        draw_saturation(saturation_curves(tables["saturation"])),
        draw_learning(learning_points(tables["learning_curve"])),
    )
