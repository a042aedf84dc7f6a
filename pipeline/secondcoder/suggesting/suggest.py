"""Ranked codes for every passage, each with its confidence and evidence, or an abstention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Encoder, Floats
from secondcoder.records.codes import Code
from secondcoder.records.results import Abstention, Evidence, Suggestion, Suggestions
from secondcoder.records.text import Passage
from secondcoder.suggesting.decisions import Rule, decide
from secondcoder.suggesting.evidence import NearWords, like_passages, shared_words
from secondcoder.suggesting.scores import CodebookScores
from secondcoder.suggesting.weigh import HumanExamples, Weighed

WHOLE_RANKING = 2000
"""Passages up to which every ranked code is shown with its evidence. Of more, a table of all would
grow as passages times codes: 32 MB at 5,000 passages and 30 codes. Size decided it."""
FIRST_SHOWN = 3
"""Codes of each passage that are shown above that, beside all that are suggested."""


@dataclass(frozen=True, slots=True)
class SuggestSettings:
    """See ``[suggest]`` of ``study.toml``."""

    ranks: int = 10
    risk: float | None = None
    rule: Rule = field(default_factory=Rule)


def suggest(
    passages: Sequence[Passage],
    vectors: Floats,
    weighed: Weighed,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    theme_codes: Mapping[str, tuple[str, frozenset[str]]],
    settings: SuggestSettings,
    examples: HumanExamples | None = None,
) -> Suggestions:
    """Rank codes for every passage by their weight, with evidence.

    With more than ``WHOLE_RANKING`` passages only the first codes of each, and those that reach
    the threshold, have evidence, and are shown; agreement, calibration and what to code next rest
    on all that are ranked.

    ``theme_codes`` gives, by passage id, its candidate theme and the codes which that theme
    matches. ``examples`` is the coding that ``weighed`` learnt from, if any.
    """
    confidence = weighed.confidence
    order = np.argsort(-np.round(confidence, 12), axis=1, kind="stable")
    ranks = _depth(weighed.codes, order, settings.ranks)
    backing = _Backing(
        passages, vectors, weighed, order, examples=examples, encoder=encoder, stops=stops
    )
    decided = decide(weighed, settings.rule)
    ranked: list[Suggestion] = []
    abstentions: list[Abstention] = []
    for row, passage in enumerate(passages):
        reason = _reason(row, weighed, settings) or decided.why_none[row]
        if reason:
            abstentions.append(Abstention(passage.id, reason))
        for rank, place in enumerate(order[row, : ranks[row]], start=1):
            applies = bool(decided.given[row, place])
            shown = applies or rank <= FIRST_SHOWN or len(passages) <= WHOLE_RANKING
            ranked.append(
                Suggestion(
                    passage_id=passage.id,
                    rank=rank,
                    code_id=weighed.codes[place].id,
                    confidence=float(confidence[row, place]),
                    strength=str(decided.strength[row, place]),
                    suggested=not reason and applies,
                    basis=weighed.basis_of(row),
                    evidence=backing.evidence(row, int(place), theme_codes) if shown else None,
                )
            )
    return Suggestions(
        ranked=tuple(ranked),
        abstentions=tuple(abstentions),
        basis=weighed.basis,
        threshold=_threshold(ranked, settings.rule),
        trained_on=weighed.coders,
    )


def codes_given(
    passages: Sequence[Passage], weighed: Weighed, settings: SuggestSettings
) -> Suggestions:
    """Return only the codes that ``suggest`` gives, without evidence: for trying many settings."""
    confidence = weighed.confidence
    order = np.argsort(-np.round(confidence, 12), axis=1, kind="stable")
    ranks = _depth(weighed.codes, order, settings.ranks)
    decided = decide(weighed, settings.rule)
    ranked = tuple(
        Suggestion(
            passage_id=passage.id,
            rank=rank,
            code_id=weighed.codes[place].id,
            confidence=float(confidence[row, place]),
            suggested=True,
            basis=weighed.basis_of(row),
            evidence=None,
        )
        for row, passage in enumerate(passages)
        if not (_reason(row, weighed, settings) or decided.why_none[row])
        for rank, place in enumerate(order[row, : ranks[row]], start=1)
        if decided.given[row, place]
    )
    return Suggestions(ranked=ranked, abstentions=(), basis=weighed.basis, threshold=0.0)


def _depth(codes: Sequence[Code], order: NDArray[np.int64], ranks: int) -> NDArray[np.int64]:
    """Return how far down each ranking goes: to ``ranks`` codes, and on to a third branch."""
    tops = np.unique([code.path[0] for code in codes], return_inverse=True)[1][order]
    wanted = min(3, len(set(tops[0].tolist()))) if len(tops) else 0
    least = min(ranks, order.shape[1])
    depth = np.full(len(order), least)
    for row, branches in enumerate(tops):
        met: set[int] = set()
        for place, branch in enumerate(branches.tolist(), start=1):
            met.add(branch)
            if len(met) >= wanted:
                depth[row] = max(least, place)
                break
    return depth


def _reason(row: int, weighed: Weighed, settings: SuggestSettings) -> str:
    """Return why a passage gets no code whatever applies, empty if it may get one."""
    if len(weighed.codes) == 1:
        return "the codebook has one code: there is nothing to weigh it against"
    best = int(weighed.confidence[row].argmax())
    sure = float(weighed.confidence[row, best])
    nearest = f"nearest is {weighed.codes[best].label} with {sure:.2f}"
    if np.isinf(weighed.least[row]):
        return f"no confidence keeps to the risk of {settings.risk:.2f}; {nearest}"
    if sure < weighed.least[row]:
        return (
            f"the risk of {settings.risk:.2f} takes a confidence of {weighed.least[row]:.2f}; "
            f"{nearest}"
        )
    return ""


def _threshold(ranked: Sequence[Suggestion], rule: Rule) -> float:
    """Return the confidence from which as many of the ranked codes lie as are suggested."""
    if rule.threshold is not None:
        return rule.threshold
    given = sum(one.suggested for one in ranked)
    highest = sorted((one.confidence for one in ranked), reverse=True)
    return highest[given - 1] if given else 1.0


class _Backing:
    """Puts the evidence for single suggestions together."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Floats,
        weighed: Weighed,
        order: NDArray[np.int64],
        *,
        examples: HumanExamples | None,
        encoder: Encoder,
        stops: frozenset[str],
    ) -> None:
        self._passages = passages
        self._vectors = vectors
        scored = weighed.scored
        self._scored = scored
        self._stops = stops
        self._near = NearWords(scored.parts, encoder=encoder, stops=stops)
        if weighed.learned and examples:
            pools = _human_pools(passages, scored, examples)
            self._like = like_passages(vectors, pools, weighed.learned.fold)
        else:
            first = order[:, 0]
            pools = {int(code): np.flatnonzero(first == code) for code in np.unique(first)}
            self._like = like_passages(vectors, pools)

    def evidence(
        self, row: int, place: int, theme_codes: Mapping[str, tuple[str, frozenset[str]]]
    ) -> Evidence:
        passage = self._passages[row]
        nearest = int(self._scored.nearest_part[row, place])
        part = self._scored.parts[nearest]
        words = shared_words(passage.text, part.framed, self._stops)
        theme, codes = theme_codes.get(passage.id, ("", frozenset()))
        return Evidence(
            entry_part=part.kind,
            entry_text=part.text,
            words=words or self._near.of(nearest, self._vectors[row]),
            theme_id=theme if self._scored.codes[place].id in codes else "",
            neighbours=self._neighbours(row, place),
        )

    def _neighbours(self, row: int, place: int) -> tuple[tuple[str, float], ...]:
        if place not in self._like:
            return ()
        rows, cosines = self._like[place]
        return tuple(
            (self._passages[other].id, float(cosine))
            for other, cosine in zip(rows[row].tolist(), cosines[row].tolist(), strict=True)
            if other >= 0
        )


def _human_pools(
    passages: Sequence[Passage], scored: CodebookScores, examples: HumanExamples
) -> dict[int, NDArray[np.int64]]:
    pools: dict[int, list[int]] = {}
    column = {code.id: place for place, code in enumerate(scored.codes)}
    for row, passage in enumerate(passages):
        for code in examples.applied.get(passage.id, ()):
            if code in column:
                pools.setdefault(column[code], []).append(row)
    return {code: np.array(rows) for code, rows in sorted(pools.items())}
