"""Passages to which neither gave a code, mixed into its list so that being listed says nothing.

Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from secondcoder.procedures.second_coder.reviewed.material import Material, Passage

SHARE = 4
"""Differences for each decoy: one in five of what a list holds is a decoy."""
_TRIES = 50


def draw_decoys(
    material: Material,
    differences: Mapping[str, int],
    *,
    holds: Callable[[Passage, str], bool],
    seen: set[str],
) -> list[tuple[Passage, str]]:
    """Return passages and codes, drawn by the run's seed: the same ones for the same coding.

    Only passages that the reviewer has seen are drawn, if there are any. ``holds`` says whether
    either applied the code. Where few passages are without a code, there are fewer decoys.
    """
    among = [p for p in material.passages if p.id in seen] or material.passages
    return [
        (passage, code)
        for code, count in differences.items()
        for passage in _drawn(material, among, code, count, holds)
    ]


def _drawn(
    material: Material,
    among: Sequence[Passage],
    code: str,
    differences: int,
    holds: Callable[[Passage, str], bool],
) -> list[Passage]:
    wanted = max(1, round(differences / SHARE)) if differences else 0
    lots = Random(f"decoy\x00{material.seed}\x00{code}")  # noqa: S311 - a draw, no secret
    found: dict[str, Passage] = {}
    for _ in range(wanted * _TRIES):
        if len(found) == wanted:
            break
        passage = among[lots.randrange(len(among))]
        if not holds(passage, code):
            found[passage.id] = passage
    return list(found.values())
