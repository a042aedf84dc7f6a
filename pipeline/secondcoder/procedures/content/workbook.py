"""``workbook.xlsx`` of a content analysis."""

from collections.abc import Mapping
from typing import Any

from secondcoder.publish.schema import Tables
from secondcoder.publish.sheets import sheets_of
from secondcoder.publish.workbook import build_book

_WHAT = "Thematic and content analysis: how many coded comments each theme has, and where."
_NOT_CLAIMED = (
    "That what is said more often matters more, or that a count is a finding. Numbers describe "
    "what was coded; what it means is for the researcher to say."
)


def build_workbook(tables: Tables, run: Mapping[str, Any], *, counted: bool) -> bytes:
    """Return the workbook; without ``counted`` it has no sheet of accuracy."""
    about = [
        ("What this is", _WHAT),
        ("What is counted", str(run["counted"])),
        ("What it does not claim", _NOT_CLAIMED),
    ]
    return build_book(sheets_of(tables, counted=counted), run, about=about)
