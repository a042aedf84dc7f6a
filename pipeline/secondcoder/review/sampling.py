"""Which passages are coded twice or in a round: at random by document, or as the run proposes.

Pure.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from secondcoder.procedures.second_coder.reviewed.learning import to_learn_on
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.roles import LEARNER
from secondcoder.procedures.second_coder.reviewed.round_rows import coded_by_round
from secondcoder.procedures.second_coder.reviewed.rounds import rounds_of
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.advice import NEXT_PASSAGES

AT_RANDOM = "random"
"""How a sample is drawn if not as the run lists it."""


def draw(documents: Mapping[str, Sequence[Passage]], size: int, *, seed: int = 0) -> list[Passage]:
    """Return ``size`` passages (all, if there are fewer) in the order of the text.

    Every document gets its share by largest remainders, ties to the earlier document; within a
    document the draw is random, and the same for the same seed.
    """
    total = sum(len(part) for part in documents.values())
    wanted = min(max(size, 0), total)
    if not wanted:
        return []
    shares = {name: wanted * len(part) / total for name, part in documents.items()}
    counts = {name: int(share) for name, share in shares.items()}
    order = sorted(documents, key=lambda name: counts[name] - shares[name])
    for name in order[: wanted - sum(counts.values())]:
        counts[name] += 1
    drawn = [
        passage
        for name, part in documents.items()
        for passage in sorted(part, key=lambda p: _lot(p, seed))[: counts[name]]
    ]
    return sorted(drawn, key=lambda passage: passage.row)


def drawing_probability(part: Sequence[Passage], drawn: Sequence[Passage]) -> float:
    """Return the probability, 0 to 1, with which each passage of a document was drawn."""
    return round(len(set(part) & set(drawn)) / len(part), 4)


def proposed(material: Material, purpose: str, size: int) -> list[Passage]:
    """Return the first ``size`` passages that the run lists for a purpose, best first."""
    listed = [row for row in material.tables[NEXT_PASSAGES] if row.purpose == purpose]
    best = sorted(listed, key=lambda row: row.rank)[: max(size, 0)]
    return [material.by_id[row.passage_id] for row in best if row.passage_id in material.by_id]


def coded_in_any_round(review: Review) -> set[str]:
    """Return the keys of passages that anybody finished, in whichever round."""
    coded = coded_by_round(review, rounds_of(review.history))
    return {key for people in coded.by.values() for held in people.values() for key in held}


def drawn_fresh(review: Review, size: int) -> list[Passage]:
    """Draw passages that nobody coded yet, other ones for each round."""
    coded, material = coded_in_any_round(review), review.material
    fresh = {n: [p for p in part if p.key not in coded] for n, part in material.documents.items()}
    return draw(fresh, size, seed=material.seed + len(rounds_of(review.history)))


def drawn_again(review: Review, size: int) -> list[Passage]:
    """Draw passages that somebody coded in an earlier round."""
    coded, material = coded_in_any_round(review), review.material
    again = {n: [p for p in part if p.key in coded] for n, part in material.documents.items()}
    return draw(again, size, seed=material.seed + len(rounds_of(review.history)))


def drawn_last(review: Review) -> dict[str, Any]:
    """Return what the latest draw recorded; nothing where none was made."""
    drawn = [event for event in review.history.events.values() if event.kind == "sample"]
    detail: dict[str, Any] = json.loads(drawn[-1].detail) if drawn else {}
    return detail


def sample_of(review: Review, reviewer: str) -> list[Passage]:
    """Return the sample, in the order of the text if drawn at random, else as it was listed.

    A learner's is all that others have settled.
    """
    if review.role(reviewer) == LEARNER:
        return to_learn_on(review)
    detail, material, carried = drawn_last(review), review.material, review.carried.places
    by_key = material.by_key
    found = [
        passage
        for key in detail.get("passages", [])
        for passage in ([by_key[key]] if key in by_key else carried.get(key, ()))
    ]
    if detail.get("how", AT_RANDOM) != AT_RANDOM:
        return list(dict.fromkeys(found))
    return sorted(set(found), key=lambda passage: passage.row)


def left_to_code(review: Review, reviewer: str) -> list[Passage]:
    """Return the passages of the sample that a reviewer has not finished in the present round."""
    history = review.history
    finished = history.coded(reviewer, training=review.role(reviewer) == LEARNER)
    done = {key for key, event in finished.items() if event.round == history.round}
    return [passage for passage in sample_of(review, reviewer) if passage.key not in done]


def _lot(passage: Passage, seed: int) -> str:
    return sha256(f"sample\x00{seed}\x00{passage.key}".encode()).hexdigest()
