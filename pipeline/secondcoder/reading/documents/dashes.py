"""Interviews without names in which a dash begins what each of two people says."""

import re
from collections.abc import Sequence

from secondcoder.passages.paragraphs import trim
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.turns import Turn, asks_something

FEWEST, NEARLY_ALL = 4, 0.9
"""Lines with a dash, and share of the lines, from which dashes may stand for speakers. Set, not
measured: no text of the corpora at hand is written so."""
ASKS, ANSWERS = 0.8, 0.2
"""Share of one side's turns that ask, at least, and of the other side's, at most. Set, not
measured."""
_DASH = re.compile(r"[-–—―]\s*(?=\S)")


def dash_turns(text: str, lines: Sequence[Line]) -> list[Turn]:
    """Return the turns of a dialogue in which every second one asks, or nothing.

    A line without a dash goes on with the turn before it. A list, in which nobody asks, is none.
    """
    starts = [_DASH.match(text, line.start, line.end) for line in lines]
    begun = [place for place, start in enumerate(starts) if start]
    if len(begun) < FEWEST or len(begun) < NEARLY_ALL * len(lines) or begun[0] != 0:
        return []
    ends = [*begun[1:], len(lines)]
    spans = [
        trim(text, match.end(), lines[end - 1].end)
        for begin, end in zip(begun, ends, strict=True)
        if (match := starts[begin])
    ]
    asked = [asks_something(text[start:end]) for start, end in spans]
    for first in (0, 1):
        asking, answering = asked[first::2], asked[1 - first :: 2]
        if sum(asking) >= ASKS * len(asking) and sum(answering) <= ANSWERS * len(answering):
            return [
                Turn(start=start, end=end, speaker="", asks=place % 2 == first)
                for place, (start, end) in enumerate(spans)
            ]
    return []
