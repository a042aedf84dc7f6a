"""The sheets of a content analysis's workbook."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.procedures.second_coder.tables.sheets import Sheet
from secondcoder.publish.workbook import build_book

_SHEETS = (
    (
        "Summary",
        "summary",
        (
            "Total, mean, median, standard deviation (of a sample, n − 1) and range of the numbers "
            "of codes per theme (level 1) and per code below it."
        ),
    ),
    (
        "Counts",
        "counts",
        (
            "Number and percent of codes per theme and below. A theme is major if it has more "
            "codes than the mean over themes. A code here is one coded comment; the same comment "
            "by the same speaker counts once."
        ),
    ),
    ("Facet", "facet_counts", "Codes of each theme by the value of the codebook’s facet."),
    (
        "By attribute",
        "counts_by",
        (
            "Themes for each question, or whatever was counted by, with standard deviation and "
            "error over documents and 95 % intervals (low to high: Wilson; bootstrap: over "
            "documents)."
        ),
    ),
    (
        "Half of the codes",
        "majority",
        (
            "The themes that together make at least half of the codes of each question, with their "
            "subthemes and a quotation each."
        ),
    ),
    ("Sources", "triangulation", "Each theme in each kind of source."),
    (
        "Convergence",
        "convergence",
        (
            "How the kinds of source stand to each other on each theme, in the words of Farmer et "
            "al. (2006): agreement, partial agreement, silence, dissonance."
        ),
    ),
    (
        "Queries",
        "queries",
        (
            "What the two coders should look at and resolve. Fill in decision, by and memo in "
            "queries.csv (not here): the next run carries them over."
        ),
    ),
    ("Facet suggested", "facets", "A facet value suggested for each passage, with its evidence."),
    ("Facet check", "facet_check", "How often the suggested value is the coded one."),
    ("Comments", "comments", "Every coded comment that is counted, word for word."),
    ("Notices", "notices", "What you should know of how the material was read and counted."),
)
_WHAT = "Thematic and content analysis: how many coded comments each theme has, and where."
_NOT_CLAIMED = (
    "That what is said more often matters more, or that a count is a finding. Numbers describe "
    "what was coded; what it means is for the researcher to say."
)


def build_workbook(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> bytes:
    """Return the workbook's bytes; sheets without rows are left out."""
    found = [
        Sheet(name, tables[table], about) for name, table, about in _SHEETS if len(tables[table])
    ]
    counted = [("What is counted", str(record["counted"]))]
    lines = [("What this is", _WHAT), *counted, ("What it does not claim", _NOT_CLAIMED)]
    return build_book(found, record, about=lines)
