"""A person's versions of the steps, worked into the machine's proposals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondcoder.passages.sentences import SentenceCutter
from secondcoder.procedures.synthesis.records import (
    MACHINE_HAND,
    Answer,
    Cell,
    DecisionEdit,
    GeneralTheme,
    Grid,
    HeadingTheme,
    Piece,
    Refinement,
    Summary,
)
from secondcoder.procedures.synthesis.steps.general_themes import places_of
from secondcoder.procedures.synthesis.steps.heading_themes import likeness_within, theme_id
from secondcoder.procedures.synthesis.steps.key_words import Stems, key_phrases
from secondcoder.procedures.synthesis.steps.summaries import sentence_pieces
from secondcoder.protocols import Encoder, Floats

SOMEONE = "a person"


@dataclass(frozen=True, slots=True)
class SummaryEdit:
    """A row of a person's step 1."""

    cell_id: str
    text: str
    by: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeEdit:
    """A row of a person's step 2; ``id`` is empty for a theme that they added."""

    id: str
    heading: str
    label: str
    cases: tuple[str, ...]
    by: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralEdit:
    """A row of a person's step 3; ``themes`` are ids of step 2."""

    id: str
    label: str
    themes: tuple[str, ...]
    by: str
    memo: str


@dataclass(frozen=True, slots=True)
class Versions:
    """A person's versions; ``None`` where a step is the machine's alone.

    The later two name themes of the step before, so they are read when that stands.
    """

    summaries: tuple[SummaryEdit, ...] | None = None
    heading_themes: tuple[ThemeEdit, ...] | None = None
    general_themes: Callable[[Sequence[HeadingTheme]], tuple[GeneralEdit, ...]] | None = None
    decisions: Callable[[Sequence[GeneralTheme]], tuple[DecisionEdit, ...]] | None = None


def hand(by: str) -> str:
    """Return who wrote a row that differs from the machine's proposal."""
    return SOMEONE if by in {"", MACHINE_HAND} else by


def edited_summaries(
    proposed: Sequence[Summary],
    edits: Sequence[SummaryEdit] | None,
    cells: Mapping[str, Cell],
    *,
    sentences: SentenceCutter,
    encoder: Encoder,
) -> tuple[Summary, ...]:
    """Return the summaries with a person's wording where it is another.

    A person's summary keeps a link to the source: to the sentence that it is word for word, or
    to the one nearest in meaning. An emptied summary leaves the proposal.
    """
    by_id = {one.cell_id: one for one in edits or ()}
    made = []
    for summary in proposed:
        edit = by_id.get(summary.cell_id)
        if edit is None or edit.text in {"", summary.text}:
            made.append(replace(summary, memo=edit.memo) if edit else summary)
            continue
        source = _nearest(edit.text, cells[summary.cell_id], sentences=sentences, encoder=encoder)
        made.append(
            replace(summary, text=edit.text, source=source, by=hand(edit.by), memo=edit.memo)
        )
    return tuple(made)


def edited_heading_themes(
    grid: Grid,
    proposed: Sequence[HeadingTheme],
    edits: Sequence[ThemeEdit] | None,
    answers: Sequence[Answer],
    vectors: Floats,
    *,
    encoder: Encoder,
    stems: Stems,
    stops: frozenset[str],
) -> tuple[HeadingTheme, ...]:
    """Return the themes that the person's list names, or the proposals where there is no list.

    Answers of a theme are the machine's as far as their cases are named; for a case that the
    person added it is the answer under that heading nearest to the theme's name.
    """
    if edits is None:
        return tuple(proposed)
    known = {theme.id: theme for theme in proposed}
    names = encoder.encode([edit.label for edit in edits])
    return tuple(
        _theme(
            grid,
            edit,
            known.get(edit.id),
            answers,
            vectors=vectors,
            name=name,
            stems=stems,
            stops=stops,
        )
        for edit, name in zip(edits, names, strict=True)
    )


def edited_general_themes(
    grid: Grid,
    proposed: Sequence[GeneralTheme],
    edits: Sequence[GeneralEdit] | None,
    themes: Sequence[HeadingTheme],
    answers: Sequence[Answer],
    *,
    stems: Stems,
    stops: frozenset[str],
) -> tuple[GeneralTheme, ...]:
    """Return the general themes that the person's list names, or the proposals without one.

    Mentions stay those of the proposal with the same id and the same heading themes.
    """
    if edits is None:
        return tuple(proposed)
    known = {theme.id: theme for theme in proposed}
    by_id = {one.id: one for one in answers}
    made = []
    for edit in edits:
        base = known.get(edit.id)
        if base and set(base.themes) == set(edit.themes):
            same = base.label == edit.label
            by = base.by if same else hand(edit.by)
            made.append(replace(base, label=edit.label, by=by, memo=edit.memo))
            continue
        parts = [theme for theme in themes if theme.id in edit.themes]
        ids = tuple(dict.fromkeys(one for part in parts for one in part.answers))
        held = {(part.heading, case) for part in parts for case in part.cases}
        held |= set(places_of(grid, by_id, ids))
        made.append(
            GeneralTheme(
                id=edit.id or theme_id("g", edit.label, *sorted(edit.themes)),
                label=edit.label,
                key_phrases=key_phrases([by_id[one] for one in ids], stops, stems=stems),
                themes=edit.themes,
                answers=ids,
                mentions=(),
                places=tuple(
                    (c.heading, c.case) for c in grid.cells if (c.heading, c.case) in held
                ),
                by=hand(edit.by),
                memo=edit.memo,
            )
        )
    return tuple(made)


def edited_refinements(
    proposed: Sequence[Refinement], edits: Sequence[DecisionEdit] | None
) -> tuple[Refinement, ...]:
    """Return the proposals with a person's decisions where they made any."""
    by_id = {one.theme_id: one for one in edits or ()}
    return tuple(_decided(one, by_id.get(one.theme_id)) for one in proposed)


def _decided(one: Refinement, edit: DecisionEdit | None) -> Refinement:
    if edit is None or not edit.decision:
        return replace(one, memo=edit.memo) if edit else one
    return replace(
        one,
        decision=edit.decision,
        into=edit.into if edit.decision == "merge" else "",
        name=edit.name,
        by=hand(edit.by),
        memo=edit.memo,
    )


def _nearest(text: str, cell: Cell, *, sentences: SentenceCutter, encoder: Encoder) -> Piece:
    pieces = sentence_pieces(cell, sentences)
    exact = next((piece for piece in pieces if piece.text == text), None)
    if exact or len(pieces) == 1:
        return exact or pieces[0]
    vectors = encoder.encode([text, *(piece.text for piece in pieces)])
    return pieces[int(np.argmax(np.round(vectors[1:] @ vectors[0], 6)))]


def _theme(
    grid: Grid,
    edit: ThemeEdit,
    base: HeadingTheme | None,
    answers: Sequence[Answer],
    *,
    vectors: Floats,
    name: Floats,
    stems: Stems,
    stops: frozenset[str],
) -> HeadingTheme:
    wanted = (edit.heading, edit.label, set(edit.cases))
    if base and (base.heading, base.label, set(base.cases)) == wanted:
        return replace(base, memo=edit.memo)
    kept = set(base.answers) if base and base.heading == edit.heading else set()
    rows = list(_rows(edit, kept, answers, vectors, name))
    own = [answers[n] for n in rows]
    return HeadingTheme(
        id=edit.id or theme_id("h", edit.heading, edit.label),
        heading=edit.heading,
        label=edit.label,
        key_phrases=key_phrases(own, stops, stems=stems),
        cases=tuple(case for case in grid.cases if case in edit.cases),
        answers=tuple(one.id for one in own),
        likeness=likeness_within(np.array(rows, np.int64), answers, vectors),
        by=hand(edit.by),
        memo=edit.memo,
    )


def _rows(
    edit: ThemeEdit, kept: set[str], answers: Sequence[Answer], vectors: Floats, name: Floats
) -> Iterator[int]:
    """Yield the rows of a theme's answers, case by case; none for a case without any there."""
    for case in edit.cases:
        there = [n for n, a in enumerate(answers) if (a.heading, a.case) == (edit.heading, case)]
        mine = [n for n in there if answers[n].id in kept]
        if mine:
            yield from mine
        elif there:
            yield there[int(np.argmax(np.round(vectors[there] @ name, 6)))]
