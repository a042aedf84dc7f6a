"""The head of the report: what was understood of the files, and what is probably wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count
from secondcoder.procedures.understood import UNDERSTOOD, UnderstoodRow
from secondcoder.publish.schema import Tables
from secondcoder.records.account import ALARM, CHECK, CODEBOOK, CODING, KINDS, MACHINE_CODING

_NOTED = 2
"""Files whose counts stand in the line that is not folded."""
_HEADINGS = {
    "transcript": "Transcripts",
    "text": "Texts without speakers",
    "answers": "Tables of answers",
    "codebook": "Codebook",
    "coding": "Coding",
    "a machine’s codes": "Codes of machines",
    "guide or memo": "Guides and memos, not read",
    "left out": "Left out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """The files of one kind."""

    heading: str
    summary: str
    files: Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the section shows."""

    concerns: tuple[tuple[str, str, str], ...]
    """Kind, what is wrong, what to write."""
    kinds: tuple[KindView, ...]
    language: str


def understood_view(tables: Tables) -> Understood | None:
    """Return what the section shows, or nothing where a result has no account."""
    rows = tables[UNDERSTOOD]
    if not rows:
        return None
    return Understood(
        concerns=tuple(
            (row.taken_for, f"{row.file}: {row.note}" if row.file else row.note, row.key)
            for row in rows
            if row.taken_for in {ALARM, CHECK}
        ),
        kinds=tuple(
            _kind(kind, held)
            for kind in KINDS
            if (held := [row for row in rows if row.taken_for == kind])
        ),
        language=next((row.note for row in rows if row.taken_for == "language"), ""),
    )


def _kind(kind: str, rows: Sequence[UnderstoodRow]) -> KindView:
    documents = sum(row.documents or 0 for row in rows)
    parts = [count(len(rows), "file")]
    if documents:
        parts += [
            count(documents, "document"),
            count(sum(row.passages or 0 for row in rows), "passage"),
            count(sum(row.words or 0 for row in rows), "word"),
        ]
    if coders := {coder for row in rows for coder in row.coders}:
        parts.append(count(len(coders), "machine" if kind == MACHINE_CODING else "coder"))
    if kind == "transcript":
        asking = len({row.file for row in rows if row.interviewer})
        parts.append(f"an interviewer in {asking} of {len(rows)}")
    if kind in {CODEBOOK, CODING, MACHINE_CODING}:
        parts += [row.note for row in rows[:_NOTED]]
    return KindView(
        heading=_HEADINGS[kind],
        summary=", ".join(parts),
        files=grid(
            _HEADINGS[kind],
            ("File", "By which signs", "What was read", "To change it"),
            [(row.file, row.signs, _read(row), row.key) for row in rows],
        ),
    )


def _read(row: UnderstoodRow) -> str:
    parts = []
    if row.documents:
        parts.append(
            f"{count(row.documents, 'document')}, {count(row.passages or 0, 'passage')}, "
            f"{count(row.words or 0, 'word')}"
        )
    if row.speakers:
        parts.append("; ".join(row.speakers))
    if row.interviewer:
        parts.append(f"interviewer: {row.interviewer}")
    if row.coders:
        who = "machine" if row.taken_for == MACHINE_CODING else "coders"
        parts.append(f"{who}: {', '.join(row.coders)}")
    return ". ".join(part for part in (*parts, row.note) if part)
