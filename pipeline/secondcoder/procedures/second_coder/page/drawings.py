"""Every figure of a run by its name, for the page and for files of their own."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.passages.source_kinds import KIND
from secondcoder.procedures.drawn import Awaited, Once, by_name, drawn_once
from secondcoder.procedures.second_coder.figures.agreement import agreement_rows, draw_agreement
from secondcoder.procedures.second_coder.figures.bands import draw_bands, match_sides
from secondcoder.procedures.second_coder.figures.by_document import (
    by_document,
    draw_by_document,
)
from secondcoder.procedures.second_coder.figures.calibration import (
    calibration_panels,
    draw_calibration,
)
from secondcoder.procedures.second_coder.figures.curve import curve_panels, draw_curve
from secondcoder.procedures.second_coder.figures.headline import draw_headline, headline_of_pairs
from secondcoder.procedures.second_coder.figures.learning import draw_learning, learning_points
from secondcoder.procedures.second_coder.figures.matrix import confusions, draw_matrix
from secondcoder.procedures.second_coder.figures.rounds import draw_rounds, round_panels
from secondcoder.procedures.second_coder.figures.saturation import (
    draw_saturation,
    saturation_curves,
)
from secondcoder.procedures.second_coder.figures.spread import (
    draw_documents,
    draw_kinds_of_source,
    draw_together,
    spread_of_pairs,
    spread_over_documents,
    spread_over_values,
)
from secondcoder.procedures.second_coder.figures.stability import draw_stability, stability_pairs
from secondcoder.procedures.second_coder.figures.themes import draw_themes, theme_bars
from secondcoder.procedures.second_coder.page.certainty import always_one, risk_set
from secondcoder.procedures.second_coder.page.counting import top_level
from secondcoder.procedures.second_coder.page.headline import headline_of
from secondcoder.procedures.second_coder.page.reconciliation import pooled_values
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.tables.advice import LEARNING_CURVE
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT, AGREEMENT_HUMANS
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_BASELINES,
    AGREEMENT_OVERALL,
)
from secondcoder.procedures.second_coder.tables.by_document import AGREEMENT_DOCUMENTS
from secondcoder.procedures.second_coder.tables.certainty import (
    CALIBRATION,
    RISK_COVERAGE,
    THRESHOLD_CURVE,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.rounds import ROUND_AGREEMENT
from secondcoder.procedures.second_coder.tables.spread import (
    CODE_DOCUMENTS,
    CODE_GROUPS,
    CODE_PAIRS,
)
from secondcoder.procedures.second_coder.tables.themes import MATCHES, THEMES
from secondcoder.procedures.second_coder.tables.units import SATURATION
from secondcoder.protocols import Beside, Keep
from secondcoder.publish.schema import Tables


def draw_figures(
    tables: Tables, run: Mapping[str, Any], *, keep: Keep | None = None
) -> dict[str, Drawn]:
    """Return the figures for which there are data and that the study's stance allows."""
    return begin_figures(tables, run, keep=keep)()


def begin_figures(
    tables: Tables,
    run: Mapping[str, Any],
    *,
    keep: Keep | None = None,
    beside: Beside | None = None,
) -> Callable[[], dict[str, Drawn]]:
    """Begin to draw these figures ``beside`` other work; what is returned waits for them."""
    once = partial(drawn_once, keep, beside)
    shared = (
        once(draw_themes, theme_bars(tables[THEMES])),
        once(draw_stability, stability_pairs(tables[THEMES])),
        once(draw_bands, match_sides(tables[THEMES], tables[CODES], tables[MATCHES])),
        *(
            once(draw_matrix, one, machine=label, place=place)
            for place, (label, one) in enumerate(
                confusions(tables[COMPARISON], tables[CODES]).items()
            )
        ),
    )
    spread = (
        once(
            draw_documents,
            spread_over_documents(
                tables[CODE_DOCUMENTS], tables[CODES], tables[PASSAGES], tables[SEEN]
            ),
        ),
        once(draw_together, spread_of_pairs(tables[CODE_PAIRS], tables[CODES])),
        once(draw_kinds_of_source, spread_over_values(tables[CODE_GROUPS], tables[CODES], KIND)),
    )
    counted = _counted(tables, run, once) if shows_coefficients(run) else ()
    return partial(by_name, *shared, *spread, *counted)


def _counted(tables: Tables, run: Mapping[str, Any], once: Once) -> tuple[Awaited, ...]:
    """Begin the figures that show coefficients."""
    machine, people = top_level(tables[AGREEMENT]), top_level(tables[AGREEMENT_HUMANS])
    threshold = run.get("threshold")
    in_use = threshold if isinstance(threshold, int | float) else None
    panels = calibration_panels(tables[CALIBRATION], tables[RISK_COVERAGE])
    panels = [] if always_one(tables, run) else panels
    thresholds = () if always_one(tables, run) else tables[THRESHOLD_CURVE]
    coefficient, _ = headline_of(run)
    overall, trivial = tables[AGREEMENT_OVERALL], tables[AGREEMENT_BASELINES]
    documents = tables[AGREEMENT_DOCUMENTS]
    return (
        once(draw_headline, headline_of_pairs(overall, trivial, coefficient)),
        once(draw_agreement, agreement_rows(machine, people), pooled_values(tables)),
        once(draw_by_document, by_document(documents)) if documents else _none,
        once(draw_curve, curve_panels(thresholds), in_use),
        once(draw_calibration, panels, risk_set(run)),
        once(draw_saturation, saturation_curves(tables[SATURATION])),
        *(
            once(draw_learning, learning_points(tables[LEARNING_CURVE])),
            once(draw_rounds, round_panels(tables[ROUND_AGREEMENT])),
        ),
    )


def _none() -> None:
    """Return no figure."""
