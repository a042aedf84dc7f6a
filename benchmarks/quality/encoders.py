"""The tool with a larger encoder, where its files are on this machine."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.embedding.side_by_side import SideBySide
from secondcoder.errors import SecondcoderError
from secondcoder.protocols import Encoder

BUNDLED, LARGER = "all-MiniLM-L6-v2", "all-mpnet-base-v2"
VECTORS = Path(__file__).resolve().parents[2] / ".bench-cache" / "vectors"


def available(name: str) -> bool:
    """Return whether an encoder's files are on this machine."""
    try:
        find_model(name)
    except SecondcoderError:
        return False
    return True


@cache
def encoder_named(name: str) -> Encoder:
    """Return an encoder by its name, with its vectors kept on disk."""
    return CachedEncoder(SentenceTransformerEncoder(find_model(name)), VECTORS)


def by_larger(*arguments: Any, run: Callable[..., Any], seed: int) -> Any:
    """Return what a method finds with the larger encoder in place of the last argument."""
    return run(*arguments[:-1], encoder_named(LARGER), seed=seed)


@cache
def side_by_side(names: tuple[str, ...]) -> Encoder:
    """Return several encoders as one, or the only one."""
    encoders = [CachedEncoder(SentenceTransformerEncoder(find_model(n)), VECTORS) for n in names]
    return encoders[0] if len(encoders) == 1 else SideBySide(encoders)
