"""The sections of the report behind its front: which there are, in which order, how long each is.

A section is a line of ``SECTIONS`` and a template of its own, ``section_<id>.html.j2``; it is
folded until opened. What its template shows is made in ``build``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.page.values import count, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section that a report can have."""

    id: str
    title: str
    needs: tuple[str, ...] = ()
    """Names of what it shows, one of which must be there; without any it always stands."""
    counted: str = ""
    """The name of what is counted in the contents."""
    noun: str = ""


SECTIONS = (
    Section(id="themes", title="Candidate themes", counted="theme_count"),
    Section(id="codes", title="Themes beside codes", counted="match_count", noun="pair"),
    Section(
        id="lacking",
        title="What your codebook may lack",
        needs=("has_codes",),
        counted="lacks",
        noun="group",
    ),
    Section(id="suggestions", title="Suggested codes", counted="suggestion_count"),
    Section(
        id="spread",
        title="Codes in documents",
        needs=("spread_grid",),
        counted="spread_codes",
        noun="code",
    ),
    Section(
        id="together",
        title="Codes on one passage",
        needs=("together_picture",),
        counted="together_count",
        noun="pair",
    ),
    Section(id="groups", title="Kinds of source and groups", needs=("kind_picture", "group_views")),
    Section(id="comparison", title=""),
    Section(
        id="apart",
        title="Where readings part",
        needs=("matrix_pictures", "codes_with_differences"),
        counted="codes_with_differences",
        noun="code",
    ),
    Section(id="documents", title="Agreement by document", needs=("by_document_picture",)),
    Section(
        id="yardsticks",
        title="What agreement is held against",
        needs=(
            *("baseline_grid", "difference_grid", "consensus_grid", "panel_grid"),
            *("alt_sentences", "unit_grid", "group_sentences"),
        ),
    ),
    Section(
        id="confidence",
        title="How far confidence can be trusted",
        needs=("calibration_picture", "curve_picture", "saturation_picture"),
    ),
    Section(id="next", title="What to code next", needs=("next",)),
    Section(id="review", title="After review", needs=("review",)),
    Section(id="understood", title="What was understood of the files", needs=("understood",)),
    Section(id="notices", title="Notices", counted="noticed"),
    Section(id="terms", title="What the figures mean", counted="terms", noun="term"),
    Section(id="settings", title="Settings and versions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section that a report has, as the contents list it."""

    id: str
    title: str
    count: str = ""
    """What it holds, in a few words."""

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"section_{self.id}.html.j2"


def parts_of(shown: Mapping[str, object]) -> list[Part]:
    """Return the sections that a report has; ``shown`` is all that its templates show."""
    return [
        Part(id=one.id, title=one.title, count=_count(one, shown))
        for one in _in_order(shown)
        if not one.needs or any(shown.get(name) for name in one.needs)
    ]


def _in_order(shown: Mapping[str, object]) -> Iterator[Section]:
    """Yield the sections; where it matters most, where readings part leads the comparison."""
    named = {one.id: one for one in SECTIONS}
    named["comparison"] = replace(named["comparison"], title=_compared(shown))
    if shown["differences_first"]:
        yield from (
            named[{"comparison": "apart", "apart": "comparison"}.get(one.id, one.id)]
            for one in SECTIONS
        )
    else:
        yield from named.values()


def _count(section: Section, shown: Mapping[str, object]) -> str:
    value = shown.get(section.counted)
    if not isinstance(value, int | Sequence):
        return ""
    number = value if isinstance(value, int) else len(value)
    return count(number, section.noun) if section.noun else whole(number)


def _compared(shown: Mapping[str, object]) -> str:
    if shown["reflexive"]:
        return "Counts of both readings"
    if shown["has_coding"] and not shown["with_machine"]:
        return "People side by side"
    several = shown["several_machines"]
    return "People and machines side by side" if several else "People and machine side by side"
