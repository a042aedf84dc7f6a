"""Changes bytes of whole files at random and has every reader and importer read them.

    PYTHONPATH=pipeline python tests/reading/fuzz_readers.py --count 50000 --seed 1

A file may be read or refused by the tool's own error that names it; any other exception, more
than ten seconds or more than a gigabyte is a finding. The same seed makes the same files.
"""

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuzz_corpus import corpus

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, read_table
from secondcoder.study.columns import columns_of
from secondcoder.study.load import parse_toml, validate
from secondcoder.study.schema import Documents

SECONDS = 10
MEBIBYTES = 1024
_PIECES = (
    b"",
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"\n",
    b"-1",
    b"9" * 20,
    b"9" * 5_000,
    b"\xc2\xb2",
    b"+-5",
    b"[" * 5_000,
    b"<![x[",
)
"""What is put in beside random bytes: signs that mean something to a parser."""


class TooSlowError(BaseException):
    """Not an Exception, so that no boundary takes it for a library's."""


def changed(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few changed; of a zip, half the time, those of one entry."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _changed_inside(data, chance)
    return _changed(data, chance)


def _changed_inside(data: bytes, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _changed(content, chance) if name == chosen else content)
    return buffer.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    whole = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        place = chance.randrange(len(whole) + 1)
        kind = chance.random()
        if kind < 0.4 and place < len(whole):
            whole[place] = chance.randrange(256)
        elif kind < 0.7:
            whole[place : place + chance.choice((0, 1, 4))] = chance.choice(_PIECES)
        elif kind < 0.8:
            del whole[place : place + chance.choice((1, 8, 64, len(whole)))]
        else:
            other = chance.randrange(len(whole) + 1)
            whole[place:place] = whole[other : other + chance.choice((1, 8, 64))]
    return bytes(whole)


def read(path: Path) -> None:
    """Read a file by what its name says it is."""
    kind = path.name.split("-")[0]
    if kind == "import":
        project = import_files([path])
        if any(any(map(str.isalnum, document.text)) for document in project.documents):
            study_files(project, files=[])
    elif kind == "study":
        validate(parse_toml(path, name=path.name), name=path.name)
    elif kind == "document" and path.suffix not in TABLE_SUFFIXES:
        read_documents(path.parent, [Documents(path=path.name)])
    else:
        table = read_table(path, name=path.name)
        columns_of(table)
        if kind == "document":
            named = {key: key for key in ("id", "document", "text") if key in table.columns}
            read_documents(path.parent, [Documents(path=path.name, **named)])


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def finding(path: Path) -> str:
    """Return what went wrong as a file was read; empty if it was read or refused well."""
    held, now = _most_memory(), _memory()
    try:
        with _at_most(SECONDS):
            read(path)
    except SecondcoderError as error:
        if path.stem not in error.message:  # a project is named without its ending
            return f"the error does not name the file: {error.message}"
    except TooSlowError:
        return f"more than {SECONDS} s: " + traceback.format_exc(limit=-4)
    except Exception:  # noqa: BLE001 - this is what is sought
        return traceback.format_exc(limit=-6)
    if _most_memory() > max(held, now + MEBIBYTES):
        return f"{_most_memory() - now:,.0f} MiB"
    return ""


def _memory() -> float:
    """Return what the process holds now, in MiB: whatever ran in it before does not count."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return 0.0
    return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fuzz(count: int, seed: int, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each changed file with which something went wrong, and what; the others are removed."""
    whole = corpus(folder)
    names = sorted(whole)
    for number in range(count):
        name = names[number % len(names)]
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - the same seed, the same files
        path = folder / f"{name.split('-')[0]}-{seed}-{number}-{name.split('-')[1]}"
        path.write_bytes(changed(whole[name], chance))
        if wrong := finding(path):
            yield path, wrong
        else:
            path.unlink()


def main() -> int:
    """Read as many files as asked for and print what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    begun = time.monotonic()
    found = 0
    for path, wrong in fuzz(options.count, options.seed, folder):
        found += 1
        print(f"{path}\n{wrong}", flush=True)  # noqa: T201
    took = time.monotonic() - begun
    print(f"{options.count:,} files, {found} findings, {took:.0f} s")  # noqa: T201
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
