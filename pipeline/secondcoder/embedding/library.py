"""Models as sentence-transformers reads them: all but the plainest (``bert.py``)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from secondcoder.embedding.reader import Features, Offsets, Read, padded
from secondcoder.protocols import Floats


def library_model(folder: Path, *, device: str, half: bool) -> "OfLibrary | Whole":
    """Return the model of a folder, on a device, its transformer in bf16 if ``half``."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    model: Any = SentenceTransformer(str(folder), device=device, local_files_only=True)
    if not isinstance(model[0], Transformer) or model.tokenizer is None:
        return Whole(model.eval())
    if half:
        model[0].to(torch.bfloat16)
    return OfLibrary(model.eval(), device)


class Whole:
    """A model that tells no word pieces apart: it is asked for whole texts."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return rows as the library makes them."""
        rows = self._model.encode(
            list(texts),
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)


class OfLibrary:
    """A transformer that tells its word pieces (``reader.py``)."""

    def __init__(self, model: Any, device: str) -> None:
        self._model, self._device = model, device
        self.longest = int(model.max_seq_length or 512)
        name = model.default_prompt_name
        self.prompt = str(model.prompts.get(name, "")) if name else ""
        self.means = _means_word_pieces(model)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, marks included."""
        return [len(own) for own in self._model.tokenizer(list(texts))["input_ids"]]

    def offsets(self, text: str, *, marks: bool) -> Offsets:
        """Return where in the text each word piece stands; none where that is not known."""
        tokenizer = self._model.tokenizer
        if not tokenizer.is_fast:
            return []
        found = tokenizer(text, add_special_tokens=marks, return_offsets_mapping=True)
        return list(found["offset_mapping"])

    def features(self, texts: Sequence[str], wide: int) -> Features:
        """Return a batch in the model's form, padded to a width, prompt included."""
        model = self._model
        features = model.preprocess(list(texts), prompt=self.prompt or None)
        left = model.tokenizer.padding_side == "left"
        return padded(dict(features), wide, model.tokenizer.pad_token_id or 0, left=left)

    def forward(self, features: Features) -> Read:
        """Return unit rows of a batch's texts, and vectors of their word pieces."""
        import torch

        with torch.inference_mode():
            read = {
                key: value.to(self._device) if hasattr(value, "to") else value
                for key, value in features.items()
            }
            first, *others = self._model
            read = first(read)
            pieces = read["token_embeddings"] = read["token_embeddings"].float()
            for module in others:
                read = module(read)
            rows = torch.nn.functional.normalize(read["sentence_embedding"].float(), dim=1)
            return rows.cpu().numpy(), pieces.cpu().numpy()


def _means_word_pieces(model: Any) -> bool:
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    return (
        bool(model.tokenizer.is_fast)
        and model.tokenizer.padding_side == "right"
        and isinstance(model[1], Pooling)
        and model[1].pooling_mode in ("mean", ["mean"], ("mean",))
        and all(isinstance(module, Normalize) for module in list(model)[2:])
    )
