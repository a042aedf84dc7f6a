"""What reviewers did that stands on no passage or code of a run. Pure."""

from collections.abc import Iterator

from secondcoder.decisions.events import Event
from secondcoder.decisions.store import StoredPassage
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.reviewed import NotCarriedRow

NO_PASSAGE = "no passage of this run has these words"
NO_CODE = "the study no longer has this code"
_KINDS = {"verdict": "decision", "adjudication": "joint decision"}


def not_carried(review: Review) -> Iterator[NotCarriedRow]:
    """Yield what stands on no passage of the run, and then what is of no code of it."""
    material = review.material
    gone: list[tuple[Event, StoredPassage | Passage, str]] = [
        *((event, passage, NO_PASSAGE) for event, passage in review.not_applying()),
        *((event, passage, NO_CODE) for event, passage in review.without_code()),
    ]
    for event, passage, reason in gone:
        code = material.codes.get(event.code)
        yield NotCarriedRow(
            document=passage.document,
            start=passage.start,
            text=passage.text,
            code_id=event.code,
            code=code.label if code else "",
            reviewer=event.reviewer,
            kind=_KINDS.get(event.kind, "coding"),
            verdict=event.answer if event.kind == "verdict" else event.verdict,
            note=event.note,
            reason=reason,
        )
