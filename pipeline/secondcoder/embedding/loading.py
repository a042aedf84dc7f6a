"""Loading a model from its folder: the plainest form by itself, every other through a library."""

import os
from pathlib import Path
from typing import Any

from secondcoder.embedding.bert import Bert, is_plain_bert
from secondcoder.embedding.library import OfLibrary, Whole, library_model
from secondcoder.embedding.threads import keep_few_products, let_idle_threads_sleep
from secondcoder.errors import SecondcoderError


def loaded(folder: Path, *, device: str, half: bool) -> Bert | OfLibrary | Whole:
    """Return the model of a folder, on a device, its transformer in bf16 if ``half``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    let_idle_threads_sleep()
    keep_few_products()
    import torch

    _check_device(device, torch)
    if is_plain_bert(folder):
        return Bert(folder, device=device, half=half)
    return library_model(folder, device=device, half=half)


def _check_device(device: str, torch: Any) -> None:
    try:
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise SecondcoderError(
            f"model -> device: PyTorch cannot compute on {device!r} here",
            hint='Write device = "cpu", or install the PyTorch that fits this computer\'s GPU.',
        ) from error
