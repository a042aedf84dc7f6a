"""What names no theme: words that are said of anything, and headings of forms."""

import re
from collections import Counter
from collections.abc import Sequence

_FORM = re.compile(r"^[ \t]*([^\n.!?:]{1,40}):", re.MULTILINE)
SEVERAL = 2
"""Passages that a heading of a form stands in."""

TOO_GENERAL = frozenset(
    """
    people person folk week weeks month months year years day days time times night morning
    evening evenings everyone someone anyone nobody told asked work good better nice great
    minute minutes hour hours half end side part point fact example reason couple ones rest
    matter word words name names bloody god hell place places thing things way ways kind kinds
    sort sorts type types lot lots bit bits case cases issue issues aspect aspects factor factors
    approach approaches initiative initiatives project projects stage stages result results
    finding findings
    """.split()
)
"""Words that name no theme when they stand alone. From “thing” on they were added
after a reading of other studies' themes, of which one was called “Initiative”, one “Findings”."""


def form_headings(texts: Sequence[Sequence[str]]) -> set[str]:
    """Return what stands before a colon at the beginning of a line in several passages."""
    found = Counter(
        heading
        for theme in texts
        for text in theme
        for heading in {plain(match.strip()) for match in _FORM.findall(text)}
    )
    return {heading for heading, times in found.items() if times >= SEVERAL}


def plain(word: str) -> str:
    """Return a word in lower case with plain apostrophes."""
    return word.lower().replace("’", "'")
