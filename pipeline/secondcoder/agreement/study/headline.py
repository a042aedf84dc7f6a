"""The headline coefficient of two coders at one level, by itself."""

from collections.abc import Sequence

from secondcoder.agreement.coefficients import overall
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.pairs import Pair, mv_alpha_with_interval
from secondcoder.agreement.study.scopes import Scope, scopes

MV_ALPHA, POOLED = "mv-alpha", "pooled kappa"


def headline(pair: Pair, *, coefficient: str, scope: Scope) -> tuple[Value, Interval]:
    """Return mv-alpha or pooled kappa with its interval over documents."""
    if coefficient == MV_ALPHA:
        return mv_alpha_with_interval(pair.sets(scope), pair.document)
    counts = pair.counts
    return overall.pooled_kappa(counts.tables(scope.places)), counts.pooled_interval(scope.places)


def scope_named(pair: Pair, level: str | int | None) -> Scope | None:
    """Return the scope of a level, of the leaves, or of the top where none is named."""
    found: Sequence[Scope] = scopes(pair.frame, with_machine=pair.with_machine)
    if level == "leaves":
        return next((one for one in found if "leaves" in one.name), None)
    return next((one for one in found if one.level == (level or 1)), None)
