"""The file of vectors: sound rows come back as they were, and nothing else ever does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from secondcoder.embedding.vector_file import HASH, VectorFile

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"
DIMENSIONS = 24


def hashes_of(numbers):
    return [f"{number:0{HASH}d}".encode() for number in numbers]


def vectors_of(numbers):
    """Return a row for each number that can be told from every other."""
    return np.stack([np.random.default_rng(number).normal(size=DIMENSIONS) for number in numbers])


def filled(path, numbers=range(20)):
    file = VectorFile(path)
    file.add(hashes_of(numbers), vectors_of(numbers).astype(np.float32))
    return file


def wrong(path, numbers):
    """Return the numbers whose vector comes back other than it was written."""
    found = VectorFile(path).read(hashes_of(numbers))
    return [
        number
        for number, key in zip(numbers, hashes_of(numbers), strict=True)
        if key in found and not np.array_equal(found[key], vectors_of([number])[0].astype("f4"))
    ]


def test_rows_come_back_to_the_bit_in_this_and_another_process(tmp_path):
    file = filled(tmp_path / "v")
    for reader in (file, VectorFile(tmp_path / "v")):
        found = reader.read(hashes_of([3, 99, 0]))
        assert sorted(found) == hashes_of([0, 3])
    assert wrong(tmp_path / "v", range(20)) == []


def test_the_file_is_hardly_larger_than_its_vectors(tmp_path):
    numbers, size = range(500), 384
    rows = np.ones((len(numbers), size), np.float32)
    VectorFile(tmp_path / "v").add(hashes_of(numbers), rows)
    assert (tmp_path / "v").stat().st_size < 1.02 * rows.nbytes


def test_rows_are_only_added(tmp_path):
    filled(tmp_path / "v")
    before = (tmp_path / "v").read_bytes()
    filled(tmp_path / "v", range(20, 30))
    assert (tmp_path / "v").read_bytes().startswith(before)
    assert len(VectorFile(tmp_path / "v").read(hashes_of(range(30)))) == 30


def test_a_reader_sees_what_another_added_meanwhile(tmp_path):
    reader = filled(tmp_path / "v")
    assert reader.read(hashes_of([25])) == {}
    filled(tmp_path / "v", [25])
    assert len(reader.read(hashes_of([25, 4]))) == 2


def test_a_changed_bit_is_never_used_in_silence(tmp_path):
    """In 250 copies one bit each is changed, anywhere in the file, its head included."""
    filled(tmp_path / "v")
    whole = (tmp_path / "v").read_bytes()
    random = np.random.default_rng(0)
    lost = 0
    for _ in range(250):
        changed = bytearray(whole)
        changed[random.integers(len(whole))] ^= 1 << int(random.integers(8))
        (tmp_path / "copy").write_bytes(changed)
        assert wrong(tmp_path / "copy", range(20)) == []
        lost += len(VectorFile(tmp_path / "copy").read(hashes_of(range(20)))) < 20
    assert lost == 250


def test_a_damaged_row_is_replaced_and_the_others_stay(tmp_path):
    filled(tmp_path / "v")
    data = bytearray((tmp_path / "v").read_bytes())
    data[-5] ^= 4
    (tmp_path / "v").write_bytes(data)
    file = VectorFile(tmp_path / "v")
    assert set(hashes_of(range(20))) - set(file.read(hashes_of(range(20)))) == {hashes_of([19])[0]}
    filled(tmp_path / "v", [19])
    assert len(file.read(hashes_of(range(20)))) == 20
    assert wrong(tmp_path / "v", range(20)) == []


@pytest.mark.parametrize("content", [b"", b"no vectors at all", bytes(5000)])
def test_a_file_that_holds_something_else_is_written_anew(tmp_path, content):
    (tmp_path / "v").write_bytes(content)
    assert VectorFile(tmp_path / "v").read(hashes_of(range(20))) == {}
    filled(tmp_path / "v")
    assert len(VectorFile(tmp_path / "v").read(hashes_of(range(20)))) == 20


def test_a_file_cut_anywhere_keeps_the_rows_before_the_cut(tmp_path):
    filled(tmp_path / "v")
    whole = (tmp_path / "v").read_bytes()
    for length in range(0, len(whole), 37):
        (tmp_path / "cut").write_bytes(whole[:length])
        kept = len(VectorFile(tmp_path / "cut").read(hashes_of(range(20))))
        filled(tmp_path / "cut", [40, 41])
        found = VectorFile(tmp_path / "cut").read(hashes_of([*range(20), 40, 41]))
        assert len(found) == kept + 2
        assert wrong(tmp_path / "cut", [*range(20), 40, 41]) == []


ADDING = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
import numpy as np
from test_vector_file import filled
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    filled(Path(sys.argv[1]), [number])
    print(number, flush=True)
"""


def adding(path, start, end):
    code = ADDING.format(paths=[str(PIPELINE), str(Path(__file__).parent)])
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(start), str(end)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_add_to_one_file_and_no_row_is_lost(tmp_path):
    both = [adding(tmp_path / "v", 0, 150), adding(tmp_path / "v", 1000, 1150)]
    for process in both:
        process.communicate()
        assert process.returncode == 0
    numbers = [*range(150), *range(1000, 1150)]
    assert len(VectorFile(tmp_path / "v").read(hashes_of(numbers))) == 300
    assert wrong(tmp_path / "v", numbers) == []


@pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")
def test_what_was_said_to_be_added_outlives_a_kill(tmp_path):
    random = np.random.default_rng(1)
    for trial in range(4):
        process = adding(tmp_path / f"v{trial}", 0, 100_000)
        process.stdout.readline()
        time.sleep(float(random.uniform(0, 0.1)))
        process.send_signal(signal.SIGKILL)
        said = [0, *(int(line) for line in process.communicate()[0].split())]
        found = VectorFile(tmp_path / f"v{trial}").read(hashes_of(said))
        assert len(found) == len(set(said))
        assert wrong(tmp_path / f"v{trial}", range(said[-1] + 2)) == []
        filled(tmp_path / f"v{trial}", [200_000])
        assert len(VectorFile(tmp_path / f"v{trial}").read(hashes_of([200_000]))) == 1
