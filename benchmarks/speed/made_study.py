"""A survey of any size, made from public answers (NHS Friends and Family Test comments).

Recipe: the comments are drawn at random, with a seed, and joined until an answer has 30 words. Its
codes are those of the comments it is made of, among the 30 that are used most. One coder coded
every tenth answer, at most 1,000 of them.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "benchmarks" / "nhs_px"
WORDS = 30
CODES = 30
EVERY, MOST_CODED = 10, 1_000
_STUDY = """\
title  = "Made-up survey of {count} answers"
stance = "coding-reliability"
seed   = 0

[[documents]]
path = "answers.csv"
id   = "id"
text = "text"

[passages]
unit = "row"

[codebook]
path = "codebook.csv"
code = "code"

[[coding]]
path         = "coding.csv"
passage      = "id"
code         = "code"
coder_column = "coder"
"""


def make_study(folder: Path, count: int) -> None:
    """Write a study of ``count`` answers; the same count gives the same files."""
    comments = _rows(SOURCE / "passages.csv")
    codes: dict[str, list[str]] = defaultdict(list)
    for row in _rows(SOURCE / "labels.csv"):
        codes[row["id"]].append(row["code"])
    used = Counter(code for held in codes.values() for code in held)
    kept = [code for code, _ in sorted(used.items(), key=lambda item: (-item[1], item[0]))[:CODES]]
    draw = random.Random(0)  # noqa: S311 - not for secrets
    answers, coding = [], []
    for number in range(count):
        parts: list[dict[str, str]] = []
        while sum(len(part["text"].split()) for part in parts) < WORDS:
            parts.append(draw.choice(comments))
        answers.append((f"a{number}", " ".join(part["text"].strip() for part in parts)))
        if number % EVERY == 0 and number < EVERY * MOST_CODED:
            held = dict.fromkeys(code for part in parts for code in codes[part["id"]])
            coding += [(f"a{number}", code, "Coder") for code in held if code in kept]
    folder.mkdir(parents=True)
    _write(folder / "answers.csv", ("id", "text"), answers)
    _write(folder / "codebook.csv", ("code",), [(code,) for code in kept])
    _write(folder / "coding.csv", ("id", "code", "coder"), coding)
    (folder / "study.toml").write_text(_STUDY.format(count=count), "utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
