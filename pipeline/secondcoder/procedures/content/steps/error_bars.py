"""How far a theme's percent of a question's codes varies: the error bars, each by its definition.

Published content analyses often draw ``± 1 SD`` without saying over what. Here the standard
deviation is that over documents (a focus group, an interview): of each document's own percent of
the question's codes that the theme makes. It says how much documents differ, not how sure the
percent is; for that stand the standard error, and two 95 % intervals of the pooled percent:
Wilson's, which takes codes as independent, and the bootstrap over documents, from five documents.
"""

import math
import statistics
from collections import Counter
from collections.abc import Sequence

import numpy as np

from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.intervals import Times, bootstrap
from secondcoder.agreement.coefficients.values import Value, ratio
from secondcoder.agreement.study import calibration
from secondcoder.procedures.content.steps.counting import percent
from secondcoder.procedures.content.steps.records import Bar, Comment, Path


def bars(part: Sequence[Comment], *, seed: int = 0) -> tuple[Bar, ...]:
    """Return a bar for each theme of the comments of one question, largest first."""
    totals = Counter(one.document for one in part)
    documents = sorted(totals)
    of_theme: dict[Path, Counter[str]] = {}
    for one in part:
        of_theme.setdefault(one.path[:1], Counter())[one.document] += 1
    made = [_bar(path, own, totals, documents, seed=seed) for path, own in of_theme.items()]
    return tuple(sorted(made, key=lambda bar: (-bar.codes, bar.path)))


def _bar(
    path: Path, own: Counter[str], totals: Counter[str], documents: Sequence[str], *, seed: int
) -> Bar:
    codes, total = own.total(), totals.total()
    shares = [100 * own[name] / totals[name] for name in documents]
    several = len(documents) > 1
    sd = statistics.stdev(shares) if several else None
    return Bar(
        path=path,
        codes=codes,
        total=total,
        percent=percent(codes, total) or 0.0,
        documents=len(documents),
        mean=statistics.fmean(shares) if several else None,
        sd=sd,
        se=sd / math.sqrt(len(documents)) if sd is not None else None,
        wilson=wilson(codes, total),
        bootstrap=_over_documents(own, totals, documents, seed=seed),
        note="" if several else "one document has these codes: no variation over documents",
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, in percent.

    Wilson (1927) JASA 22:209-212. It takes the counted things as independent.
    """
    low, high = calibration.wilson(part, whole) or (0.0, 1.0)
    return 100 * low, 100 * high


def _over_documents(
    own: Counter[str], totals: Counter[str], documents: Sequence[str], *, seed: int
) -> tuple[float, float] | None:
    if len(documents) < LEAST_DOCUMENTS:
        return None
    of_theme = np.array([own[name] for name in documents])
    of_all = np.array([totals[name] for name in documents])

    def share(times: Times) -> Value:
        return ratio(float(times @ of_theme), float(times @ of_all), otherwise="no code drawn")

    found = bootstrap(share, len(documents), seed=seed)
    if found.low is None or found.high is None:
        return None
    return 100 * found.low, 100 * found.high
