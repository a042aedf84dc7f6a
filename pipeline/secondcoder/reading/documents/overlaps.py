"""What another speaker says across a turn, between ``//``: a line of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondcoder.passages.paragraphs import trim
from secondcoder.reading.documents.labels import is_name
from secondcoder.reading.documents.lines import Line

ACROSS = re.compile(
    r"//\s*(?P<label>(?P<name>[^\W_][\w .'’-]{0,30}?)\s*:)"
    r"\s*(?P<words>(?:(?!//)[^\n])*?)\s*(?://|$)"
)
"""Seen: interviews transcribed after Bohnsack and Dresing/Pehl: ``//S02: That was it. //``."""


def split_overlaps(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those with words said across them in parts."""
    return [part for line in lines for part in _parts(text, line)]


def _parts(text: str, line: Line) -> Iterator[Line]:
    start = line.start
    split = False
    for match in ACROSS.finditer(text, line.start, line.end) if not line.heading else ():
        if not is_name(match["name"]) or not match["words"]:
            continue
        before = trim(text, start, match.start())
        if before[0] < before[1]:
            yield _part(line, *before, resumes=split)
        yield _part(line, match.start("label"), match.end("words"), resumes=False)
        start, split = match.end(), True
    if not split:
        yield line
        return
    after = trim(text, start, line.end)
    if after[0] < after[1]:
        yield _part(line, *after, resumes=True)


def _part(line: Line, start: int, end: int, *, resumes: bool) -> Line:
    own = start == line.start
    return replace(
        line, start=start, end=end, gap=line.gap and own, bold=line.bold * own, resumes=resumes
    )
