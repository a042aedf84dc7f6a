"""What of a file is in no block, and what of that is said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.reading.documents.labels import lone_time
from secondcoder.reading.documents.lines import Line
from secondcoder.records.study import Notice
from secondcoder.records.text import Block

MOST_SHOWN = 3
"""Examples that a notice names."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a file that are in no block, and what they are."""

    what: str
    """``label``, ``heading``, ``mark`` and the like; a reason such as ``header`` is told."""
    text: str
    id: str = ""
    """The own id of the table's row that they stand in."""


def outside(
    text: str,
    blocks: Sequence[Block],
    lines: Sequence[Line],
    reasons: Mapping[int, str],
    labels: Mapping[int, int],
) -> list[LeftOut]:
    """Return the stretches of the text that are in no block, line by line."""
    left: list[LeftOut] = []
    place = 0
    for line in lines:
        start = line.start
        while place < len(blocks) and blocks[place].end <= start:
            place += 1
        end = min(line.end, blocks[place].start) if place < len(blocks) else line.end
        words = text[start:end].strip()
        if not words:
            continue
        if line.heading:
            left.append(LeftOut("heading", words))
        elif start in labels:
            left.append(LeftOut("label", text[start : start + labels[start]].strip()))
            rest = text[start + labels[start] : end].strip()
            left += [LeftOut(reasons.get(start, ""), rest)] * bool(rest)
        else:
            what = "" if any(map(str.isalnum, words)) and not lone_time(words) else "mark"
            left.append(LeftOut(reasons.get(start, what), words))
    return left


def told_left_out(source: str, left: Sequence[LeftOut]) -> list[Notice]:
    """Return notices of what is no passage, by reason; labels, headings and marks are none."""
    notices = []
    other = sum(one.what == "" for one in left)
    reasons = Counter(one.what for one in left if one.what not in {"", "label", "heading", "mark"})
    for what, count in reasons.items():
        texts = [" ".join(one.text.split())[:60] for one in left if one.what == what]
        shown = "; ".join(f"“{text}”" for text in texts[:MOST_SHOWN])
        more = ", …" if count > MOST_SHOWN else ""
        notices.append(Notice("left out", f"{_lines(count)} ({what}): {shown}{more}", source))
    if other:
        message = f"{_lines(other)} (before the first turn, or without speech)"
        notices.append(Notice("left out", message, source))
    return notices


def _lines(count: int) -> str:
    return "1 line is no passage" if count == 1 else f"{count} lines are no passages"
