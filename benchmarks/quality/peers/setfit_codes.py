"""SetFit: the encoder itself is tuned on pairs of examples, then a logistic regression."""

import logging
import tempfile

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Learner, Method, Scored, Traits
from secondcoder.embedding.models import find_model
from secondcoder.protocols import Encoder

ENCODER = "all-MiniLM-L6-v2"
BATCH = 16
PAIRS = 5
"""Pairs of either kind for each example."""
MOST_STEPS = 60
LONGEST = 128
"""Word pieces; longer passages are cut, for the cost."""


def setfit(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,  # noqa: ARG001 - tunes one of its own, from the same weights
    *,
    seed: int,
) -> Scored:
    """Return probabilities of the tuned model; a passage with several codes is given with each.

    Tuned for at most ``MOST_STEPS`` steps: more would take hours over all corpora and seeds.
    """
    import torch
    from datasets import Dataset, disable_progress_bars
    from setfit import SetFitModel, Trainer, TrainingArguments

    disable_progress_bars()
    logging.getLogger("setfit").setLevel(logging.ERROR)
    torch.manual_seed(seed)
    texts = corpus.texts
    rows, codes = np.nonzero(corpus.held[train])
    result = np.full((len(test), len(corpus.codes)), -np.inf)
    if len(np.unique(codes)) < 2:
        return Scored(result)
    model = SetFitModel.from_pretrained(str(find_model(ENCODER).folder))
    model.model_body.max_seq_length = LONGEST
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            batch_size=BATCH,
            num_epochs=1,
            num_iterations=PAIRS,
            max_steps=MOST_STEPS,
            seed=seed,
            report_to="none",
            save_strategy="no",
            show_progress_bar=False,
        )
        data = Dataset.from_dict({"text": [texts[train[row]] for row in rows], "label": codes})
        Trainer(model=model, args=arguments, train_dataset=data).train()
    result[:, model.model_head.classes_] = model.predict_proba(
        [texts[row] for row in test], as_numpy=True
    )
    return Scored(result)


PEERS: tuple[Method[Learner], ...] = (
    Method("SetFit", setfit, Traits(slow=True, one_fold=True, probability=True, most_seeds=3)),
)
