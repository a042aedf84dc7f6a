"""The figures of a content analysis by their names, for the page and for files of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from secondcoder.page.figures.style import Drawn
from secondcoder.procedures.content.figures.facets import divided_themes, draw_facet
from secondcoder.procedures.content.figures.kinds import draw_kinds, kinds_of_source
from secondcoder.procedures.content.figures.percents import (
    bar_kind,
    count_bars,
    draw_counts,
    draw_value,
    value_bars,
)
from secondcoder.procedures.content.tables.by_value import (
    COUNTS_BY,
    CountByRow,
    by_attribute,
    largest_first,
)
from secondcoder.procedures.content.tables.counts import COUNTS
from secondcoder.procedures.content.tables.facets import FACET_COUNTS
from secondcoder.procedures.content.tables.sources import TRIANGULATION
from secondcoder.procedures.drawn import by_name, drawn_once
from secondcoder.protocols import Beside, Keep
from secondcoder.publish.schema import Tables

MOST_VALUES = 12
"""Values of an attribute that are drawn, those with most codes; all stand in counts_by.csv."""
_LONGEST = 200
"""Letters of a name: file systems take 255 bytes, and a piece of a hash and an ending follow."""
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: a value of an attribute, or a facet."""

    kind: str
    of: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ValuePart:
    """The rows of a value that is drawn, and the name of its figure."""

    name: str
    attribute: str
    value: str
    rows: tuple[CountByRow, ...]


def draw_figures(
    tables: Tables, *, keep: Keep | None = None, beside: Beside | None = None
) -> dict[str, Drawn]:
    """Return the figures for which there are data, by name."""
    once = partial(drawn_once, keep, beside)
    return by_name(
        once(draw_counts, count_bars(tables[COUNTS])),
        once(draw_kinds, kinds_of_source(tables[TRIANGULATION])),
        *(
            once(draw_facet, divided_themes(tables[FACET_COUNTS], facet), name)
            for facet, name in facet_names(tables).items()
        ),
        *(
            once(draw_value, value_bars(part.rows), bar_kind(part.rows), part.name)
            for part in value_parts(tables)
        ),
    )


def figure_list(tables: Tables, drawn: Mapping[str, Drawn]) -> list[dict[str, str]]:
    """Return the names of the figures, each with the attribute and value it is about, if any."""
    about = {part.name: (part.attribute, part.value) for part in value_parts(tables)}
    found = []
    for name in drawn:
        attribute, value = about.get(name, ("", ""))
        found.append({"name": name, "attribute": attribute, "value": value})
    return found


def value_parts(tables: Tables) -> list[ValuePart]:
    """Return each value that is drawn, with the rows of ``counts_by`` that are about it."""
    values = by_attribute(tables[COUNTS_BY])
    return [
        ValuePart(name, subject.of, subject.value, values[subject.of][subject.value])
        for subject, name in _names(tables).items()
        if subject.kind == "value"
    ]


def facet_names(tables: Tables) -> dict[str, str]:
    """Return the name of each facet's figure."""
    names = _names(tables)
    return {subject.of: name for subject, name in names.items() if subject.kind == "facet"}


def _names(tables: Tables) -> dict[Subject, str]:
    """Return a name for the figure of each subject, no two alike on any file system.

    Subjects that would share a name get a piece of their hash, in whatever order they stand.
    """
    names = dict(_wished(tables))
    while shared := _shared(list(names.values())):
        names = {
            subject: f"{name}_{_digest(subject)}" if name.casefold() in shared else name
            for subject, name in names.items()
        }
    return names


def _wished(tables: Tables) -> Iterator[tuple[Subject, str]]:
    for facet in dict.fromkeys(row.facet for row in tables[FACET_COUNTS]):
        yield Subject("facet", facet), f"facet_{_slug(facet)}"
    for attribute, values in by_attribute(tables[COUNTS_BY]).items():
        drawn = set(largest_first(values)[:MOST_VALUES])
        for place, value in enumerate((one for one in values if one in drawn), start=1):
            yield Subject("value", attribute, value), f"{_slug(attribute)}_{place}"


def _shared(names: Sequence[str]) -> set[str]:
    """Return the names that stand there more than once, whatever the case of their letters."""
    folded = [name.casefold() for name in names]
    return {name for name in folded if folded.count(name) > 1}


def _digest(subject: Subject) -> str:
    written = f"{subject.kind}\x1f{subject.of}\x1f{subject.value}"
    return sha256(written.encode()).hexdigest()[:_DIGEST]


def _slug(name: str) -> str:
    """Return a name that can be part of a file’s name anywhere."""
    kept = "".join(c if c.isalnum() and c.isascii() else "_" for c in str(name))
    return kept[:_LONGEST]
