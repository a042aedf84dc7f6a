"""Retrieved segments: who said it and where, what stands around it, who coded it and who did not.

A passage is listed once under each deepest code that somebody gave it. Lists are bounded, so that
a large study's pages can be opened; what is left out stands in the tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.tables.codes import CODES, codes_above
from secondcoder.procedures.second_coder.tables.comparison import (
    COMPARISON,
    MACHINE_CODES,
    MACHINE_SEEN,
    SEEN,
    read_stretch,
    seen_by,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED, in_words

IN_ALL = 10_000
"""Passages on all pages of codes together: about ten megabytes."""
AT_LEAST, AT_MOST = 20, 300
"""Passages of one code on its page, whatever the number of codes."""
AROUND = 220
"""Characters of the passages before and after that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A passage in its surroundings."""

    quote: Quote
    before: str
    after: str
    gave: tuple[str, ...]
    """Coders who gave the code or one below it."""
    withheld: tuple[str, ...]
    """Coders who saw the passage and did not."""
    codes: tuple[str, ...] = ()
    """Codes that people gave it, where segments are not those of one code."""


class Surroundings:
    """Passages with what stands before and after them in their document."""

    def __init__(self, passages: Iterable[PassageRow]) -> None:
        rows = sorted(passages, key=lambda row: (row.document, row.position))
        self._quotes = Quotes(rows)
        self.order = {row.passage_id: place for place, row in enumerate(rows)}
        self._rows = rows

    def segment(
        self,
        passage_id: str,
        *,
        gave: Sequence[str] = (),
        withheld: Sequence[str] = (),
        codes: Sequence[str] = (),
        marks: Sequence[tuple[int, int]] = (),
    ) -> Segment:
        """Return a passage with its surroundings; ``marks`` are the stretches that were coded."""
        place = self.order[passage_id]
        quote = self._quotes.of([passage_id])[0]
        return Segment(
            quote=replace(quote, marks=tuple(marks)) if marks else quote,
            before=self._beside(place, -1),
            after=self._beside(place, 1),
            gave=tuple(gave),
            withheld=tuple(withheld),
            codes=tuple(codes),
        )

    def _beside(self, place: int, step: int) -> str:
        other = place + step
        if not 0 <= other < len(self._rows):
            return ""
        row = self._rows[other]
        if row.document != self._rows[place].document:
            return ""
        text = " ".join(row.text.split())
        if len(text) > AROUND:
            text = (
                f"… {text[-AROUND:].split(' ', 1)[-1]}"
                if step < 0
                else f"{text[:AROUND].rsplit(' ', 1)[0]} …"
            )
        return f"{row.speaker}: {text}" if row.speaker else text


class Given:
    """Who gave which code to which passage, and who saw it."""

    def __init__(self, tables: Tables) -> None:
        above = codes_above(tables[CODES])
        self.exact: dict[str, dict[str, list[str]]] = defaultdict(dict)
        """Coders by code and passage, under the deepest code that each gave."""
        self._any: set[tuple[str, str, str]] = set()
        given: dict[tuple[str, str], set[str]] = defaultdict(set)
        for coder, passage_id, code_id in _given(tables):
            given[coder, passage_id].add(code_id)
        for (coder, passage_id), codes in given.items():
            over = {one for code in codes for one in above.get(code, ())}
            self._any |= {(coder, passage_id, code) for code in codes | over}
            for code in codes - over:
                self.exact[code].setdefault(passage_id, []).append(coder)
        self.stretches: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        """What people coded of a passage, by passage and code, where it was less than all."""
        for row in tables[COMPARISON]:
            if row.stretches:
                key = row.passage_id, row.code_id
                parts = {*self.stretches.get(key, ()), *map(read_stretch, row.stretches)}
                self.stretches[key] = tuple(sorted(parts))
        self._seen = {**seen_by(tables[SEEN])}
        for label, passages in seen_by(tables[MACHINE_SEEN]).items():
            self._seen[in_words(label)] = passages
        if tables[SUGGESTIONS]:
            whole = {row.passage_id for row in tables[SUGGESTIONS]}
            self._seen[in_words(BUNDLED.label)] = whole

    def by(self, passage_id: str, code_id: str) -> tuple[list[str], list[str]]:
        """Return who gave a passage a code or one below it, and who saw it and did not."""
        seen = [coder for coder, passages in self._seen.items() if passage_id in passages]
        gave = [coder for coder in seen if (coder, passage_id, code_id) in self._any]
        return gave, [coder for coder in seen if coder not in gave]


def _given(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Yield coder, passage and code of whatever was given, people first."""
    for row in tables[COMPARISON]:
        if row.human:
            yield row.coder, row.passage_id, row.code_id
    for suggested in tables[SUGGESTIONS]:
        if suggested.suggested:
            yield in_words(BUNDLED.label), suggested.passage_id, suggested.code_id
    for other in tables[MACHINE_CODES]:
        yield in_words(other.coder), other.passage_id, other.code_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSegments:
    """One code with its passages, in document order."""

    id: str
    code: str
    level: int
    definition: str
    in_all: int
    """Passages that somebody gave just this code."""
    segments: tuple[Segment, ...]


def segments_by_theme(tables: Tables) -> Mapping[str, list[CodeSegments]]:
    """Return the codes by the id of the top of their branch, each with its passages."""
    given, around = Given(tables), Surroundings(tables[PASSAGES])
    most = min(AT_MOST, max(AT_LEAST, IN_ALL // max(1, len(given.exact))))
    found: dict[str, list[CodeSegments]] = defaultdict(list)
    for code in tables[CODES]:
        passages = sorted(given.exact.get(code.code_id, {}), key=around.order.__getitem__)
        segments = []
        for passage_id in passages[:most]:
            gave, withheld = given.by(passage_id, code.code_id)
            marks = given.stretches.get((passage_id, code.code_id), ())
            segments.append(around.segment(passage_id, gave=gave, withheld=withheld, marks=marks))
        found[code.top_id].append(
            CodeSegments(
                id=code.code_id,
                code=code.code,
                level=code.level,
                definition=code.definition,
                in_all=len(passages),
                segments=tuple(segments),
            )
        )
    return found


def codes_of_people(tables: Tables) -> dict[str, list[str]]:
    """Return the deepest codes that people gave, with who gave them, by passage."""
    people = {row.coder for row in tables[SEEN]}
    names = {code.code_id: code.code for code in tables[CODES]}
    found: dict[str, list[str]] = defaultdict(list)
    for code_id, passages in Given(tables).exact.items():
        for passage_id, coders in passages.items():
            if who := [coder for coder in coders if coder in people]:
                found[passage_id].append(f"{names[code_id]} ({', '.join(who)})")
    return {passage_id: sorted(codes) for passage_id, codes in found.items()}
