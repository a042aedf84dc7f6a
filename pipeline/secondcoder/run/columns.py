"""The published tables: their names, their columns in order, and what each column holds.

A column is text unless it is named in ``WHOLE`` or ``DECIMAL``. Truth is written ``yes`` or
``no``. An undefined number is an empty cell.
"""

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
    "comparison": (*("passage_id", "code_id", "code", "human", "machine", "status", "coder"),),
    "agreement": (
        *("code_id", "code", "both", "human_only", "machine_only", "neither", "percent"),
        *("kappa", "alpha", "positive_agreement", "coder", "level", "units"),
        *("kappa_low", "kappa_high", "note"),
    ),
    "agreement_overall": (
        *("first", "second", "level", "units", "codes", "pooled_kappa", "pooled_percent"),
        *("mean_kappa", "alpha", "positive_agreement", "kappa_low", "kappa_high", "note"),
    ),
    "agreement_humans": (
        *("code_id", "code", "first", "second", "both", "first_only", "second_only", "neither"),
        *("percent", "kappa", "alpha", "positive_agreement", "level", "units"),
        *("kappa_low", "kappa_high", "note"),
    ),
    "codes": (
        *("code_id", "code", "level", "parent_id", "top_id", "definition", "include", "exclude"),
        *("examples", "facets", "in_codebook", "relation", "passages_human"),
        "passages_machine",
    ),
    "notices": ("kind", "message", "where"),
    "unplaced": ("coder", "code", "quote", "source", "reason"),
}
"""Names of the tables and the columns that always stand first, in this order."""

MAP_COLUMNS = ("map_x", "map_y")
"""Columns of ``passages`` that stand there only if a map was made."""

_COUNTS = frozenset({"both", "neither", "units", "level"})
WHOLE: dict[str, frozenset[str]] = {
    "passages": frozenset({"position", "start", "end"}),
    "themes": frozenset({"level", "passages", "documents", "speakers"}),
    "suggestions": frozenset({"rank"}),
    "agreement": _COUNTS | {"human_only", "machine_only"},
    "agreement_overall": frozenset({"level", "units", "codes"}),
    "agreement_humans": _COUNTS | {"first_only", "second_only"},
    "codes": frozenset({"level", "passages_human", "passages_machine"}),
}
"""Columns of whole numbers; empty where the number is not known."""

_VALUES = frozenset(
    {"percent", "kappa", "alpha", "positive_agreement", "kappa_low", "kappa_high"},
)
DECIMAL: dict[str, frozenset[str]] = {
    "passages": frozenset(MAP_COLUMNS),
    "themes": frozenset({"cohesion", "stability", "stability_seeds", "stability_samples"}),
    "matches": frozenset({"similarity", "overlap_kappa"}),
    "suggestions": frozenset({"confidence"}),
    "agreement": _VALUES,
    "agreement_overall": _VALUES | {"pooled_kappa", "pooled_percent", "mean_kappa"},
    "agreement_humans": _VALUES,
}
"""Columns of numbers with up to four decimals."""
