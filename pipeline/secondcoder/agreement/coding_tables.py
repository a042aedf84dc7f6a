"""From tables of coding to sets of codes for every unit and coder, as mv-alpha compares them.

A table of coding has a row for each code that somebody gave. It cannot say which units were seen
and left uncoded, so the list of all units belongs to it. An id that is not in that list is
refused: "7" would not be found beside 7, and the unit would count as left uncoded.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from secondcoder.agreement.coefficients.checked import RatingsError, grid, is_missing, rated_column
from secondcoder.agreement.coefficients.frames import is_frame

if TYPE_CHECKING:
    import pandas as pd


def code_sets(
    codings: Mapping[str, Any],
    units: Iterable[Hashable],
    *,
    unit: str = "passage",
    code: str = "code",
    seen: Mapping[str, Iterable[Hashable]] | None = None,
) -> "pd.DataFrame":
    """Return the set of codes of each unit (row) and coder (column); ``None`` if not seen.

    ``codings`` holds each coder's frame by name, with a row for each code given: columns
    ``unit`` and ``code``. ``units`` are the ids of all units; ``seen`` names those that a coder
    saw, where these are not all. Rows that say the same twice count once.

    >>> import pandas as pd
    >>> ana = pd.DataFrame({"passage": [1, 1, 3], "code": ["trust", "money", "trust"]})
    >>> ben = pd.DataFrame({"passage": [1], "code": ["trust"]})
    >>> sets = code_sets({"ana": ana, "ben": ben}, [1, 2, 3], seen={"ben": [1, 2]})
    >>> sets["ben"].tolist()
    [{'trust'}, set(), None]
    """
    import pandas as pd

    ids = _ids(units)
    if wrong := set(seen or {}) - set(codings):
        raise RatingsError(
            f"seen names {min(wrong)!r}, who is none of the coders",
            hint=f"The coders are: {', '.join(map(repr, codings))}.",
        )
    columns = {
        coder: _of_coder(coder, coding, ids, _seen(coder, seen, ids), unit=unit, code=code)
        for coder, coding in codings.items()
    }
    frame = pd.DataFrame(index=pd.Index(ids, name=unit, tupleize_cols=False))
    for coder, sets in columns.items():
        frame[coder] = pd.Series(sets, index=frame.index, dtype=object)
    return frame


def one_code(sets: "pd.DataFrame", code: Hashable) -> "pd.DataFrame":
    """Return 1 where a coder gave the code, 0 where not, and missing where they saw no unit.

    ``sets`` are as ``code_sets`` makes them; a code that nobody gave is refused.

    >>> import pandas as pd
    >>> sets = pd.DataFrame({"ana": [{"trust"}, set()], "ben": [{"trust"}, None]})
    >>> one_code(sets, "trust")["ben"].tolist()
    [1, <NA>]
    """
    import pandas as pd

    rows: list[list[Any]] = grid(sets).rows
    given = {one for row in rows for codes in row if codes is not None for one in codes}
    if code not in given:
        raise RatingsError(
            f"nobody gave the code {code!r}",
            hint=f"The codes are: {', '.join(sorted(map(repr, given)))}.",
        )
    found = [[pd.NA if codes is None else int(code in codes) for codes in row] for row in rows]
    return pd.DataFrame(found, index=sets.index, columns=sets.columns, dtype="Int64")


def _ids(units: Iterable[Hashable]) -> list[Hashable]:
    ids = rated_column(units, "units")
    if None in ids:
        raise RatingsError(f"units, place {ids.index(None)}: an id is missing", hint="Name all.")
    if len(set(ids)) < len(ids):
        twice = next(one for place, one in enumerate(ids) if one in ids[:place])
        raise RatingsError(
            f"the unit {twice!r} occurs twice", hint="List each unit once: units.unique()."
        )
    return ids


def _seen(
    coder: str, seen: Mapping[str, Iterable[Hashable]] | None, ids: list[Hashable]
) -> set[Hashable]:
    if seen is None or coder not in seen:
        return set(ids)
    saw = set(seen[coder])
    if wrong := saw - set(ids):
        raise _unknown(f"seen of {coder!r}", min(wrong, key=repr), ids)
    return saw


def _of_coder(
    coder: str,
    coding: Any,
    ids: list[Hashable],
    saw: set[Hashable],
    *,
    unit: str,
    code: str,
) -> list[set[Hashable] | None]:
    if not is_frame(coding):
        raise RatingsError(
            f"the coding of {coder!r} is {type(coding).__name__}, not a frame",
            hint=f"Give a pandas DataFrame with the columns {unit!r} and {code!r}.",
        )
    for name in (unit, code):
        if name not in coding.columns:
            raise RatingsError(
                f"the coding of {coder!r} has no column {name!r}",
                hint=f"It has {', '.join(map(repr, coding.columns))}; say which is which: "
                "unit=…, code=….",
            )
    sets: dict[Hashable, set[Hashable]] = {one: set() for one in ids}
    for row, place, given in zip(coding.index, coding[unit], coding[code], strict=True):
        where = f"the coding of {coder!r}, row {row!r}"
        if is_missing(given) or (isinstance(given, str) and not given.strip()):
            raise RatingsError(
                f"{where}: no code",
                hint="A unit without a code has no row; leave it out: coding.dropna().",
            )
        if is_missing(place) or place not in sets:
            raise _unknown(where, place, ids)
        if place not in saw:
            raise RatingsError(
                f"{where}: {place!r} was coded but is not among the units seen",
                hint=f"Add it to seen[{coder!r}], or leave the row out.",
            )
        sets[place].add(given)
    return [sets[one] if one in saw else None for one in ids]


def _unknown(where: str, place: object, ids: list[Hashable]) -> RatingsError:
    hint = "List every unit that somebody saw under units."
    if ids and isinstance(place, str) != isinstance(ids[0], str):
        hint = (
            f"Units are {'text' if isinstance(ids[0], str) else 'numbers'}, such as {ids[0]!r}: "
            "make both alike, e.g. coding[column].astype(int) or .astype(str)."
        )
    return RatingsError(f"{where}: {place!r} is none of the units", hint=hint)
