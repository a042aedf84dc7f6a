"""Vectors kept on disk by model and text: what was encoded once is not encoded again.

The file holds hashes and vectors, no text. It lies with the study's runs, so that deleting
them deletes it. Other versions of the packages that compute vectors have a file of their own: they
differ in last digits, and a result's id says which made it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import Timeout

from secondcoder.embedding.vector_file import HASH, VectorFile
from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.protocols import Encoder, Floats, Progress, Spans
from secondcoder.publish.record import made_by

T = TypeVar("T")
CHUNK = 1024
"""Texts encoded before their vectors are kept; no result depends on it."""
BLOCK = 4096
"""Vectors read from the file at once; no result depends on it."""
LETTERS = 100_000
"""Letters in all of them, some seconds of one core: no more is lost by an interruption."""
_COMPUTED_BY = (
    *("system", "numpy", "torch", "tokenizers"),
    *("transformers", "sentence-transformers"),
)
"""What a vector's last digits hang on beside the encoder (``made_by``)."""


class CachedEncoder:
    """An encoder in front of which stands a file; ``encoded`` counts what the file lacked.

    With ``encoder_allowed=False`` a missing vector is refused: for commands that must not encode.
    """

    def __init__(
        self,
        encoder: Encoder,
        folder: Path,
        *,
        encoder_allowed: bool = True,
        progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._progress = progress
        self._allowed = encoder_allowed
        versions = made_by()["versions"]
        decisive = [encoder.fingerprint, *(versions.get(name, "") for name in _COMPUTED_BY)]
        short = sha256("\0".join(decisive).encode()).hexdigest()[:16]
        self._file = VectorFile(folder / f"{short}.vectors")
        self.encoded = 0

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        """The encoder's fingerprint."""
        return self._encoder.fingerprint

    def lacking(self, texts: Sequence[str]) -> int:
        """Return how many of the texts have no vector yet."""
        hashes = [_Wanted(text, ()).hashes[0] for text in texts]
        known: set[bytes] = set()
        for block in _blocks(hashes):
            known.update(self._kept(partial(self._file.read, block)))
        return sum(one not in known for one in set(hashes))

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return one row for each text, from the file or else encoded and kept in it."""
        return self.encode_with_parts(texts, [()] * len(texts), progress=progress)[0]

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        """Return one row for each text and one for each part, kept in the file as well."""
        wanted = [_Wanted(text, tuple(spans)) for text, spans in zip(texts, parts, strict=True)]
        whole = [one.hashes[0] for one in wanted]
        of_parts = [one for w in wanted for one in w.hashes[1:]]
        held = _Held([*whole, *of_parts])
        for block in _blocks(held.hashes):
            held.add(self._kept(partial(self._file.read, block)))
        missing = {w.hashes: w for w in wanted if held.lacks(w.hashes)}
        if missing and not self._allowed:
            raise SecondcoderError(
                f"{len(missing)} texts have no vector yet: passages or codebook have changed",
                hint="Run `secondcoder suggest` first.",
            )
        progress = progress or self._progress
        done = 0
        for chunk in _chunks(list(missing.values())):
            rows, rows_of_parts = self._encoder.encode_with_parts(
                [one.text for one in chunk], [one.spans for one in chunk]
            )
            hashes = [one.hashes[0] for one in chunk] + [h for one in chunk for h in one.hashes[1:]]
            vectors = np.concatenate([rows, rows_of_parts]) if len(rows_of_parts) else rows
            new = {h: row for h, row in zip(hashes, vectors, strict=True) if held.lacks((h,))}
            self._kept(partial(self._file.add, list(new), np.stack(list(new.values()))))
            held.add(new)
            done += len(chunk)
            self.encoded += len(chunk)
            if progress:
                progress(done, len(missing))
        return held.rows(whole), held.rows(of_parts)

    def _kept(self, act: Callable[[], T]) -> T:
        """Do something with the file; what hinders it is explained."""
        try:
            return act()
        except Timeout as error:  # is an OSError, and says nothing of the disk
            raise SecondcoderError(
                f"the cache of vectors cannot be used: {self._file.path}: {error}",
                hint="Wait until other runs of the study have finished, then try again.",
            ) from error
        except OSError as error:
            raise SecondcoderError(
                f"the cache of vectors cannot be used: {self._file.path}: {why(error)}",
                hint=what_to_do(error, at=self._file.path),
            ) from error


class _Wanted:
    """A text with the stretches of it that are wanted besides, and the hashes of all of them."""

    __slots__ = ("hashes", "spans", "text")

    def __init__(self, text: str, spans: tuple[tuple[int, int], ...]) -> None:
        self.text = text
        self.spans = spans
        data = text.encode()
        whole = blake2b(data, digest_size=HASH, person=b"text").digest()
        self.hashes = (
            whole,
            *(
                blake2b(
                    whole + f"{start}:{end}".encode(), digest_size=HASH, person=b"part"
                ).digest()
                for start, end in spans
            ),
        )


def _chunks(missing: Sequence[_Wanted]) -> Iterator[list[_Wanted]]:
    """Yield texts to encode together, longest first: texts of like length share a batch."""
    chunk: list[_Wanted] = []
    letters = 0
    for one in sorted(missing, key=lambda one: (-len(one.text), one.hashes)):
        if chunk and (len(chunk) == CHUNK or letters + len(one.text) > LETTERS):
            yield chunk
            chunk, letters = [], 0
        chunk.append(one)
        letters += len(one.text)
    if chunk:
        yield chunk


def _blocks(hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield hashes to be looked for together."""
    for start in range(0, len(hashes), BLOCK):
        yield hashes[start : start + BLOCK]


class _Held:
    """The rows of texts and parts, each once, in one array."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.hashes = list(dict.fromkeys(hashes))
        self._place = {one: place for place, one in enumerate(self.hashes)}
        self._filled = np.zeros(len(self.hashes), bool)
        self._rows = np.empty((0, 0), np.float32)

    def lacks(self, hashes: Sequence[bytes]) -> bool:
        """Say whether some of them have no row yet."""
        return not all(self._filled[self._place[one]] for one in hashes)

    def add(self, found: Mapping[bytes, Floats]) -> None:
        """Take in rows."""
        if not found:
            return
        if not self._rows.size:
            size = len(next(iter(found.values())))
            self._rows = np.empty((len(self.hashes), size), np.float32)
        for one, row in found.items():
            place = self._place[one]
            self._rows[place], self._filled[place] = row, True

    def rows(self, hashes: Sequence[bytes]) -> Floats:
        """Return the row of each; most of the array is returned as it is, without a copy."""
        if not hashes:
            return np.empty((0, 0), np.float32)
        places = np.array([self._place[one] for one in hashes])
        if 2 * len(places) > len(self.hashes) and bool((np.diff(places) == 1).all()):
            return self._rows[places[0] : places[-1] + 1]
        rows: Floats = self._rows[places]
        return rows
