"""Sentences on what the test of themes and codes could and could not tell."""

from collections.abc import Sequence

from secondcoder.agreement.chance.themes_tested import BEYOND, EXPLAINED
from secondcoder.page.values import decimal, quoted
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.tables.units import AlignmentRow


def could_be_found(pairs: Sequence[AlignmentRow]) -> list[str]:
    """Say which kappa would have been found for the codes without a theme."""
    found = {pair.code_id for pair in pairs if pair.kept}
    missed = [pair for pair in pairs if pair.code_id not in found]
    least = sorted({pair.code_id: pair.least_kappa for pair in missed}.items())
    needed = [kappa for _, kappa in least if kappa is not None]
    if not needed:
        return []
    low, high = decimal(min(needed)), decimal(max(needed))
    span = low if low == high else f"{low} to {high}, by code"
    return [f"For a code without one, a theme would have had to exceed a kappa of {span}."]


def edge(kept: Sequence[AlignmentRow]) -> list[str]:
    """Name the kept pairs on which other random shifts might decide otherwise."""
    names = [_named(pair) for pair in kept if pair.borderline]
    said = "On the edge, so that other random shifts might decide otherwise: "
    return [f"{said}{'; '.join(names)}."] if names else []


def place(kept: Sequence[AlignmentRow], pairs: Sequence[AlignmentRow]) -> list[str]:
    """Say what the place in the document explains, or that this was not tested."""
    marked = [pair for pair in pairs if pair.place]
    if not marked:
        untested = "That both merely stand at the same place in the documents is not ruled out."
        return [untested] if kept else []
    beyond = distinct(f"{pair.theme_id} {pair.code_id}" for pair in marked if pair.place == BEYOND)
    names = [_named(pair) for pair in marked if pair.place == EXPLAINED]
    unkept = {pair.place for pair in marked if not pair.kept} == {EXPLAINED}
    if unkept:  # documents share their questions: what the question explains is not kept
        said = (
            "The documents share their questions or headings, so a pair must also be more than "
            "themes of other documents under the same question reach: "
            f"{beyond} of {len(marked)} pairs beyond chance are. Not counted above, because the "
            f"question may explain them: {'; '.join(names)}."
        )
        return [said]
    said = (
        f"Shifts do not rule out that theme and code merely stand at the same place in the "
        f"documents. Held against themes of other documents at the same place, {beyond} of "
        f"{len(marked)} pairs are more than that"
    )
    return [f"{said}; the place may explain {'; '.join(names)}." if names else f"{said}."]


def _named(pair: AlignmentRow) -> str:
    return f"{quoted(pair.theme)} and {pair.code}"
