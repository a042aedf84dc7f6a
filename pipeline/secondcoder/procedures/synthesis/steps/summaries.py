"""Step 1: one sentence for every cell, taken from it word for word."""

from collections.abc import Iterator

import numpy as np

from secondcoder.passages.sentences import SentenceCutter
from secondcoder.procedures.synthesis.records import Cell, Grid, Piece, Summary
from secondcoder.procedures.synthesis.steps.answers import masked, part_of
from secondcoder.protocols import Encoder, Floats


def sentence_pieces(cell: Cell, sentences: SentenceCutter) -> list[Piece]:
    """Return the sentences of a cell with where they stand."""
    return [part_of(piece, span) for piece in cell.pieces for span in sentences(piece.text)]


def summarise(
    grid: Grid, *, encoder: Encoder, sentences: SentenceCutter, stops: frozenset[str]
) -> tuple[Summary, ...]:
    """Return one sentence for every filled cell, in the order of the grid.

    Every cell is treated alike: taken is the sentence with the greatest sum of its cosines to
    the whole cell and to the heading; of equals the first.
    """
    cells = [(cell, pieces) for cell in grid.filled if (pieces := sentence_pieces(cell, sentences))]
    texts = [
        masked(text, case=cell.case, frame=frozenset(), stops=stops)
        for cell, pieces in cells
        for text in (cell.text, *(piece.text for piece in pieces))
    ]
    vectors = encoder.encode(texts)
    heads = dict(zip(grid.headings, encoder.encode(list(grid.headings)), strict=True))
    return tuple(_summaries(cells, vectors, heads))


def _summaries(
    cells: list[tuple[Cell, list[Piece]]], vectors: Floats, heads: dict[str, Floats]
) -> Iterator[Summary]:
    done = 0
    for cell, pieces in cells:
        whole, mine = vectors[done], vectors[done + 1 : done + 1 + len(pieces)]
        done += 1 + len(pieces)
        scores = np.round(mine @ whole + mine @ heads[cell.heading], 6)
        best = pieces[int(np.argmax(scores))]
        yield Summary(
            cell_id=cell.id,
            case=cell.case,
            heading=cell.heading,
            text=best.text,
            source=best,
            sentences=len(pieces),
        )
