"""How often the right code comes first when nothing but the codebook is known.

Compares the tool's codebook scores with plain cosine on the same vectors, on the public corpora
in ``../shared``. Weights, temperature and threshold were chosen on the corpora marked ``chosen``;
the others were looked at afterwards only.

    python benchmarks/suggest_from_codebook.py
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coded import CodeFrame, codes_of_passages
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder
from secondcoder.records.codes import Code
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.suggesting.scores import codebook_scores

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = (
    ("chosen", SHARED / "benchmarks" / "bills"),
    ("chosen", SHARED / "benchmarks" / "nhs_px"),
    ("chosen", SHARED / "benchmarks" / "scrum_rq2_pattern"),
    ("chosen", SHARED / "benchmarks" / "scrum_rq2_first"),
    ("chosen", ROOT / "data" / "demo"),
    ("reported", SHARED / "studies" / "focus-groups"),
)
DEPTH = 3


def first_and_third(
    scores: NDArray[np.float64], held: NDArray[np.bool_], groups: Sequence[int]
) -> tuple[float, float]:
    """Return how often the first group is right, and one of the first three, of coded rows.

    ``groups`` says to which group (code or theme) each column of ``scores`` belongs; ``held``
    has shape ``(passages, groups)``.
    """
    rows = np.flatnonzero(held.any(axis=1))
    column = np.asarray(groups)
    hits = []
    for row in rows:
        ranked = list(dict.fromkeys(column[np.argsort(-scores[row], kind="stable")].tolist()))
        hits.append([held[row, group] for group in ranked[:DEPTH]])
    padded = np.array([hit + [False] * (DEPTH - len(hit)) for hit in hits])
    return float(padded[:, 0].mean()), float(padded.any(axis=1).mean())


def plain(texts: Sequence[str], codes: Sequence[Code], encoder: Encoder, *, path: bool) -> NDArray:
    """Return the cosine of passages and the codes' names, or their paths."""
    names = [": ".join(code.path) if path else code.name for code in codes]
    return encoder.encode(list(texts)) @ encoder.encode(names).T


def measure(name: str, material: StudyMaterial, encoder: Encoder) -> list[str]:
    codebook, coding = material.codebook, material.coding
    texts = [passage.text for passage in material.passages]
    scored = codebook_scores(
        texts, encoder.encode(texts), codebook, encoder=encoder, sentences=SpacySentences("en")
    )
    frame = CodeFrame.of(codebook, coding.outside_codebook)
    held = np.zeros((len(texts), len(frame.codes)), dtype=bool)
    order = [passage.id for passage in material.passages]
    for applied in codes_of_passages(coding, material.passages).values():
        held |= frame.matrix(applied, order)
    place = {code.id: index for index, code in enumerate(frame.codes)}
    own = held[:, [place[code.id] for code in scored.codes]]
    tops = [code for code in codebook.codes if len(code.path) == 1]
    of_top = [[t.path[0] for t in tops].index(code.path[0]) for code in scored.codes]
    top_held = held[:, [place[code.id] for code in tops]]
    lines = []
    for label, scores in (
        ("cosine, name", plain(texts, scored.codes, encoder, path=False)),
        ("cosine, path", plain(texts, scored.codes, encoder, path=True)),
        ("secondcoder", scored.scores),
    ):
        code = first_and_third(scores, own, range(len(scored.codes)))
        theme = first_and_third(scores, top_held, of_top)
        figures = " | ".join(f"{value:.3f}" for value in (*code, *theme))
        lines.append(f"| {name} | {len(texts):,} | {len(scored.codes)} | {label} | {figures} |")
    return lines


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the public corpora are not here (../shared)")
    encoder = CachedEncoder(
        SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2")), ROOT / "runs" / ".cache"
    )
    print("| corpus | passages | codes | scores | code 1st | code in 3 | theme 1st | theme in 3 |")
    print("|---|---|---|---|---|---|---|---|")
    for role, folder in CORPORA:
        material = load_material(folder, load_config(folder).config)
        for line in measure(f"{folder.name} ({role})", material, encoder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
