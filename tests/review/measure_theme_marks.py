"""How far themes share their passages between runs, and what chance would give.

For each pair of runs (other seeds; one interview added): how many themes have a counterpart (half
of the passages or more), how many decisions each mark would carry, and the best overlap of groups
of the same sizes dealt at random. Run it in the repository: ``PYTHONPATH=pipeline python
tests/review/measure_theme_marks.py FOLDER``; the folder takes the runs.
"""

import random
import shutil
import sys
from pathlib import Path

from secondcoder.decisions.groups import Group, nearest
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.themes import groups_of
from secondcoder.procedures.second_coder.run import run_study

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
MARKS = (0.2, 0.25, 1 / 3, 0.4, 0.5)
SEEDS = range(4)
DEALS = 20


def say(line):
    sys.stdout.write(f"{line}\n")


def groups(study, seed):
    finished = run_study(study, overrides={"seed": seed})
    return groups_of(Material(finished.tables, finished.record))


def best(one, others):
    found = nearest(one.members, others, level=one.level)
    return (found.overlap, found.group) if found else (0.0, "")


def dealt(others, seed):
    """Return groups of the same sizes, overlapping in the same way, of passages at random."""
    every = sorted({member for other in others for member in other.members})
    order = random.Random(seed).sample(every, len(every))  # noqa: S311 - no secret
    shuffled = dict(zip(every, order, strict=True))
    return [
        Group(other.id, frozenset(shuffled[m] for m in other.members), other.label, other.level)
        for other in others
    ]


def compare(name, olds, news):
    found = {old.id: best(old, news) for old in olds}
    half = {old for old, (overlap, _) in found.items() if overlap >= 0.5}
    for mark in MARKS:
        held = {}
        for old, (overlap, new) in found.items():
            if overlap >= mark and (new not in held or overlap > found[held[new]][0]):
                held[new] = old
        kept = len(half & set(held.values()))
        say(f"{name}: mark {mark:.2f}, {len(held)} of {len(olds)} carried, "
              f"{kept} of {len(half)} with a counterpart")  # fmt: skip
    chance = sorted(best(o, dealt(news, deal))[0] for deal in range(DEALS) for o in olds)
    say(f"{name}: at random, 99 in 100 reach {chance[int(0.99 * len(chance))]:.2f} at most")


def main(folder):
    study, less = folder / "study", folder / "less"
    shutil.copytree(DEMO, study)
    shutil.copytree(DEMO, less)
    (less / "interviews" / "int3-swimmer.txt").unlink()
    whole = {seed: groups(study, seed) for seed in SEEDS}
    for seed in SEEDS[1:]:
        compare(f"seeds 0 and {seed}", whole[0], whole[seed])
    compare("an interview added", groups(less, 0), whole[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
