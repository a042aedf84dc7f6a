"""Candidate themes against human codes and against themselves with other seeds.

Prints, for each corpus in ``../shared``, the adjusted mutual information with the human code of
passages that carry one code (median and range over seeds), the adjusted Rand index between runs
with different seeds (median and lowest), the number of themes, and the passages left out; for
the tool's clusterer, BERTopic with its defaults and KMeans that is told the number of codes, on
the same vectors and seeds.

    python benchmarks/discover_themes.py [--quick]
"""

import sys
import warnings
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from secondcoder.agreement.coded import codes_of_passages
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.protocols import Floats, Labels
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.themes.discover import DiscoverySettings, clusterer_for

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = (
    SHARED / "studies" / "focus-groups",
    SHARED / "benchmarks" / "scrum_rq2_pattern",
    SHARED / "benchmarks" / "scrum_rq2_first",
    SHARED / "benchmarks" / "bills",
    SHARED / "benchmarks" / "nhs_px",
)
SEEDS = (0, 100, 200, 300, 400)

Method = Callable[[list[str], Floats, int], Labels]


def ours(_texts: list[str], vectors: Floats, seed: int) -> Labels:
    clusterer = clusterer_for(len(vectors), DiscoverySettings(), 1.0)
    return clusterer.cluster(vectors, seed=seed)


def bertopic_defaults(texts: list[str], vectors: Floats, seed: int) -> Labels:
    from bertopic import BERTopic
    from umap import UMAP

    reduction = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
    )
    return np.array(BERTopic(umap_model=reduction).fit_transform(texts, embeddings=vectors)[0])


def kmeans_told(codes: int) -> Method:
    return lambda _texts, vectors, seed: KMeans(codes, n_init=3, random_state=seed).fit_predict(
        vectors
    )


def main() -> None:
    warnings.filterwarnings("ignore")
    if not SHARED.is_dir():
        sys.exit("the public corpora are not here (../shared)")
    corpora = CORPORA[:3] if "--quick" in sys.argv else CORPORA
    encoder = CachedEncoder(
        SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2")), ROOT / "runs" / ".cache"
    )
    print("| corpus | passages | method | AMI | range | ARI between seeds | themes | left out |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in corpora:
        material = load_material(folder, load_config(folder).config)
        passages = material.passages
        texts = [passage.text for passage in passages]
        vectors = encoder.encode(texts)
        coded = next(iter(codes_of_passages(material.coding, passages).values()))
        tops = {code.id: code.path[0] for code in material.codebook.codes}
        tops |= {code.id: code.path[0] for code in material.coding.outside_codebook}
        labels = [{tops[code] for code in coded.get(passage.id, ())} for passage in passages]
        single = [row for row, codes in enumerate(labels) if len(codes) == 1]
        truth = [next(iter(labels[row])) for row in single]
        for name, method in (
            ("secondcoder", ours),
            ("BERTopic defaults", bertopic_defaults),
            ("KMeans, number told", kmeans_told(len(set(truth)))),
        ):
            runs = [method(texts, vectors, seed) for seed in SEEDS]
            found = [adjusted_mutual_info_score(truth, run[single]) for run in runs]
            steady = [adjusted_rand_score(one, two) for one, two in combinations(runs, 2)]
            left_out = median(float(np.mean(run < 0)) for run in runs)
            themes = median(len(set(run.tolist()) - {-1}) for run in runs)
            print(
                f"| {folder.name} | {len(passages):,} | {name} | {median(found):.3f} "
                f"| {min(found):.3f}–{max(found):.3f} | {median(steady):.2f} "
                f"(lowest {min(steady):.2f}) | {themes:.0f} | {left_out:.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
