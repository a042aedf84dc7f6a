"""The encoder in the process beside: PyTorch is loaded there while this one reads the study."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from secondcoder.embedding.models import ModelFiles
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.protocols import Beside, Floats, Progress, Spans

NEEDED = ("torch.nn.functional", "safetensors.torch", "tokenizers", __name__)
"""Modules that the process beside imports before it is asked."""
_Model = tuple[str, Path, str, int | None, str, str]


class EncoderBeside:
    """Encodes as ``SentenceTransformerEncoder`` does, in another process.

    ``meanwhile`` is called once, while that process encodes: what this one will need may be
    imported then.
    """

    def __init__(
        self,
        files: ModelFiles,
        beside: Beside,
        *,
        batch_size: int | None = None,
        device: str = "cpu",
        precision: str = "single",
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        self._model = (files.name, files.folder, files.fingerprint, batch_size, device, precision)
        own = _encoder(self._model)
        self.name, self.fingerprint = own.name, own.fingerprint
        self._beside = beside
        self._meanwhile = meanwhile

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return a row for each text."""
        return self.encode_with_parts(texts, [()] * len(texts), progress=progress)[0]

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,  # noqa: ARG002 - told after each call alone
    ) -> tuple[Floats, Floats]:
        """Return a row for each text and one for each part."""
        asked = self._beside(encoded, self._model, list(texts), list(parts), here=False)
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            meanwhile()
        return asked()


def encoded(model: _Model, texts: Sequence[str], parts: Sequence[Spans]) -> tuple[Floats, Floats]:
    """Return rows of texts and of parts."""
    return _encoder(model).encode_with_parts(texts, parts)


@cache
def _encoder(model: _Model) -> SentenceTransformerEncoder:
    name, folder, fingerprint, batch_size, device, precision = model
    return SentenceTransformerEncoder(
        ModelFiles(name, folder, fingerprint, None),
        batch_size=batch_size,
        device=device,
        precision=precision,
    )
