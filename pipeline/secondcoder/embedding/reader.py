"""A model that reads texts as word pieces: what the adapter asks of it."""

from collections.abc import Sequence
from typing import Any, Protocol

from secondcoder.protocols import Floats

Features = dict[str, Any]
"""A batch in a model's form: tensors of PyTorch by name."""
Offsets = list[tuple[int, int]]
Read = tuple[Floats, Floats]
"""Unit rows of texts, and vectors of their word pieces, ``(texts, pieces, dimensions)``."""


class Reader(Protocol):
    """A model that reads texts as word pieces, and tells them apart."""

    longest: int
    """Word pieces that it reads at once, marks included."""
    prompt: str
    """What the model's makers put before every text."""
    means: bool
    """Whether a text's vector is the mean of its word pieces, and each one's place is known."""

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, marks included."""
        ...

    def offsets(self, text: str, *, marks: bool) -> Offsets:
        """Return where in the text each word piece stands; none where that is not known."""
        ...

    def features(self, texts: Sequence[str], wide: int) -> Features:
        """Return a batch in the model's form, padded to a width, prompt included."""
        ...

    def forward(self, features: Features) -> Read:
        """Return unit rows of a batch's texts, and vectors of their word pieces."""
        ...


def padded(features: Features, wide: int, empty: int, *, left: bool) -> Features:
    """Return a batch with every row filled up to a width, at the end or to the ``left``."""
    from torch.nn.functional import pad

    lacking = wide - features["input_ids"].shape[1]
    if lacking <= 0:
        return features
    sides = (lacking, 0) if left else (0, lacking)
    fill = {"input_ids": empty, "attention_mask": 0, "token_type_ids": 0}
    return {
        key: pad(value, sides, value=fill[key]) if key in fill else value
        for key, value in features.items()
    }
