"""Titles and fields between the interviews of one file: ``Interview 2``, ``Date: 4 May``."""

import re
from collections import Counter
from collections.abc import Container, Sequence

from secondcoder.passages.paragraphs import count_words, ends_sentence
from secondcoder.reading.documents.labels import Label, is_metadata
from secondcoder.reading.documents.legends import PAIR
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.role_words import is_asking, is_field, what_is_recorded

VALUE_WORDS = 6
"""Most words of a field's value between interviews. Not measured."""
FEWEST = 2
"""Fields that stand together where no title stands above them: one may be what somebody says."""
_TITLE = re.compile(
    r"[\W_]*(?P<what>[^\W\d_]+(?:\s[^\W\d_]+)?)\s*(?:no\.?|nr\.?|n[°º]|#)?\s*\d{1,3}[a-z]?[\W_]*",
    re.IGNORECASE,
)
_PARTS = frozenset("part teil partie parte deel del track tape side spur kassette cassette".split())


def headers_within(
    words: Sequence[str],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    about: Container[int],
) -> list[int]:
    """Return the places of lines that head a further interview below the first turn.

    They stand in a paragraph of their own or right above a turn: a title with a number, perhaps
    with fields, or several fields.
    """
    times = Counter(label.key for label in labels if label and not is_metadata(label.name))
    begun = [place for place, label in enumerate(labels) if label and times[label.key] > 1]
    found: list[int] = []
    place = begun[0] + 1 if begun else len(words)
    while place < len(words):
        group: list[int] = []
        while place + len(group) < len(words):
            one = place + len(group)
            label = labels[one]
            turn = label is not None and times[label.key] > 1
            if turn or one in about or not (_is_title(words[one]) or _is_field(words[one])):
                break
            if group and lines[one].gap and not _is_field(words[one]):
                break
            group.append(one)
        end = place + len(group)
        closed = end == len(words) or lines[end].gap or labels[end] is not None
        enough = len(group) >= FEWEST or any(_is_title(words[one]) for one in group)
        if group and lines[place].gap and closed and enough:
            found += group
        place = max(end, place + 1)
    return found


def _is_title(line: str) -> bool:
    match = _TITLE.fullmatch(line)
    if match is None:
        return False
    first = match["what"].casefold().split()[0]
    return first in _PARTS or bool(what_is_recorded(match["what"]))


def _is_field(line: str) -> bool:
    match = PAIR.fullmatch(line)
    if match is None or match["sign"] not in ":：" or not match["value"]:
        return False
    short = count_words(match["value"]) <= VALUE_WORDS and not ends_sentence(match["value"])
    return short and is_field(match["label"]) and not is_asking(match["label"])
