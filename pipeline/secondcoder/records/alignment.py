"""A theme and a code set against chance."""

from dataclasses import dataclass

from secondcoder.records.coders import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPair:
    """A candidate theme and a code, set against themes shifted round inside documents."""

    theme_id: str
    code_id: str
    kappa: float | None
    p: float | None
    """Chance of a kappa as large for the code's best theme."""
    q: float | None
    """The pair's p, corrected for the number of codes and of pairs looked at; never below p."""
    kept: bool
    of_theme: float
    """Share of the theme's passages that carry the code."""
    of_code: float
    """Share of the code's passages that lie in the theme."""
    relation: str
    """``matches``, ``splits``, ``merges``, ``overlaps`` or empty."""
    assigned: bool
    coded_by: Machine | None = None
    """The machine whose codes these are; ``None`` for people's."""
    borderline: bool = False
    """Whether other random shifts might decide otherwise."""
    least_kappa: float | None = None
    """What kappa must exceed for a pair with this code to be more than chance."""
    place_p: float | None = None
    """Chance of a kappa as large with themes of other documents at the same place."""
    place_q: float | None = None
    place: str = ""
    """``beyond``, ``may explain``; empty where not tested or not more than chance."""
