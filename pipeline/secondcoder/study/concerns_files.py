"""What is probably wrong with the files that texts came from: letters, marks, two versions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import combinations
from pathlib import PurePosixPath

from secondcoder.names import loosely
from secondcoder.records.account import CHECK, Concern
from secondcoder.records.text import Document
from secondcoder.study.concerns_texts import SHOWN, TWICE, Reading

FEWEST_SHARED, SHARED = 2, 0.3
"""Passages of `TWICE` words or more, and share of them, that two documents have in common, from
which they seem to be two versions of one. Set on made-up texts."""
_MISREAD = re.compile(r"â€[^\s\w]|â€œ|Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[«»°§£]")
_UNREAD = re.compile("[\ufffd\u0080-\u0084\u0086-\u009f]")
FEWEST_MISREAD, ONE_IN = 2, 10_000
"""Such signs from which they are said, and letters of a text of which one at least must be such: a
wrong encoding spoils them throughout. Of the public corpora at hand, nhs_px has 12 in 5,121 answers
and bills 5 in 1,000 laws."""


def misread_letters(reading: Reading) -> Iterator[Concern]:
    """Yield texts whose letters were taken for others before: ``itâ€™s``, ``fÃ¼r``."""
    for document in reading.material.documents:
        lost = len(_UNREAD.findall(document.text))
        fewest = max(FEWEST_MISREAD, len(document.text) // ONE_IN)
        if lost >= fewest:
            yield Concern(
                kind=CHECK,
                file=document.source,
                message=f"{lost} letters could not be read",
                way_out="save the file as UTF-8, or write its encoding, such as "
                'encoding = "cp932", under [[documents]]; if they stand so in the file, replace '
                "them there",
            )
        found = _MISREAD.findall(document.text)
        if len(found) >= fewest:
            yield Concern(
                kind=CHECK,
                file=document.source,
                message=f"{len(found)} letters seem to have been saved wrongly, such as "
                f"“{found[0]}”; they stand so in the file itself",
                way_out="export the file anew as UTF-8, or replace them there",
            )


def marks_unread(reading: Reading, named: re.Pattern[str]) -> Iterator[Concern]:
    """Yield columns of 0 and 1 beside the texts of a file that is called coded."""
    if reading.config.coding:
        return
    cells: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    source = {document.name: document.source for document in reading.material.documents}
    for passage in reading.material.passages:
        file = source[passage.document]
        if named.fullmatch(loosely(PurePosixPath(file).stem)):
            for name, value in passage.attributes:
                cells[file][name].add(value.strip().casefold())
    for file, columns in cells.items():
        marked = [name for name, values in columns.items() if _are_marks(values)]
        if len(marked) > 1:
            yield Concern(
                kind=CHECK,
                file=file,
                message="columns of marks are kept beside the texts, and not read as a coding: "
                + ", ".join(marked[:SHOWN])
                + (", …" if len(marked) > SHOWN else ""),
                way_out="if they are codes, name them under [[coding]] as marks, with the same "
                "path and the column of texts as passage",
            )


def _are_marks(values: AbstractSet[str]) -> bool:
    return values <= {"0", "1", "x", ""} and bool(values & {"1", "x"}) and len(values) > 1


def versions(reading: Reading) -> Iterator[Concern]:
    """Yield documents that share much of their text word for word: two versions of one."""
    holding: dict[str, set[str]] = defaultdict(set)
    long: Counter[str] = Counter()
    whole = {d.name: d.text.casefold().split() for d in reading.material.documents if _is_told(d)}
    for passage in reading.material.passages:
        words = passage.text.casefold().split()
        if len(words) >= TWICE and passage.document in whole:
            holding[" ".join(words)].add(passage.document)
            long[passage.document] += 1
    shared: Counter[tuple[str, str]] = Counter()
    for names in holding.values():
        shared.update(combinations(sorted(names), 2) if len(names) <= SHOWN else ())
    for (one, other), count in shared.items():
        fewest = min(long[one], long[other])
        if count >= FEWEST_SHARED and count >= SHARED * fewest and whole[one] != whole[other]:
            yield Concern(
                kind=CHECK,
                about="twice",
                names=(one, other),
                message=f"{count} of {fewest} longer passages of {one} stand word for word in "
                f"{other}: they seem to be two versions of one text",
                way_out="leave all but one out of [[documents]]",
            )


def _is_told(document: Document) -> bool:
    return document.unit != "row"
