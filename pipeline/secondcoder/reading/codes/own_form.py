"""The form in which the tool itself writes codebooks and codings, and reads them without a key.

A codebook has the levels of its tree from the top down, then the columns of ``ENTRY``, then one
column for each facet, then those of ``BESIDE``. A code with several values of a facet goes on in
further rows, as in tables that list it once for each value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.records.codes import Code
from secondcoder.study.schema import CodebookSource, CodingSource

ENTRY = ("number", "definition", "include", "exclude", "examples", "formerly")
BESIDE = ("origin", "memo")
"""What is said of a code beside its entry: where it comes from, and notes; not read."""
CODING = ("coder", "document", "start", "end", "text", "code", "memo", "after_review")
"""The columns of a coding: a row for each code given, and one for a passage left uncoded."""
_FACET = " (facet)"
"""Behind the name of a facet that is called as another column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCode:
    """A code of a codebook that is written, with what is said of it beside its entry."""

    code: Code
    origin: str = ""
    memo: str = ""


def codebook_cells(
    codes: Sequence[WrittenCode], *, levels: Sequence[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a codebook; ``levels`` are what its study calls them.

    Codes that only stand above others have no row; they follow from those below them.
    """
    deep = max((len(one.code.path) for one in codes), default=1)
    facets = list(dict.fromkeys(name for one in codes for name, _ in one.code.facets))
    named = _level_names(levels, deep)
    fixed = {*named, *ENTRY, *BESIDE}
    headings = [f"{name}{_FACET}" if name in fixed else name for name in facets]
    lines = [
        line for one in codes if one.code.codable for line in _lines(one, facets=facets, deep=deep)
    ]
    return [*named, *ENTRY, *headings, *BESIDE], lines


def codebook_source(path: str, columns: Sequence[str]) -> CodebookSource | None:
    """Return how to read a codebook that the tool wrote; ``None`` for any other table."""
    first = columns.index(ENTRY[0]) if ENTRY[0] in columns else 0
    entry = tuple(columns[first : first + len(ENTRY)])
    if not first or entry != ENTRY or tuple(columns[-len(BESIDE) :]) != BESIDE:
        return None
    return CodebookSource(
        path=path,
        levels=list(columns[:first]),
        facets=list(columns[first + len(ENTRY) : -len(BESIDE)]),
        **{name: name for name in ENTRY},
    )


def coding_source(path: str, columns: Sequence[str]) -> CodingSource | None:
    """Return how to read a coding that the tool wrote; ``None`` for any other table."""
    if tuple(columns) != CODING:
        return None
    return CodingSource(
        path=path,
        coder_column="coder",
        document="document",
        start="start",
        end="end",
        passage="text",
        code="code",
        memo="memo",
        seen="listed",
    )


def _level_names(levels: Sequence[str], deep: int) -> list[str]:
    """Return as many headings as the tree is deep: the study's, as far as they go."""
    free = [name for name in dict.fromkeys(levels) if name not in {*ENTRY, *BESIDE}]
    named = free[:deep] if len(free) == len(levels) else []
    return [*named, *(f"level {place + 1}" for place in range(len(named), deep))]


def _lines(one: WrittenCode, *, facets: Sequence[str], deep: int) -> Iterator[list[str]]:
    """Yield the rows of a code: its entry stands in the first, each has one value of a facet."""
    code = one.code
    path = [*code.path, *[""] * (deep - len(code.path))]
    entry = [
        *(code.number, code.definition, code.include, code.exclude),
        *("\n".join(code.examples), "\n".join(code.formerly)),
    ]
    for number, values in enumerate(_facet_rows(code.facets, facets)):
        first = not number
        yield [
            *path,
            *(entry if first else [code.number, *[""] * (len(ENTRY) - 1)]),
            *(values.get(name, "") for name in facets),
            *((one.origin, one.memo) if first else ("", "")),
        ]


def _facet_rows(given: Sequence[tuple[str, str]], facets: Sequence[str]) -> list[dict[str, str]]:
    """Return the facets' values by row, so that they are read in the order in which they stand."""
    rows: list[dict[str, str]] = [{}]
    last = -1
    for name, value in given:
        place = facets.index(name)
        if place <= last:
            rows.append({})
        rows[-1][name] = value
        last = place
    return rows
