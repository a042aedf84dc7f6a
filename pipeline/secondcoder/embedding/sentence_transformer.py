"""The sentence-transformers adapter: loads the model when the first text is encoded."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from secondcoder.embedding.batches import LEAST, LEAST_BF16, batches, filled, windows
from secondcoder.embedding.gathered import Gathered, Window
from secondcoder.embedding.loading import loaded, means_word_pieces, reads_word_pieces
from secondcoder.embedding.models import ModelFiles
from secondcoder.embedding.threads import cores, in_turn, one_thread_each
from secondcoder.protocols import Floats, Progress, Spans

SETTINGS = "windows of the model's length, averaged; parts in their text"
"""Part of the fingerprint: change it whenever the same text would get another vector."""
SPARE = 8
"""Word pieces of the model's length that are left free in a window of a long text: for the marks
that a tokeniser adds, and for words that it cuts otherwise at the edge of a window."""
WORDS = 0.7
"""Words for each word piece that a model reads, where its tokeniser does not say which piece stands
where. Not measured on other languages than English."""


class SentenceTransformerEncoder:
    """Encodes with a sentence-transformers model from a folder; never reaches the network.

    ``device`` is what PyTorch calls it; ``precision`` "single" or "bf16". Both are part of the
    fingerprint, as both change vectors.
    """

    def __init__(
        self,
        files: ModelFiles,
        *,
        batch_size: int | None = None,
        device: str = "cpu",
        precision: str = "single",
    ) -> None:
        self._files = files
        self._most = batch_size
        self._device = device
        self._half = precision == "bf16"
        self._settings = f"{device}; {precision}; {SETTINGS}"

    @property
    def name(self) -> str:
        """The model's name."""
        return self._files.name

    @property
    def fingerprint(self) -> str:
        """Hash over the model's files, with the settings of this adapter."""
        return f"{self._files.fingerprint}|{self._settings}"

    @cached_property
    def _model(self) -> Any:
        return loaded(self._files.folder, device=self._device, half=self._half)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return unit-length float32 rows, shape ``(len(texts), dimensions)``.

        A text longer than the model reads is read in windows that follow one another, whose
        vectors are averaged, so that no part of it is ignored.
        """
        return self.encode_with_parts(texts, [()] * len(texts), progress=progress)[0]

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        """Return a row for each text and one for each part, as stretches ``(start, end)`` of it.

        A part is read in its text: its row is the mean over its own word pieces, which the model
        read beside the others. Models that make a text's vector otherwise than by such a mean
        read each part by itself.
        """
        wanted = sum(len(spans) for spans in parts)
        if not texts:
            return np.empty((0, 1), np.float32), np.empty((0, 1), np.float32)
        if wanted and not means_word_pieces(self._model):
            own = [t[a:b] for t, spans in zip(texts, parts, strict=True) for a, b in spans]
            rows = self.encode([*texts, *own], progress=progress)
            return rows[: len(texts)], rows[len(texts) :]
        if not reads_word_pieces(self._model):
            return self._by_itself(texts), np.empty((0, 1), np.float32)
        return self._read(texts, parts, progress)

    def _by_itself(self, texts: Sequence[str]) -> Floats:
        """Return rows as the library makes them, for models that have no word pieces."""
        rows = self._model.encode(
            list(texts),
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)

    def _read(
        self, texts: Sequence[str], parts: Sequence[Spans], progress: Progress | None
    ) -> tuple[Floats, Floats]:
        cut = self._windows(texts)
        groups = batches([length for _, length in cut], most=self._most)
        prepared = (
            (places, self._features([cut[place][0].words for place in places], wide))
            for wide, places in groups
        )
        gathered = Gathered(parts)
        done = 0
        workers = cores() if self._device == "cpu" else 1
        with one_thread_each(workers) as threads:
            for places, rows, pieces in in_turn(threads, workers, self._forward, prepared):
                for at, place in enumerate(places):
                    window = cut[place][0]
                    gathered.add(window, rows[at])
                    for part, own in self._own_pieces(window, parts[window.text], pieces.shape[1]):
                        gathered.add_part(window, part, pieces[at, own].sum(axis=0))
                done += len(places)
                if progress:
                    progress(min(len(texts), done * len(texts) // len(cut)), len(texts))
        return gathered.rows()

    def _windows(self, texts: Sequence[str]) -> list[tuple[Window, int]]:
        """Return every text's windows, each with its length in word pieces."""
        tokenizer, longest = self._model.tokenizer, self._model.max_seq_length or 512
        prompt = self._prompt
        found = []
        for number, (text, length) in enumerate(zip(texts, self._lengths(texts), strict=True)):
            if length <= longest:
                found.append((Window(number, 0, text), length))
                continue
            room = longest - SPARE - (self._lengths([""])[0] if prompt else 0)
            if tokenizer.is_fast:
                offsets = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
                cuts = windows(text, offsets["offset_mapping"], max(1, room))
            else:
                words = [match.span() for match in re.finditer(r"\S+", text)]
                cuts = windows(text, words, max(1, int(WORDS * room)))
            pieces = [text[start:end] for start, end in cuts]
            found += [
                (Window(number, start, piece), min(length, longest))
                for (start, _), piece, length in zip(
                    cuts, pieces, self._lengths(pieces), strict=True
                )
            ]
        return found

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has for the model, with all that is added."""
        prompted = [self._prompt + text for text in texts]
        return [len(own) for own in self._model.tokenizer(prompted)["input_ids"]]

    @property
    def _prompt(self) -> str:
        """What the model's makers put before every text."""
        name = self._model.default_prompt_name
        return str(self._model.prompts.get(name, "")) if name else ""

    def _features(self, texts: Sequence[str], wide: int) -> dict[str, Any]:
        """Return a batch in the model's form, padded to a width and filled up with its first."""
        from torch.nn.functional import pad

        model = self._model
        places = filled(range(len(texts)), wide, LEAST_BF16 if self._half else LEAST)
        features = model.preprocess([texts[place] for place in places], prompt=self._prompt or None)
        lacking = wide - features["input_ids"].shape[1]
        sides = (lacking, 0) if model.tokenizer.padding_side == "left" else (0, lacking)
        empty = {"input_ids": model.tokenizer.pad_token_id or 0}
        for key in ("input_ids", "attention_mask", "token_type_ids"):
            if lacking > 0 and key in features:
                features[key] = pad(features[key], sides, value=empty.get(key, 0))
        return dict(features)

    def _forward(self, batch: tuple[list[int], dict[str, Any]]) -> tuple[list[int], Floats, Floats]:
        """Return the places of a batch's texts, their unit rows, and vectors of word pieces."""
        import torch

        places, features = batch
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
            return places, rows.cpu().numpy(), pieces.cpu().numpy()

    def _own_pieces(self, window: Window, spans: Spans, count: int) -> list[tuple[int, list[int]]]:
        """Return the places of spans that touch a window, each with its word pieces there."""
        if not spans:
            return []
        prompt = self._prompt
        offsets = self._model.tokenizer(prompt + window.words, return_offsets_mapping=True)[
            "offset_mapping"
        ][:count]
        at = window.start - len(prompt)
        words = [
            (piece, first + at, last + at)
            for piece, (first, last) in enumerate(offsets)
            if last > first >= len(prompt)
        ]
        touched = (
            (place, [piece for piece, first, last in words if first < end and last > start])
            for place, (start, end) in enumerate(spans)
        )
        return [(place, own) for place, own in touched if own]
