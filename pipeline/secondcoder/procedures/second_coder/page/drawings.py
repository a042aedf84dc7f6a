"""Every figure of a run by its name, for the page and for files of their own."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Sketch
from secondcoder.procedures.second_coder.figures.agreement import sketch_agreement
from secondcoder.procedures.second_coder.figures.bands import sketch_bands
from secondcoder.procedures.second_coder.figures.calibration import sketch_calibration
from secondcoder.procedures.second_coder.figures.curve import sketch_curve
from secondcoder.procedures.second_coder.figures.learning import sketch_learning
from secondcoder.procedures.second_coder.figures.matrix import sketch_matrix
from secondcoder.procedures.second_coder.figures.saturation import sketch_saturation
from secondcoder.procedures.second_coder.figures.stability import sketch_stability
from secondcoder.procedures.second_coder.figures.themes import sketch_themes
from secondcoder.procedures.second_coder.page.certainty import risk_set
from secondcoder.procedures.second_coder.page.counting import top_level
from secondcoder.procedures.second_coder.page.figure_frames import figure_frame
from secondcoder.procedures.second_coder.page.reconciliation import confused, pooled_values
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.tables.advice import LEARNING_CURVE
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT, AGREEMENT_HUMANS
from secondcoder.procedures.second_coder.tables.certainty import (
    CALIBRATION,
    RISK_COVERAGE,
    THRESHOLD_CURVE,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.themes import MATCHES, THEMES
from secondcoder.procedures.second_coder.tables.units import SATURATION
from secondcoder.publish.schema import Table, Tables

FOLDER = "figures"


def draw_figures(tables: Tables, run: Mapping[str, Any]) -> dict[str, Sketch]:
    """Return the figures for which there are data and that the study's stance allows."""
    themes = _frame(tables, THEMES)
    found = {
        "themes": sketch_themes(themes),
        "stability": sketch_stability(themes),
        "alignment": sketch_bands(themes, _frame(tables, CODES), _frame(tables, MATCHES)),
        "machine_and_people": sketch_matrix(confused(tables)),
        **(_counted(tables, run) if shows_coefficients(run) else {}),
    }
    return {name: sketch for name, sketch in found.items() if sketch is not None}


def _counted(tables: Tables, run: Mapping[str, Any]) -> dict[str, Sketch | None]:
    """Return the figures that show coefficients or confidence."""
    threshold = run.get("threshold")
    return {
        "agreement": sketch_agreement(
            figure_frame(AGREEMENT, top_level(tables[AGREEMENT])),
            figure_frame(AGREEMENT_HUMANS, top_level(tables[AGREEMENT_HUMANS])),
            pooled_values(tables),
        ),
        "threshold_curve": sketch_curve(
            _frame(tables, THRESHOLD_CURVE),
            threshold if isinstance(threshold, int | float) else None,
        ),
        "calibration": sketch_calibration(
            _frame(tables, CALIBRATION), _frame(tables, RISK_COVERAGE), risk_set(run)
        ),
        "saturation": sketch_saturation(_frame(tables, SATURATION)),
        "learning_curve": sketch_learning(_frame(tables, LEARNING_CURVE)),
    }


def _frame(tables: Tables, table: Table[Any]) -> pd.DataFrame:
    return figure_frame(table, tables[table])


def figure_files(drawn: Mapping[str, Sketch]) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the result’s folder."""
    files = {}
    for name, sketch in drawn.items():
        files[f"{FOLDER}/{name}.svg"] = sketch.svg().encode()
        files[f"{FOLDER}/{name}.pdf"] = sketch.pdf()
        files[f"{FOLDER}/{name}.png"] = sketch.png()
    return files
