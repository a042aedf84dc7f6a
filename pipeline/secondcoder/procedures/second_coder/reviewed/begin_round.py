"""A round is begun: recorded, and its codebook written into the study where it changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import ROUND
from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.next_codebook import NextCodebook
from secondcoder.procedures.second_coder.reviewed.rounds import (
    CODING,
    PASS_AT,
    PURPOSES,
    Gate,
    codebook_that_follows,
    detail_for,
    rounds_of,
)
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.publish.csv_files import csv_bytes
from secondcoder.reading.codes.own_form import codebook_cells
from secondcoder.study.rounds import write_codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The round that somebody wants to begin."""

    by: str
    name: str = ""
    """Without one: Round and its number."""
    purpose: str = CODING
    passages: Sequence[Passage] = ()
    gate: Gate = field(default_factory=lambda: Gate(PASS_AT))
    gates: Mapping[str, Gate] = field(default_factory=dict)
    old_coding: bool = True
    """Whether renames and merges are applied to coding that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A round that was begun."""

    name: str
    following: NextCodebook
    codebook: Path | None
    """The file that was written; ``None`` where the codebook stays as it is."""


def begin(review: Review, asked: Asked) -> Begun:
    """Record a round; write its codebook into the study if it differs from the present one."""
    rounds = rounds_of(review.history)
    name = " ".join(asked.name.split()) or f"Round {len(rounds) + 1}"
    if loosely(name) in {loosely(one.name) for one in rounds} | {"final"}:
        raise SecondcoderError(
            f"there is a round {name!r} already", hint="Give the round another name."
        )
    if asked.purpose not in PURPOSES:
        raise SecondcoderError(f"a round is one of: {', '.join(PURPOSES)}")
    latest = rounds[-1] if rounds else None
    if latest and latest.changes and latest.event and latest.event.run == review.material.run:
        raise SecondcoderError(
            f"the codebook of {latest.name!r} is not in use yet, so that another round would go "
            "on with the one before it: close the page, run secondcoder suggest, and begin the "
            "round on the result",
        )
    following = codebook_that_follows(review, old_coding=asked.old_coding)
    path = None
    if following.changes:
        if review.home is None:
            raise SecondcoderError(
                "the codebook of the round has no place: this review is of no study’s folder",
                hint="Open the review with the study’s folder.",
            )
        path = write_codebook(review.home, len(rounds) + 1, codebook_file(review, following))
    review.add(_events(review, asked, name, following), list(asked.passages))
    return Begun(name=name, following=following, codebook=path)


def codebook_file(review: Review, following: NextCodebook) -> bytes:
    """Return a codebook as the file that a study reads by its path alone."""
    columns, lines = codebook_cells(following.codes, levels=_levels(review.material))
    return csv_bytes(columns, lines)


def _levels(material: Material) -> Sequence[str]:
    return (material.config.get("codebook") or {}).get("levels") or ()


def _events(review: Review, asked: Asked, name: str, following: NextCodebook) -> list[Event]:
    keys = [passage.key for passage in asked.passages]
    detail = detail_for(
        review,
        following,
        purpose=asked.purpose,
        passages=keys,
        gate=asked.gate,
        gates=asked.gates,
    )
    begun = Event(
        kind=ROUND,
        reviewer=asked.by,
        run=review.material.run,
        codebook=review.material.codebook_version,
        round=name,
        detail=detail,
    )
    if not keys:
        return [begun]
    drawn = json.dumps({"size": len(keys), "how": "round", "passages": keys})
    return [begun, replace(begun, kind="sample", detail=drawn)]
