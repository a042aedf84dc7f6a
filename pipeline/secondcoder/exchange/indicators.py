"""0/1 tables for R and SPSS, and the units behind every coefficient, from a run's tables.

A code implies the codes above it. A passage that a coder did not see has no row for them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.csv_text import csv_for_statistics
from secondcoder.exchange.reviewed_indicators import after_review
from secondcoder.exchange.safe_names import column_names
from secondcoder.procedures.second_coder.tables.codes import CODES, CodeRow, codes_above
from secondcoder.procedures.second_coder.tables.comparison import (
    COMPARISON,
    MACHINE_CODES,
    MACHINE_SEEN,
    SEEN,
    seen_by,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.reviewed import REVIEWED_CODING
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED, Coder, Machine, Person, kind_of

_OF_PASSAGE = ("passage_id", "document", "case", "speaker", "position")
_OF_CODER = ("coder", "coder_is")
"""Their name, and whether they are a person or a machine: a person may be called ``machine``."""
_RESPONDENTS = {"documents": ("document",), "cases": ("case",), "speakers": ("document", "speaker")}


@dataclass(frozen=True, slots=True)
class CoderUnits:
    """What one coder saw and applied."""

    coder: Coder
    seen: frozenset[str]
    """Ids of passages."""
    applied: Mapping[str, frozenset[str]]
    """Codes by passage id, those above them included."""


def indicator_files(tables: Tables) -> dict[str, bytes]:
    """Return CSV files by name.

    ``passages_01.csv`` has a row for each passage and coder and a column for each code;
    ``documents_01.csv``, ``cases_01.csv`` and ``speakers_01.csv`` hold 1 where any passage does;
    ``codes_key.csv`` says which column is which code; ``units.csv`` has a row for each passage,
    code and coder. ``reviewed_01.csv`` is there if somebody reviewed.
    """
    codes, passages = tables[CODES], tables[PASSAGES]
    if not codes:
        raise SecondcoderError(
            "the run has no codes, so there is nothing to tabulate",
            hint="Name a codebook in study.toml and run `secondcoder suggest` again.",
        )
    columns = column_names([code.path[-1] for code in codes])
    units = coder_units(tables)
    files = {
        "passages_01.csv": csv_for_statistics(
            [*_OF_PASSAGE, *_OF_CODER, *columns], _by_passage(passages, codes, units)
        ),
        "units.csv": csv_for_statistics(
            ["passage_id", "code_id", "code", *_OF_CODER, "applied"],
            _by_unit(passages, codes, units),
        ),
        "codes_key.csv": csv_for_statistics(
            ["column", "code_id", "code", "level", "in_codebook"],
            (
                (column, code.code_id, code.code, code.level, "yes" if code.in_codebook else "no")
                for column, code in zip(columns, codes, strict=True)
            ),
        ),
    }
    if tables[REVIEWED_CODING]:
        files["reviewed_01.csv"] = csv_for_statistics(
            [*_OF_PASSAGE, "moment", "coder", *columns], _after_review(passages, codes, tables)
        )
    for name, keys in _RESPONDENTS.items():
        if any(getattr(passage, keys[-1]) for passage in passages):
            files[f"{name}_01.csv"] = csv_for_statistics(
                [*keys, *_OF_CODER, "passages_seen", *columns],
                _by_respondent(passages, codes, units, keys),
            )
    return files


def coder_units(tables: Tables) -> list[CoderUnits]:
    """Return what each coder saw and applied; people by name, then machines, the bundled first."""
    seen = seen_by(tables[SEEN])
    applied: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for given in tables[COMPARISON]:
        if given.human:
            applied[given.coder][given.passage_id].add(given.code_id)
    people = [CoderUnits(Person(c), frozenset(seen[c]), _frozen(applied[c])) for c in sorted(seen)]
    return [*people, *_bundled(tables), *_others(tables)]


def _others(tables: Tables) -> Iterator[CoderUnits]:
    """Yield what machines of tables saw and applied, codes above included."""
    applied: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in tables[MACHINE_CODES]:
        applied[row.coder][row.passage_id].add(row.code_id)
    for label, seen in seen_by(tables[MACHINE_SEEN]).items():
        yield CoderUnits(Machine(label), frozenset(seen), _frozen(applied[label]))


def _bundled(tables: Tables) -> Iterator[CoderUnits]:
    if not tables[SUGGESTIONS]:
        return
    above = codes_above(tables[CODES])
    applied: dict[str, set[str]] = defaultdict(set)
    for row in tables[SUGGESTIONS]:
        if row.suggested:
            applied[row.passage_id].update((row.code_id, *above[row.code_id]))
    every = frozenset(passage.passage_id for passage in tables[PASSAGES])
    yield CoderUnits(BUNDLED, every, _frozen(applied))


def _who(one: CoderUnits) -> tuple[str, str]:
    return one.coder.label, kind_of(one.coder)


def _frozen(applied: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {passage: frozenset(codes) for passage, codes in applied.items()}


def _by_passage(
    passages: Sequence[PassageRow], codes: Sequence[CodeRow], units: Sequence[CoderUnits]
) -> Iterator[list[object]]:
    for one in sorted(units, key=_who):
        for passage in passages:
            if passage.passage_id not in one.seen:
                continue
            applied = one.applied.get(passage.passage_id, frozenset())
            cells = [int(code.code_id in applied) for code in codes]
            yield [*(getattr(passage, name) for name in _OF_PASSAGE), *_who(one), *cells]


def _by_unit(
    passages: Sequence[PassageRow], codes: Sequence[CodeRow], units: Sequence[CoderUnits]
) -> Iterator[list[object]]:
    for one in units:
        for passage in passages:
            if passage.passage_id not in one.seen:
                continue
            applied = one.applied.get(passage.passage_id, frozenset())
            for code in codes:
                given = int(code.code_id in applied)
                yield [passage.passage_id, code.code_id, code.code, *_who(one), given]


def _by_respondent(
    passages: Sequence[PassageRow],
    codes: Sequence[CodeRow],
    units: Sequence[CoderUnits],
    keys: Sequence[str],
) -> Iterator[list[object]]:
    """Yield for each respondent and coder whether any passage seen has the code."""
    respondents: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for passage in passages:
        if getattr(passage, keys[-1]):
            respondents[tuple(getattr(passage, key) for key in keys)].append(passage.passage_id)
    for one in sorted(units, key=_who):
        for respondent, ids in respondents.items():
            seen = [passage for passage in ids if passage in one.seen]
            if seen:
                applied = frozenset[str]().union(*(one.applied.get(p, frozenset()) for p in seen))
                cells = [int(code.code_id in applied) for code in codes]
                yield [*respondent, *_who(one), len(seen), *cells]


def _after_review(
    passages: Sequence[PassageRow], codes: Sequence[CodeRow], tables: Tables
) -> Iterator[list[object]]:
    """Yield the coding after review.

    A cell is empty where the code is undecided, and where nobody settled it on a passage that
    was not coded as a whole.
    """
    for one in after_review(tables, codes_above(codes)):
        for passage in passages:
            if passage.passage_id in one.passages:
                cells = [one.cell(passage.passage_id, code.code_id) for code in codes]
                place = (getattr(passage, name) for name in _OF_PASSAGE)
                yield [*place, one.moment, one.reviewer, *cells]
