"""What a definition of a coefficient says, and what coefficients make of text without a code."""

from dataclasses import dataclass

PASSAGES = (
    "A passage that a coder saw and left uncoded counts as not carrying the code; a passage that "
    "one of the two did not see is left out."
)
CHARACTERS = (
    "Characters that both saw and neither coded count as agreement. Text between two passages "
    "that both saw (such as a moderator’s question) is part of the text; passages that one of "
    "the two did not see are cut out."
)
UNCODED = {
    "passage": PASSAGES,
    "sentence": "As for passages; a sentence was seen if its passage was.",
    "character": CHARACTERS,
    "span": (
        "Text as for characters. uα and |uα count text without a code as gaps; cuα and (k)uα "
        "rest on text that both marked; F1 does not count text without a code. One coder’s "
        "stretches of one code are one where they overlap or touch."
    ),
}
"""Treatment of text without a code, by unit."""
NOT_COUNTED = "What neither coded is not counted."
SETS = "Two empty sets are the same; a passage that one of the two did not see is left out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One coefficient."""

    coefficient: str
    table: str
    column: str
    """The column, or in ``agreement_units`` the coefficient's name in that column."""
    formula: str
    source: str
    uncoded: str = PASSAGES

    def row(self) -> dict[str, str]:
        """Return it as a row of the table of definitions."""
        return {name: getattr(self, name) for name in self.__slots__}


BY_CODE = "agreement, agreement_humans"
OVERALL = "agreement_overall"
BY_UNITS = "agreement_units"
"""Tables of a run, as definitions name them."""
