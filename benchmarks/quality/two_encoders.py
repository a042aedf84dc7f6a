"""The tool with one encoder, with another, and with both side by side.

``python -m benchmarks.quality.two_encoders`` measures on the development halves of the public
corpora, on which the way of joining was chosen, with other weights beside the equal one;
``… two_encoders FOLDER`` on every study in FOLDER, with equal weights. Both encoders must be on
this machine.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.quality import measures, ours
from benchmarks.quality.corpora import DEV, FOLDERS, Corpus, load_corpus, part_of
from benchmarks.quality.encoders import LARGER, available, side_by_side
from benchmarks.quality.outside import part
from benchmarks.quality.sampling import choose_examples, folds
from secondcoder.protocols import Encoder, Floats, Progress, Spans

SMALLER = "all-MiniLM-L6-v2"
MOST = 250
"""Passages taken of a corpus, whole documents: time decided it."""
PER_CODE = (5, 10, None)
FOLDS = 3
"""Of five: time decided it."""
SEED = 0


class Weighted:
    """The two encoders with another weight of the larger one's cosines than half."""

    def __init__(self, share: float) -> None:
        self._share = share
        self.name = f"{share:.2f} {LARGER}"
        self.fingerprint = self.name

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return one row for each text."""
        return self.encode_with_parts(texts, [()] * len(texts), progress=progress)[0]

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        """Return one row for each text and one for each of its parts."""
        small = side_by_side((SMALLER,)).encode_with_parts(texts, parts, progress=progress)
        large = side_by_side((LARGER,)).encode_with_parts(texts, parts, progress=progress)
        return self._joined(small[0], large[0]), self._joined(small[1], large[1])

    def _joined(self, small: Floats, large: Floats) -> Floats:
        weights = np.sqrt([1 - self._share, self._share]).astype(np.float32)
        return np.concatenate([weights[0] * small, weights[1] * large], axis=1)


def main() -> None:
    """Print one line for each corpus and encoder, and the means."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    if not available(LARGER):
        print(f"{LARGER} is not on this machine, so nothing was measured", file=sys.stderr)
        return
    encoders: dict[str, Encoder] = {
        SMALLER: side_by_side((SMALLER,)),
        LARGER: side_by_side((LARGER,)),
        "both": side_by_side((SMALLER, LARGER)),
    }
    if folder is None:
        encoders |= {"a third": Weighted(1 / 3), "two thirds": Weighted(2 / 3)}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in encoders}
    for corpus in _corpora(folder):
        for name, encoder in encoders.items():
            found[name].append(row := measured(corpus, encoder))
            print(f"{corpus.name} ({len(corpus.passages)})", name, *_cells(row), sep=" | ")
        sys.stdout.flush()
    for name, rows in found.items():
        if rows:
            means = {key: fmean(row[key] for row in rows) for key in rows[0]}
            print(f"mean of {len(rows)}", name, *_cells(means), sep=" | ")


def _corpora(folder: Path | None) -> Iterator[Corpus]:
    if folder is not None:
        for study in sorted(path.parent for path in folder.glob("*/study.toml")):
            yield part(load_corpus(study), MOST)
        return
    for path in reversed(FOLDERS.values()):
        half = part_of(load_corpus(path), DEV)
        if half is not None:
            yield part(half, MOST)


def measured(corpus: Corpus, encoder: Encoder) -> dict[str, float]:
    """Return how often the first code is right, and how far themes meet people's codes."""
    rows = corpus.coded
    alone = ours.codebook_only(corpus, encoder, seed=SEED).confidence[rows]
    found = {"codebook": measures.right_in(alone, corpus.held[rows])}
    for per_code in PER_CODE:
        right, tested = 0.0, 0
        for train, test in list(folds(corpus.groups, seed=SEED))[:FOLDS]:
            held_out = test[corpus.held[test].any(axis=1)]
            if not len(held_out):
                continue
            examples = choose_examples(corpus.held, train, per_code, seed=SEED)
            scored = ours.with_examples(corpus, examples, held_out, encoder, seed=SEED)
            right += len(held_out) * measures.right_in(scored.confidence, corpus.held[held_out])
            tested += len(held_out)
        found[f"{per_code or 'all'}"] = right / tested
    single = np.flatnonzero(corpus.held.sum(axis=1) == 1)
    themes = ours.discover(corpus, encoder, seed=SEED)
    truth = corpus.held[single].argmax(axis=1).tolist()
    found["AMI"] = measures.mutual_information(truth, themes[single])
    return found


def _cells(row: dict[str, float]) -> Iterator[str]:
    for name, value in row.items():
        yield f"{name} {value:.3f}"


if __name__ == "__main__":
    main()
