"""The published tables: their names, their columns in order, and what each column holds.

A column is text unless it is named in ``WHOLE`` or ``DECIMAL``. Truth is written ``yes`` or
``no``. An undefined number is an empty cell.
"""

_MORE_BY_CODE = (
    *("documents", "pi", "negative_agreement", "prevalence", "bias", "ac1", "pabak"),
    *("units_needed", "interval_note", "uncoded"),
)
TABLES: dict[str, tuple[str, ...]] = {
    "passages": (
        *("passage_id", "document", "case", "speaker", "heading", "position", "start", "end"),
        *("theme_id", "subtheme_id", "text", "question", "time", "source_id"),
    ),
    "themes": (
        *("theme_id", "level", "parent_id", "label", "key_phrases", "passages", "documents"),
        *("speakers", "cohesion", "stability", "relation", "exemplars", "exemplar_text"),
        *("stability_seeds", "stability_samples"),
    ),
    "matches": (
        *("theme_id", "code_id", "code", "similarity", "overlap_kappa", "relation", "assigned"),
        "theme",
    ),
    "suggestions": (
        *("passage_id", "rank", "code_id", "code", "confidence", "basis", "evidence"),
        *("suggested", "reason", "evidence_part", "evidence_text", "evidence_words"),
        *("evidence_theme", "evidence_neighbours"),
    ),
    "new_themes": (
        *("theme_id", "label", "key_phrases", "passages", "documents", "explained", "cohesion"),
        *("stability", "source", "exemplar_text", "passage_ids", "exemplars"),
    ),
    "comparison": (*("passage_id", "code_id", "code", "human", "machine", "status", "coder"),),
    "agreement": (
        *("code_id", "code", "both", "human_only", "machine_only", "neither", "percent"),
        *("kappa", "alpha", "positive_agreement", "coder", "level", "units"),
        *("kappa_low", "kappa_high", "note"),
        *_MORE_BY_CODE,
    ),
    "agreement_overall": (
        *("first", "second", "level", "units", "codes", "pooled_kappa", "pooled_percent"),
        *("mean_kappa", "alpha", "positive_agreement", "kappa_low", "kappa_high", "note"),
        *("scope", "documents", "alpha_low", "alpha_high", "bootstrap_low", "bootstrap_high"),
        *("jaccard_alpha", "masi_alpha", "kappa_min", "kappa_max", "codes_with_kappa"),
        *("bcubed", "omega", "interval_note", "uncoded"),
    ),
    "agreement_units": (
        *("first", "second", "unit", "scope", "code_id", "code", "coefficient", "value"),
        *("low", "high", "counted", "documents", "uncoded", "note"),
    ),
    "agreement_panel": (
        *("group", "scope", "code_id", "code", "coders", "units", "documents", "alpha"),
        *("low", "high", "fleiss", "jaccard_alpha", "masi_alpha", "uncoded", "note"),
    ),
    "agreement_differences": (
        *("coder", "other", "scope", "code_id", "code", "coefficient", "units", "documents"),
        *("with_other", "with_machine", "difference", "low", "high", "note"),
    ),
    "alt_test": (
        *("scope", "coder", "units", "machine_advantage", "human_advantage", "p", "wins"),
        *("winning_rate", "epsilon", "note"),
    ),
    "alignment": (
        *("theme_id", "theme", "code_id", "code", "kappa", "p", "q", "kept", "of_theme"),
        *("of_code", "relation", "assigned"),
    ),
    "threshold_curve": (
        *("coder", "scope", "threshold", "machine", "human", "both", "precision", "recall"),
        "positive_agreement",
    ),
    "calibration": (
        *("coder", "group", "low", "high", "passages", "mean_confidence", "right"),
        *("share_right", "share_low", "share_high", "error"),
    ),
    "risk_coverage": (
        *("coder", "point", "coverage", "confidence", "passages", "wrong", "risk", "low", "high"),
        "area",
    ),
    "saturation": ("reader", "documents", "in_order", "mean", "low", "high"),
    "definitions": ("coefficient", "table", "column", "formula", "source", "uncoded"),
    "divergences": (
        *("passage_id", "document", "speaker", "code_id", "code", "coder", "reading"),
        *("text", "evidence", "coder_memo", "memo"),
    ),
    "agreement_humans": (
        *("code_id", "code", "first", "second", "both", "first_only", "second_only", "neither"),
        *("percent", "kappa", "alpha", "positive_agreement", "level", "units"),
        *("kappa_low", "kappa_high", "note"),
        *_MORE_BY_CODE,
    ),
    "codes": (
        *("code_id", "code", "level", "parent_id", "top_id", "definition", "include", "exclude"),
        *("examples", "facets", "in_codebook", "relation", "passages_human"),
        "passages_machine",
    ),
    "next_passages": (
        *("purpose", "rank", "passage_id", "document", "speaker", "code_id", "code"),
        *("confidence", "because", "stands_for", "examples", "group", "group_passages"),
        *("group_coded", "coder", "reason", "text"),
    ),
    "next_documents": (
        *("rank", "document", "coder", "passages", "unseen", "apart_before", "apart_after"),
        "reason",
    ),
    "learning_curve": (
        *("share", "draw", "documents", "passages", "tested", "right", "right_in_three"),
    ),
    "decisions": (
        *("passage_id", "document", "start", "code_id", "code", "reviewer", "verdict", "applies"),
        *("other_code_id", "note", "revealed", "carried", "human", "machine", "decoy"),
    ),
    "review_changes": (
        *("reviewer", "coder", "code_id", "code", "level", "decided", "kept", "added", "dropped"),
        *("left_out", "left_open", "decoys", "decoys_applied"),
    ),
    "agreement_reviewed": (
        *("reviewer", "coder", "stage", "scope", "code_id", "code", "level", "units", "documents"),
        *("both", "human_only", "machine_only", "neither", "percent", "coefficient", "value"),
        *("low", "high", "note"),
    ),
    "notices": ("kind", "message", "where"),
    "unplaced": ("coder", "code", "quote", "source", "reason"),
}
"""Names of the tables and the columns that always stand first, in this order."""

COUNTED: tuple[str, ...] = (
    "agreement_reviewed",
    *("agreement", "agreement_overall", "agreement_humans", "agreement_units"),
    *("agreement_panel", "agreement_differences", "alt_test", "alignment", "threshold_curve"),
    *("calibration", "risk_coverage"),
    *("saturation", "definitions", "next_passages", "next_documents", "learning_curve"),
)
"""Tables that are written only where coefficients are computed."""
REVIEWED: tuple[str, ...] = ("decisions", "review_changes", "agreement_reviewed")
"""Tables that are written only once somebody has reviewed."""
COUNTED_COLUMNS: dict[str, tuple[str, ...]] = {
    "matches": ("overlap_kappa",),
    "suggestions": ("confidence",),
    "new_themes": ("explained",),
}
"""Columns of other tables of which the same holds."""

_COUNTS = frozenset({"both", "neither", "units", "level", "documents", "units_needed"})
WHOLE: dict[str, frozenset[str]] = {
    "passages": frozenset({"position", "start", "end"}),
    "themes": frozenset({"level", "passages", "documents", "speakers"}),
    "new_themes": frozenset({"passages", "documents"}),
    "suggestions": frozenset({"rank"}),
    "agreement": _COUNTS | {"human_only", "machine_only"},
    "agreement_overall": frozenset({"level", "units", "codes", "documents", "codes_with_kappa"}),
    "agreement_units": frozenset({"counted", "documents"}),
    "agreement_panel": frozenset({"coders", "units", "documents"}),
    "agreement_differences": frozenset({"units", "documents"}),
    "alt_test": frozenset({"units"}),
    "threshold_curve": frozenset({"machine", "human", "both"}),
    "calibration": frozenset({"passages", "right"}),
    "risk_coverage": frozenset({"passages", "wrong"}),
    "saturation": frozenset({"documents", "in_order"}),
    "agreement_humans": _COUNTS | {"first_only", "second_only"},
    "codes": frozenset({"level", "passages_human", "passages_machine"}),
    "next_passages": frozenset({"rank", "stands_for", "examples", "group_passages", "group_coded"}),
    "next_documents": frozenset({"rank", "passages", "unseen"}),
    "learning_curve": frozenset({"draw", "documents", "passages", "tested"}),
    "decisions": frozenset({"start"}),
    "review_changes": frozenset(
        {
            *("level", "decided", "kept", "added", "dropped", "left_out", "left_open"),
            *("decoys", "decoys_applied"),
        }
    ),
    "agreement_reviewed": _COUNTS | {"human_only", "machine_only"},
}
"""Columns of whole numbers; empty where the number is not known."""

_VALUES = frozenset(
    {
        *("percent", "kappa", "alpha", "positive_agreement", "kappa_low", "kappa_high", "pi"),
        *("negative_agreement", "prevalence", "bias", "ac1", "pabak"),
    }
)
_ENDS = frozenset({"low", "high"})
DECIMAL: dict[str, frozenset[str]] = {
    "themes": frozenset({"cohesion", "stability", "stability_seeds", "stability_samples"}),
    "new_themes": frozenset({"explained", "cohesion", "stability"}),
    "matches": frozenset({"similarity", "overlap_kappa"}),
    "suggestions": frozenset({"confidence"}),
    "agreement": _VALUES,
    "agreement_overall": _VALUES
    | {
        *("pooled_kappa", "pooled_percent", "mean_kappa", "alpha_low", "alpha_high"),
        *("bootstrap_low", "bootstrap_high", "jaccard_alpha", "masi_alpha", "kappa_min"),
        *("kappa_max", "bcubed", "omega"),
    },
    "agreement_humans": _VALUES,
    "agreement_units": _ENDS | {"value"},
    "agreement_panel": _ENDS | {"alpha", "fleiss", "jaccard_alpha", "masi_alpha"},
    "agreement_differences": _ENDS | {"with_other", "with_machine", "difference"},
    "alt_test": frozenset({"machine_advantage", "human_advantage", "p", "winning_rate", "epsilon"}),
    "alignment": frozenset({"kappa", "p", "q", "of_theme", "of_code"}),
    "threshold_curve": frozenset({"threshold", "precision", "recall", "positive_agreement"}),
    "calibration": _ENDS | {"mean_confidence", "share_right", "share_low", "share_high", "error"},
    "risk_coverage": _ENDS | {"coverage", "confidence", "risk", "area"},
    "saturation": _ENDS | {"mean"},
    "agreement_reviewed": _ENDS | {"value", "percent"},
    "next_passages": frozenset({"confidence"}),
    "next_documents": frozenset({"apart_before", "apart_after"}),
    "learning_curve": frozenset({"share", "right", "right_in_three"}),
}
"""Columns of numbers with up to four decimals."""
