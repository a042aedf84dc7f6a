"""What the stages found, as the tables that are published.

Everything a reader sees, in the workbook and in the report, is made from these tables alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from secondcoder.passages.source_kinds import kinds_of_source
from secondcoder.procedures.notices import NOTICES, notice_rows
from secondcoder.procedures.second_coder.steps.occurrences import occurrences_of
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.procedures.second_coder.tables import (
    advice as advised,
)
from secondcoder.procedures.second_coder.tables import (
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
    imported_rounds,
    non_inferiority,
    panel,
    passages,
    rounds,
    spread,
    suggestions,
    themes,
    units,
    unplaced,
)
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.understood import UNDERSTOOD, understood_rows
from secondcoder.publish.schema import Table, Tables
from secondcoder.records.account import Account
from secondcoder.records.advice import Advice
from secondcoder.records.agreement import Reconciliation
from secondcoder.records.study import StudyMaterial

Rows = Mapping[Table[Any], Iterable[Any]]


def build_tables(
    material: StudyMaterial,
    results: Results,
    *,
    advice: Advice | None = None,
    account: Account | None = None,
    overlap: float = 0.5,
    counted: bool = True,
) -> Tables:
    """Return every table of a run; those that a study has no use for are empty.

    ``overlap`` is what places a coder's memo on a passage. Without ``counted`` there are no
    coefficients.
    """
    found = results.reconciliation or Reconciliation(
        comparisons=(), by_code=(), overall=(), among_humans=(), among_humans_overall=()
    )
    labels = {code.id: code.label for code in codes.all_codes(material)}
    rows: dict[Table[Any], Iterable[Any]] = {
        passages.PASSAGES: passages.passage_rows(material, results.themes),
        themes.THEMES: themes.theme_rows(material, results.themes, results.matching),
        themes.NEW_THEMES: themes.new_theme_rows(material, results.new_themes),
        themes.MATCHES: themes.match_rows(results.themes, results.matching, labels),
        suggestions.SUGGESTIONS: suggestions.suggestion_rows(
            results.themes, results.suggestions, labels
        ),
        comparison.COMPARISON: comparison.comparison_rows(
            found.comparisons,
            labels,
            comparison.coded_stretches(material.coding, material.passages, overlap=overlap),
        ),
        comparison.SEEN: comparison.seen_rows(found.comparisons),
        comparison.MACHINE_CODES: comparison.machine_code_rows(
            found.machines, labels, divergences.machine_memos(material, overlap=overlap)
        ),
        comparison.MACHINE_SEEN: comparison.machine_seen_rows(found.machines),
        divergences.DIVERGENCES: divergences.divergence_rows(
            material, results.themes, results.suggestions, found.comparisons, overlap=overlap
        ),
        codes.CODES: codes.code_rows(
            material,
            results.matching,
            results.suggestions,
            found.comparisons,
            found.machines,
        ),
        rounds.IMPORTED_EARLIER: imported_rounds.imported_earlier_rows(
            material, labels, overlap=overlap
        ),
        **_spread(material, results, found),
        NOTICES: notice_rows(material.notices),
        unplaced.UNPLACED: unplaced.unplaced_rows(material.coding, material.machines),
        UNDERSTOOD: understood_rows(account),
        **_agreement(found, labels, results),
        **_advice(advice or Advice(), material, labels),
    }
    tables = Tables(TABLES, rows)
    return tables if counted else tables.without_counts()


def _spread(material: StudyMaterial, results: Results, found: Reconciliation) -> Rows:
    """Return where codes stand: in documents, in groups of passages, and with each other."""
    given = occurrences_of(codes.all_codes(material), found.comparisons, results.suggestions)
    kinds = kinds_of_source(material.documents, material.passages)
    return {
        spread.CODE_DOCUMENTS: spread.code_document_rows(given, material.passages),
        spread.CODE_GROUPS: spread.code_group_rows(given, material.passages, kinds),
        spread.CODE_PAIRS: spread.code_pair_rows(given, material.passages),
    }


def _agreement(found: Reconciliation, labels: Mapping[str, str], results: Results) -> Rows:
    """Return every table of agreement; all are empty where nothing was counted."""
    whole = (*found.overall, *found.among_humans_overall)
    counted = whole or found.among_machines_overall
    return {
        agreement.AGREEMENT: agreement.agreement_rows(found.by_code, labels),
        agreement.AGREEMENT_HUMANS: agreement.people_rows(found.among_humans, labels),
        agreement_overall.AGREEMENT_OVERALL: agreement_overall.overall_rows(whole),
        agreement_overall.AGREEMENT_BASELINES: agreement_overall.baseline_rows(found.baselines),
        consensus.AGREEMENT_CONSENSUS: consensus.consensus_rows(found.consensus),
        non_inferiority.NON_INFERIORITY: non_inferiority.non_inferiority_rows(found.non_inferior),
        conclusions.CONCLUSIONS: conclusions.conclusion_rows(found.conclusions, labels),
        by_document.AGREEMENT_DOCUMENTS: by_document.document_rows(found.by_document),
        by_document.CODE_CONFUSIONS: by_document.confusion_rows(found.confusions, labels),
        by_group.ERRORS_BY_GROUP: by_group.group_error_rows(found.group_errors, labels),
        agreement.AGREEMENT_MACHINES: agreement.people_rows(found.among_machines, labels),
        agreement_overall.AGREEMENT_MACHINES_OVERALL: agreement_overall.overall_rows(
            found.among_machines_overall
        ),
        agreement_overall.DEFINITIONS_TABLE: agreement_overall.definition_rows() if counted else (),
        units.AGREEMENT_UNITS: units.unit_rows(found.by_unit, labels),
        panel.AGREEMENT_PANEL: panel.panel_rows(found.panel, labels),
        units.AGREEMENT_DIFFERENCES: units.difference_rows(found.differences, labels),
        units.ALT_TEST: units.alt_test_rows(found.alt_test),
        units.ALIGNMENT: units.alignment_rows(found.alignment, labels, results.themes),
        units.SATURATION: units.saturation_rows(found.saturation),
        certainty.THRESHOLD_CURVE: certainty.threshold_rows(found.curve),
        certainty.CALIBRATION: certainty.calibration_rows(found.calibration),
        certainty.RISK_COVERAGE: certainty.risk_rows(found.risk),
    }


def _advice(advice: Advice, material: StudyMaterial, labels: Mapping[str, str]) -> Rows:
    return {
        advised.NEXT_PASSAGES: advised.next_passage_rows(advice, material.passages, labels),
        advised.NEXT_DOCUMENTS: advised.next_document_rows(advice),
        advised.LEARNING_CURVE: advised.learning_rows(advice),
    }
