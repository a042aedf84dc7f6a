"""(d) Each code in turn is hidden from the codebook and must come back as a new theme."""

from collections.abc import Iterator, Sequence
from statistics import fmean

import numpy as np

from benchmarks.quality import measures, ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Grouped, Hider, Method
from benchmarks.quality.peers import bertopic_themes, distance_to_codes
from benchmarks.quality.rows import Row
from secondcoder.records.codes import Codebook

TASK = "d"
MAJORITY = 0.5
FEWEST = 10
"""Passages that a hidden code must have."""
MOST = 5
"""Codes hidden where a method starts anew for each: the most frequent and every so many further."""
METHODS: tuple[Method[Hider], ...] = (
    Method(ours.NAME, ours.hidden),
    *bertopic_themes.HIDERS,
    *distance_to_codes.HIDERS,
)


def measure(corpus: Corpus, method: Method[Hider], bench: Bench) -> Iterator[Row]:
    """Yield, for each seed, means over the hidden codes."""
    hidden = to_hide(corpus)
    if method.traits.refits:
        hidden = hidden[:: -(-len(hidden) // MOST)] if hidden else hidden
    if not hidden:
        return
    for seed in bench.seeds_for(method):
        found = [
            figures(method.run(corpus, without(corpus, top), bench.encoder, seed=seed), corpus, top)
            for top in hidden
        ]
        for metric in found[0]:
            values = [one[metric] for one in found if not np.isnan(one[metric])]
            if values:
                yield Row(
                    task=TASK,
                    corpus=corpus.name,
                    part=corpus.part,
                    method=method.name,
                    setting="",
                    seed=str(seed),
                    metric=metric,
                    value=fmean(values),
                )
        count = float(len(hidden))
        yield Row(
            task=TASK,
            corpus=corpus.name,
            part=corpus.part,
            method=method.name,
            setting="",
            seed=str(seed),
            metric="hidden",
            value=count,
        )


def to_hide(corpus: Corpus) -> list[int]:
    """Return the top-level codes of the codebook with enough passages, most frequent first."""
    counts = corpus.top_held[:, : corpus.known_tops].sum(axis=0)
    ordered = np.argsort(-counts, kind="stable")
    return [int(top) for top in ordered if counts[top] >= FEWEST]


def without(corpus: Corpus, top: int) -> Codebook:
    """Return the codebook without a branch."""
    name = corpus.tops[top]
    return Codebook(tuple(code for code in corpus.codebook.codes if code.path[0] != name))


def figures(themes: Sequence[Grouped], corpus: Corpus, top: int) -> dict[str, float]:
    """Return what became of one hidden code.

    A theme is about the code that most of its coded passages carry. ``recovered``: some theme
    marked new is about the hidden code; ``by majority``: more than half of such a theme's coded
    passages carry it; ``possible``: some theme at all is about it. A false
    alarm is a theme marked new that is about a code still in the codebook.
    """
    about = [measures.theme_code(theme.rows, corpus.top_held)[0] for theme in themes]
    new = [place for place, theme in enumerate(themes) if theme.new]
    false = [
        place for place in new if about[place] not in (top, -1) and about[place] < corpus.known_tops
    ]
    carried = corpus.top_held[:, top]
    return {
        "recovered": float(any(about[place] == top for place in new)),
        "by majority": float(any(_share(themes[place], corpus, top) > MAJORITY for place in new)),
        "possible": float(top in about),
        "false alarms of themes": len(false) / max(len(themes), 1),
        "false alarms of new": len(false) / len(new) if new else float("nan"),
        "overlap": max((_overlap(themes[place], carried) for place in new), default=0.0),
        "new themes": float(len(new)),
    }


def _share(theme: Grouped, corpus: Corpus, top: int) -> float:
    """Return the share of a theme's coded passages that carry a code."""
    inside = corpus.top_held[theme.rows]
    coded = inside.any(axis=1).sum()
    return float(inside[:, top].sum() / coded) if coded else 0.0


def _overlap(theme: Grouped, carried: measures.Held) -> float:
    """Return F1 of a theme's passages and those that carry the hidden code."""
    both = carried[theme.rows].sum()
    return float(2 * both / (len(theme.rows) + carried.sum()))
