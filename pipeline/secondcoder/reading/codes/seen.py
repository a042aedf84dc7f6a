"""What each coder saw: the difference between left uncoded and never looked at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.reading.codes.places import Place, PlaceFinder
from secondcoder.records.study import Notice

_RULES = {
    "documents": "every passage of the documents they coded in",
    "listed": "only the passages that the table lists for them",
    "all": "every passage of the study",
}
_MANY = 6
"""Names listed in a message; for reading only."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a coding table, placed: who looked at which stretch, and whether a code stands."""

    coder: str
    place: Place
    coded: bool


def what_was_seen(
    marks: Sequence[Mark],
    finder: PlaceFinder,
    *,
    rule: str | None,
    by_id: bool,
    where: str,
    noes: bool = False,
) -> tuple[dict[str, frozenset[str]], Notice]:
    """Return the ids of the passages each coder saw, and a notice with the rule and the counts.

    Without a ``rule`` it is inferred: ``listed`` where rows name passages by id and some row has
    no code, or some coder covers under half of the documents they coded in, or the table states
    what is not given (``noes``); otherwise ``documents``.
    """
    listed = _listed(marks, finder)
    in_documents = _in_documents(marks, finder)
    stated = rule is not None
    if rule is None:
        partial = any(2 * len(listed[coder]) < len(in_documents[coder]) for coder in listed)
        uncoded = any(not mark.coded for mark in marks)
        rule = "listed" if by_id and (partial or uncoded or noes) else "documents"
    everything = frozenset(
        passage for document in finder.documents for passage in finder.passages_of(document)
    )
    by_rule: dict[str, Mapping[str, frozenset[str]]] = {
        "documents": in_documents,
        "listed": listed,
        "all": dict.fromkeys(listed, everything),
    }
    seen = dict(by_rule[rule])
    basis = "as study.toml says" if stated else "inferred; 'seen' in study.toml can say otherwise"
    message = f"Passages seen: {_RULES[rule]} ({basis}). {_counts(seen)}"
    return seen, Notice("inferred", message.strip(), where)


def _listed(marks: Sequence[Mark], finder: PlaceFinder) -> dict[str, frozenset[str]]:
    touched = {place: finder.touched(place) for place in {mark.place for mark in marks}}
    seen: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        seen[mark.coder].update(touched[mark.place])
    return {coder: frozenset(seen[coder]) for coder in sorted(seen)}


def _in_documents(marks: Sequence[Mark], finder: PlaceFinder) -> dict[str, frozenset[str]]:
    documents: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        documents[mark.coder].add(mark.place.document)
    return {
        coder: frozenset(p for name in documents[coder] for p in finder.passages_of(name))
        for coder in sorted(documents)
    }


def _counts(seen: Mapping[str, frozenset[str]]) -> str:
    counts = sorted(len(passages) for passages in seen.values())
    if len(seen) > _MANY:
        return f"{len(seen)} coders saw {counts[0]:,} to {counts[-1]:,} passages each."
    return " ".join(f"{coder!r} saw {len(seen[coder]):,}." for coder in seen)
