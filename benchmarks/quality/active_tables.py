"""The tables of ``docs/active.md``, made from the two files of results."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.quality.active_estimates import MODEL
from benchmarks.quality.active_estimates import PRODUCT as PRODUCT_DESIGN
from benchmarks.quality.active_strategies import PRODUCT, RANDOM

Row = Mapping[str, str]
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
CURVES = (RANDOM, PRODUCT)
_NOUGHT = 0.05


def tables(points: Sequence[Row], errors: Sequence[Row]) -> str:
    """Return all tables as Markdown."""
    return "\n\n".join([_gains(points), _curves(points), _estimates(errors)])


def write_page(path: Path, made: str) -> None:
    """Put the tables between the page's marks."""
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    path.write_text(f"{head}{BEGIN}\n{made}\n{END}{tail}", encoding="utf-8")


def _gains(points: Sequence[Row]) -> str:
    """Return the mean gain over random, over all numbers of coded passages, by corpus."""
    corpora = list(dict.fromkeys(one["corpus"] for one in points))
    strategies = list(dict.fromkeys(one["strategy"] for one in points))
    lines = []
    for strategy in strategies:
        cells, gains, rare, met = [], [], [], []
        for corpus in corpora:
            differences = _differences(points, corpus, strategy)
            right, by_code, codes = (100 * mean(differences[key]) for key in _KEYS)
            gains.append(right)
            rare.append(by_code)
            met.append(codes)
            low, high = (100 * end for end in np.quantile(differences["right"], [0.1, 0.9]))
            shown = f"{_signed(right)} ({_signed(low)} to {_signed(high)})"
            cells.append("0" if strategy == RANDOM else shown)
        over_all = "0" if strategy == RANDOM else f"**{_signed(mean(gains))}**"
        more = [_signed(mean(rare)), _signed(mean(met))]
        name = f"**{strategy}** (the product’s)" if strategy == PRODUCT else strategy
        lines.append("| " + " | ".join([name, *cells, over_all, *more]) + " |")
    head = ["what is coded next", *corpora, "mean", "right by code", "codes met"]
    return "\n".join([_line(head), _line(["---"] * len(head)), *lines])


_KEYS = ("right", "by_code", "codes_met")


def _differences(points: Sequence[Row], corpus: str, strategy: str) -> dict[str, list[float]]:
    """Return, seed by seed, the mean over the curve less that of random on the same passages."""
    found: dict[str, list[float]] = {key: [] for key in _KEYS}
    own = [one for one in points if one["corpus"] == corpus and one["coded"] != "0"]
    for seed in dict.fromkeys(one["seed"] for one in own):
        for key in _KEYS:
            mine, random = (
                np.mean([float(o[key]) for o in own if o["seed"] == seed and o["strategy"] == name])
                for name in (strategy, RANDOM)
            )
            found[key].append(float(mine - random))
    return found


def _curves(points: Sequence[Row]) -> str:
    """Return the curves of random choice and of the product's rule."""
    corpora = list(dict.fromkeys(one["corpus"] for one in points))
    shown = sorted({int(one["coded"]) for one in points if int(one["coded"]) % 20 == 0})
    lines = []
    for corpus in corpora:
        for strategy in CURVES:
            cells = []
            for coded in shown:
                values = [
                    float(one["right"])
                    for one in points
                    if (one["corpus"], one["strategy"], one["coded"])
                    == (corpus, strategy, str(coded))
                ]
                cells.append(f"{100 * np.mean(values):.0f}" if values else "")
            lines.append(_line([corpus, strategy, *cells]))
    head = ["corpus", "passages coded", *map(str, shown)]
    return "\n".join([_line(head), _line(["---"] * len(head)), *lines])


def _estimates(errors: Sequence[Row]) -> str:
    lines = []
    for one in errors:
        name = one["design"]
        ratio = _ratio(one, errors)
        cells = [
            one["corpus"],
            one["drawn"],
            f"**{name}** (the product’s)" if name == PRODUCT_DESIGN else name,
            f"{float(one['kappa']):.3f}",
            f"{float(one['error']):.3f}",
            f"{float(one['bias']):+.3f}".replace("-", "−"),
            "" if name in {RANDOM, MODEL} else f"{ratio:.0%}",
            f"{float(one['codes_met']):.0%}",
        ]
        lines.append(_line(cells))
    head = ["corpus", "drawn", "how", "kappa of all", "error", "bias", "passages", "codes met"]
    return "\n".join([_line(head), _line(["---"] * len(head)), *lines])


def _ratio(one: Row, errors: Sequence[Row]) -> float:
    """Return how many passages are needed for the error of a random draw, as a share of it."""
    random = next(
        other
        for other in errors
        if (other["corpus"], other["drawn"], other["design"])
        == (one["corpus"], one["drawn"], RANDOM)
    )
    return (float(one["error"]) / float(random["error"])) ** 2


def _signed(value: float) -> str:
    shown = f"{value:+.1f}".replace("-", "−")
    return "0.0" if abs(value) < _NOUGHT else shown


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
