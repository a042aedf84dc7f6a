"""Cells to answers: the clauses in which cases are compared, each with where it stands."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from secondcoder.passages.paragraphs import Span
from secondcoder.passages.sentences import SentenceCutter
from secondcoder.procedures.synthesis.records import (
    MACHINE_HAND,
    Answer,
    Cell,
    Grid,
    Piece,
    Summary,
)
from secondcoder.procedures.synthesis.steps.stems import stem, stems_of
from secondcoder.words import is_content, words_of

FEWEST = 2
"""Content words of the first clause of a sentence; a shorter one (``In addition,``) is no answer of
its own. Not measured."""
ITSELF = frozenset(map(stem, "project projects study studies case cases".split()))
"""Stems of words by which a case study speaks of itself."""
_BOUND = re.compile(r"[;:,]\s+(?:(?:and|or|but|as well as)\s+)?|\s[–—]\s")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def answers_of(
    grid: Grid,
    summaries: Mapping[str, Summary],
    *,
    sentences: SentenceCutter,
    stops: frozenset[str],
) -> tuple[Answer, ...]:
    """Return the answers of every cell, in the order of the grid.

    A cell whose summary a person rewrote answers with that summary; every other with all of its
    clauses. Clauses that are only a name, or hold no word of their own, are left out.
    """
    names = proper_names(cell.text for cell in grid.filled)
    found: list[Answer] = []
    for cell in grid.filled:
        summary = summaries.get(cell.id)
        if summary is not None and summary.by != MACHINE_HAND:
            found += _rewritten(summary, sentences, stops)
        else:
            found += _verbatim(cell, sentences, stops)
    return tuple(one for one in found if not is_name(one.text, names, stops))


def masked(text: str, *, case: str, frame: frozenset[str], stops: frozenset[str]) -> str:
    """Return a text without the case's name and without words of the frame, for comparing.

    Neither tells the answers under one heading apart. What would be left without any content
    word stays whole.
    """
    left = re.sub(re.escape(case), " ", text, flags=re.IGNORECASE) if case else text
    left = _WORD.sub(lambda word: "" if stem(word.group().lower()) in frame else word.group(), left)
    left = " ".join(left.split()).strip(" ,;:.-–")
    return left if any(is_content(word, stops) for word in words_of(left)) else text


def proper_names(texts: Iterable[str]) -> frozenset[str]:
    """Return words, in lower case, that never stand without a capital in these texts."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        for word in _WORD.findall(text):
            (capital if word[0].isupper() else small).add(word.lower().replace("’", "'"))
    return frozenset(capital - small)


def is_name(text: str, names: frozenset[str], stops: frozenset[str]) -> bool:
    """Say whether a clause holds no content word, or is a proper name and nothing else."""
    words = [word for word in _WORD.findall(text) if is_content(word, stops)]
    if any(word[0].islower() for word in words):
        return False
    return not words or any(word.lower().replace("’", "'") in names for word in words)


def frames(
    grid: Grid, *, stops: frozenset[str], can_stand: Callable[[Sequence[str]], list[bool]]
) -> dict[str, frozenset[str]]:
    """Return for every heading the stems of its frame: words that tell its answers not apart.

    These are the heading's own words, words other than nouns that over half of its cells hold
    (``included``, ``aimed``), and words that only name the case itself (``project``).
    ``can_stand`` says which words are nouns.
    """
    found = {}
    for heading in grid.headings:
        cells = [cell for cell in grid.filled if cell.heading == heading]
        held = Counter(name for cell in cells for name in stems_of(cell.text, stops))
        words = sorted({w for c in cells for w in words_of(c.text) if is_content(w, stops)})
        often = [word for word in words if held[stem(word)] > max(2, len(cells) / 2)]
        nouns = {stem(word) for word, noun in zip(often, can_stand(often), strict=True) if noun}
        found[heading] = (
            stems_of(heading, stops) | ITSELF | ({stem(word) for word in often} - nouns)
        )
    return found


def clauses(
    text: str, sentences: Sequence[Span], stops: frozenset[str]
) -> Iterator[tuple[Span, Span]]:
    """Yield every clause of a text with its sentence: split at commas, colons and semicolons."""
    for start, end in sentences:
        begin = start
        for bound in _BOUND.finditer(text, start, end):
            first = begin == start
            words = sum(is_content(word, stops) for word in words_of(text[begin : bound.start()]))
            if first and words < FEWEST:
                continue
            if words:
                yield (begin, bound.start()), (start, end)
            begin = bound.end()
        if begin < end:
            yield (begin, end), (start, end)


def answer_id(piece: Piece, text: str) -> str:
    """Return an answer's id: ``a`` and ten hexadecimal digits of where it stands and what it is."""
    key = f"{piece.document}\x1f{piece.start}\x1f{piece.end}\x1f{text}"
    return "a" + hashlib.sha256(key.encode()).hexdigest()[:10]


def _verbatim(cell: Cell, sentences: SentenceCutter, stops: frozenset[str]) -> Iterator[Answer]:
    for piece in cell.pieces:
        for clause, sentence in clauses(piece.text, sentences(piece.text), stops):
            source = part_of(piece, clause)
            yield Answer(
                id=answer_id(source, source.text),
                case=cell.case,
                heading=cell.heading,
                text=source.text,
                source=source,
                sentence=part_of(piece, sentence),
            )


def _rewritten(summary: Summary, sentences: SentenceCutter, stops: frozenset[str]) -> list[Answer]:
    spans = sentences(summary.text)
    return [
        Answer(
            id=answer_id(summary.source, summary.text[slice(*clause)]),
            case=summary.case,
            heading=summary.heading,
            text=summary.text[slice(*clause)],
            source=summary.source,
            sentence=summary.source,
            by=summary.by,
        )
        for clause, _ in clauses(summary.text, spans, stops)
    ]


def part_of(piece: Piece, span: Span) -> Piece:
    """Return a stretch of a piece with its place in the document."""
    start, end = span
    return Piece(piece.document, piece.start + start, piece.start + end, piece.text[start:end])
