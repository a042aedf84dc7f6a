"""The encoder: loads its model when the first text is encoded."""

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from secondcoder.embedding.batches import LEAST, LEAST_BF16, batches, filled, windows
from secondcoder.embedding.gathered import Gathered, Window
from secondcoder.embedding.library import Whole
from secondcoder.embedding.loading import loaded
from secondcoder.embedding.memory import give_back
from secondcoder.embedding.models import ModelFiles
from secondcoder.embedding.reader import Features, Reader
from secondcoder.embedding.threads import cores, in_turn, one_thread_each
from secondcoder.protocols import Floats, Progress, Spans

SETTINGS = "windows of the model's length, averaged; parts in their text; products by oneDNN"
"""Part of the fingerprint: change it whenever the same text would get another vector."""
ROUNDED = "rounded after GELU"
"""The same of bf16 alone."""
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
        how = f"{precision}, {ROUNDED}" if self._half else precision
        self._settings = f"{device}; {how}; {SETTINGS}"

    @property
    def name(self) -> str:
        """The model's name."""
        return self._files.name

    @property
    def fingerprint(self) -> str:
        """Hash over the model's files, with the settings of this adapter."""
        return f"{self._files.fingerprint}|{self._settings}"

    @cached_property
    def _model(self) -> Reader | Whole:
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
        model = self._model
        if wanted and not (not isinstance(model, Whole) and model.means):
            own = [t[a:b] for t, spans in zip(texts, parts, strict=True) for a, b in spans]
            rows = self.encode([*texts, *own], progress=progress)
            return rows[: len(texts)], rows[len(texts) :]
        if isinstance(model, Whole):
            return model.encode(texts), np.empty((0, 1), np.float32)
        return self._read(model, texts, parts, progress)

    def _read(
        self, model: Reader, texts: Sequence[str], parts: Sequence[Spans], progress: Progress | None
    ) -> tuple[Floats, Floats]:
        cut = _windows(model, texts)
        groups = batches([length for _, length in cut], most=self._most)
        prepared = (
            (places, self._features(model, [cut[place][0].words for place in places], wide))
            for wide, places in groups
        )

        def forward(batch: tuple[list[int], Features]) -> tuple[list[int], Floats, Floats]:
            return batch[0], *model.forward(batch[1])

        gathered = Gathered(parts)
        done = 0
        workers = cores() if self._device == "cpu" else 1
        with one_thread_each(workers) as threads:
            for places, rows, pieces in in_turn(threads, workers, forward, prepared):
                for at, place in enumerate(places):
                    window = cut[place][0]
                    gathered.add(window, rows[at])
                    own = _own_pieces(model, window, parts[window.text], pieces.shape[1])
                    for part, touched in own:
                        gathered.add_part(window, part, pieces[at, touched].sum(axis=0))
                done += len(places)
                if progress:
                    progress(min(len(texts), done * len(texts) // len(cut)), len(texts))
        give_back()
        return gathered.rows()

    def _features(self, model: Reader, texts: Sequence[str], wide: int) -> Features:
        """Return a batch padded to a width and filled up with its first text."""
        places = filled(range(len(texts)), wide, LEAST_BF16 if self._half else LEAST)
        return model.features([texts[place] for place in places], wide)


def _windows(model: Reader, texts: Sequence[str]) -> list[tuple[Window, int]]:
    """Return every text's windows, each with its length in word pieces."""
    found = []
    for number, (text, length) in enumerate(zip(texts, _lengths(model, texts), strict=True)):
        if length <= model.longest:
            found.append((Window(number, 0, text), length))
            continue
        room = model.longest - SPARE - (_lengths(model, [""])[0] if model.prompt else 0)
        if offsets := model.offsets(text, marks=False):
            cuts = windows(text, offsets, max(1, room))
        else:
            words = [match.span() for match in re.finditer(r"\S+", text)]
            cuts = windows(text, words, max(1, int(WORDS * room)))
        pieces = [text[start:end] for start, end in cuts]
        found += [
            (Window(number, start, piece), min(length, model.longest))
            for (start, _), piece, length in zip(cuts, pieces, _lengths(model, pieces), strict=True)
        ]
    return found


def _lengths(model: Reader, texts: Sequence[str]) -> list[int]:
    """Return how many word pieces each text has for the model, with all that is added."""
    return model.lengths([model.prompt + text for text in texts])


def _own_pieces(
    model: Reader, window: Window, spans: Spans, count: int
) -> list[tuple[int, list[int]]]:
    """Return the places of spans that touch a window, each with its word pieces there."""
    if not spans:
        return []
    prompt = model.prompt
    offsets = model.offsets(prompt + window.words, marks=True)[:count]
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
