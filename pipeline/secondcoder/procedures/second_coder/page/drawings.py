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
from secondcoder.procedures.second_coder.figures.matrix import confusion, sketch_matrix
from secondcoder.procedures.second_coder.figures.saturation import sketch_saturation
from secondcoder.procedures.second_coder.figures.stability import sketch_stability
from secondcoder.procedures.second_coder.figures.themes import sketch_themes
from secondcoder.procedures.second_coder.page.certainty import risk_set
from secondcoder.procedures.second_coder.page.reconciliation import pooled_values, top_level
from secondcoder.procedures.second_coder.page.words import shows_coefficients

FOLDER = "figures"


def sketches(tables: Mapping[str, pd.DataFrame], run: Mapping[str, Any]) -> dict[str, Sketch]:
    """Return the figures for which there are data and that the study's stance allows."""
    found = {
        "themes": sketch_themes(tables["themes"]),
        "stability": sketch_stability(tables["themes"]),
        "alignment": sketch_bands(tables["themes"], tables["codes"], tables["matches"]),
        "machine_and_people": sketch_matrix(confusion(tables["comparison"], tables["codes"])),
    }
    if shows_coefficients(run):
        machine, humans = (top_level(tables[name]) for name in ("agreement", "agreement_humans"))
        threshold = run.get("threshold")
        found |= {
            "agreement": sketch_agreement(machine, humans, pooled_values(tables)),
            "threshold_curve": sketch_curve(tables["threshold_curve"], threshold),
            "calibration": sketch_calibration(
                tables["calibration"], tables["risk_coverage"], risk_set(run)
            ),
            "saturation": sketch_saturation(tables["saturation"]),
            "learning_curve": sketch_learning(tables["learning_curve"]),
        }
    return {name: sketch for name, sketch in found.items() if sketch is not None}


def figure_files(tables: Mapping[str, pd.DataFrame], run: Mapping[str, Any]) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the run’s folder."""
    files = {}
    for name, sketch in sketches(tables, run).items():
        files[f"{FOLDER}/{name}.svg"] = sketch.svg().encode()
        files[f"{FOLDER}/{name}.pdf"] = sketch.pdf()
        files[f"{FOLDER}/{name}.png"] = sketch.png()
    return files
