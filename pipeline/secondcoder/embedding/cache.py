"""Vectors kept on disk by model and text: what was encoded once is not encoded again.

The file holds hashes and vectors, no text. It lies with the study's runs, so that deleting
them deletes it.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from secondcoder.errors import SecondcoderError
from secondcoder.protocols import Encoder, Floats, Progress
from secondcoder.publish.files import new_database

CHUNK = 128
"""Texts handled at a time; no result depends on it."""


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
        short = hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
        self._path = folder / f"vectors-{short}.sqlite"
        self.encoded = 0

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        """The encoder's fingerprint."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return one row for each text, from the file or else encoded and kept in it."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        try:
            new_database(self._path)
            with closing(sqlite3.connect(self._path, timeout=30)) as connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB)"
                    " WITHOUT ROWID"
                )
                known = _known(connection, keys)
                missing = {
                    key: text for key, text in zip(keys, texts, strict=True) if key not in known
                }
                self._encode_missing(connection, missing, known, progress or self._progress)
        except (sqlite3.DatabaseError, OSError) as error:
            raise SecondcoderError(
                f"the cache of vectors cannot be used: {self._path.name}: {error}",
                hint="Delete that file, or name a folder that can be written with --out DIR.",
            ) from error
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, 0), np.float32)

    def _encode_missing(
        self,
        connection: sqlite3.Connection,
        missing: dict[bytes, str],
        known: dict[bytes, Floats],
        progress: Progress | None,
    ) -> None:
        if missing and not self._allowed:
            raise SecondcoderError(
                f"{len(missing)} texts have no vector yet: passages or codebook have changed",
                hint="Run `secondcoder suggest` first.",
            )
        # Texts of like length share a batch: less padding, and an order that does not depend
        # on where a text stands in the study.
        order = sorted(missing, key=lambda key: (-len(missing[key]), key))
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            rows = self._encoder.encode([missing[key] for key in chunk])
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [
                        (key, row.astype("<f4").tobytes())
                        for key, row in zip(chunk, rows, strict=True)
                    ],
                )
            known.update(zip(chunk, rows, strict=True))
            self.encoded += len(chunk)
            if progress:
                progress(start + len(chunk), len(order))


def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Floats]:
    unique = sorted(set(keys))
    found: dict[bytes, Floats] = {}
    for start in range(0, len(unique), CHUNK):
        part = unique[start : start + CHUNK]
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            f"SELECT text, vector FROM vectors WHERE text IN ({marks})",  # noqa: S608 - only marks
            part,
        )
        found.update((key, np.frombuffer(vector, "<f4")) for key, vector in rows)
    return found
