"""A small coded study: documents of passages, a tree of codes, coders and a machine."""

import numpy as np

from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding
from secondcoder.records.results import Evidence, Suggestion, Suggestions, Theme
from secondcoder.records.text import Passage

NO_EVIDENCE = Evidence(entry_part="name", entry_text="", words=(), theme_id="", neighbours=())
TREE = (("Food",), ("Food", "Bread"), ("Food", "Soup"), ("Work",), ("Work", "Shifts"))


def codebook():
    return Codebook(tuple(Code(id="/".join(path), path=path) for path in TREE))


def passages(documents=8, each=6, length=20):
    return tuple(
        Passage(
            id=f"d{d}p{n}",
            document=f"d{d}",
            case="",
            speaker="",
            heading="",
            question="",
            time="",
            position=n + 1,
            start=n * (length + 1),
            end=n * (length + 1) + length,
            text="x" * 9 + ". " + "y" * (length - 11),
        )
        for d in range(documents)
        for n in range(each)
    )


def sentences(cut):
    return {one.id: ((0, 10), (11, len(one.text))) for one in cut}


def study(*, people=2, documents=8, each=6, noise=0.15, seed=3, seen=None):
    """Return passages, coding and suggestions: everyone errs by themselves on one truth."""
    dice = np.random.default_rng(seed)
    cut = passages(documents, each)
    leaves = [code for code in codebook().codes if len(code.path) == 2]
    truth = dice.random((len(cut), len(leaves))) < 0.3
    coders = tuple(f"coder {n}" for n in range(people))
    codings = []
    saw = {coder: frozenset(one.id for one in cut) for coder in coders} | (seen or {})
    for coder in coders:
        given = truth ^ (dice.random(truth.shape) < noise)
        codings += [
            Coding(
                coder=coder,
                code_id=leaves[code].id,
                document=cut[row].document,
                start=cut[row].start,
                end=cut[row].end,
            )
            for row, code in np.argwhere(given)
            if cut[row].id in saw[coder]
        ]
    given = truth ^ (dice.random(truth.shape) < noise)
    ranked = tuple(
        Suggestion(
            passage_id=cut[row].id,
            rank=rank + 1,
            code_id=code.id,
            confidence=round(0.5 + dice.random() / 2 if given[row, rank] else dice.random() / 2, 4),
            suggested=bool(given[row, rank]),
            basis="codebook",
            evidence=NO_EVIDENCE,
        )
        for row in range(len(cut))
        for rank, code in enumerate(leaves)
    )
    human = HumanCoding(coders=coders, codings=tuple(codings), seen=saw)
    return (
        cut,
        human,
        Suggestions(ranked=ranked, abstentions=(), basis="codebook", threshold=0.5),
        truth,
    )


def theme(name, ids, level=1):
    return Theme(
        id=name,
        level=level,
        parent_id="",
        label=name,
        key_phrases=(),
        passages=tuple(ids),
        documents=1,
        speakers=1,
        cohesion=0.5,
        stability=0.5,
        exemplars=tuple(ids[:1]),
    )
