"""Every table of the second coder, in the order in which results list them."""

from typing import Any

from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.second_coder.tables import (
    advice,
    agreement,
    agreement_overall,
    by_document,
    by_group,
    certainty,
    codes,
    comparison,
    conclusions,
    consensus,
    divergences,
    non_inferiority,
    panel,
    passages,
    plan,
    reviewed,
    rounds,
    spread,
    suggestions,
    themes,
    units,
    unplaced,
)
from secondcoder.procedures.understood import UNDERSTOOD
from secondcoder.publish.schema import Table

TABLES: tuple[Table[Any], ...] = (
    *(themes.THEMES, passages.PASSAGES, suggestions.SUGGESTIONS, themes.MATCHES),
    *(themes.NEW_THEMES, comparison.COMPARISON, comparison.SEEN, divergences.DIVERGENCES),
    *(comparison.MACHINE_CODES, comparison.MACHINE_SEEN),
    *(agreement.AGREEMENT, agreement_overall.AGREEMENT_OVERALL, agreement.AGREEMENT_HUMANS),
    *(agreement.AGREEMENT_MACHINES, agreement_overall.AGREEMENT_MACHINES_OVERALL),
    *(agreement_overall.AGREEMENT_BASELINES, consensus.AGREEMENT_CONSENSUS),
    *(by_document.AGREEMENT_DOCUMENTS, by_document.CODE_CONFUSIONS),
    *(non_inferiority.NON_INFERIORITY, by_group.ERRORS_BY_GROUP, conclusions.CONCLUSIONS),
    *(units.AGREEMENT_UNITS, panel.AGREEMENT_PANEL, units.AGREEMENT_DIFFERENCES),
    *(units.ALT_TEST, units.ALIGNMENT, certainty.THRESHOLD_CURVE, certainty.CALIBRATION),
    *(certainty.RISK_COVERAGE, units.SATURATION, agreement_overall.DEFINITIONS_TABLE),
    plan.PLAN_TABLE,
    *(advice.NEXT_PASSAGES, advice.NEXT_DOCUMENTS, advice.LEARNING_CURVE),
    *(spread.CODE_DOCUMENTS, spread.CODE_GROUPS, spread.CODE_PAIRS),
    *(*reviewed.REVIEWED, rounds.IMPORTED_EARLIER, codes.CODES, NOTICES, unplaced.UNPLACED),
    UNDERSTOOD,
)
