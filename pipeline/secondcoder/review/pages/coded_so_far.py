"""How far a reviewer is with coding on the pages, in the present round."""

from collections.abc import Mapping
from statistics import median

from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.roles import LEARNER
from secondcoder.review.web import Visit

_ENOUGH = 5
"""Passages from which the time that one takes is worked out."""


def of_round(visit: Visit) -> list[Event]:
    """Return what the reviewer coded in the present round; earlier coding is not shown again."""
    history = visit.review.history
    given = history.codings(visit.reviewer, training=learns(visit))
    return [event for event in given if event.round == history.round]


def learns(visit: Visit) -> bool:
    """Return whether the reviewer codes to learn, what others have settled."""
    return visit.review.role(visit.reviewer) == LEARNER


def finished_by(visit: Visit) -> Mapping[str, Event]:
    """Return the passages that the reviewer finished in the present round, by their keys."""
    history = visit.review.history
    finished = history.coded(visit.reviewer, training=learns(visit))
    return {key: event for key, event in finished.items() if event.round == history.round}


def minutes_each(visit: Visit) -> float | None:
    """Return the minutes that a passage took the reviewer, by the median; none for too few."""
    events = [*visit.review.history.coded(visit.reviewer).values()]
    taken = [event.seconds for event in events if event.seconds]
    return median(taken) / 60 if len(taken) >= _ENOUGH else None
