"""Sentence encoders of the most common form, read with PyTorch and a tokeniser alone.

BERT (Devlin et al. 2019) whose word pieces are averaged: what sentence-transformers makes of such a
folder, operation by operation, without its three seconds of imports, and with matrix products of
its own choice (``products.py``). Every other model is left to the library.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from secondcoder.embedding.products import product
from secondcoder.embedding.reader import Features, Offsets, Read, padded

_MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_MEAN = "pooling_mode_mean_tokens"
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_GELU = "intermediate.dense"


def is_plain_bert(folder: Path) -> bool:
    """Say whether a folder holds such a model, with nothing besides that changes its vectors."""
    config, modules = _json(folder / "config.json"), _json(folder / "modules.json")
    if not config or not isinstance(modules, list):
        return False
    pooling = _json(folder / str(modules[1]["path"]) / "config.json") if len(modules) > 1 else {}
    named = _json(folder / "config_sentence_transformers.json")
    own = _json(folder / "tokenizer_config.json")
    given = _json(folder / "sentence_bert_config.json")
    lowered = _json(folder / "tokenizer.json").get("normalizer") or {}
    ways = {key for key, value in pooling.items() if key.startswith("pooling_mode_") and value}
    return (
        config.get("model_type") == "bert"
        and config.get("architectures") == ["BertModel"]
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
        and [str(one["type"]).rpartition(".")[2] for one in modules] in _MODULES
        and modules[0]["path"] == ""
        and (ways == {_MEAN} or pooling.get("pooling_mode") == "mean")
        and not named.get("prompts")
        and str(own.get("tokenizer_class")) in {"BertTokenizer", "BertTokenizerFast"}
        and own.get("padding_side", "right") == "right"
        and set(given) <= {"max_seq_length", "do_lower_case"}
        and not given.get("do_lower_case")
        and lowered.get("lowercase") == own.get("do_lower_case", True)
        and (folder / "model.safetensors").is_file()
    )


class Bert:
    """Such a model as it is read (``reader.py``)."""

    prompt = ""
    means = True

    def __init__(self, folder: Path, *, device: str, half: bool) -> None:
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        config = _json(folder / "config.json")
        self._device = device
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._small = float(config.get("layer_norm_eps", 1e-12))
        self.longest = int(
            _json(folder / "sentence_bert_config.json").get("max_seq_length")
            or config["max_position_embeddings"]
        )
        kind = torch.bfloat16 if half else torch.float32
        self._weights = {
            name.removeprefix("bert."): value.to(device=device, dtype=kind)
            for name, value in load_file(str(folder / "model.safetensors")).items()
            if value.is_floating_point()
        }
        self._products = {
            name.removesuffix(".weight"): product(
                self._weights.pop(name),
                self._weights.pop(f"{name.removesuffix('weight')}bias"),
                gelu=name.endswith(f".{_GELU}.weight"),
            )
            for name in list(self._weights)
            if name.startswith("encoder.") and not name.endswith(("bias", "LayerNorm.weight"))
        }
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._empty = int(config.get("pad_token_id") or 0)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, marks included."""
        return [len(one) for one in self._tokenizer.encode_batch_fast(list(texts))]

    def offsets(self, text: str, *, marks: bool) -> Offsets:
        """Return where in the text each word piece stands; ``marks`` around it stand nowhere."""
        return list(self._tokenizer.encode(text, add_special_tokens=marks).offsets)

    def features(self, texts: Sequence[str], wide: int) -> Features:
        """Return a batch in the model's form, padded to a width; what is too long is cut."""
        import torch

        found = [one.ids for one in self._tokenizer.encode_batch_fast(list(texts))]
        cut = [
            ids if len(ids) <= self.longest else [*ids[: self.longest - 1], ids[-1]]
            for ids in found
        ]
        longest = max(map(len, cut))
        features = {
            "input_ids": torch.tensor([[*i, *[self._empty] * (longest - len(i))] for i in cut]),
            "attention_mask": torch.tensor(
                [[*[1] * len(ids), *[0] * (longest - len(ids))] for ids in cut]
            ),
        }
        return padded(features, wide, self._empty, left=False)

    def forward(self, features: Features) -> Read:
        """Return unit rows of a batch's texts, and vectors of their word pieces."""
        import torch

        with torch.inference_mode():
            mask = features["attention_mask"].to(self._device)
            pieces = self._pieces(features["input_ids"].to(self._device), mask).float()
            wide = mask.unsqueeze(-1).expand(pieces.size()).to(pieces.dtype)
            mean = torch.sum(pieces * wide, 1) / torch.clamp(wide.sum(1), min=1e-9)
            rows = torch.nn.functional.normalize(mean, p=2, dim=1)
            rows = torch.nn.functional.normalize(rows, dim=1)
            return rows.cpu().numpy(), pieces.cpu().numpy()

    def _pieces(self, ids: Any, mask: Any) -> Any:
        """Return the vector of every word piece, shape ``(texts, pieces, dimensions)``."""
        from torch.nn.functional import embedding

        held = self._weights
        words = embedding(ids, held["embeddings.word_embeddings.weight"])
        kinds = embedding(ids.new_zeros(ids.shape), held["embeddings.token_type_embeddings.weight"])
        places = held["embeddings.position_embeddings.weight"][: ids.shape[1]].unsqueeze(0)
        read = self._norm(words + kinds + places, "embeddings.LayerNorm")
        count, length = ids.shape
        seen = None
        if not mask.all():
            seen = mask.bool()[:, None, None, :].expand(count, 1, length, length)
        for layer in range(self._layers):
            read = self._layer(read, seen, f"encoder.layer.{layer}.")
        return read

    def _layer(self, read: Any, seen: Any, name: str) -> Any:
        from torch.nn.functional import scaled_dot_product_attention

        count, length, size = read.shape
        own = size // self._heads
        query, key, value = (
            self._products[f"{name}attention.self.{part}"](read)
            .view(count, length, -1, own)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        found = scaled_dot_product_attention(query, key, value, attn_mask=seen, scale=own**-0.5)
        found = found.transpose(1, 2).contiguous().reshape(count, length, -1).contiguous()
        attended, left = (f"{name}{norm}" for norm in _NORMS)
        found = self._products[f"{name}attention.output.dense"](found)
        read = self._norm(found + read, attended)
        found = self._products[f"{name}{_GELU}"](read)
        return self._norm(self._products[f"{name}output.dense"](found) + read, left)

    def _norm(self, read: Any, name: str) -> Any:
        from torch.nn.functional import layer_norm

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return layer_norm(read, (read.shape[-1],), weight, bias, self._small)


def _json(path: Path) -> Any:
    """Return what a file holds; nothing where there is none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
