"""Loading a sentence-transformers model, and which of its ways to make vectors are known here."""

import os
from pathlib import Path
from typing import Any

from secondcoder.embedding.threads import let_idle_threads_sleep
from secondcoder.errors import SecondcoderError


def loaded(folder: Path, *, device: str, half: bool) -> Any:
    """Return the model of a folder, on a device, its transformer in bf16 if ``half``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    let_idle_threads_sleep()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    _check_device(device, torch)
    model = SentenceTransformer(str(folder), device=device, local_files_only=True)
    if half and reads_word_pieces(model):
        model[0].to(torch.bfloat16)
    return model.eval()


def reads_word_pieces(model: Any) -> bool:
    """Say whether a model is a transformer that tells its word pieces; others are asked whole."""
    from sentence_transformers.base.modules import Transformer

    return isinstance(model[0], Transformer) and model.tokenizer is not None


def means_word_pieces(model: Any) -> bool:
    """Say whether a text's vector is the mean of its word pieces, and each one's place is known."""
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    return (
        reads_word_pieces(model)
        and bool(model.tokenizer.is_fast)
        and model.tokenizer.padding_side == "right"
        and isinstance(model[1], Pooling)
        and model[1].pooling_mode in ("mean", ["mean"], ("mean",))
        and all(isinstance(module, Normalize) for module in list(model)[2:])
    )


def _check_device(device: str, torch: Any) -> None:
    try:
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise SecondcoderError(
            f"model -> device: PyTorch cannot compute on {device!r} here",
            hint='Write device = "cpu", or install the PyTorch that fits this computer\'s GPU.',
        ) from error
