"""A file of vectors: one row after another, each with the hash of its text and a checksum.

The form: a head (what the file is, dimensions, a checksum of the head), then rows of equal length:
16 bytes of the text's hash, 4 bytes of checksum over hash and vector, the vector as little-endian
float32. Rows are only added, at the end. A row whose checksum does not fit, a row cut off by a
kill or a full disk, and a file whose head does not fit are as if they were not there.

Every access holds the lock of the file, maps it, copies what is wanted and lets go: a file that is
mapped cannot be cut or replaced on Windows.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.publish.files import make_folder, new_file

HASH = 16
"""Bytes of a text's hash: 128 bits, so that no two texts share one."""
_MARK = b"secondcoder vectors 1\n"
_HEAD = np.dtype([("mark", f"V{len(_MARK)}"), ("dimensions", "<u4"), ("check", "<u4")])
SECONDS = 60.0
"""To wait for another process that reads or adds rows, which takes it far less than a second."""


class VectorFile:
    """Vectors of one model, by hashes of texts. Safe beside other processes, and against a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._row: dict[bytes, int] = {}
        self._dimensions = 0
        self._counted = 0

    @property
    def path(self) -> Path:
        """Where the file is, or will be with the first row."""
        return self._path

    def read(self, hashes: Sequence[bytes]) -> dict[bytes, Floats]:
        """Return the vectors of those hashes that have a sound row. Raises ``OSError``."""
        if not hashes or not self._path.exists():
            return {}
        with self._locked():
            rows = self._rows()
            if rows is None:
                return {}
            self._index(rows)
            wanted = [one for one in dict.fromkeys(hashes) if one in self._row]
            found = rows[np.array([self._row[one] for one in wanted], dtype=np.int64)]
            del rows
        sound = (
            (wanted_hash, row["vector"])
            for wanted_hash, row in zip(wanted, found, strict=True)
            if row["hash"].tobytes() == wanted_hash and int(row["check"]) == _checksum(row)
        )
        kept = dict(sound)
        for one in set(wanted) - set(kept):  # damaged: another row will stand for it
            del self._row[one]
        return kept

    def add(self, hashes: Sequence[bytes], vectors: Floats) -> None:
        """Write rows at the end of the file, which is made anew if its head does not fit.

        Raises ``OSError``.
        """
        if not hashes:
            return
        make_folder(self._path.parent)
        with self._locked():
            rows = self._rows()
            fits = rows is not None and self._dimensions == vectors.shape[1]
            start = len(rows) if fits and rows is not None else 0
            if fits and rows is not None:
                self._index(rows)
            del rows
            block = _records(hashes, vectors)
            size = block.dtype.itemsize
            new_file(self._path)
            with self._path.open("r+b") as file:
                if not fits:
                    self._row, self._counted, self._dimensions = {}, 0, vectors.shape[1]
                    file.write(_head(vectors.shape[1]).tobytes())
                file.seek(_HEAD.itemsize + start * size)
                file.truncate()  # what was cut off
                file.write(block.tobytes())

    def _locked(self) -> FileLock:
        lock = self._path.with_name(f"{self._path.name}.lock")
        return FileLock(lock, timeout=SECONDS, mode=0o660, thread_local=False)

    def _rows(self) -> NDArray[np.void] | None:
        """Return the whole rows of the file, mapped; ``None`` if the head does not fit."""
        if not self._path.exists() or self._path.stat().st_size < _HEAD.itemsize:
            return None
        with self._path.open("rb") as file:
            head = np.frombuffer(file.read(_HEAD.itemsize), _HEAD)[0]
        dimensions = int(head["dimensions"])
        if head.tobytes() != _head(dimensions).tobytes():
            return None
        record = _record(dimensions)
        count = (self._path.stat().st_size - _HEAD.itemsize) // record.itemsize
        if dimensions != self._dimensions or count < self._counted:
            self._row, self._counted, self._dimensions = {}, 0, dimensions
        if not count:
            return np.empty(0, record)
        return np.memmap(self._path, record, mode="r", offset=_HEAD.itemsize, shape=(count,))

    def _index(self, rows: NDArray[np.void]) -> None:
        """Take in the rows that were added since; of several for one text the last one counts."""
        added = rows["hash"][self._counted :].tobytes()
        for place in range(len(added) // HASH):
            self._row[added[place * HASH : (place + 1) * HASH]] = self._counted + place
        self._counted = len(rows)


def _record(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("hash", f"V{HASH}"), ("check", "<u4"), ("vector", "<f4", (dimensions,))])


def _head(dimensions: int) -> NDArray[np.void]:
    head = np.zeros(1, _HEAD)
    head["mark"] = np.void(_MARK)
    head["dimensions"] = dimensions
    head["check"] = zlib.crc32(_MARK + dimensions.to_bytes(4, "little"))
    return head


def _records(hashes: Sequence[bytes], vectors: Floats) -> NDArray[np.void]:
    block = np.zeros(len(hashes), _record(vectors.shape[1]))
    block["hash"] = np.frombuffer(b"".join(hashes), f"V{HASH}")
    block["vector"] = vectors
    block["check"] = [_checksum(row) for row in block]
    return block


def _checksum(row: np.void) -> int:
    return zlib.crc32(row["vector"].tobytes(), zlib.crc32(row["hash"].tobytes()))
