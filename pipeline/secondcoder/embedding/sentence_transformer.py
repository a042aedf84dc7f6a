"""The sentence-transformers adapter: loads the model when the first text is encoded."""

import os
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from secondcoder.embedding.models import ModelFiles
from secondcoder.protocols import Floats, Progress

SETTINGS = "float32; texts over 180 words as the mean of equal pieces"
"""Part of the fingerprint: change it whenever the same text would get another vector."""
PIECE_WORDS = 180
"""A model reads about 256 word pieces and drops the rest in silence; this many words fit. That
allows 1.4 word pieces a word; not measured on other languages."""
CHUNK = 256
"""Pieces handed to the model at a time; no result depends on it."""


class SentenceTransformerEncoder:
    """Encodes with a sentence-transformers model from a folder; never reaches the network."""

    def __init__(self, files: ModelFiles, *, batch_size: int = 32) -> None:
        self._files = files
        self._batch_size = batch_size

    @property
    def name(self) -> str:
        """The model's name."""
        return self._files.name

    @property
    def fingerprint(self) -> str:
        """Hash over the model's files, with the settings of this adapter."""
        return f"{self._files.fingerprint}|{SETTINGS}"

    @cached_property
    def _model(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        return SentenceTransformer(str(self._files.folder), device="cpu", local_files_only=True)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return unit-length float32 rows, shape ``(len(texts), dimensions)``.

        A text longer than the model reads is cut in equal pieces of at most 180 words whose
        vectors are averaged, so that no part of it is ignored.
        """
        cut = [_pieces(text) for text in texts]
        pieces = [piece for part in cut for piece in part]
        counts = [len(part) for part in cut]
        rows: list[Floats] = []
        done = 0
        for start in range(0, len(pieces), CHUNK):
            chunk = pieces[start : start + CHUNK]
            rows.append(
                self._model.encode(
                    chunk,
                    batch_size=self._batch_size,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
            )
            done += len(chunk)
            if progress:
                progress(min(len(texts), done * len(texts) // len(pieces)), len(texts))
        return _average(np.concatenate(rows) if rows else np.empty((0, 1), np.float32), counts)


def _pieces(text: str) -> list[str]:
    words = list(re.finditer(r"\S+", text))
    if len(words) <= PIECE_WORDS:
        return [text]
    number = -(-len(words) // PIECE_WORDS)
    bounds = [round(place * len(words) / number) for place in range(number + 1)]
    return [text[words[start].start() : words[end - 1].end()] for start, end in pairwise(bounds)]


def _average(rows: Floats, counts: Sequence[int]) -> Floats:
    if len(rows) == len(counts):
        return rows.astype(np.float32)
    starts = np.cumsum([0, *counts[:-1]])
    means = np.add.reduceat(rows, starts, axis=0) / np.asarray(counts, np.float32)[:, None]
    unit: Floats = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    return unit
