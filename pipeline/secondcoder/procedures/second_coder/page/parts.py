"""The sections of the report behind its front: which there are, in which order, how long each is.

A section is a part with a template of its own, ``section_<id>.html.j2``, folded until opened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.values import count, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section, as the contents list it."""

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
    return list(_parts(_Shown(shown)))


class _Shown:
    """What the templates show, with how much of it there is."""

    def __init__(self, shown: Mapping[str, object]) -> None:
        self._shown = shown

    def __getitem__(self, name: str) -> object:
        return self._shown.get(name)

    def size(self, name: str) -> int:
        """Return how long a list is, or a number itself."""
        value = self[name]
        if isinstance(value, int):
            return value
        return len(value) if isinstance(value, Sequence) else 0


def _parts(shown: _Shown) -> Iterator[Part]:
    yield Part(id="themes", title="Candidate themes", count=whole(shown.size("theme_count")))
    yield Part(id="codes", title="Themes beside codes", count=_pairs(shown))
    if shown["has_codes"]:
        title = "What your codebook may lack"
        yield Part(id="lacking", title=title, count=whole(shown.size("lacks")))
    suggested = whole(shown.size("suggestion_count")) if shown["has_suggestions"] else "none"
    yield Part(id="suggestions", title="Suggested codes", count=suggested)
    apart = shown["matrix_pictures"] or shown["codes_with_differences"]
    differing = count(shown.size("codes_with_differences"), "code")
    where = [Part(id="apart", title="Where readings part", count=differing)] if apart else []
    if shown["differences_first"]:
        yield from where
    yield Part(id="comparison", title=_compared(shown))
    if any(shown[name] for name in _YARDSTICKS):
        yield Part(id="yardsticks", title="What agreement is held against")
    if not shown["differences_first"]:
        yield from where
    if any(shown[name] for name in ("calibration_picture", "curve_picture", "saturation_picture")):
        yield Part(id="confidence", title="How far confidence can be trusted")
    if shown["next"]:
        yield Part(id="next", title="What to code next")
    if shown["review"]:
        yield Part(id="review", title="After review")
    if shown["understood"]:
        yield Part(id="understood", title="What was understood of the files")
    yield Part(id="notices", title="Notices", count=whole(shown.size("noticed")))
    yield Part(id="terms", title="What the figures mean", count=whole(shown.size("terms")))
    yield Part(id="settings", title="Settings and versions")


_YARDSTICKS = (
    *("baseline_grid", "difference_grid", "consensus_grid", "panel_grid", "alt_sentences"),
    *("unit_grid", "group_sentences"),
)


def _pairs(shown: _Shown) -> str:
    return count(shown.size("match_count"), "pair") if shown["has_codes"] else "no codebook"


def _compared(shown: _Shown) -> str:
    if shown["reflexive"]:
        return "Counts of both readings"
    if shown["has_coding"] and not shown["with_machine"]:
        return "People side by side"
    several = shown["several_machines"]
    return "People and machines side by side" if several else "People and machine side by side"
