"""How often verdicts are right: errors by group, conclusions that hold or flip, non-inferiority.

Each part says how studies were made, how many, and from which seed. Size is how often a verdict is
given where it is false, power how often where it is true.
"""

import argparse
import itertools
from collections import Counter
from dataclasses import replace

import numpy as np

from benchmarks.agreement_studies import Kind, Study, frame_of, panel_with_machine, study_of
from secondcoder.agreement.study.by_group import ALIKE, DIFFERS, UNKNOWN, Groups, errors_by_group
from secondcoder.agreement.study.conclusions import (
    FLIPS,
    GROUP,
    HOLDS,
    MAJOR,
    ORDER,
    TwoCodings,
    conclusions,
    sign,
)
from secondcoder.agreement.study.held import f1_of, held_against_consensus
from secondcoder.agreement.study.not_inferior import held_by_margin
from secondcoder.records.coders import MACHINE

MATERIAL = (((25, 25), 0.25), ((3, 200), 0.10))
"""Passages a document and share of passages with a code."""
LARGE = 2000
"""Documents of the study that the true difference is taken from."""


def by_group(seed: int, studies: int) -> None:
    """Print how often a difference of the machine's errors between two groups is told."""
    print(f"\nerrors by group: {studies} studies a row, margin .10, two people")
    print("any: share of studies with any row (of 4 codes and all, both errors) told to differ;")
    print("over all codes, false off: told to differ, within the margin, cannot be told")
    heads = ("extra misses", "documents", "lengths", "share", "any", "differs", "within", "cannot")
    print("".join(f"{head:>13}" for head in heads))
    rows = itertools.product((0.0, 0.05, 0.2, 0.4), (12, 24, 60), MATERIAL)
    for number, (extra, documents, (lengths, share)) in enumerate(rows):
        kind = Kind(documents=documents, share=share, lengths=lengths, extra=extra)
        told: Counter[str] = Counter()
        some = 0
        for one in range(studies):
            generator = np.random.default_rng([seed, 1, number, one])
            study = study_of(generator, kind)
            found = errors_by_group(
                panel_with_machine(study),
                [Groups("region", study.group)],
                generator.integers(50, 500, len(study.document)).tolist(),
            )
            some += any(row.outcome == DIFFERS for row in found)
            whole = next(r for r in found if not r.code_id and r.error == "false off")
            told[whole.outcome] += 1
        shares = (some, told[DIFFERS], told[ALIKE], told[UNKNOWN])
        print(
            f"{extra:>13.2f}{documents:>13}{f'{lengths[0]}-{lengths[1]}':>13}{share:>13.2f}"
            + "".join(f"{value / studies:>13.3f}" for value in shares),
            flush=True,
        )


SHAPES = {
    "the same rates": ((0.30, 0.20, 0.12, 0.08), (0.30, 0.20, 0.12, 0.08)),
    "all rates alike": ((0.15,) * 4, (0.15,) * 4),
    "machine sees no order": ((0.30, 0.20, 0.12, 0.08), (0.18,) * 4),
    "order turned": ((0.30, 0.20, 0.12, 0.08), (0.08, 0.12, 0.20, 0.30)),
}
"""Rates of four codes in a person's coding and in the machine's."""


def conclusions_told(seed: int, studies: int) -> None:
    """Print how often conclusions of a person hold and flip under a machine's coding."""
    print(f"\nconclusions: {studies} studies a row, 20 passages a document, effect .5 of documents")
    print("on codes (both coders) and on each coder; two groups of documents that do not differ;")
    print("told: of the person's; holds, flips: of those told; group: told of groups, all false")
    heads = ("documents", "order: told", "holds", "flips", "major: told", "holds", "flips", "group")
    print(f"{'rates':<24}" + "".join(f"{head:>13}" for head in heads))
    for number, (name, documents) in enumerate(itertools.product(SHAPES, (12, 30, 60))):
        counts: Counter[tuple[str, str]] = Counter()
        for one in range(studies):
            generator = np.random.default_rng([seed, 2, number, one])
            for row in conclusions(_two(generator, name, documents)):
                counts[row.kind, "all"] += 1
                if sign(row.told_first):
                    counts[row.kind, "told"] += 1
                    counts[row.kind, row.outcome] += 1
        cells = []
        for kind in (ORDER, MAJOR):
            told = counts[kind, "told"]
            cells.append(told / max(counts[kind, "all"], 1))
            cells += [counts[kind, outcome] / max(told, 1) for outcome in (HOLDS, FLIPS)]
        cells.append(counts[GROUP, "told"] / max(counts[GROUP, "all"], 1))
        print(
            f"{name:<24}{documents:>13}" + "".join(f"{value:>13.3f}" for value in cells), flush=True
        )


def _two(generator: np.random.Generator, name: str, documents: int) -> TwoCodings:
    document = np.repeat(np.arange(documents), 20)
    shared = generator.normal(0, 0.5, size=(documents, 4))
    applied = []
    for rates in SHAPES[name]:
        own = generator.normal(0, 0.5, size=(documents, 4))
        rate = np.array(rates)
        chance = 1 / (1 + (1 - rate) / rate * np.exp(-shared - own))
        applied.append(generator.random((len(document), 4)) < chance[document])
    return TwoCodings(
        first="Kim",
        second="machine",
        second_is="machine",
        frame=frame_of(4),
        applied=(applied[0], applied[1]),
        document=document,
        groups=[Groups("region", np.where(document % 2 == 0, "north", "south"))],
    )


def non_inferiority(seed: int, studies: int) -> None:
    """Print how often a machine is called not inferior at its margin and within it."""
    print(
        f"\nnon-inferiority: {studies} studies a row, three people, 3 to 200 passages, F1 against"
    )
    print(
        "the consensus of the others; called not inferior where the true difference is the margin"
    )
    print(
        "(nominal at most .05), .1 less and .2 less; trivial: a coder of nothing at the margin .2"
    )
    heads = ("documents", "share", "true", "at margin", ".1 less", ".2 less",
             "no answer", "trivial")  # fmt: skip
    print("".join(f"{head:>12}" for head in heads))
    rows = itertools.product((0.03, 0.08, 0.2), (6, 12, 30, 60))
    lengths = (3, 200)
    for number, (share, documents) in enumerate(rows):
        kind = Kind(documents=documents, share=share, lengths=lengths, people=3, machine=0.35)
        large = study_of(np.random.default_rng([seed, 3, number]), replace(kind, documents=LARGE))
        true = _difference(large)
        called = np.zeros(5)
        for one in range(studies):
            study = study_of(np.random.default_rng([seed, 4, number, one]), kind)
            held = list(held_against_consensus(panel_with_machine(study), seed=0))
            tested = next(r for r in held_by_margin(held, margin=0.2) if r.coder_is == MACHINE)
            nothing = next(r for r in held_by_margin(held, margin=0.2) if r.coder == "no code")
            if tested.high is None:
                called[3] += 1
            else:
                called[:3] += [tested.high < true + less for less in (0, 0.1, 0.2)]
            called[4] += bool(nothing.holds)
        answered = max(studies - called[3], 1)
        shown = [*(called[:3] / answered), called[3] / studies, called[4] / studies]
        print(
            f"{documents:>12}{share:>12.2f}{true:>12.3f}"
            + "".join(f"{value:>12.3f}" for value in shown),
            flush=True,
        )


def _difference(study: Study) -> float:
    """Return people's F1 against the consensus of the others less the machine's."""
    (found,) = held_against_consensus(panel_with_machine(study), seed=0)
    every = np.ones(len(found.together.cells), dtype=np.int64)
    machine = next(held for name, kind, held in found.beside if kind == MACHINE)
    people, own = found.together.f1(every).value, machine.f1(every).value
    if people is None or own is None:
        raise ValueError(f"a large study has no F1: {f1_of(0, 0, 0).reason}")
    return people - own


PARTS = {"groups": by_group, "conclusions": conclusions_told, "non-inferiority": non_inferiority}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=400, help="in each row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS, help="one part")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    for name, part in PARTS.items():
        if options.only in {None, name}:
            part(options.seed, options.studies)


if __name__ == "__main__":
    main()
