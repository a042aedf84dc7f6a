"""Coding without the passages of pilot and training rounds, which count in no coefficient."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from secondcoder.records.codes import HumanCoding
from secondcoder.records.text import Passage


def without_trials(coding: HumanCoding, passages: Sequence[Passage]) -> HumanCoding:
    """Return coding as if nobody had seen a passage of a pilot or training round.

    These passages are left out in whichever round they were coded, and a coded stretch that
    touches no other passage with them.
    """
    if not coding.on_trial:
        return coding
    inside: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        inside[passage.document].append(passage)
    touched = {
        one: {
            passage.id in coding.on_trial
            for passage in inside[one.document]
            if passage.start < one.end and one.start < passage.end
        }
        for one in coding.codings
    }
    return replace(
        coding,
        codings=tuple(one for one in coding.codings if touched[one] != {True}),
        seen={coder: seen - coding.on_trial for coder, seen in coding.seen.items()},
    )
