"""The four steps in their order: each proposed by the machine on what people left of the last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.sentences import SentenceCutter
from secondcoder.procedures.synthesis.records import (
    Answer,
    DerivedTheme,
    GeneralTheme,
    Grid,
    HeadingTheme,
    Likeness,
    Summary,
    Synthesis,
)
from secondcoder.procedures.synthesis.steps.answers import answers_of, frames
from secondcoder.procedures.synthesis.steps.edits import (
    Versions,
    edited_general_themes,
    edited_heading_themes,
    edited_refinements,
    edited_summaries,
)
from secondcoder.procedures.synthesis.steps.general_themes import find_general_themes
from secondcoder.procedures.synthesis.steps.heading_themes import Namer, find_heading_themes
from secondcoder.procedures.synthesis.steps.key_words import Stems
from secondcoder.procedures.synthesis.steps.likeness import (
    CUT_ACROSS,
    NEAR_ACROSS,
    likeness_of,
    vectors_of,
)
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
    name: Namer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the cells say, ready to be grouped."""

    answers: tuple[Answer, ...]
    vectors: Floats
    likeness: Likeness
    """Under one heading."""
    across: Likeness
    """Between headings."""
    stems: Stems


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
    say("Step 1: a sentence for every cell")
    own, summaries = _summaries(grid, versions, tools)
    say("Step 2: themes under each heading")
    said = _said(grid, summaries, tools)
    found, themes = _heading_themes(grid, versions, said, tools)
    say("Step 3: themes across headings")
    wide, general = _general_themes(grid, versions, said, themes, tools)
    say("Step 4: what repeats itself")
    proposals = propose(general, said.answers, said.vectors, said.across)
    decided = versions.decisions(general) if versions.decisions else None
    refinements = edited_refinements(proposals, decided)
    standing = Synthesis(
        grid=grid,
        summaries=summaries,
        answers=said.answers,
        likeness=said.likeness,
        across=said.across,
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
    return _compared(standing, derived, said.vectors, tools, seed=seed), proposed


def _summaries(
    grid: Grid, versions: Versions, tools: Tools
) -> tuple[tuple[Summary, ...], tuple[Summary, ...]]:
    """Return step 1 as the machine proposes it and as people left it."""
    own = summarise(grid, encoder=tools.encoder, sentences=tools.sentences, stops=tools.stops)
    cells = {cell.id: cell for cell in grid.cells}
    edited = edited_summaries(
        own, versions.summaries, cells, sentences=tools.sentences, encoder=tools.encoder
    )
    return own, edited


def _said(grid: Grid, summaries: Sequence[Summary], tools: Tools) -> _Said:
    """Return the answers of all cells with their vectors and how like they are."""
    by_cell = {summary.cell_id: summary for summary in summaries}
    answers = answers_of(grid, by_cell, sentences=tools.sentences, stops=tools.stops)
    frame = frames(grid, stops=tools.stops, can_stand=tools.can_stand)
    vectors = vectors_of(answers, encoder=tools.encoder, stops=tools.stops, frames=frame)
    likeness = likeness_of(answers, vectors)
    across = likeness_of(answers, vectors, cut=CUT_ACROSS, near=NEAR_ACROSS)
    return _Said(
        answers=answers,
        vectors=vectors,
        likeness=likeness,
        across=across,
        stems=Stems(answers, tools.stops, frame),
    )


def _heading_themes(
    grid: Grid, versions: Versions, said: _Said, tools: Tools
) -> tuple[tuple[HeadingTheme, ...], tuple[HeadingTheme, ...]]:
    """Return step 2 as the machine proposes it and as people left it."""
    found = find_heading_themes(
        grid,
        said.answers,
        said.vectors,
        said.likeness,
        stems=said.stems,
        stops=tools.stops,
        name=tools.name,
    )
    edited = edited_heading_themes(
        grid,
        found,
        versions.heading_themes,
        said.answers,
        said.vectors,
        encoder=tools.encoder,
        stems=said.stems,
        stops=tools.stops,
    )
    return found, edited


def _general_themes(
    grid: Grid,
    versions: Versions,
    said: _Said,
    themes: tuple[HeadingTheme, ...],
    tools: Tools,
) -> tuple[tuple[GeneralTheme, ...], tuple[GeneralTheme, ...]]:
    """Return step 3 as the machine proposes it and as people left it."""
    wide = find_general_themes(
        grid,
        themes,
        said.answers,
        said.vectors,
        said.across,
        stems=said.stems,
        stops=tools.stops,
        name=tools.name,
    )
    lists = versions.general_themes(themes) if versions.general_themes else None
    edited = edited_general_themes(
        grid, wide, lists, themes, said.answers, stems=said.stems, stops=tools.stops
    )
    return wide, edited


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
