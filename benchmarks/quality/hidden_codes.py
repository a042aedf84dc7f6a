"""How many groups that are called new are about a code that was hidden from the codebook.

``python -m benchmarks.quality.hidden_codes [FOLDER]`` prints the second table of *Groups called
new* in ``docs/quality.md``: each code with ten passages and more is hidden in turn, and
``PER_CODE`` passages of each other code are coded. Report parts of the corpora beside the
repository, and every study with codebook and coding in FOLDER.
"""

import argparse
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.quality import measures, ours
from benchmarks.quality.corpora import DEV, FOLDERS, REPORT, Corpus, load_corpus, part_of
from benchmarks.quality.encoders import BUNDLED, encoder_named
from benchmarks.quality.outside import SEED, part
from benchmarks.quality.tasks.d_hidden import to_hide, without
from secondcoder.protocols import Encoder

PER_CODE = 20
MOST_HIDDEN = 20
"""Codes hidden of a corpus: of more, every so many, the most frequent first. Time decided it."""


def main() -> None:
    """Print one line a corpus and their sums."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--part", choices=[REPORT, DEV], default=REPORT, help="which half")
    parser.add_argument("--corpora", default=",".join(FOLDERS), help="names, by commas")
    parser.add_argument("--per-code", type=int, default=PER_CODE, help="0: the codebook alone")
    options = parser.parse_args()
    encoder = encoder_named(BUNDLED)
    print("| corpus | codes hidden | recovered | groups called new | about the hidden code |")
    print("|---|---|---|---|---|")
    total = [0, 0, 0, 0]
    for corpus in _corpora(options.folder, options.part, options.corpora.split(",")):
        found = hidden(corpus, encoder, options.per_code or None)
        print(f"| {corpus.name} | {' | '.join(map(str, found))} |", flush=True)
        total = [one + other for one, other in zip(total, found, strict=True)]
    print(f"| all | {' | '.join(map(str, total))} |")


def _corpora(folder: Path | None, half: str, names: Sequence[str]) -> Iterator[Corpus]:
    for name in names:
        if corpus := part_of(load_corpus(FOLDERS[name]), half):
            yield part(corpus)
    for study in sorted(folder.glob("*/study.toml")) if folder else ():
        yield part(load_corpus(study.parent))


def hidden(corpus: Corpus, encoder: Encoder, per_code: int | None) -> tuple[int, int, int, int]:
    """Return codes hidden, codes recovered, groups called new, and those about the hidden code."""
    tops = to_hide(corpus)
    tops = tops[:: -(-len(tops) // MOST_HIDDEN)] if tops else tops
    recovered = called = right = 0
    for top in tops:
        groups = ours.hidden(corpus, without(corpus, top), encoder, seed=SEED, per_code=per_code)
        about = [measures.theme_code(one.rows, corpus.top_held)[0] for one in groups if one.new]
        recovered += top in about
        called += len(about)
        right += about.count(top)
    return len(tops), recovered, called, right


if __name__ == "__main__":
    main()
