"""Numbers of codes per theme, described: total, mean, median, spread, major and minor themes."""

import statistics
from collections.abc import Sequence

from secondcoder.procedures.content.steps.records import Summary

MAJOR, MINOR, UNUSED = "major", "minor", "no code"


def describe(numbers: Sequence[int]) -> Summary:
    """Return the summary of the numbers of codes of themes; themes without a code are left out.

    The standard deviation is that of a sample: √[Σ(x - mean)² / (n - 1)].
    """
    used = [number for number in numbers if number]
    if not used:
        return Summary(
            themes=0, total=0, mean=None, median=None, sd=None, lowest=None, highest=None
        )
    return Summary(
        themes=len(used),
        total=sum(used),
        mean=statistics.fmean(used),
        median=float(statistics.median(used)),
        sd=statistics.stdev(used) if len(used) > 1 else None,
        lowest=min(used),
        highest=max(used),
    )


def standing(number: int, summary: Summary) -> tuple[str, str]:
    """Return whether a theme is major or minor by the mean, and what is to be said of it.

    Major: more codes than the mean over themes. A theme with exactly the mean is minor.
    """
    if not number or summary.mean is None:
        return UNUSED, "in the codebook, without a code; not in the mean"
    if summary.total == number * summary.themes:
        return MINOR, "exactly at the mean"
    return (MAJOR if number > summary.mean else MINOR), ""
