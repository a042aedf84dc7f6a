"""The headline of the comparison: one coefficient, named beforehand, the rest in a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.agreement.chance.trivial import trivial_coder
from secondcoder.agreement.study.baselines import COPY
from secondcoder.page.values import (
    count,
    decimal,
    interval,
    joined,
    percent,
    with_interval,
)
from secondcoder.procedures.second_coder.page.around import OF_SETS, around, percent_around
from secondcoder.procedures.second_coder.page.machines import second_name
from secondcoder.procedures.second_coder.page.plan import kept_to
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_BASELINES,
    AGREEMENT_OVERALL,
    BaselineRow,
    OverallRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE, PERSON

MV_ALPHA, POOLED = "mv-alpha", "pooled kappa"
SOURCES = {MV_ALPHA: "Krippendorff & Craggs 2016", POOLED: "de Vries et al. 2008"}
_COPIES = ", and what a copy of another person would, on those of them that this person saw"
_OTHERS = (
    "All coefficients over all codes, with intervals over documents (mv-alpha: Krippendorff & "
    "Craggs 2016; pooled kappa: de Vries et al. 2008, with a bootstrap of documents as a check; "
    "the others under Definitions):"
)
_HEAD = ("Coders", "Codes", "mv-alpha", "Pooled kappa", "Bootstrap", "Mean kappa", "Range",
         "Percent", "F1", "Jaccard alpha", "MASI alpha", "B-cubed", "Omega")  # fmt: skip


def headline_of(run: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the headline coefficient, and whether ``study.toml`` names it."""
    named = ((run.get("config") or {}).get("comparison") or {}).get("headline")
    return (str(named), True) if named else (MV_ALPHA, False)


def headline_paragraphs(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return the headline of each pair and level beside trivial coders, then the rest."""
    pairs: Sequence[OverallRow] = tables[AGREEMENT_OVERALL]
    if not pairs:
        return []
    name, named = headline_of(run)
    why = "named in study.toml" if named else "what this program leads with where none is named"
    why = "fixed beforehand" if kept_to(run) else why
    pairs, about = _named_first(pairs, run)
    copies = any(row.trivial.startswith(COPY) for row in tables[AGREEMENT_BASELINES])
    first = (
        f"The headline is {name} over passages ({SOURCES[name]}; {why}), with 95 % intervals over "
        "documents. Beside each machine stands what trivial coders would reach in its place, on "
        f"the same passages{_COPIES if copies else ''}."
    )
    marks = _marks(tables[AGREEMENT_BASELINES])
    said = [_pair(pair, marks, name) for pair in pairs]
    return [first + about, *said, *_unequal(pairs), f"{_OTHERS}\n\n{_table(tables, pairs)}"]


def _named_first(
    pairs: Sequence[OverallRow], run: Mapping[str, Any]
) -> tuple[Sequence[OverallRow], str]:
    """Return the pairs with those first that the headline is about, and a sentence on it."""
    asked = (run.get("config") or {}).get("comparison") or {}
    level, two = asked.get("level"), asked.get("pair")
    if not (level or two):
        return pairs, ""
    about = [pair for pair in pairs if _is_about(pair, level, two)]
    rest = [pair for pair in pairs if pair not in about]
    whose = joined(two) if two else "each pair"
    where = "the leaves" if level == "leaves" else f"level {level}" if level else "every level"
    if not about:
        return pairs, f" It was to be that of {whose} at {where}, which this run does not have."
    return [
        *about,
        *rest,
    ], f" It is that of {whose} at {where}, given first; the rest stands after."


def _is_about(pair: OverallRow, level: object, two: Sequence[str] | None) -> bool:
    if two and {pair.first, pair.second} != set(two):
        return False
    if level == "leaves":
        return "leaves" in pair.scope
    return level is None or pair.level == level


def _marks(rows: Sequence[BaselineRow]) -> dict[tuple[str, str, str], list[BaselineRow]]:
    found: dict[tuple[str, str, str], list[BaselineRow]] = {}
    for row in rows:
        found.setdefault((row.coder, row.beside, row.scope), []).append(row)
    return found


def _pair(
    pair: OverallRow, marks: Mapping[tuple[str, str, str], list[BaselineRow]], name: str
) -> str:
    beside = marks.get((pair.first, pair.second, pair.scope), [])
    own = "; ".join(f"{_of(row)}: {decimal(headline_value(row, name))}" for row in beside)
    around = interval(*headline_ends(pair, name))
    said = f"95 % interval {around}" if around else "no interval"
    about = ": ".join(part for part in (said, pair.interval_note) if part)
    return (
        f"{second_name(pair.first, PERSON)} and {second_name(pair.second, pair.second_is)}, "
        f"{pair.scope} ({count(pair.codes, 'code')}, {count(pair.units, 'passage')}, "
        f"{count(pair.documents, 'document')}): {name} {decimal(headline_value(pair, name))} "
        f"({about})"
        f"{f'; in its place {own}' if own else ''}."
    )


def headline_value(row: OverallRow | BaselineRow, name: str) -> float | None:
    """Return the headline coefficient of a row."""
    return row.alpha if name == MV_ALPHA else row.pooled_kappa


def headline_ends(row: OverallRow, name: str) -> tuple[float | None, float | None]:
    """Return the ends of its 95 % interval; without one, nothing twice."""
    return (row.alpha_low, row.alpha_high) if name == MV_ALPHA else (row.kappa_low, row.kappa_high)


def _of(row: BaselineRow) -> str:
    if row.trivial.startswith(COPY):
        return f"{row.trivial} over {count(row.units, 'passage')}"
    return trivial_coder(row.trivial)


def _unequal(pairs: Sequence[OverallRow]) -> list[str]:
    """Explain why people are compared on more codes than people and a machine, if they are."""
    of: dict[str, dict[str, int]] = {PERSON: {}, MACHINE: {}}
    for pair in pairs:
        of[pair.second_is][pair.scope] = max(pair.codes, of[pair.second_is].get(pair.scope, 0))
    more = [
        f"{codes} against {of[MACHINE][scope]} ({scope})"
        for scope, codes in of[PERSON].items()
        if scope in of[MACHINE] and codes > of[MACHINE][scope]
    ]
    if not more:
        return []
    said = (
        "Two people are compared on more codes than a person and a machine: "
        f"{', '.join(more)}. People gave codes that are not in the codebook, which the machine "
        "could not suggest."
    )
    return [said]


def _table(tables: Tables, pairs: Sequence[OverallRow]) -> str:
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_cells, pairs)]
    rows += [_trivial(row) for row in tables[AGREEMENT_BASELINES]]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cells(pair: OverallRow) -> tuple[str, ...]:
    return (
        f"{pair.first} – {second_name(pair.second, pair.second_is)}",
        pair.scope,
        with_interval(decimal(pair.alpha), pair.alpha_low, pair.alpha_high),
        with_interval(decimal(pair.pooled_kappa), pair.kappa_low, pair.kappa_high),
        interval(pair.bootstrap_low, pair.bootstrap_high),
        around(pair, "mean_kappa"),
        interval(pair.kappa_min, pair.kappa_max),
        percent_around(pair),
        around(pair, "positive_agreement"),
        *(around(pair, one) for one in OF_SETS),
    )


def _trivial(row: BaselineRow) -> tuple[str, ...]:
    who = f"{row.coder} – {_of(row)} (for {second_name(row.beside, MACHINE)})"
    kappa, share = decimal(row.pooled_kappa), percent(row.pooled_percent)
    return (who, row.scope, decimal(row.alpha), kappa, "", "", "", share, *[""] * 5)
