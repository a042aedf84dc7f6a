"""The names of coders who know nothing of the text, as every table, note and page has them."""

NOTHING, COMMONEST, RANDOM = "no code", "the commonest code", "as many codes at random"
TRIVIAL = "trivial"
"""What such a coder is, beside a person and a machine."""
DRAWS = 5
"""Random coders, of which the median is taken. A convention."""


def trivial_coder(name: str) -> str:
    """Return what a trivial coder is called in a sentence."""
    return f"a coder of {name}{' everywhere' if name == COMMONEST else ''}"
