"""How fast texts are encoded here and by `SentenceTransformer.encode`, and what bf16 changes.

    PYTHONPATH=pipeline:. python -m benchmarks.encoding [--texts 300] [--times 5] [--precision bf16]

Both encode the same texts in turn, several times in one process; the figures are medians of
processor seconds (all threads together) and the ratio that of the medians. Texts are answers and
speeches of the public corpora beside the repository (``../shared``). Long texts are compared by
word piece, as the library reads the first 256 of a text and drops the rest.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from sentence_transformers import SentenceTransformer

from benchmarks.quality.corpora import FOLDERS, load_corpus
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.second_coder.steps.ground import long_sentences
from secondcoder.protocols import Encoder, Floats
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.suggesting.scores import codebook_scores

MODEL = "all-MiniLM-L6-v2"
DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"
WORDS = {"short": (2, 12), "middle": (25, 60), "long": (300, 600)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--precision", choices=["single", "bf16"], default="single")
    wanted = parser.parse_args()
    files = find_model(MODEL)
    single = SentenceTransformerEncoder(files)
    encoder = SentenceTransformerEncoder(files, precision=wanted.precision)
    plain = SentenceTransformer(str(files.folder), device="cpu")
    print(
        "| texts | number | library s | here s | per word piece | same neighbour | lowest cosine |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, texts in texts_by_length(wanted.texts).items():
        library: Callable[[], Floats] = lambda texts=texts: plain.encode(  # noqa: E731
            texts, normalize_embeddings=True, show_progress_bar=False
        )
        theirs, ours = in_turn([library, lambda texts=texts: encoder.encode(texts)], wanted.times)
        pieces = [len(own) for own in plain.tokenizer(texts)["input_ids"]]
        read = sum(min(own, plain.max_seq_length) for own in pieces)
        ratio = theirs / ours * sum(pieces) / read
        reference = library() if name != "long" else single.encode(texts)
        rows = encoder.encode(texts)
        print(
            f"| {name} | {len(texts)} | {theirs:.2f} | {ours:.2f} | {ratio:.2f} × "
            f"| {np.mean(nearest(rows) == nearest(reference)):.4f} "
            f"| {(rows * reference).sum(axis=1).min():.6f} |",
            flush=True,
        )
    if wanted.precision != "single":
        changed = np.mean(first_codes(encoder) != first_codes(single))
        print(f"\nFirst codes of the demonstration study that change: {changed:.4f}")


def texts_by_length(count: int) -> dict[str, list[str]]:
    """Return different texts of the corpora by length; long ones are put together."""
    every = [text for name in FOLDERS for text in load_corpus(FOLDERS[name]).texts]
    different = list(dict.fromkeys(every))
    found = {
        name: [text for text in different if least <= len(text.split()) <= most][:count]
        for name, (least, most) in WORDS.items()
    }
    lacking = max(0, count // 5 - len(found["long"]))
    found["long"] += [" ".join(different[n * 20 : n * 20 + 20]) for n in range(lacking)]
    return {name: texts for name, texts in found.items() if texts}


def in_turn(ways: Sequence[Callable[[], Floats]], times: int) -> list[float]:
    """Return the median of processor seconds that each way takes, one after the other, by turns."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(times + 1):
        for way, seconds in zip(ways, taken, strict=True):
            started = time.process_time()
            way()
            seconds.append(time.process_time() - started)
    return [median(seconds[1:]) for seconds in taken]  # the first of each warms up


def nearest(rows: Floats) -> np.ndarray:
    """Return each row's nearest other row."""
    like = rows @ rows.T
    np.fill_diagonal(like, -1)
    return like.argmax(axis=1)


def first_codes(encoder: Encoder) -> np.ndarray:
    """Return the first code of each passage of the demonstration study, from its codebook alone."""
    loaded = load_config(DEMO)
    material = load_material(loaded.folder, loaded.config)
    texts = [passage.text for passage in material.passages]
    sentences = SpacySentences(loaded.config.model.language)
    vectors, _ = encoder.encode_with_parts(texts, [long_sentences(t, sentences) for t in texts])
    scored = codebook_scores(
        texts, vectors, material.codebook, encoder=encoder, sentences=sentences
    )
    return scored.scores.argmax(axis=1)


if __name__ == "__main__":
    main()
