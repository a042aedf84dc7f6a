"""The four steps in their order: each proposed by the machine on what people left of the last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.sentences import SentenceCutter
from secondcoder.procedures.synthesis.records import DerivedTheme, Grid, Synthesis
from secondcoder.procedures.synthesis.steps.answers import answers_of, frames
from secondcoder.procedures.synthesis.steps.edits import (
    Versions,
    edited_general_themes,
    edited_heading_themes,
    edited_refinements,
    edited_summaries,
)
from secondcoder.procedures.synthesis.steps.general_themes import find_general_themes
from secondcoder.procedures.synthesis.steps.heading_themes import Labeller, find_heading_themes
from secondcoder.procedures.synthesis.steps.key_words import Stems
from secondcoder.procedures.synthesis.steps.likeness import likeness_of, vectors_of
from secondcoder.procedures.synthesis.steps.merging import apply_decisions, propose
from secondcoder.procedures.synthesis.steps.named_cases import compare_named_cases
from secondcoder.procedures.synthesis.steps.summaries import summarise
from secondcoder.protocols import Encoder, Floats

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the steps work with."""

    encoder: Encoder
    sentences: SentenceCutter
    stops: frozenset[str]
    can_stand: Callable[[Sequence[str]], list[bool]]
    label: Labeller


def synthesise(
    grid: Grid,
    versions: Versions,
    tools: Tools,
    *,
    derived: Sequence[DerivedTheme] = (),
    seed: int = 0,
    say: Say = lambda _: None,
) -> tuple[Synthesis, Synthesis]:
    """Return the synthesis as it stands, and the machine's proposal at every step of it.

    In the second every step is proposed anew from the earlier steps as they stand, so that where
    no person wrote anything the two are the same.
    """
    encoder, stops = tools.encoder, tools.stops
    say("Step 1: a sentence for every cell")
    own = summarise(grid, encoder=encoder, sentences=tools.sentences, stops=stops)
    cells = {cell.id: cell for cell in grid.cells}
    summaries = edited_summaries(
        own, versions.summaries, cells, sentences=tools.sentences, encoder=encoder
    )
    say("Step 2: themes under each heading")
    by_cell = {one.cell_id: one for one in summaries}
    answers = answers_of(grid, by_cell, sentences=tools.sentences, stops=stops)
    frame = frames(grid, stops=stops, can_stand=tools.can_stand)
    vectors = vectors_of(answers, encoder=encoder, stops=stops, frames=frame)
    likeness = likeness_of(answers, vectors)
    stems = Stems(answers, stops, frame)
    found = find_heading_themes(
        grid, answers, vectors, likeness, stems=stems, stops=stops, label=tools.label
    )
    themes = edited_heading_themes(
        grid,
        found,
        versions.heading_themes,
        answers,
        vectors,
        encoder=encoder,
        stems=stems,
        stops=stops,
    )
    say("Step 3: themes across headings")
    wide = find_general_themes(
        grid, themes, answers, vectors, likeness, stems=stems, stops=stops, label=tools.label
    )
    lists = versions.general_themes(themes) if versions.general_themes else None
    general = edited_general_themes(grid, wide, lists, themes, answers, stems=stems, stops=stops)
    say("Step 4: what repeats itself")
    proposals = propose(general, answers, vectors, likeness)
    refinements = edited_refinements(
        proposals, versions.decisions(general) if versions.decisions else None
    )
    standing = Synthesis(
        grid=grid,
        summaries=summaries,
        answers=answers,
        likeness=likeness,
        heading_themes=themes,
        general_themes=general,
        refinements=refinements,
        final_themes=apply_decisions(grid, general, refinements),
    )
    proposed = replace(
        standing,
        summaries=own,
        heading_themes=found,
        general_themes=wide,
        refinements=proposals,
        final_themes=apply_decisions(grid, general, proposals),
    )
    return _compared(standing, derived, vectors, tools, seed=seed), proposed


def _compared(
    standing: Synthesis,
    derived: Sequence[DerivedTheme],
    vectors: Floats,
    tools: Tools,
    *,
    seed: int,
) -> Synthesis:
    named = compare_named_cases(
        standing.grid,
        derived,
        heading_themes=standing.heading_themes,
        general_themes=standing.general_themes,
        answers=standing.answers,
        vectors=vectors,
        encoder=tools.encoder,
        stops=tools.stops,
        seed=seed,
    )
    return replace(standing, named_cases=named)


def differences(standing: Synthesis, proposed: Synthesis) -> list[tuple[str, str]]:
    """Return for every step that people changed its name and what differs, in words."""
    found = []
    rewritten = [one for one in standing.summaries if one not in proposed.summaries]
    changed = [
        one
        for one, other in zip(standing.summaries, proposed.summaries, strict=True)
        if one.text != other.text
    ]
    if rewritten and changed:
        cells = "; ".join(f"{one.case}, {one.heading}" for one in changed[:4])
        found.append(
            ("step 1", f"{len(changed)} summaries are a person's ({cells}{_more(changed)})")
        )
    for step, mine, theirs in (
        ("step 2", standing.heading_themes, proposed.heading_themes),
        ("step 3", standing.general_themes, proposed.general_themes),
    ):
        kept = {(one.id, one.label, one.by) for one in mine}
        fresh = {(one.id, one.label, one.by) for one in theirs}
        own = [one.label for one in mine if (one.id, one.label, one.by) not in fresh]
        new = [one.label for one in theirs if (one.id, one.label, one.by) not in kept]
        if own or new:
            found.append((step, _both_sides(len(mine), own, new)))
    decided = [one for one in standing.refinements if one not in proposed.refinements]
    if decided:
        found.append(("step 4", f"{len(decided)} decisions are a person's"))
    return found


def _both_sides(count: int, own: Sequence[str], new: Sequence[str]) -> str:
    parts = [f"{count} themes stand in the person's version"]
    if own:
        parts.append(f"only there or changed there: {'; '.join(own[:4])}{_more(own)}")
    if new:
        parts.append(f"only in the machine's proposal: {'; '.join(new[:4])}{_more(new)}")
    return "; ".join(parts)


def _more(listed: Sequence[object]) -> str:
    return f" and {len(listed) - 4} more" if len(listed) > 4 else ""
