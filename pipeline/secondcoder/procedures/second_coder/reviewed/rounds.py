"""Rounds of coding: what each was begun with, and what was decided since the last one. Pure."""

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.kinds import ENTRY, ROUND
from secondcoder.procedures.second_coder.reviewed.next_codebook import NextCodebook, next_codebook
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import (
    Choice,
    current_names,
    decided_on,
)


def last_begun(history: History) -> int:
    """Return the number of the event by which the latest round was begun; 0 before the first."""
    return max((event.number for event in history.of_kind(ROUND)), default=0)


def pending_edits(history: History) -> list[Event]:
    """Return the edits of the codebook that no round has taken up yet."""
    begun = last_begun(history)
    return [event for event in history.of_kind(ENTRY) if event.number > begun]


def pending_choices(review: Review) -> dict[str, Choice]:
    """Return the decisions on themes that no round has taken up yet, and merges into these."""
    begun = last_begun(review.history)
    choices = decided_on(review).choices
    return {theme: one for theme, one in choices.items() if one.event.number > begun}


def codebook_that_follows(review: Review, *, old_coding: bool = True) -> NextCodebook:
    """Return the next version of the codebook, with all that no round has taken up yet."""
    return next_codebook(
        review.material,
        pending_choices(review),
        current_names(review.material, decided_on(review)),
        pending_edits(review.history),
        old_coding=old_coding,
    )
